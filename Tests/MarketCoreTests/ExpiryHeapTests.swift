import Market
import MarketCore
import Testing

/// Good-till-date orders that are due at once: a step expires 256 of them, and none trades.
@Suite struct ExpiryHeapTests {
  /// A venue with `orders` buys of one lot at 68,440 that expire in a second, and a free document.
  private static func market(orders: Int) -> ScenarioMarket {
    let market = ScenarioMarket()
    for row in ["market", "doc R1 DLR001 weight=25", "credit DLR003 1000000000"] {
      VenueTests.perform(row, market)
    }
    for number in 0..<orders {
      let price = 68_400 - 10 * (number % 200)
      VenueTests.perform("new D3 C\(number) buy 1 \(price) tif=gtd expires=1", market)
    }
    VenueTests.perform("wait 1", market)
    return market
  }

  @Test("255, 256 and 257 are due", arguments: [255, 256, 257])
  func step(_ orders: Int) {
    let market = Self.market(orders: orders)
    let first = market.tester.tick()
    let isPending = market.tester.applier.venue.hasPendingWork
    let second = market.tester.tick()
    #expect(first.count == min(orders, 256) && first.allSatisfy { $0.contains("expired") })
    #expect(isPending == (orders > 256))
    #expect(second.count == orders - first.count)
    let isDone = !market.tester.applier.venue.hasPendingWork
    #expect(isDone)
  }

  @Test("one that is due and left over does not trade: the order that meets it expires it")
  func met() {
    let market = Self.market(orders: 300)
    let events = VenueTests.perform("new D1 A1 sell 1 67840", market)
    #expect(events.count == 256 + 2)
    let last = events.suffix(2).map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
    #expect(last == ["report A1 new", "report C256 expired"])
    let finding = market.tester.applier.venue.audit()
    #expect(finding == nil)
  }
}
