import Market
import Memory
import Testing

@testable import MarketCore

@Suite struct TradeDeadlinesTests {
  private static func table(_ trades: ClosedRange<UInt64>) -> TradeTable {
    var table = TradeTable(capacity: trades.count)
    for number in trades { _ = table.begin(TradeID(rawValue: number)) }
    return table
  }

  @Test("deadlines end by time, then by the trades' numbers; one that is set anew forgets the old")
  func order() {
    var trades = Self.table(1...3)
    var deadlines = TradeDeadlines(trades: 3)
    deadlines.set(Instant(nanoseconds: 5), of: 2, in: &trades)
    deadlines.set(Instant(nanoseconds: 7), of: 1, in: &trades)
    deadlines.set(Instant(nanoseconds: 5), of: 0, in: &trades)
    #expect(deadlines.first?.slot == 0)
    deadlines.set(Instant(nanoseconds: 9), of: 0, in: &trades)
    #expect(deadlines.first?.slot == 2 && deadlines.count == 3)
    deadlines.set(.none, of: 2, in: &trades)
    deadlines.set(.none, of: 2, in: &trades)
    #expect(deadlines.first?.slot == 1 && deadlines.count == 2)
    let places = (0..<3).map { trades[$0].deadlinePlace }
    #expect(places == [1, 0, Trade.none])
    #expect(trades[0].deadline == Instant(nanoseconds: 9) && trades[2].deadline == .none)
  }
}
