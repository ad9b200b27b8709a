import Market
import Testing

@testable import MarketCore

@Suite struct VenueListsTests {
  /// Orders 0 to 4 of one instrument, in the list of day orders, and which of them leave it.
  @Test(
    "a list keeps its order, whoever leaves it",
    arguments: [
      ([], [0, 1, 2, 3, 4]), ([0], [1, 2, 3, 4]), ([4, 2], [0, 1, 3]), ([1, 0, 3], [2, 4]),
    ])
  func order(_ row: (leaving: [UInt32], left: [UInt32])) {
    let market = VenueTests.market(["credit DLR002 10000000000"])
    for number in 0..<5 { VenueTests.perform("new D2 B\(number) buy 1 68000", market) }
    for slot in row.leaving { VenueTests.perform("cancel D2 C\(slot) B\(slot)", market) }
    let closing = VenueTests.perform("phase CU-BW-A closed", market)
    let expired = closing.filter { $0.contains("expired") }
    #expect(expired.map { $0.split(separator: " ")[1] } == row.left.map { "B\($0)" })
  }
}
