import Market
import Memory
import Testing

@testable import MarketCore

@Suite struct InterruptionsTests {
  private static func reference() -> ReferenceData {
    var reference = ReferenceData(limits: .small, seed: HashSeed(rawValue: 1))
    reference.instrumentCount = 3
    return reference
  }

  @Test("calls end by time, then by number; one that is over otherwise is taken out")
  func order() {
    var reference = Self.reference()
    var calls = Interruptions(instruments: 3)
    let ids = (1...3).map { InstrumentID(rawValue: $0) }
    calls.add(ids[2], until: Instant(nanoseconds: 5), in: &reference)
    calls.add(ids[0], until: Instant(nanoseconds: 7), in: &reference)
    calls.add(ids[1], until: Instant(nanoseconds: 5), in: &reference)
    #expect(calls.first?.instrument == ids[1])
    calls.remove(ids[1], in: &reference)
    calls.remove(ids[1], in: &reference)
    #expect(calls.count == 2)
    #expect(calls.first?.instrument == ids[2])
    calls.remove(ids[2], in: &reference)
    #expect(calls.first?.until == Instant(nanoseconds: 7))
    calls.remove(ids[0], in: &reference)
    #expect(calls.first == nil)
    #expect(ids.allSatisfy { reference[$0].interruption == nil })
  }

  @Test("an instrument is interrupted once")
  func twice() async {
    await #expect(processExitsWith: .failure) {
      var reference = InterruptionsTests.reference()
      var calls = Interruptions(instruments: 3)
      let id = InstrumentID(rawValue: 1)
      calls.add(id, until: Instant(nanoseconds: 5), in: &reference)
      calls.add(id, until: Instant(nanoseconds: 6), in: &reference)
    }
  }

  @Test("the end of a call does not end a phase that waits behind it")
  func waiting() {
    let market = VenueTests.market([
      "credit DLR002 100000000000", "credit DLR003 100000000000", "doc R1 DLR001 weight=25",
      "instrument CU-BW-A dynamic=100 seconds=60", "new D1 A1 sell 1 69900",
    ])
    for number in 0..<600 { VenueTests.perform("new D2 B\(number) buy 1 68000 aon", market) }
    var phases = VenueTests.perform("new D3 C1 buy 1 69900", market)
    phases += VenueTests.perform("phase CU-BW-A halted", market)
    VenueTests.perform("wait 60", market)
    phases += market.tester.tick()
    #expect(
      phases.filter { $0.hasPrefix("phase") } == [
        "phase CU-BW-A interrupted by=market", "phase CU-BW-A halted by=operator",
      ])
  }

  @Test("calls of many instruments end in one step, in their order, and trading goes on")
  func many() {
    let market = VenueTests.market(["credit DLR002 100000000000", "credit DLR001 10000000000"])
    for number in 1...15 {
      for row in [
        "instrument S\(number) dynamic=100 seconds=\(60 - number) max=1", "phase S\(number) open",
        "doc R\(number) DLR001 weight=25 symbol=S\(number)",
        "new D1 A\(number) sell 1 70000 symbol=S\(number) tif=gtc",
      ] { VenueTests.perform(row, market) }
      let events = VenueTests.perform("new D2 B\(number) buy 1 70000 symbol=S\(number)", market)
      #expect(events.last == "phase S\(number) interrupted by=market")
    }
    let next = market.tester.applier.venue.nextTimer
    #expect(next == market.tester.now.adding(nanoseconds: 45_000_000_000))
    VenueTests.perform("wait 60", market)
    let opened = market.tester.tick()
    let phases = opened.filter { $0.hasPrefix("phase") }
    #expect(phases.isEmpty || phases.allSatisfy { $0.hasSuffix("open by=market") })
    var all = opened
    while market.tester.applier.venue.hasPendingWork { all += market.tester.tick() }
    #expect(all.filter { $0.hasPrefix("trade") }.count == 15)
    #expect(
      all.filter { $0.hasPrefix("phase") }
        == (1...15).reversed().map { "phase S\($0) open by=market" })
    let none = market.tester.applier.venue.nextTimer
    #expect(none == nil)
  }

  @Test("a stop order that comes to a price too far away interrupts, and the next ones wait")
  func stops() {
    let market = VenueTests.market([
      "credit DLR002 100000000000", "instrument CU-BW-A dynamic=100 seconds=60",
    ])
    for number in 1...4 { VenueTests.perform("doc R\(number) DLR001 weight=25", market) }
    for row in [
      "new D1 A1 sell 1 68450", "new D1 A2 sell 1 69900", "new D1 A3 sell 1 69910",
      "new D2 B1 buy 1 0 type=3 stop=68450", "new D2 B2 buy 1 0 type=3 stop=68450",
    ] { VenueTests.perform(row, market) }
    let events = VenueTests.perform("new D3 C1 buy 1 68450", market)
    let kinds = events.map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
    #expect(
      kinds == [
        "report C1 new", "report C1 trade", "report A1 trade", "trade 1 CU-BW-A",
        "report B1 restated", "report B1 canceled", "phase CU-BW-A interrupted",
      ])
    VenueTests.perform("wait 60", market)
    let later = market.tester.tick()
    #expect(
      later.map { $0.split(separator: " ").prefix(3).joined(separator: " ") } == [
        "phase CU-BW-A open", "report B2 restated", "report B2 canceled",
        "phase CU-BW-A interrupted",
      ])
    let finding = market.tester.applier.venue.audit()
    #expect(finding == nil)
  }
}
