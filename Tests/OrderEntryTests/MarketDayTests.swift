import FIXWire
import Market
import Testing

@testable import OrderEntry

/// TradeDate(75) is the market's day, not that of UTC.
@Suite struct MarketDayTests {
  static let rows: [(seconds: Int64, offset: Int32, date: (Int, Int, Int))] = [
    (1_795_391_999, 28_800, (2026, 11, 23)),
    (1_795_391_999, 0, (2026, 11, 22)),
    (1_795_392_000, 0, (2026, 11, 23)),
    (1_795_392_000, -1, (2026, 11, 22)),
    (1_795_363_199, 28_800, (2026, 11, 22)),
    (1_795_363_200, 28_800, (2026, 11, 23)),
    (0, -3_600, (1969, 12, 31)),
  ]

  @Test("the day of an instant", arguments: rows)
  func day(_ row: (seconds: Int64, offset: Int32, date: (Int, Int, Int))) {
    let options = ReportOptions(marketUTCOffsetSeconds: row.offset)
    let date = options.tradeDate(of: Instant(nanoseconds: row.seconds * 1_000_000_000 + 999))
    #expect(date.yearMonthDay == row.date)
  }
}
