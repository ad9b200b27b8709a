import Funds
import Market
import MarketCore
import Testing

/// Each way from phase to phase, and a day that ends with many orders.
@Suite struct VenuePhasesTests {
  /// An instrument in a phase: a buy that stops at the close waits, a bid and an offer cross where the
  /// phase lets them, an all-or-none order rests where it may.
  private static func market(in phase: TradingPhase) -> ScenarioMarket {
    let market = VenueTests.market([
      "instrument CU-BW-A calls=opening,closing", "doc R1 DLR001 weight=25",
      "new D3 W1 buy 1 68000 tif=closing", "phase CU-BW-A preOpen",
    ])
    if phase == .open {
      for row in ["phase CU-BW-A open", "new D4 G1 buy 2 68000 aon"] {
        VenueTests.perform(row, market)
      }
    } else {
      for row in [
        "new D2 O1 buy 1 68100 tif=opening", "new D1 A1 sell 1 68450", "new D2 B1 buy 1 68450",
        "phase CU-BW-A \(phase)",
      ] { VenueTests.perform(row, market) }
    }
    return market
  }

  /// What a report tells, by ClOrdID(11) and kind.
  private static func words(_ events: [String]) -> [String] {
    events.filter { !$0.hasPrefix("trade") }.map {
      $0.split(separator: " ").prefix(3).dropFirst().joined(separator: " ")
    }
  }

  @Test("each way between two phases does what the table says", arguments: TradingPhase.allCases)
  func ways(_ old: TradingPhase) {
    for next in TradingPhase.allCases where next != old {
      let market = Self.market(in: old)
      let told = Self.words(VenueTests.perform("phase CU-BW-A \(next)", market))
      var expected: [String] = []
      let isCrossed = old != .open && old != .closed
      if isCrossed && (next == .open || (old == .closingCall && next != .halted)) {
        expected += ["B1 trade", "A1 trade"]
        expected += ["O1 expired"] + (old == .closingCall ? ["W1 expired"] : [])
      }
      expected.append("CU-BW-A \(next)")
      if old == .open { expected.append("G1 canceled") }
      let hasTraded = expected.first == "B1 trade"
      if next == .closed {
        if isCrossed && !hasTraded { expected += ["A1 expired", "B1 expired", "O1 expired"] }
        if old != .closingCall { expected.append("W1 expired") }
      }
      #expect(told == expected, "\(old) \(next)")
      let finding = market.tester.applier.venue.audit()
      #expect(finding == nil, "\(old) \(next)")
    }
  }

  @Test("all-or-none orders end in steps of 256", arguments: [255, 256, 257])
  func allOrNone(_ count: Int) {
    let market = VenueTests.market([
      "credit DLR002 100000000000", "many \(count) new D2 B* buy 1 68000 aon",
    ])
    var steps = [VenueTests.perform("phase CU-BW-A halted", market)]
    let isPending = market.tester.applier.venue.hasPendingWork
    #expect(isPending == (count > 256))
    while market.tester.applier.venue.hasPendingWork { steps.append(market.tester.tick()) }
    #expect(steps.first?.first == "phase CU-BW-A halted by=operator")
    let canceled = steps.map { $0.filter { $0.contains("378=8") }.count }
    #expect(canceled == (count > 256 ? [256, count - 256] : [count]))
  }

  @Test("as many phases are scheduled as there are timers, and ends of calls take none of them")
  func timers() {
    let market = VenueTests.market([
      "instrument CU-BW-A dynamic=100 seconds=60", "doc R1 DLR001 weight=25",
    ])
    var answers: [[String]] = []
    for second in 71...73 {
      if second == 71 {
        VenueTests.perform("many 70 schedule CU-BW-A pause 1000", market)
      }
      answers.append(VenueTests.perform("schedule CU-BW-A pause \(second)", market))
    }
    #expect(answers.map(\.isEmpty) == [true, true, false])
    #expect(answers.last?.first?.hasPrefix("refused limitReached") == true)
    VenueTests.perform("new D1 A1 sell 1 70000", market)
    let events = VenueTests.perform("new D2 B1 buy 1 70000", market)
    #expect(events.last == "phase CU-BW-A interrupted by=market")
    VenueTests.perform("wait 60", market)
    let ended = market.tester.tick()
    #expect(ended.last == "phase CU-BW-A open by=market")
  }

  @Test("an order that crosses 4,096 others in a call is taken, and no more than these")
  func ownOrders() {
    let market = ScenarioMarket(limits: Self.limits(8_192))
    for row in [
      "market", "credit DLR002 1000000000000", "doc R1 DLR001 weight=25",
      "phase CU-BW-A preOpen", "many 4095 new D2 B* buy 1 68000",
    ] { VenueTests.perform(row, market) }
    var answers: [String] = []
    for number in 4_095...4_097 {
      answers += VenueTests.perform("new D1 A\(number) sell 1 67990", market)
      VenueTests.perform("cancel D1 X\(number) A\(number)", market)
      VenueTests.perform("new D2 C\(number) buy 1 68000", market)
    }
    #expect(answers.map { $0.contains(" new ") } == [true, true, false])
    #expect(answers.last?.contains("tooManyOrders") == true)
  }

  private static func limits(_ count: Int) -> VenueLimits {
    var limits = VenueLimits.small
    limits.orders = count
    limits.clOrdIDs = 2 * count
    limits.restingOrders = count
    return limits
  }

  @Test("a day that ends with more than 10,000 orders delays nobody by more than a step")
  func dayRoll() {
    let market = ScenarioMarket(limits: Self.limits(16_384))
    for row in [
      "market", "instrument ZN-BW-S", "phase ZN-BW-S open", "credit DLR002 1000000000000",
      "credit DLR003 1000000000000", "credit DLR004 1000000000", "many 10001 new D2 B* buy 1 68000",
      "many 700 new D3 G* buy 1 68010 tif=gtc",
    ] { VenueTests.perform(row, market) }
    var steps = [VenueTests.perform("phase CU-BW-A closed", market)]
    steps.append(VenueTests.perform("instrument CU-BW-A ref=67330 band=100", market))
    var bytes = 0
    while market.tester.applier.venue.hasPendingWork {
      let number = steps.count
      let answer = VenueTests.perform("new D4 E\(number) buy 1 68000 symbol=ZN-BW-S", market)
      #expect(answer.first?.contains("E\(number) new") == true)
      bytes = max(bytes, market.tester.log.last?.events.count ?? 0)
      steps.append(Array(answer.dropFirst()))
    }
    #expect(steps.allSatisfy { $0.filter { $0.hasPrefix("report") }.count <= 256 })
    #expect(bytes <= 257 * (384 + 128))
    let all = Array(steps.joined())
    #expect(all.filter { $0.contains(" expired ") }.count == 10_001)
    #expect(all.filter { $0.contains(" canceled ") }.count == 700)
    #expect(steps.count == (10_701 + 255) / 256)
    let finding = market.tester.applier.venue.audit()
    #expect(finding == nil)
  }
}
