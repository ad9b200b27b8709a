import Foundation
import Market
import Oracle
import Testing

/// Streams as tables that can be pasted into Tests/Scenarios/venue; `StreamTableTests` runs some.
@Suite struct VenueTableTests {
  @Test("steps are the rows that a table has for them, each with what the rules say")
  func rows() {
    var sell = OrderTerms(name: 1, instrument: 0, side: .sell, price: 1_005_000, quantity: 2_000)
    sell.force = .fillOrKill
    var buy = OrderTerms(name: 2, instrument: 0, side: .buy, price: 0, quantity: 1_500)
    buy.type = .market
    buy.force = .goodTillDate
    buy.expireTime = CommandStream.start + 4_000_000_000
    let steps = [
      Step(session: 0, .phase(0, .open)), Step(wait: 1_500_000_000, session: 2, .new(sell)),
      Step(session: 3, .replace(1, buy)), Step(session: 4, .cancel(5, 4)),
      Step(session: 0, .schedule(0, .closed, -1)), Step(session: 0, .tick),
    ]
    var rows: [String] = []
    VenueTable.say(steps, in: MarketTerms()) { rows.append($0) }
    #expect(
      rows.suffix(12) == [
        "phase I0 open", "> phase I0 open by=operator", "wait 1.5",
        "new S2 N1 sell 2 100.5 symbol=I0 tif=fok",
        "> report N1 rejected status=rejected leaves=0 cum=0 avg=0 priceOffTick to=S2",
        "replace S3 N2 N1 buy 0 market symbol=I0 tif=gtd qty=1.5 expires=2.5",
        "> cancel-reject N2 unknownOrder status=rejected to=S3",
        "cancel S4 N5 N4 symbol=", "> cancel-reject N5 unknownOrder status=rejected to=S4",
        "schedule I0 closed -1", "tick", "> phase I0 closed by=calendar",
      ])
    #expect(rows.contains("firm DLR003 group=7"))
    #expect(rows.contains { $0.hasPrefix("instrument I0 unit=1 tick=1 ref=100 band=500 max=64 ") })
    #expect(
      rows.filter { $0.hasPrefix("doc") } == [
        "doc R2-0-0 DLR002 weight=1 symbol=I0", "doc R2-0-1 DLR002 weight=1 symbol=I0",
      ])
  }

  @Test("a row is said before it is performed, so that one that ends the process is the last")
  func last() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardOutputContent]
    ) {
      let steps = [Step(session: 0, .phase(0, .open)), Step(session: 0, .phase(9, .open))]
      VenueTable.say(steps, in: MarketTerms()) {
        FileHandle.standardOutput.write(Data(($0 + "\n").utf8))
      }
    }
    let rows = result.map { String(decoding: $0.standardOutputContent, as: UTF8.self) } ?? ""
    #expect(rows.hasSuffix("\n> phase I0 open by=operator\nphase I9 open\n"))
  }
}
