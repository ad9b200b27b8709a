import Market
import Testing

@testable import MarketCore

/// The room that is made for the events of one apply.
@Suite struct EventBytesTests {
  @Test("the sum of what one apply may say fits in the room that is made for it")
  func sum() {
    #expect(EventBytes.sum <= Venue.eventBytesPerApply)
    #expect(
      [EventBytes.phases, EventBytes.expiries, EventBytes.entry] == [548_992, 114_688, 267_840])
    #expect(EventBytes.titles == 200_896)
    #expect(
      [EventBytes.stops, EventBytes.step, EventBytes.answers] == [420_032, 226_432, 135_872])
  }

  /// The bytes of the events of the last command.
  private static func last(_ market: ScenarioMarket) -> Int {
    market.tester.log.last?.events.count ?? 0
  }

  @Test("as many phases as one step changes, each by way of a close, take what is counted for them")
  func phases() {
    var limits = VenueLimits.small
    limits.timers = 1_024
    let market = ScenarioMarket(limits: limits)
    for row in [
      "market", "phase CU-BW-A halted", "many 1024 schedule CU-BW-A closed *", "wait 2000",
    ] { VenueTests.perform(row, market) }
    VenueTests.perform("tick", market)
    #expect(Self.last(market) == 2 * 1_024 * EventBytes.phaseChanged)
  }

  @Test(
    "as many orders as expire at once take what is counted for them", arguments: [255, 256, 257])
  func expiries(_ count: Int) {
    let market = VenueFencesTests.market(0)
    for row in ["many \(count) new D2 B* buy 1 68000 tif=gtd expires=10", "wait 10"] {
      VenueTests.perform(row, market)
    }
    // The due orders of the next step are its work: it begins in the same apply.
    VenueTests.perform("tick", market)
    let first = Self.last(market)
    #expect(first == min(count, 256) * EventBytes.ended)
    #expect(first <= EventBytes.expiries)
  }
}
