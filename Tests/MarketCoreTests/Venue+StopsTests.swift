import Market
import MarketCore
import Testing

/// Stop orders that are reached at once: a step triggers 64 of them, the rest goes on behind it.
@Suite struct VenueStopsTests {
  /// A market where `stops` sell stops wait below the only buy, and a trade at their price.
  private static func market(stops: Int) -> ScenarioMarket {
    let market = ScenarioMarket()
    let documents = (0...(stops + 2)).map { "doc R\($0) DLR001 weight=25" }
    let resting = ["new D2 X1 buy 1 68400 tif=gtc", "new D3 C1 buy 1 68500"]
    for row in ["market"] + documents + resting { VenueTests.perform(row, market) }
    for number in 0..<stops {
      VenueTests.perform("new D1 A\(number) sell 1 68450 type=4 stop=68500", market)
    }
    return market
  }

  @Test("63, 64 and 65 stop orders are reached", arguments: [63, 64, 65])
  func step(_ stops: Int) {
    let market = Self.market(stops: stops)
    let events = VenueTests.perform("new D1 B1 sell 1 68500", market)
    let isPending = market.tester.applier.venue.hasPendingWork
    let later = market.tester.tick()
    #expect(events.count { $0.contains("restated") } == min(stops, 64))
    #expect(isPending == (stops > 64))
    #expect(later.count == max(stops - 64, 0))
    let isDone = !market.tester.applier.venue.hasPendingWork
    let finding = market.tester.applier.venue.audit()
    #expect(isDone && finding == nil)
  }

  @Test("a market that pauses in between triggers the rest when it opens")
  func pause() {
    let market = Self.market(stops: 65)
    VenueTests.perform("phase CU-BW-A halted", market)
    let waits = VenueTests.perform("new D1 B1 sell 1 68500", market)
    VenueTests.perform("phase CU-BW-A open", market)
    let first = VenueTests.perform("new D1 B2 sell 1 68500", market)
    #expect(waits.count == 1)
    #expect(first.count { $0.contains("restated") } == 64)
    let paused = VenueTests.perform("phase CU-BW-A halted", market)
    let opened = VenueTests.perform("phase CU-BW-A open", market)
    #expect(paused.count { $0.contains("restated") } == 0)
    #expect(opened.count { $0.contains("restated") } == 1)
  }
}
