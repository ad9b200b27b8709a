import Market
import MarketDefinition
import Testing

@Suite struct CivilTimeTests {
  @Test(
    "days of the calendar",
    arguments: [
      ("1970-01-01", 0), ("1970-01-02", 1), ("1969-12-31", -1), ("2000-02-29", 11_016),
      ("2024-02-29", 19_782), ("2026-11-23", 20_780), ("2100-03-01", 47_541),
    ])
  func dayNumbers(_ text: String, _ dayNumber: Int) throws {
    let date = try #require(CivilDate(text))
    #expect(date.dayNumber == dayNumber)
    #expect(date.description == text)
  }

  @Test(
    "what is no day", arguments: ["2026-02-29", "2100-02-29", "2026-13-01", "2026-1-1", "x", ""])
  func noDay(_ text: String) { #expect(CivilDate(text) == nil) }

  @Test("every day of eight centuries comes back and follows its neighbour")
  func roundTrip() throws {
    let first = try #require(CivilDate("1800-01-01")).dayNumber
    let last = try #require(CivilDate("2600-01-01")).dayNumber
    for dayNumber in stride(from: first, to: last, by: 97) {
      let date = CivilDate(dayNumber: dayNumber)
      let (year, month, day) = date.components
      #expect(CivilDate(year: year, month: month, day: day) == date)
    }
    #expect(try #require(CivilDate("2026-11-23")).weekday == 1)
    #expect(try #require(CivilDate("1969-12-28")).weekday == 7)
  }

  @Test("a day begins earlier in the east")
  func offsets() throws {
    let date = try #require(CivilDate("2026-11-23"))
    let instant = date.instant(secondsOfDay: 0, utcOffsetSeconds: 28_800)
    #expect(CivilDate(instant, utcOffsetSeconds: 28_800) == date)
    #expect(CivilDate(instant, utcOffsetSeconds: 28_799).dayNumber == date.dayNumber - 1)
  }
}
