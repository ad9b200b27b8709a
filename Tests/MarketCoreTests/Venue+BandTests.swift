import Funds
import Market
import MarketCore
import Testing

/// Orders outside a changed band end in steps, and nothing else of the instrument happens meanwhile.
@Suite struct VenueBandTests {
  private static func words(_ events: [String], _ kind: String) -> [String] {
    events.filter { $0.contains(" \(kind) ") }.map { String($0.split(separator: " ")[1]) }
  }

  @Test(
    "256 orders are cancelled in a step, and no order is taken before the last",
    arguments: [255, 256, 257, 600])
  func steps(_ count: Int) {
    let market = VenueTests.market(["credit DLR002 100000000000"])
    for number in 0..<count {
      VenueTests.perform("new D2 B\(number) buy 1 \(64_350 + 10 * (number % 3)) tif=gtc", market)
    }
    var steps = [VenueTests.perform("instrument CU-BW-A band=100", market)]
    let isPending = market.tester.applier.venue.hasPendingWork
    #expect(isPending == (count > 256))
    let early = VenueTests.perform("new D3 C1 buy 1 68400", market)
    #expect(early.first?.contains("instrumentClosed") == (count > 256))
    steps.append(early)
    while market.tester.applier.venue.hasPendingWork { steps.append(market.tester.tick()) }
    let canceled = steps.map { Self.words($0, "canceled") }
    #expect(canceled.allSatisfy { $0.count <= 256 })
    let all = Array(canceled.joined())
    #expect(all.count == count)
    let late = VenueTests.perform("new D3 C2 buy 1 68400", market)
    #expect(late.first?.contains("C2 new") == true)
    let held = market.tester.applier.venue.account(of: FirmID(rawValue: 2)).held
    #expect(held == .zero)
  }

  /// 300 stop limits inside the new band by their StopPx(99); the limits of those divisible by three
  /// are not.
  private static func stops() -> ScenarioMarket {
    let market = VenueTests.market(["credit DLR002 100000000000", "doc R1 DLR001 weight=25"])
    for number in 0..<300 {
      let limit = number % 3 == 0 ? 72_000 : 69_000
      VenueTests.perform(
        "new D2 B\(number) buy 1 \(limit) type=4 stop=\(68_500 + 10 * (number % 7)) tif=gtc",
        market)
    }
    return market
  }

  @Test("stop orders are looked at one by one, whoever leaves meanwhile")
  func leaving() {
    let market = Self.stops()
    var events = VenueTests.perform("instrument CU-BW-A band=100", market)
    let isPending = market.tester.applier.venue.hasPendingWork
    #expect(isPending)
    var left: [Int] = []
    for number in stride(from: 299, through: 0, by: -7) {
      let answer = VenueTests.perform("cancel D2 X\(number) B\(number)", market)
      if answer.first?.hasPrefix("report X\(number) canceled") == true { left.append(number) }
      events += answer.filter { $0.contains("378=8") }
    }
    let canceled = Set(Self.words(events, "canceled"))
    let expected = (0..<300).filter { $0 % 3 == 0 && !left.contains($0) }.map { "B\($0)" }
    #expect(canceled == Set(expected))
    #expect(left.contains { $0 % 3 != 0 })
    let finding = market.tester.applier.venue.audit()
    #expect(finding == nil)
  }

  @Test("no stop order is triggered while the band is swept; afterwards it is")
  func elections() {
    let market = Self.stops()
    VenueTests.perform("new D1 A1 sell 1 68500", market)
    VenueTests.perform("new D3 C1 buy 1 68500 tif=gtc", market)
    VenueTests.perform("cancel D2 X B0", market)
    let triggered = market.tester.applier.venue.hasPendingWork
    #expect(!triggered)
    let swept = Self.stops()
    VenueTests.perform("phase CU-BW-A preOpen", swept)
    VenueTests.perform("new D1 A1 sell 1 68500", swept)
    VenueTests.perform("new D3 C1 buy 1 68500 tif=gtc", swept)
    let opened = VenueTests.perform("phase CU-BW-A open", swept)
    #expect(opened.contains { $0.hasPrefix("phase CU-BW-A open") })
    #expect(!opened.contains { $0.contains("636=Y") })
    let sweeping = VenueTests.perform("instrument CU-BW-A band=100", swept)
    #expect(!sweeping.contains { $0.contains("636=Y") })
    let last = swept.tester.tick()
    #expect(!last.contains { $0.contains("636=Y") })
    let after = swept.tester.tick()
    let first = after.first { $0.contains("636=Y") }
    #expect(first?.hasPrefix("report B7 restated") == true)
  }

  @Test("an uncross goes on at its price; what the new band leaves outside is cancelled behind it")
  func uncross() {
    let market = VenueTransitionsTests.call(70)
    VenueTests.perform("new D3 C1 buy 1 64350 tif=gtc", market)
    VenueTests.perform("phase CU-BW-A open", market)
    let events = VenueTests.perform(
      "instrument CU-BW-A calls=opening,closing ref=69000 band=50", market)
    #expect(VenueTransitionsTests.fills(events) == 6)
    #expect(events.last == "phase CU-BW-A open by=operator")
    #expect(Self.words(events, "canceled") == ["C1"])
  }
}
