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
    #expect(phases.map(\.phase) == [.openingCall, .open, .pause, .open, .closingCall, .closed])
    let midnight = Int64(date.daysSince1970) * 86_400
    let seconds = phases.map { $0.at.nanoseconds / 1_000_000_000 - midnight }
    #expect(seconds == [3_300, 3_600, 12_600, 19_800, 25_020, 25_200])
  }

  @Test("the calls of an instrument are those that its hours name")
  func calls() throws {
    let calls = try calendar.calls(of: "book")
    #expect(calls == [.opening, .closing])
    let folder = try DefinitionFolder()
    try folder.edit("venue.yaml", "openingCall", "preOpen")
    try folder.edit("venue.yaml", "      - 14:57 closingCall\n", "")
    let none = try Definition(folder: folder.path).venue.calendar.calls(of: "book")
    #expect(none == [])
    let unknown = try calendar.calls(of: "nowhere")
    #expect(unknown == [])
  }

  @Test("a day may have eight phases")
  func eight() throws {
    let folder = try DefinitionFolder()
    try folder.edit(
      "venue.yaml", "      - 08:55 ",
      "      - 08:10 openingCall\n      - 08:20 preOpen\n      - 08:55 ")
    let phases = try Definition(folder: folder.path).venue.calendar.hours["book"]
    #expect(phases?.count == 8)
  }

  @Test("a day closes at midnight at the latest")
  func midnight() throws {
    let folder = try DefinitionFolder()
    try folder.edit("venue.yaml", "15:00 closed", "24:00 closed")
    let date = try #require(CivilDate("2026-11-23"))
    let phases = try Definition(folder: folder.path).venue.calendar.phases(of: "book", on: date)
    #expect(phases.last?.at == date.adding(1).instant(secondsOfDay: 0, utcOffsetSeconds: 28_800))
  }

  @Test("a holiday has no phases")
  func holiday() throws {
    let date = try #require(CivilDate("2026-11-25"))
    let phases = try calendar.phases(of: "book", on: date)
    #expect(phases.isEmpty)
  }
}
