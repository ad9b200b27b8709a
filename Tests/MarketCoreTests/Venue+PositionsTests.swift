import Market
import MarketCore
import Testing

/// Requests for positions over many documents.
@Suite struct VenuePositionsTests {
  static func market(_ count: Int) -> ScenarioMarket {
    var limits = VenueLimits.small
    limits.documents = 16_384
    let market = ScenarioMarket(limits: limits)
    for row in ["market", "many \(count) doc R* DLR001 weight=25"] {
      VenueTests.perform(row, market)
    }
    return market
  }

  @Test(
    "a step looks at 4,096 documents, and the answer comes when all are looked at",
    arguments: [(4_000, 1), (4_096, 2), (9_000, 3)])
  func steps(_ count: Int, _ steps: Int) {
    let market = Self.market(count)
    var events = [VenueTests.perform("positions D1 P1 DLR001", market)]
    while market.tester.applier.venue.hasPendingWork { events.append(market.tester.tick()) }
    #expect(events.count == steps)
    #expect(events.dropLast().allSatisfy { $0.isEmpty || $0[0].hasPrefix("positions ") })
    let told = events.joined().filter { $0.hasPrefix("position CU-BW-A") }
    #expect(told.count == 1)
    #expect(told.first?.contains(" held=\(count * 25) ") == true)
  }

  @Test("one request of a session at a time, and as many of all as there is room for")
  func room() {
    let market = Self.market(16_000)
    VenueTests.perform("session D1x DLR001 dealer", market)
    VenueTests.perform("session D1y DLR001 dealer", market)
    let answers = ["D1", "D1", "D1x", "D1y"].map {
      VenueTests.perform("positions \($0) P DLR001", market).filter { $0.contains(" total=0 ") }
    }
    #expect(answers.map(\.count) == [0, 1, 0, 1])
    #expect(answers[1].first?.hasPrefix("positions P pending ") == true)
    #expect(answers[3].first?.hasPrefix("positions P tooMany ") == true)
    let inquiry = VenueTests.perform("inquire D1x I", market)
    #expect(inquiry.contains { $0.hasPrefix("inquiry I pending ") })
    var rest: [String] = []
    while market.tester.applier.venue.hasPendingWork { rest += market.tester.tick() }
    #expect(rest.filter { $0.hasPrefix("position money") }.count >= 1)
  }

  @Test("mass status requests and positions have their turns")
  func turns() {
    let market = Self.market(9_000)
    VenueTests.perform("credit DLR002 1000000000000", market)
    VenueTests.perform("many 600 new D2 B* buy 1 68000", market)
    var events = VenueTests.perform("positions D1 P1 DLR001", market)
    events += VenueTests.perform("mass-status D2 Q1 all", market)
    var steps = 0
    while market.tester.applier.venue.hasPendingWork {
      events += market.tester.tick()
      steps += 1
    }
    #expect(steps < 10)
    #expect(events.filter { $0.contains(" orderStatus ") }.count == 600)
    #expect(events.filter { $0.hasPrefix("position ") }.count == 2)
  }
}
