import Market
import MarketDefinition
import Testing

@Suite struct TradingCalendarTests {
  private var calendar: TradingCalendar {
    get throws { try DefinitionFolder.definition().venue.calendar }
  }

  struct Row: Sendable {
    let date: String
    let trades: Bool
  }

  @Test(
    "trading days",
    arguments: [
      Row(date: "2026-11-23", trades: true), Row(date: "2026-11-25", trades: false),
      Row(date: "2026-11-27", trades: true), Row(date: "2026-11-28", trades: false),
      Row(date: "2026-11-29", trades: false), Row(date: "2026-11-30", trades: true),
    ])
  func tradingDays(_ row: Row) throws {
    let date = try #require(CivilDate(row.date))
    let trades = try calendar.trades(on: date)
    #expect(trades == row.trades)
  }

  @Test("hours become instants in UTC: 09:00 in Shanghai is 01:00 UTC")
  func phases() throws {
    let date = try #require(CivilDate("2026-11-23"))
    let phases = try calendar.phases(of: "book", on: date)
    #expect(phases.map(\.phase) == [.open, .pause, .open, .closed])
    let midnight = Int64(date.dayNumber) * 86_400
    let seconds = phases.map { $0.at.nanoseconds / 1_000_000_000 - midnight }
    #expect(seconds == [3_600, 12_600, 19_800, 25_200])
  }

  @Test("a holiday has no phases")
  func holiday() throws {
    let date = try #require(CivilDate("2026-11-25"))
    let phases = try calendar.phases(of: "book", on: date)
    #expect(phases.isEmpty)
  }
}
