/// A date of the Gregorian calendar. FIX: LocalMktDate, UTCDateOnly.
public struct CivilDate: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Days since 1970-01-01.
  public let daysSince1970: Int

  public init(daysSince1970: Int) { self.daysSince1970 = daysSince1970 }

  /// Nil where the calendar has no such day; years 0 to 9999.
  @inline(__always)
  public init?(year: Int, month: Int, day: Int) {
    guard year >= 0, year <= 9_999, month >= 1, month <= 12, day >= 1,
      day <= 28 || day <= CivilDate.days(inMonth: month, of: year)
    else { return nil }
    self.init(daysSince1970: CivilDate.days(year: year, month: month, day: day))
  }

  public static func < (a: CivilDate, b: CivilDate) -> Bool { a.daysSince1970 < b.daysSince1970 }

  /// Year, month from 1, day from 1; for dates in years 0 to 9999.
  public var yearMonthDay: (year: Int, month: Int, day: Int) {
    let day = daysSince1970 + CivilDate.daysBefore1970 + CivilDate.daysPerEra
    let era = day / CivilDate.daysPerEra - 1
    let dayOfEra = day % CivilDate.daysPerEra
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    let month = march < 10 ? march + 3 : march - 9
    let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * march + 2) / 5 + 1)
  }

  static func days(inMonth month: Int, of year: Int) -> Int {
    month == 2 ? (isLeap(year) ? 29 : 28) : 30 &+ (month &+ month &>> 3) & 1
  }

  /// A century is a leap year where 16 divides it.
  private static func isLeap(_ year: Int) -> Bool {
    year & 3 == 0 && (year % 25 != 0 || year & 15 == 0)
  }

  /// Years begin in March here, so that the leap day is a year's last.
  @inline(__always)
  private static func days(year: Int, month: Int, day: Int) -> Int {
    let marchYear = UInt((month <= 2 ? year &- 1 : year) &+ 400)
    let march = UInt(month <= 2 ? month &+ 9 : month &- 3)
    let centuries = marchYear / 100
    let dayOfYear = (153 &* march &+ 2) / 5 &+ UInt(day) &- 1
    let leapDays = marchYear / 4 &- centuries &+ centuries / 4
    let days = marchYear &* 365 &+ leapDays &+ dayOfYear
    return Int(days) &- daysPerEra &- daysBefore1970
  }

  private static var daysPerEra: Int { 146_097 }
  /// From 0000-03-01.
  private static var daysBefore1970: Int { 719_468 }
}
