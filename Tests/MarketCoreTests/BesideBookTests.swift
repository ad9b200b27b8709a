import Market
import MarketCore
import Testing

/// Deals and auctions are beside the book (market rules 2.5 and 2.6): whatever firms agree on or bid, the book of the
/// same instrument has the same orders, prices, bands, phases and changes as without.
@Suite struct BesideBookTests {
  private static let setup =
    ["market", "firm BRK001"] + (3...4).map { "firm DLR00\($0) broker=BRK001" } + [
      "session B1 BRK001 broker",
      "instrument CU-BW-A negotiated nband=2000 dynamic=50 seconds=60 auctions=E notice=60 "
        + "deposit=1000 extension=60 extensions=2",
    ] + (1...40).flatMap { ["doc R\($0) DLR001", "doc Q\($0) DLR003"] }

  private var state: UInt64 = 0
  private var entered = 0

  private mutating func below(_ bound: UInt64) -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return (state >> 32) % bound
  }

  private mutating func price(_ ticks: UInt64) -> Int {
    68_450 + 10 * (Int(below(2 * ticks)) - Int(ticks))
  }

  /// A row about the book, of dealers that deal with nobody beside it.
  private mutating func bookRow() -> String {
    entered += 1
    switch below(10) {
    case 0: return "wait \(below(40))"
    case 1: return "tick"
    case 2: return "cancel D2 C\(entered) B\(1 + below(UInt64(entered)))"
    case 3: return "new D2 T\(entered) buy 1 \(price(60)) type=4 stop=\(price(60))"
    case 4, 5, 6: return "new D1 S\(entered) sell 1 \(price(60))"
    default: return "new D2 B\(entered) buy 1 \(price(60))"
    }
  }

  /// A row about what two other dealers do beside it.
  private mutating func rowBeside(_ number: Int) -> String {
    switch number {
    case 0: return "apply D3 L1 sell E 1 60000 100 opens=70 closes=400"
    case 1: return "announce 1"
    case 2: return "deposit D4 K1 1"
    default:
      return below(2) == 0
        ? "cross B1 X\(number) 1 \(price(1_200)) buy=DLR004 sell=DLR003"
        : "new D4 A\(number) buy 1 \(60_000 + 100 * below(20)) auction=1"
    }
  }

  /// What a line says of the book, without the numbers that all orders and trades of the venue share; nil where it
  /// says nothing of it.
  private static func ofBook(_ line: String) -> String? {
    let words = line.split(separator: " ")
    switch words[0] {
    case "book", "phase": break
    case "report", "cancel-reject":
      guard "BCST".contains(words[1].first ?? " ") else { return nil }
    default: return nil
    }
    return words.filter { word in
      !["order=", "exec=", "trade="].contains { word.hasPrefix($0) }
    }.joined(separator: " ")
  }

  private static func market() -> ScenarioMarket {
    let market = ScenarioMarket()
    for row in setup { _ = market.perform(Row(row)!) }
    _ = market.perform(Row("phase CU-BW-A open")!)
    market.tester.showsBook = true
    return market
  }

  /// A row, and the steps of work that it leaves, so that both venues have done the same when the next one comes.
  private static func perform(_ row: Row, _ market: ScenarioMarket) -> [String] {
    var lines = market.perform(row) ?? []
    for _ in 0..<6 { lines += market.tester.tick() }
    return lines
  }

  @Test("no deal and no lot moves the book, its prices, bands or phases")
  func unmoved() {
    var (deals, lots, fills, calls) = (0, 0, 0, 0)
    for seed in 1...12 as ClosedRange<UInt64> {
      var rows = BesideBookTests()
      rows.state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
      let (alone, beside) = (Self.market(), Self.market())
      for number in 0..<160 {
        let row = Row(rows.bookRow())!
        let expected = Self.perform(row, alone).compactMap(Self.ofBook)
        let lines = Self.perform(row, beside)
        #expect(lines.compactMap(Self.ofBook) == expected, "seed \(seed), row \(number)")
        fills += expected.count { $0.contains(" trade ") }
        calls += expected.count { $0.contains("interrupted") }
        let others = lines + Self.perform(Row(rows.rowBeside(number))!, beside)
        deals += others.count { $0.hasPrefix("report X") && $0.contains(" trade ") }
        lots += others.count { $0.contains(" sold ") }
        #expect(beside.tester.applier.venue.audit() == nil)
      }
    }
    #expect(deals > 40 && lots > 0 && fills > 40 && calls > 0)
  }
}
