import Market
import MarketCore
import Testing

/// Requests for past trades: who may ask is in `past_trades.venue`; here are their room and their state.
@Suite struct VenuePastTradesTests {
  private static func market(room: Int) -> ScenarioMarket {
    var limits = VenueLimits.small
    limits.tradeRequests = room
    let market = ScenarioMarket(limits: limits)
    _ = VenueTests.perform("market", market)
    return market
  }

  @Test("room for the requests of all", arguments: [2, 3, 4])
  func room(count: Int) {
    let market = Self.market(room: 3)
    let answers = (1...count).map { VenueTests.perform("trades D\($0) T\($0)", market) }
    let taken = answers.joined().filter { $0.contains("taken") }.count
    #expect(taken == min(count, 3))
    #expect(answers[count - 1].joined().contains("tooMany") == (count == 4))
  }

  @Test("a request is in the state until its answer is complete")
  func state() throws {
    let market = Self.market(room: 3)
    let dealer = try #require(market.sessions["D1"])
    let before = market.tester.applier.venue.digest()
    _ = VenueTests.perform("trades D1 T1 symbol=CU-BW-A", market)
    let found = market.tester.applier.venue.tradeRequest(of: dealer)
    let asked = try #require(found)
    #expect(asked.asked.request.tradeRequestID.description == "T1")
    let after = market.tester.applier.venue.digest()
    #expect(after != before)
    var other = EndTradesAnswer()
    other.request = Sequence(rawValue: asked.sequence.rawValue - 1)
    _ = market.tester.apply(.endTradesAnswer, other, session: dealer)
    let kept = market.tester.applier.venue.tradeRequest(of: dealer)
    #expect(kept == asked)
    _ = VenueTests.perform("trades-told D1", market)
    let left = market.tester.applier.venue.tradeRequest(of: dealer)
    #expect(left == nil)
  }
}
