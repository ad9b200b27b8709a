import Market
import MarketCore
import Testing

/// Work of many orders goes on in steps; meanwhile other commands have their turn.
@Suite struct VenueTransitionsTests {
  /// An opening call with `pairs` of a buy and a sell of one lot each at 68,450.
  static func call(_ pairs: Int, closing: Bool = false) -> ScenarioMarket {
    let market = VenueTests.market([
      "credit DLR002 100000000000", "instrument CU-BW-A calls=opening,closing",
      "phase CU-BW-A \(closing ? "closingCall" : "openingCall")",
    ])
    for number in 0..<pairs {
      VenueTests.perform("doc R\(number) DLR001 weight=25", market)
      VenueTests.perform("new D1 S\(number) sell 1 68450", market)
      VenueTests.perform("new D2 B\(number) buy 1 68450 tif=gtc", market)
    }
    return market
  }

  /// What a row and the ticks behind it bring about, up to the last one that does anything.
  static func steps(of row: String, _ market: ScenarioMarket) -> [[String]] {
    var steps = [VenueTests.perform(row, market)]
    while market.tester.applier.venue.hasPendingWork { steps.append(market.tester.tick()) }
    return steps.filter { !$0.isEmpty }
  }

  static func fills(_ events: [String]) -> Int { events.filter { $0.hasPrefix("trade") }.count }

  @Test("a step has 64 fills, and the phase follows the last", arguments: [63, 64, 65, 200])
  func steps(_ pairs: Int) {
    let market = Self.call(pairs)
    let steps = Self.steps(of: "phase CU-BW-A open", market)
    #expect(steps.map(Self.fills).allSatisfy { $0 <= 64 })
    #expect(steps.map(Self.fills).reduce(0, +) == pairs)
    #expect(steps.joined().filter { $0.hasPrefix("phase") }.count == 1)
    #expect(steps.last?.last == "phase CU-BW-A open by=operator")
    #expect(steps.count == (pairs + 63) / 64)
    let finding = market.tester.applier.venue.audit()
    #expect(finding == nil)
  }

  @Test("a step moves few more than 256 documents")
  func documents() {
    let market = VenueTests.market([
      "credit DLR002 100000000000", "credit DLR002 100000000000",
      "instrument CU-BW-A calls=opening", "phase CU-BW-A openingCall",
    ])
    for number in 0..<640 { VenueTests.perform("doc R\(number) DLR001 weight=25", market) }
    for number in 0..<10 {
      VenueTests.perform("new D1 S\(number) sell 64 68450", market)
      VenueTests.perform("new D2 B\(number) buy 64 68450", market)
    }
    let steps = Self.steps(of: "phase CU-BW-A open", market)
    #expect(steps.map(Self.fills) == [4, 4, 2])
  }

  @Test("while it uncrosses nothing is entered, replaced or cancelled; a later phase waits")
  func uncrossing() {
    let market = Self.call(200, closing: true)
    VenueTests.perform("phase CU-BW-A closed", market)
    let refused = VenueTests.perform("new D3 C1 buy 1 68450", market)
    #expect(refused.first?.contains("C1 rejected status=rejected") == true)
    #expect(refused.first?.contains("instrumentClosed") == true)
    #expect(Self.fills(refused) == 64)
    let cancel = VenueTests.perform("cancel D2 X1 B199", market)
    #expect(cancel.first?.hasPrefix("cancel-reject X1 tooLateToCancel") == true)
    let halted = VenueTests.perform("phase CU-BW-A halted", market)
    let phases = halted.filter { $0.hasPrefix("phase") }
    #expect(phases == ["phase CU-BW-A closed by=operator", "phase CU-BW-A halted by=operator"])
    let finding = market.tester.applier.venue.audit()
    #expect(finding == nil)
  }

  @Test("a replace is refused while it uncrosses")
  func replaced() {
    let market = Self.call(130)
    VenueTests.perform("phase CU-BW-A open", market)
    let replace = VenueTests.perform("replace D2 X1 B129 buy 1 68440 tif=gtc", market)
    #expect(replace.first?.hasPrefix("cancel-reject X1 orderRule") == true)
    #expect(replace.first?.contains("rule=instrumentClosed") == true)
  }

  @Test(
    "orders at the close enter in steps of 256; none is taken before the last is in",
    arguments: [255, 256, 257])
  func entries(_ count: Int) {
    let market = VenueTests.market([
      "credit DLR002 10000000000", "instrument CU-BW-A calls=closing",
    ])
    for number in 0..<count {
      VenueTests.perform("new D2 B\(number) buy 1 68000 tif=closing", market)
    }
    let entered = VenueTests.perform("phase CU-BW-A closingCall", market)
    #expect(entered == ["phase CU-BW-A closingCall by=operator"])
    let isPending = market.tester.applier.venue.hasPendingWork
    #expect(isPending == (count > 256))
    let early = VenueTests.perform("new D3 C1 buy 1 68000", market)
    #expect(early.first?.contains("instrumentClosed") == (count > 256))
    let late = VenueTests.perform("new D3 C2 buy 1 68000", market)
    #expect(late.first?.contains("C2 new") == true)
    let expired = VenueTests.perform("phase CU-BW-A closed", market)
    #expect(expired.filter { $0.contains("expired") }.count > 0)
    let finding = market.tester.applier.venue.audit()
    #expect(finding == nil)
  }

  @Test("lists end before entries, entries before an uncross")
  func kinds() {
    let market = Self.call(200)
    for row in [
      "instrument ZN-BW-S calls=closing", "phase ZN-BW-S open",
      "credit DLR003 100000000000",
    ] { VenueTests.perform(row, market) }
    for number in 0..<300 {
      VenueTests.perform("new D3 C\(number) buy 1 68000 symbol=ZN-BW-S tif=closing", market)
    }
    VenueTests.perform("phase ZN-BW-S closingCall", market)
    // 44 entries are left, and go first; then there is room for 53 fills of four units.
    let step = VenueTests.perform("phase CU-BW-A open", market)
    #expect(Self.fills(step) == 53)
  }
}
