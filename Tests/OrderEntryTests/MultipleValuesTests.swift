import Market
import OrderEntry
import Testing

/// ExecInst(18) and OrderRestrictions(529): characters parted by spaces.
@Suite struct MultipleValuesTests {
  static let execInst: [(String, UInt8)] = [
    ("6", 1), ("G", 2), ("6 G", 3), ("G 6", 3), ("6 6", 1), ("G  6", 3), (" 6 ", 1), ("66", 128),
    ("6,G", 128), ("g", 128), ("6 1", 129), ("1 6", 129), ("6 GG", 129),
  ]

  @Test("ExecInst(18) knows 6 and G, and that there are others beside them", arguments: execInst)
  func instructions(_ value: String, _ bits: UInt8) {
    let decoded = Decoded(OrderLines.line(OrderLines.newOrder, with: "18=\(value)"))
    let execInst = decoded.body(NewOrder.self).execInst
    #expect(execInst.rawValue == bits)
  }

  static let restrictions: [(String, UInt8)] = [
    ("1", 1), ("1 2", 1), ("2 1", 1), ("2 1 3", 1), ("2", 0), ("A", 0), ("11", 0), ("2 11", 0),
  ]

  @Test("OrderRestrictions(529) is searched for the value 1", arguments: restrictions)
  func programTrade(_ value: String, _ expected: UInt8) {
    let decoded = Decoded(OrderLines.line(OrderLines.newOrder, with: "529=\(value)"))
    let isProgramTrade = decoded.body(NewOrder.self).isProgramTrade
    #expect(isProgramTrade == expected)
  }
}
