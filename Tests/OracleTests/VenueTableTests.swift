import Market
import Oracle
import Testing

/// Streams as rows that can be pasted into Tests/Scenarios/venue.
@Suite struct VenueTableTests {
  @Test("steps are the rows that a table has for them")
  func rows() {
    var sell = OrderTerms(name: 1, instrument: 0, side: .sell, price: 1_005_000, quantity: 2_000)
    sell.force = .fillOrKill
    var buy = OrderTerms(name: 2, instrument: 1, side: .buy, price: 0, quantity: 1_500)
    buy.type = .market
    let steps = [
      Step(session: 0, .phase(0, .open)), Step(wait: 1_500_000_000, session: 2, .new(sell)),
      Step(session: 3, .replace(1, buy)), Step(session: 4, .cancel(5, 4)),
      Step(session: 0, .schedule(0, .closed, -1)), Step(session: 0, .tick),
    ]
    let rows = VenueTable.rows(steps, in: MarketTerms())
    #expect(
      rows.suffix(7) == [
        "phase I0 open", "wait 1.5", "new S2 N1 sell 2 100.5 symbol=I0 tif=fok",
        "replace S3 N2 N1 buy 0 market symbol=I1 tif=day qty=1.5", "cancel S4 N5 N4",
        "schedule I0 closed -1", "tick",
      ])
    #expect(rows.contains("firm DLR003 group=7"))
    #expect(rows.contains { $0.hasPrefix("instrument I0 unit=1 tick=1 ref=100 band=500 max=64 ") })
  }
}
