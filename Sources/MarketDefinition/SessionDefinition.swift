public import Market
public import TLS
import Yams

/// A FIX session and its policies.
public struct SessionDefinition: Sendable {
  /// SenderCompID(49) of the counterparty.
  public var compID = CompID()
  /// SenderSubID(50), where it is part of the identity.
  public var subID = CompID()
  /// The code of the firm it belongs to.
  public var firm = CompID()
  public var line = 0
  public var policies = SessionPolicies()
  /// Whose copies it gets, in a role that gets any.
  public var copies = CopiesDefinition.own
  /// When it may be logged on; nil: at any time, and its numbers go on.
  public var schedule: SessionSchedule?
  public init() {}

  /// As it stands in messages to the operator.
  public var name: String {
    ReferenceIndex.SessionKey(compID: compID, subID: subID).name
  }
}

/// What a session may do and how it is treated.
public struct SessionPolicies: Sendable {
  public var role = SessionRole.dealer
  /// Numeric addresses that may connect; empty: any.
  public var addresses: [String] = []
  /// HeartBtInt(108) that is accepted, in seconds.
  public var heartBtInt: ClosedRange<Int> = 5...60
  /// Whether ResetSeqNumFlag(141)=Y is honoured.
  public var allowsReset = true
  /// Whether NextExpectedMsgSeqNum(789) is said and honoured on Logon(A).
  public var usesNextExpectedMsgSeqNum = false
  /// Whether our messages carry LastMsgSeqNumProcessed(369).
  public var sendsLastMsgSeqNumProcessed = false
  /// Whether unknown tags from 5000 on are rejected; otherwise they are ignored.
  public var rejectsUnknownTags = true
  /// Whether our own tags are sent.
  public var sendsOwnTags = true
  public var throttle = ThrottleTerms()
  /// What it has at least; its Logon(A) may ask for more.
  public var cancelOnDisconnect = CancelOnDisconnect()
  /// Digits of a second in our timestamps: 3, 6 or 9.
  public var timestampDigits = 3
  public var isEnabled = true
  /// What becomes of a second connection while it is live.
  public var takeOver = TakeOver.probe
  /// Whose certificate it shows under TLS; nil: one with its CompID as common name (CN).
  public var certificate: CertificateBinding?
  /// The name of its schedule.
  var scheduleName = SessionSchedule.always
  /// Over which lines it comes, where the definition says so.
  var namedTransport: SessionTransport?
  public init() {}

  /// Over which lines it comes; what is bound to a certificate comes over TLS.
  public var transport: SessionTransport { namedTransport ?? (certificate == nil ? .either : .tls) }
}

extension SessionDefinition {
  static let keys = ["compID", "subID", "firm", "copies"] + SessionPolicies.keys

  init(_ node: ConfigurationNode, defaults: SessionPolicies) {
    self.init()
    node.expectKeys(Self.keys)
    line = node.line
    policies = defaults
    policies.apply(node)
    if let compID = node.required("compID")?.compID { self.compID = compID }
    if let subID = node.child("subID")?.compID { self.subID = subID }
    if let firm = node.required("firm")?.compID { self.firm = firm }
    if node.child("role") == nil { node.complain("'role' is missing") }
    if let copies = node.child("copies") { self.copies = CopiesDefinition(copies) }
    if let cancel = node.child("cancelOnDisconnect"), policies.cancelOnDisconnect.type != .none,
      !policies.role.mayTrade
    {
      cancel.complain("a session in role '\(policies.roleName)' enters no orders")
    }
  }
}

extension SessionPolicies {
  static let keys = [
    "role", "addresses", "heartbeat", "reset", "unknownTags", "ownTags", "throttle", "timestamps",
    "enabled", "transport", "certificate", "takeover", "nextExpectedMsgSeqNum",
    "lastMsgSeqNumProcessed", "schedule", "cancelOnDisconnect",
  ]

  /// The role as sessions.yaml names it.
  public var roleName: String { Self.roles.first { $0.1 == role }?.0 ?? "\(role)" }

