import Market
import MarketCore
import Testing

/// Trades that are due at once: a step ends the states of 16 of them, the rest goes on behind it.
@Suite struct VenueSettlementTests {
  /// A market with so many trades that clearing has 60 seconds to answer for.
  private static func market(_ trades: Int) -> ScenarioMarket {
    let market = ScenarioMarket()
    let documents = (0..<trades).map { "doc R\($0) DLR001 weight=25" }
    let rows = ["market", "instrument CU-BW-A funds=60", "credit DLR002 100000000"]
    for row in rows + documents { VenueTests.perform(row, market) }
    for number in 0..<trades {
      VenueTests.perform("new D1 A\(number) sell 1 68450", market)
      VenueTests.perform("new D2 B\(number) buy 1 68450", market)
    }
    market.tester.showsSettlement = true
    return market
  }

  @Test("15, 16 and 17 trades are due at one instant", arguments: [15, 16, 17])
  func step(_ trades: Int) {
    let market = Self.market(trades)
    VenueTests.perform("wait 60", market)
    let first = market.tester.tick().count { $0.contains("to=venue") }
    let isPending = market.tester.applier.venue.hasPendingWork
    let second = market.tester.tick().count { $0.contains("to=venue") }
    #expect(first == min(trades, 16))
    #expect(isPending == (trades > 16))
    #expect(second == max(trades - 16, 0))
    let isDone = !market.tester.applier.venue.hasPendingWork
    let finding = market.tester.applier.venue.audit()
    #expect(isDone && finding == nil)
  }
}
