public import Market

/// A designated warehouse (rule book Art. 18).
public struct WarehouseDefinition: Sendable {
  public var code = CompID()
  public var name = ""
  public var place = ""
  public var line = 0
  /// A to D (Art. 21).
  public var grade: UInt8 = 0x41
  public var isBonded = true
  /// The code of the firm that runs it, whose sessions speak for it; empty where nobody does.
  public var firm = CompID()
  /// How many times its deposit the goods there may be worth; zero for any value.
  public var depositMultiple: UInt32 = 0
  public init() {}

  /// Whether it may bring new receipts to the market.
  var admitsReceipts: Bool { WarehouseStanding(isBonded: isBonded, grade: grade).admitsReceipts }
}

/// What decides whether a warehouse may bring new receipts to the market: rule book Art. 18, 21.
struct WarehouseStanding {
  let isBonded: Bool
  /// A to D.
  let grade: UInt8

  var admitsReceipts: Bool { isBonded && grade < UInt8(ascii: "C") }
}

extension WarehouseDefinition {
  static let keys = [
    "code", "name", "place", "kind", "grade", "capacity", "bonded", "firm", "depositMultiple",
  ]

  init(_ node: ConfigurationNode) {
    self.init()
    node.expectKeys(Self.keys)
    line = node.line
    if let code = node.required("code")?.compID { self.code = code }
    name = node.required("name")?.text ?? ""
    place = node.child("place")?.text ?? ""
    grade =
      node.required("grade")?.choice([("A", UInt8(0x41)), ("B", 0x42), ("C", 0x43), ("D", 0x44)])
      ?? 0x44
    if let multiple = node.child("depositMultiple")?.integer(in: 1...1_000) {
      depositMultiple = UInt32(multiple)
    }
    if let firm = node.child("firm")?.compID { self.firm = firm }
    isBonded = node.required("bonded", because: "rule book Art. 18")?.boolean ?? false
  }
}
