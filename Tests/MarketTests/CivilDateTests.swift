import Market
import Testing

@Suite struct CivilDateTests {
  @Test("each day from the year 0 to 9999 follows the one before")
  func everyDay() {
    var day = CivilDate(year: 0, month: 1, day: 1)?.daysSince1970 ?? .min
    var count = 0
    for year in stride(from: 0, through: 9_999, by: 1) {
      for month in 1...12 {
        let last = CivilDate(year: year, month: month, day: 28)?.daysSince1970 ?? .min
        let first = CivilDate(year: year, month: month, day: 1)
        if first?.daysSince1970 != day || last != day + 27 { count += 1 }
        let days = (29...31).filter { CivilDate(year: year, month: month, day: $0) != nil }.count
        let (y, m, d) = CivilDate(daysSince1970: day + 27 + days).yearMonthDay
        if (y, m, d) != (year, month, 28 + days) { count += 1 }
        day += 28 + days
      }
    }
    #expect(count == 0)
    #expect(day == 2_932_897)
  }

  @Test("days that do not exist")
  func none() {
    for (year, month, day) in [
      (2_026, 2, 29), (1_900, 2, 29), (2_100, 2, 29), (2_026, 4, 31), (2_026, 0, 1), (2_026, 13, 1),
      (2_026, 1, 0), (2_026, 1, 32), (-1, 1, 1), (10_000, 1, 1),
    ] {
      #expect(CivilDate(year: year, month: month, day: day) == nil)
    }
    #expect(CivilDate(year: 2_000, month: 2, day: 29) != nil)
    #expect(CivilDate(year: 1_970, month: 1, day: 1)?.daysSince1970 == 0)
  }

  @Test("dates are ordered")
  func order() {
    #expect(CivilDate(daysSince1970: -1) < CivilDate(daysSince1970: 0))
  }

  @Test(
    "dates as text",
    arguments: [
      ("1970-01-01", 0), ("1970-01-02", 1), ("1969-12-31", -1), ("2000-02-29", 11_016),
      ("2024-02-29", 19_782), ("2026-11-23", 20_780), ("2100-03-01", 47_541),
      ("1900-01-01", -25_567), ("2199-12-31", 84_005),
    ])
  func text(_ text: String, _ days: Int) throws {
    let date = try #require(CivilDate(text))
    #expect(date.daysSince1970 == days)
    #expect(date.description == text)
  }

  @Test(
    "what is no day",
    arguments: [
      "2026-02-29", "2100-02-29", "2026-13-01", "2026-1-1", "2026-+1-01", "x", "", "2026-11-23-",
      "1899-12-31", "2200-01-01", "9999-12-31",
    ])
  func noDay(_ text: String) { #expect(CivilDate(text) == nil) }

  @Test("days of the week")
  func weekdays() throws {
    #expect(try #require(CivilDate("2026-11-23")).weekday == 1)
    #expect(try #require(CivilDate("1969-12-28")).weekday == 7)
  }

  @Test("a day begins earlier in the east")
  func offsets() throws {
    let date = try #require(CivilDate("2026-11-23"))
    let instant = date.instant(secondsOfDay: 0, utcOffsetSeconds: 28_800)
    #expect(CivilDate(instant, utcOffsetSeconds: 28_800) == date)
    #expect(CivilDate(instant, utcOffsetSeconds: 28_799) == date.adding(-1))
  }

  @Test("a day ends where the next begins, also before 1970")
  func edges() {
    #expect(CivilDate(Instant(nanoseconds: -1), utcOffsetSeconds: 0).daysSince1970 == -1)
    #expect(CivilDate(Instant(nanoseconds: 0), utcOffsetSeconds: 0).daysSince1970 == 0)
  }

  @Test(
    "UTCTimestamp in milliseconds",
    arguments: [
      (1_795_000_000_123_456_789 as Int64, "20261118-11:06:40.123"),
      (-1, "19691231-23:59:59.999"), (0, "19700101-00:00:00.000"),
    ])
  func timestamps(_ nanoseconds: Int64, _ text: String) {
    let instant = Instant(nanoseconds: nanoseconds)
    #expect(instant.utcTimestamp() == text)
    #expect(instant.utcTimestamp(milliseconds: false) == String(text.dropLast(4)))
  }
}
