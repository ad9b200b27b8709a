public import Agents
import Foundation
public import Market
public import MarketDefinition
public import Storage
import Transport

/// A session as the operator names it.
public struct SessionCard: Sendable {
  public let session: SessionID
  public let definition: SessionDefinition

  public init(session: SessionID, definition: SessionDefinition) {
    self.session = session
    self.definition = definition
  }

  public var name: String { definition.name }
}

/// How a session stands, in words and numbers.
public struct SessionFigures: Codable, Equatable, Sendable {
  public var name: String
  public var firm: String
  public var role: String
  /// live, connected, away, closed (away and outside of its hours), or disabled.
  public var state: String
  /// When its hours end or, where it is outside of them, begin; absent where that is not known.
  public var hoursEndAt: String?
  public var hoursBeginAt: String?
  /// The peer of this or the last connection.
  public var address: String?
  public var epoch: UInt64
  public var nextIn: UInt64
  public var nextOut: UInt64
  /// Times are UTC.
  public var lastReceivedAt: String?
  public var lastSentAt: String?
  public var lastLogonAt: String?
  public var lastDisconnect: String?
  public var lastDisconnectAt: String?
  public var counters: [String: UInt64]
  /// How many disconnects for which reason.
  public var disconnects: [String: UInt64]
  public var policies: [String: String]
}

extension SessionFigures {
  /// What the session's block says now.
  public init(_ card: SessionCard, _ block: CounterBlock) {
    name = card.name
    firm = "\(card.definition.firm.text)"
    role = card.definition.policies.roleName
    state = Self.state(card, block)
    let change = Self.time(block.load(.hoursChangeAt))
    let isOutside = block.load(.isOutsideHours) == 1
    hoursEndAt = isOutside ? nil : change
    hoursBeginAt = isOutside ? change : nil
    address = Self.address(block)
    epoch = block.load(.epoch)
    nextIn = block.load(.nextInbound)
    nextOut = block.load(.nextOutbound)
    lastReceivedAt = Self.time(block.load(.lastReceivedAt))
    lastSentAt = Self.time(block.load(.lastSentAt))
    lastLogonAt = Self.time(block.load(.lastLogonAt))
    lastDisconnect = SessionEndReason(rawValue: UInt16(clamping: block.load(.lastEndReason)))
      .map { "\($0)" }
    lastDisconnectAt = Self.time(block.load(.lastEndAt))
    counters = [:]
    for (name, counter) in Self.counted { counters[name] = block.load(counter) }
    disconnects = [:]
    for reason in SessionEndReason.allCases {
      let count = block.load(SessionCounter.disconnectsByReason + Int(reason.rawValue))
      if count > 0 { disconnects["\(reason)"] = count }
    }
    policies = Self.policies(card.definition.policies)
    policies["schedule"] = card.definition.schedule.map { "\($0)" } ?? "always"
  }

  /// What is counted, by the names in answers and metrics.
  public static let counted: [(String, SessionCounter)] = [
    ("messagesIn", .messagesIn), ("messagesOut", .messagesOut), ("bytesIn", .bytesIn),
    ("bytesOut", .bytesOut), ("rejects", .rejects), ("resendRequestsIn", .resendRequestsIn),
    ("resendRequestsOut", .resendRequestsOut), ("messagesResent", .messagesResent),
    ("garbledBytes", .garbledBytes), ("logons", .logons), ("disconnects", .disconnects),
    ("refusedConnections", .refusedConnections), ("unsentBytes", .unsentBytes),
    ("heldMessages", .heldMessages), ("eventsWait", .eventsWait),
    ("throttledMessages", .throttledMessages), ("conflations", .conflations),
  ]

  /// The numbers of a session that has never spoken are those of its first epoch.
  private static func state(_ card: SessionCard, _ block: CounterBlock) -> String {
    if block.load(.isDisabled) == 1 || !card.definition.policies.isEnabled { return "disabled" }
    return switch SessionPresence(rawValue: block.load(.presence)) {
    case .live: "live"
    case .connected: "connected"
    case .away, nil: block.load(.isOutsideHours) == 1 ? "closed" : "away"
    }
  }

  private static func address(_ block: CounterBlock) -> String? {
    let port = UInt16(clamping: block.load(.port))
    guard port > 0 else { return nil }
    let address = SocketAddress(
      high: block.load(.addressHigh), low: block.load(.addressLow), port: port)
    return "\(address)"
  }

  private static func policies(_ policies: SessionPolicies) -> [String: String] {
    [
      "addresses": policies.addresses.isEmpty ? "any" : policies.addresses.joined(separator: " "),
      "heartbeat": "\(policies.heartBtInt.lowerBound)-\(policies.heartBtInt.upperBound)",
      "reset": policies.allowsReset ? "allowed" : "refused",
      "unknownTags": policies.rejectsUnknownTags ? "reject" : "ignore",
      "ownTags": policies.sendsOwnTags ? "yes" : "no",
      "throttle": words(policies.throttle),
      "cancelOnDisconnect": words(policies.cancelOnDisconnect),
      "takeover": "\(policies.takeOver)",
      "timestampDigits": "\(policies.timestampDigits)",
      "transport": "\(policies.transport)",
      "nextExpectedMsgSeqNum": policies.usesNextExpectedMsgSeqNum ? "yes" : "no",
      "lastMsgSeqNumProcessed": policies.sendsLastMsgSeqNumProcessed ? "yes" : "no",
      "enabled": policies.isEnabled ? "yes" : "no",
    ]
  }

  private static func words(_ throttle: ThrottleTerms) -> String {
    guard throttle.limit > 0 else { return "none" }
    let limit = "\(throttle.limit) in \(throttle.windowMilliseconds) ms"
    guard throttle.breachWindows > 0 else { return limit }
    return limit
      + ", out for \(throttle.delaySeconds) s after \(throttle.breachWindows) windows"
  }

  private static func words(_ cancel: CancelOnDisconnect) -> String {
    "\(cancel.type), grace \(cancel.graceMilliseconds) ms, good-till orders "
      + (cancel.cancelsGoodTill ? "cancelled" : "kept")
  }

  /// UTC to the millisecond; nil for none.
  static func time(_ nanoseconds: UInt64) -> String? {
    guard nanoseconds > 0 else { return nil }
    let date = Date(timeIntervalSince1970: Double(nanoseconds / 1_000_000_000))
    let milliseconds = String(1_000 + nanoseconds / 1_000_000 % 1_000).dropFirst()
    return date.formatted(.iso8601).dropLast() + ".\(milliseconds)Z"
  }
}
