public import Market

/// The venue itself: who it is and where it listens.
public struct VenueDefinition: Sendable {
  /// TargetCompID(56) of everybody who connects.
  public var compID = CompID()
  public var name = ""
  /// Plain FIX: numeric address and port.
  public var address = "127.0.0.1"
  public var port: UInt16 = 9880
  /// FIX over TLS, at the same address.
  public var fixsPort: UInt16 = 9881
  public var calendar = TradingCalendar()
  /// What holds for instruments that say nothing else.
  public var settlement = SettlementDefinition()
  /// In which guarantees are taken beside CNY, in the order in which they are drawn on.
  public var currencies: [CurrencyDefinition] = []
  /// The net run of each trading day; nil where there is none.
  public var netting: NettingDefinition?
  /// What two persons do.
  public var approvals = ApprovalsDefinition()
  /// From which rates of messages on somebody is flagged; nil where nothing is counted.
  public var monitors: MonitorsDefinition?
  public init() {}
}

extension VenueDefinition {
  static let keys = [
    "compID", "name", "listen", "calendar", "settlement", "currencies", "netting",
    "approvals", "monitors",
  ]

  init(_ node: ConfigurationNode) {
    self.init()
    node.expectKeys(Self.keys)
    if let compID = node.required("compID")?.compID { self.compID = compID }
    name = node.required("name")?.text ?? ""
    if let listen = node.child("listen") {
      listen.expectKeys(["address", "port", "fixsPort"])
      address = listen.child("address")?.text ?? address
      if let port = listen.child("port")?.integer(in: 0...65_535) { self.port = UInt16(port) }
      if let port = listen.child("fixsPort")?.integer(in: 0...65_535) { fixsPort = UInt16(port) }
    }
    if let settlement = node.child("settlement") { self.settlement.apply(settlement) }
    if let currencies = node.child("currencies") { readCurrencies(currencies) }
    if let approvals = node.child("approvals") { self.approvals = ApprovalsDefinition(approvals) }
    netting = node.child("netting").map { NettingDefinition($0) }
    monitors = node.child("monitors").map { MonitorsDefinition($0) }
    if let calendar = node.required("calendar") { self.calendar = TradingCalendar(calendar) }
  }
}

extension ConfigurationNode {
  /// A CompID(49, 56) or firm code: 1 to 16 bytes of printable ASCII.
  var compID: CompID? {
    value("a code of 1 to 16 printable ASCII characters") { text in
      guard let text = Text16(text), !text.isEmpty else { return nil }
      return CompID(text)
    }
  }
}
