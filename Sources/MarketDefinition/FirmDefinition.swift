public import Market

/// A firm admitted to the market (rule book Art. 24), or one of its service institutions.
public struct FirmDefinition: Sendable {
  public var code = CompID()
  public var name = ""
  public var line = 0
  /// Firms of one control group count as one for interval and self-trade rules; empty where alone.
  public var controlGroup = ""
  /// 1 admitted, 2 suspended, 3 exited.
  public var state: UInt8 = 1
  /// 1 domestic, 2 foreign, 0 neither.
  public var origin: UInt8 = 0
  /// The bank through which it clears (Art. 13); empty where it clears by itself.
  public var clearingMember = CompID()
  /// The firm whose broker sessions may cross for it; empty where it has named none.
  public var broker = CompID()
  /// The firms with whom it deals; nil where it deals with everybody.
  public var counterparties: [CompID]?
  /// The operator and its staff, who may not trade (Art. 10).
  public var isOperator = false
  public init() {}
}

extension FirmDefinition {
  static let keys = [
    "code", "name", "origin", "state", "controlGroup", "clearingMember", "broker",
    "operator", "counterparties",
  ]

  init(_ node: ConfigurationNode) {
    self.init()
    node.expectKeys(Self.keys)
    line = node.line
    if let code = node.required("code")?.compID { self.code = code }
    name = node.required("name")?.text ?? ""
    controlGroup = node.child("controlGroup")?.text ?? ""
    if let member = node.child("clearingMember")?.compID { clearingMember = member }
    if let broker = node.child("broker")?.compID { self.broker = broker }
    counterparties = node.child("counterparties")?.elements.compactMap { $0.compID }
    isOperator = node.child("operator")?.boolean ?? false
    origin =
      node.child("origin")?.choice([("domestic", UInt8(1)), ("foreign", 2), ("none", 0)]) ?? 0
    state =
      node.child("state")?.choice([("admitted", UInt8(1)), ("suspended", 2), ("exited", 3)]) ?? 1
  }
}
