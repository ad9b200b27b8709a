import FIXWire
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
}