  static let roles: [(String, SessionRole)] = [
    ("dealer", .dealer), ("broker", .broker), ("market-maker", .marketMaker),
    ("clearing", .clearing), ("registry", .registry), ("warehouse", .warehouse), ("bank", .bank),
    ("drop-copy", .dropCopy), ("market-data", .marketData), ("supervisor", .supervisor),
    ("operator", .operator),
  ]

  /// Overwrites what `node` names.
  mutating func apply(_ node: ConfigurationNode) {
    if let role = node.child("role")?.choice(Self.roles) { self.role = role }
    if let list = node.child("addresses") { addresses = list.elements.compactMap(\.text) }
    if let range = node.child("heartbeat")?.value("seconds like 5-60", Self.range) {
      heartBtInt = range
    }
    if let reset = node.child("reset")?.choice([("allowed", true), ("refused", false)]) {
      allowsReset = reset
    }
    if let rejects = node.child("unknownTags")?.choice([("reject", true), ("ignore", false)]) {
      rejectsUnknownTags = rejects
    }
    if let uses = node.child("nextExpectedMsgSeqNum")?.boolean { usesNextExpectedMsgSeqNum = uses }
    if let sends = node.child("lastMsgSeqNumProcessed")?.boolean {
      sendsLastMsgSeqNumProcessed = sends
    }
    if let name = node.child("schedule")?.text { scheduleName = name }
    if let own = node.child("ownTags")?.boolean { sendsOwnTags = own }
    if let enabled = node.child("enabled")?.boolean { isEnabled = enabled }
    if let digits = node.child("timestamps")?.choice([
      ("milliseconds", 3), ("microseconds", 6), ("nanoseconds", 9),
    ]) {
      timestampDigits = digits
    }
    if let throttle = node.child("throttle") { self.throttle = ThrottleTerms(throttle) }
    if let cancel = node.child("cancelOnDisconnect") {
      cancelOnDisconnect = CancelOnDisconnect(cancel)
    }
    applyLine(node)
  }

  /// What concerns its connections.
  private mutating func applyLine(_ node: ConfigurationNode) {
    if let takeOver = node.child("takeover")?.choice([
      ("never", TakeOver.never), ("probe", .probe), ("certificate", .certificate),
    ]) {
      self.takeOver = takeOver
    }
    if let transport = node.child("transport")?.choice([
      ("plain", SessionTransport.plain), ("tls", .tls), ("either", .either),
    ]) {
      namedTransport = transport
    }
    if let certificate = node.child("certificate") {
      self.certificate = CertificateBinding(certificate)
      if namedTransport == .plain {
        certificate.complain("a session of plain lines shows no certificate: say transport: tls")
      }
    }
    if takeOver == .certificate && namedTransport == .plain, let named = node.child("takeover") {
      named.complain("a session of plain lines shows no certificate: say probe or never")
    }
  }

  private static func range(_ text: String) -> ClosedRange<Int>? {
    let ends = text.split(separator: "-").compactMap { Int($0) }
    guard ends.count == 2, ends[0] >= 1, ends[0] <= ends[1], ends[1] <= 3_600 else { return nil }
    return ends[0]...ends[1]
  }
}

extension CertificateBinding {
  /// What a session's `certificate` names; each of it must be in the certificate that is shown.
  init(_ node: ConfigurationNode) {
    node.expectKeys(["subject", "san", "fingerprint"])
    let san = node.child("san")?.value("like URI:fix:DLR001, DNS:fix.dealer.example or email:a@b") {
      name in ["URI:", "DNS:", "email:"].contains { name.hasPrefix($0) && name != $0 } ? name : nil
    }
    let fingerprint = node.child("fingerprint")?.value("the SHA-256 of a certificate, 64 figures") {
      text in
      let figures = text.lowercased().filter { $0 != ":" }
      return figures.utf8.count == 64 && figures.allSatisfy(\.isHexDigit) ? figures : nil
    }
    self.init(
      subject: node.child("subject")?.text, alternativeName: san, fingerprint: fingerprint)
    if node.child("subject") == nil && node.child("san") == nil && node.child("fingerprint") == nil
    {
      node.complain("'certificate' needs subject, san or fingerprint")
    }
  }
}
