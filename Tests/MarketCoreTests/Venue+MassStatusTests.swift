import Market
import MarketCore
import Testing

/// Mass status requests for many orders.
@Suite struct VenueMassStatusTests {
  /// The orders that some events tell of, in their order.
  static func told(_ events: [String]) -> [String] {
    events.filter { $0.contains(" orderStatus ") }.map { String($0.split(separator: " ")[1]) }
  }

  @Test("a step tells 256 orders, and the first at once", arguments: [1, 255, 256, 257, 600])
  func steps(_ count: Int) {
    let market = VenueFencesTests.market(count)
    let steps = VenueTransitionsTests.steps(of: "mass-status D2 Q1 all", market)
    #expect(steps.count == (count + 255) / 256)
    #expect(steps.dropLast().allSatisfy { $0.count == 256 })
    let all = steps.joined().map { $0 }
    #expect(Self.told(all) == (0..<count).map { "B\($0 + 1)" })
    #expect(all.allSatisfy { $0.contains(" 584=Q1 911=\(count) ") && $0.contains(" to=D2 ") })
    #expect(all.filter { $0.contains(" 912=1 ") } == all.suffix(1).map { $0 })
  }

  @Test("one request of a session at a time, and as many of all as there is room for")
  func room() {
    let market = VenueFencesTests.market(1_022)
    VenueTests.perform("session D2b DLR002 dealer", market)
    VenueTests.perform("session D2c DLR002 dealer", market)
    VenueTests.perform("session D2d DLR002 dealer", market)
    let senders = ["D2", "D2b", "D2c", "D2d"]
    let answers = senders.map { VenueTests.perform("mass-status \($0) Q all", market) }
    let refusals = answers.map { $0.filter { $0.hasPrefix("business-reject") } }
    #expect(
      refusals == [
        [], [], [], ["business-reject tooManyMassStatuses to=D2d"],
      ])
    var rest: [String] = []
    while market.tester.applier.venue.hasPendingWork { rest += market.tester.tick() }
    let told = Self.told(answers.joined() + rest)
    #expect(told.count == 3 * 1_022)
    for name in ["B1", "B1022"] { #expect(told.filter { $0 == name }.count == 3) }
    VenueTests.perform("mass-status D2 Q2 all", market)
    let refused = VenueTests.perform("mass-status D2 Q3 all side=sell", market)
    #expect(refused.first == "business-reject massStatusPending to=D2")
    while market.tester.applier.venue.hasPendingWork { _ = market.tester.tick() }
    let none = VenueTests.perform("mass-status D2 Q4 all side=sell", market)
    #expect(none.count == 1 && none[0].contains(" 911=0 912=1 "))
  }

  @Test("what has ended meanwhile is told as ended, behind the open ones; what comes later is not")
  func ended() {
    let market = VenueFencesTests.market(300)
    var events = VenueTests.perform("mass-status D2 Q all", market)
    #expect(Self.told(events).count == 256)
    events += VenueTests.perform("new D2 N1 buy 1 68000", market)
    #expect(Self.told(events).count == 300)
    #expect(!Self.told(events).contains("N1"))

    let other = VenueFencesTests.market(600)
    events = VenueTests.perform("mass-status D2 Q all", other)
    events += VenueTests.perform("cancel D2 X1 B600 side=buy", other)
    events += VenueTests.perform("cancel D2 X2 B1 side=buy", other)
    events += VenueTests.perform("cancel D2 X3 B599 side=buy", other)
    let told = Self.told(events)
    #expect(told.count == 600 && Set(told).count == 600)
    #expect(told.last == "X1")
    #expect(events.last { $0.contains(" orderStatus ") }?.contains("status=canceled") == true)
    let isPending = other.tester.applier.venue.hasPendingWork
    #expect(!isPending)
  }

  @Test("an order that leaves its book and comes again is told once")
  func comesAgain() {
    let market = VenueFencesTests.market(600)
    VenueTests.perform("new D2 L1 buy 1 68000 account=DLR002-P", market)
    // The walk begins at the newest account; this one is moved before and behind it.
    var events = VenueTests.perform("mass-status D2 Q all", market)
    events += VenueTests.perform("replace D2 L2 L1 buy 1 68010 account=DLR002-P", market)
    events += VenueTests.perform("replace D2 R1 B600 buy 1 68010", market)
    while market.tester.applier.venue.hasPendingWork { events += market.tester.tick() }
    let orders = events.filter { $0.contains(" orderStatus ") }.compactMap(VenueFencesTests.order)
    #expect(orders.count == 601 && Set(orders).count == 601)
  }

  @Test("the only order of a book that was not come to is told where it comes again")
  func onlyOrder() {
    let market = VenueFencesTests.market(0)
    VenueTests.perform("new D2 L1 buy 1 68000 account=DLR002-P", market)
    VenueTests.perform("many 600 new D2 B* buy 1 68000", market)
    var events = VenueTests.perform("mass-status D2 Q all", market)
    events += VenueTests.perform("replace D2 L2 L1 buy 1 68010 account=DLR002-P", market)
    events += VenueTests.perform("new D2 N1 buy 1 68000 account=DLR002-Q", market)
    while market.tester.applier.venue.hasPendingWork { events += market.tester.tick() }
    let told = Self.told(events)
    #expect(told.count == 601 && Set(told).count == 601)
    #expect(told.contains("L2") && !told.contains("N1"))
  }

  @Test("the answer to 20,000 orders is bounded in each step, and others have their turn")
  func bounded() {
    var limits = VenueLimits.small
    limits.orders = 32_768
    limits.clOrdIDs = 65_536
    limits.restingOrders = 32_768
    let market = VenueFencesTests.market(20_000, limits: limits)
    var events = [VenueTests.perform("mass-status D2 Q1 all", market)]
    while market.tester.applier.venue.hasPendingWork {
      events.append(VenueTests.perform("new D4 E\(events.count) buy 1 66000", market))
    }
    #expect(events.count == 79)
    #expect(events.allSatisfy { $0.count <= 1 + 256 })
    #expect(events.dropFirst().allSatisfy { $0.first?.contains(" new ") == true })
  }

  @Test(
    "a step passes over 4,096 orders and accounts", arguments: [4_095, 4_096, 8_191])
  func passing(_ count: Int) {
    var limits = VenueLimits.small
    limits.orders = 16_384
    limits.clOrdIDs = 32_768
    limits.restingOrders = 16_384
    let market = VenueFencesTests.market(count, limits: limits)
    VenueTests.perform("doc R1 DLR002 weight=25", market)
    VenueTests.perform("new D2 S1 sell 1 69000", market)
    var events = VenueTests.perform("mass-status D2 Q1 all side=sell", market)
    var steps = 1
    while market.tester.applier.venue.hasPendingWork {
      events += market.tester.tick()
      steps += 1
    }
    #expect(Self.told(events) == ["S1"])
    #expect(steps == count / 4_096 + 1)
  }

  @Test("pending requests are part of the state, and come again from the log")
  func replayed() {
    VenueFencesTests.expectPendingReplayed(
      ["mass-status D2 Q1 all", "cancel D2 X1 B999 side=buy", "mass-cancel D2 M1 all"])
  }
}
