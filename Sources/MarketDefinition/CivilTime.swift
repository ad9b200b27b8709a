public import Market

/// A day of the Gregorian calendar, without a time zone.
public struct CivilDate: Comparable, Hashable, Sendable, CustomStringConvertible {
  /// Days since 1970-01-01.
  public let dayNumber: Int

  public init(dayNumber: Int) { self.dayNumber = dayNumber }

  /// Reads `2026-11-23`; nil for anything that is no day of the calendar.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard
      parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2,
      parts[2].utf8.count == 2,
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
      (1...12).contains(month), (1...31).contains(day), year >= 1
    else { return nil }
    self.init(year: year, month: month, day: day)
    let read = components
    guard read == (year, month, day) else { return nil }
  }

  /// The day `day` of `month`; overflowing days run into the next month.
  public init(year: Int, month: Int, day: Int) {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    dayNumber = era * 146_097 + dayOfEra - 719_468
  }

  /// Year, month from 1, day from 1.
  public var components: (year: Int, month: Int, day: Int) {
    let z = dayNumber + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// 1 Monday to 7 Sunday.
  public var weekday: Int { ((dayNumber % 7) + 10) % 7 + 1 }

  public var next: CivilDate { CivilDate(dayNumber: dayNumber + 1) }

  public static func < (a: CivilDate, b: CivilDate) -> Bool { a.dayNumber < b.dayNumber }

  public var description: String {
    let (year, month, day) = components
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// The instant at which this day reaches `secondsOfDay` where clocks are `utcOffsetSeconds` ahead.
  public func instant(secondsOfDay: Int, utcOffsetSeconds: Int) -> Instant {
    let seconds = dayNumber * 86_400 + secondsOfDay - utcOffsetSeconds
    return Instant(nanoseconds: Int64(seconds) * 1_000_000_000)
  }

  /// The day on which `instant` falls where clocks are `utcOffsetSeconds` ahead.
  public init(_ instant: Instant, utcOffsetSeconds: Int) {
    let seconds = instant.nanoseconds / 1_000_000_000 + Int64(utcOffsetSeconds)
    dayNumber = Int((seconds >= 0 ? seconds : seconds - 86_399) / 86_400)
  }
}

/// Time of day without a date.
enum TimeOfDay {
  /// Reads `09:00` or `09:00:30` as seconds; nil for anything else. `24:00` is the end of the day.
  static func seconds(_ text: some StringProtocol) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts.allSatisfy({ $0.utf8.count == 2 }) else {
      return nil
    }
    let numbers = parts.compactMap { Int($0) }
    guard
      numbers.count == parts.count, numbers.allSatisfy({ $0 >= 0 }), numbers[0] <= 24,
      numbers[1] < 60
    else { return nil }
    let seconds = numbers[0] * 3_600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
    guard numbers.count == 2 || numbers[2] < 60, seconds <= 86_400 else { return nil }
    return seconds
  }

  static func text(_ seconds: Int) -> String {
    let base = "\(padded(seconds / 3_600, 2)):\(padded(seconds / 60 % 60, 2))"
    return seconds % 60 == 0 ? base : base + ":\(padded(seconds % 60, 2))"
  }
}

private func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
