import FIXWire
import Market
import Testing

@testable import Recorder

@Suite struct ReportPeriodTests {
  static let hour: Int64 = 3_600_000_000_000

  static var zone: MarketZone {
    get throws { try MarketZone("+08:00") }
  }

  @Test("a day begins at the market's midnight and ends where the next one begins")
  func day() throws {
    let day = try ReportPeriod.day("2026-11-23", in: Self.zone)
    let next = try ReportPeriod.day("2026-11-24", in: Self.zone)
    #expect(day.from == start - 9 * Self.hour - Self.hour / 2)
    #expect(day.to == next.from)
    #expect(try Self.zone.text(Instant(nanoseconds: start)) == "2026-11-23 09:30:00")
    #expect(try Self.zone.day(of: Instant(nanoseconds: day.from)) == day.first)
    #expect(try Self.zone.day(of: Instant(nanoseconds: day.to - 1)) == day.first)
    #expect(try Self.zone.day(of: Instant(nanoseconds: day.to)) == day.end)
    #expect(try Self.zone.day(of: Instant(nanoseconds: -1)).description == "1970-01-01")
    #expect(try MarketZone("-08:00").day(of: Instant(nanoseconds: -1)).description == "1969-12-31")
  }

  @Test("months and years are whole ones, leap years too")
  func months() throws {
    let february = try ReportPeriod.month("2028-02", in: Self.zone)
    #expect((february.to - february.from) / nanosPerDay == 29)
    let december = try ReportPeriod.month("2026-12", in: Self.zone)
    #expect(december.end.description == "2027-01-01")
    let year = try ReportPeriod.year("2026", in: Self.zone)
    #expect((year.to - year.from) / nanosPerDay == 365)
    #expect(year.months.map(\.name).first == "2026-01")
    #expect(year.months.map(\.name).last == "2026-12")
    #expect(year.months.count == 12)
    #expect(december.months == [december])
  }

  @Test(
    "what is no day is refused by name",
    arguments: ["2026-11-31", "2026-1-1", "26-11-23", "2026-11-23x", "", "2026-11", "+026-11-23"])
  func noDay(_ text: String) throws {
    let zone = try Self.zone
    #expect(throws: ReportError.notADay(text)) { try ReportPeriod.day(text, in: zone) }
  }

  @Test("what is no month, no year or no offset is refused by name")
  func others() throws {
    let zone = try Self.zone
    #expect(throws: ReportError.notAMonth("2026-13")) {
      try ReportPeriod.month("2026-13", in: zone)
    }
    #expect(throws: ReportError.notAYear("26")) { try ReportPeriod.year("26", in: zone) }
    for text in ["08:00", "+8:00", "+24:00", "+08:60", "+08.00", ""] {
      #expect(throws: ReportError.notAnOffset(text)) { try MarketZone(text) }
    }
    #expect(try MarketZone("-05:30").utcOffsetSeconds == -19_800)
  }
}
