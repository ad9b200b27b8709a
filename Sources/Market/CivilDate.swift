/// A date of the Gregorian calendar. FIX: LocalMktDate, UTCDateOnly.
public struct CivilDate: Hashable, Comparable, Sendable, BitwiseCopyable,
  CustomStringConvertible
{
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

  /// 1 Monday to 7 Sunday.
  public var weekday: Int { ((daysSince1970 % 7) + 10) % 7 + 1 }

  /// The day so many days later.
  public func adding(_ days: Int) -> CivilDate { CivilDate(daysSince1970: daysSince1970 + days) }

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

/// Dates as people write them.
extension CivilDate {
  /// Reads `2026-11-23`; nil for anything that is no day of the calendar, and for years outside of 1900 to 2199: an
  /// `Instant` has those, with years to spare.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2] else { return nil }
    let numbers = parts.compactMap { part in
      part.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? Int(part) : nil
    }
    guard numbers.count == 3, (1_900...2_199).contains(numbers[0]) else { return nil }
    self.init(year: numbers[0], month: numbers[1], day: numbers[2])
  }

  /// `2026-11-23`.
  public var description: String {
    let (year, month, day) = yearMonthDay
    return [DecimalText.padded(year, 4), DecimalText.padded(month, 2), DecimalText.padded(day, 2)]
      .joined(separator: "-")
  }
}

/// Dates where clocks are so many seconds ahead of UTC.
extension CivilDate {
  /// The day on which `instant` falls there.
  public init(_ instant: Instant, utcOffsetSeconds: Int) {
    let seconds = CivilDate.floor(instant.nanoseconds, by: 1_000_000_000) + Int64(utcOffsetSeconds)
    self.init(daysSince1970: Int(CivilDate.floor(seconds, by: 86_400)))
  }

  /// The instant at which this day reaches `secondsOfDay` there.
  public func instant(secondsOfDay: Int, utcOffsetSeconds: Int) -> Instant {
    let seconds = daysSince1970 * 86_400 + secondsOfDay - utcOffsetSeconds
    return Instant(nanoseconds: Int64(seconds) * 1_000_000_000)
  }

  private static func floor(_ value: Int64, by divisor: Int64) -> Int64 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

extension Instant {
  /// The time of day in UTC, and the date; nanoseconds are those of the second.
  public var utc: (date: CivilDate, hour: Int, minute: Int, second: Int, nanosecond: Int) {
    let date = CivilDate(self, utcOffsetSeconds: 0)
    let begin = date.instant(secondsOfDay: 0, utcOffsetSeconds: 0)
    let rest = Int(nanoseconds - begin.nanoseconds)
    let second = rest / 1_000_000_000
    return (date, second / 3_600, second / 60 % 60, second % 60, rest % 1_000_000_000)
  }

  /// UTCTimestamp in milliseconds, `20261123-01:30:00.000`, or in whole seconds.
  public func utcTimestamp(milliseconds: Bool = true) -> String {
    let utc = utc
    let date = utc.date.description.split(separator: "-").joined()
    let time = [utc.hour, utc.minute, utc.second].map { DecimalText.padded($0, 2) }
    let fraction = milliseconds ? "." + DecimalText.padded(utc.nanosecond / 1_000_000, 3) : ""
    return "\(date)-\(time.joined(separator: ":"))\(fraction)"
  }
}
