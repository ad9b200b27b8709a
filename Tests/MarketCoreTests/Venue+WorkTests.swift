import Market
import MarketCore
import Testing

/// Whose turn it is where several kinds of work are pending.
@Suite struct VenueWorkTests {
  /// A market with room for many orders, of which DLR002 has so many and DLR004 as many.
  private static func market(_ count: Int, others: Int = 0) -> ScenarioMarket {
    var limits = VenueLimits.small
    limits.orders = 65_536
    limits.clOrdIDs = 131_072
    limits.restingOrders = 65_536
    limits.massCancels = 64
    limits.massCancelsPerFirm = 16
    let market = VenueFencesTests.market(count, limits: limits)
    for row in ["credit DLR004 1000000000000", "many \(others) new D4 E* buy 1 66000"] {
      VenueTests.perform(row, market)
    }
    return market
  }

  /// Steps with a mass cancel in each, which has 20,000 orders to pass over and none to end, until
  /// `isDone` says so; as many as 500.
  private static func stepsUnderFire(
    _ market: ScenarioMarket, until isDone: ([String]) -> Bool
  ) -> Int {
    for step in 1...500 {
      let events = VenueTests.perform("mass-cancel D2 M\(step) all side=sell", market)
      if isDone(events) { return step }
    }
    return 501
  }

  @Test("a mass status request is answered in every second step, whatever others cancel meanwhile")
  func massStatus() {
    let market = Self.market(20_000, others: 1_000)
    for number in 1...16 {
      VenueTests.perform("mass-cancel D2 P\(number) all side=sell", market)
    }
    var told: [Int] = []
    let answer = VenueTests.perform("mass-status D4 Q1 all", market)
    told.append(VenueMassStatusTests.told(answer).count)
    let steps = Self.stepsUnderFire(market) { events in
      told.append(VenueMassStatusTests.told(events).count)
      return told.reduce(0, +) == 1_000
    }
    #expect(steps <= 2 * (1_000 + 255) / 256)
    #expect(told.filter { $0 > 0 } == [256, 256, 256, 232])
    let finding = market.tester.applier.venue.audit()
    #expect(finding == nil)
  }

  @Test("orders end in every second step at least, whoever asks for the state of many meanwhile")
  func cancels() {
    let market = Self.market(20_000, others: 1_000)
    VenueTests.perform("session D2b DLR002 dealer", market)
    VenueTests.perform("mass-status D2 Q1 all", market)
    VenueTests.perform("mass-status D2b Q2 all", market)
    let steps = VenueTransitionsTests.steps(of: "mass-cancel D4 M1 all", market)
    let ended = steps.map { step in step.count { $0.contains(" canceled ") } }
    let last = ended.lastIndex { $0 > 0 } ?? 0
    #expect(last < 2 * 4)
    #expect(ended.filter { $0 > 0 } == [256, 256, 256, 232])
  }

  @Test("an instrument closes behind the mass cancels that had come before, not behind later ones")
  func phases() {
    let market = Self.market(20_000)
    for number in 1...15 {
      VenueTests.perform("mass-cancel D2 P\(number) all side=sell", market)
    }
    VenueTests.perform("new D3 C2 buy 1 68000 symbol=CU-BW-A", market)
    let closing = VenueTests.perform("phase CU-BW-A closed", market)
    #expect(!closing.contains { $0.hasPrefix("report") })
    // 15 times 20,000 orders to look at, and then 20,002 that expire.
    let bound = 15 * 20_001 / 4_096 + 1 + 20_002 / 256 + 1
    var expired = 0
    let steps = Self.stepsUnderFire(market) { events in
      expired += events.count { $0.contains(" expired ") }
      return expired == 20_002
    }
    #expect(steps <= bound)
    let finding = market.tester.applier.venue.audit()
    #expect(finding == nil)
  }

  @Test("whose turn is next is part of the state, and comes again from the log")
  func replayed() {
    VenueFencesTests.expectPendingReplayed([
      "mass-status D2 Q1 all", "mass-cancel D2 M1 all side=sell", "phase CU-BW-A closed",
      "mass-cancel D3 M2 all",
    ])
  }

  @Test("what is cancelled behind the search for a price leaves no crossed book behind")
  func crossedAgain() {
    let market = VenueTransitionsTests.call(0)
    for number in 1...400 { VenueTests.perform("doc R\(number) DLR001 weight=25", market) }
    VenueTests.perform("doc S1 DLR003 weight=25", market)
    for row in [
      "credit DLR003 100000000000", "credit DLR004 100000000000",
      "many 300 new D1 S* sell 1 68450", "new D3 T1 sell 1 68460",
      "many 100 new D2 B* buy 1 68470", "many 200 new D4 E* buy 1 68450",
    ] { VenueTests.perform(row, market) }
    // 64 pairs of the uncross at 68,450 are made, then all other sells at that price end.
    VenueTests.perform("phase CU-BW-A open", market)
    var events = VenueTests.perform("mass-cancel D1 M1 all", market)
    while market.tester.applier.venue.hasPendingWork { events += market.tester.tick() }
    #expect(events.contains { $0.hasPrefix("report T1 trade") })
    #expect(events.last == "phase CU-BW-A open by=operator")
    let finding = market.tester.applier.venue.audit()
    #expect(finding == nil)
  }
}
