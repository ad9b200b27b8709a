import Market

/// Digits behind the second in timestamps that are sent.
public enum TimestampPrecision: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case seconds = 0
  case milliseconds = 3
  case microseconds = 6
  case nanoseconds = 9
}

/// `YYYYMMDD-HH:MM:SS` of the second last written, so that the next timestamp of the same second or
/// day need not be calculated anew.
struct TimestampText {
  private var second: Int64 = -1
  private var day: Int64 = -1
  /// `YYYYMMDD`, the first character lowest.
  private(set) var date: UInt64 = 0
  /// `-HH:MM:S`.
  private(set) var time: UInt64 = 0
  /// The second's last digit.
  private(set) var lastDigit: UInt64 = 0

  /// Moves to `second`, counted since 1970, at least 0.
  @inline(__always)
  mutating func move(to second: Int64) {
    if second == self.second { return }
    change(to: second)
  }

  private mutating func change(to second: Int64) {
    self.second = second
    let day = second / 86_400
    if day != self.day {
      self.day = day
      let (year, month, dayOfMonth) = CivilDate(daysSince1970: Int(day)).yearMonthDay
      let number = UInt64(year * 10_000 + month * 100 + dayOfMonth)
      date = DigitWords.figures(number) | DigitWords.zeroes
    }
    let secondOfDay = UInt64(second - day * 86_400)
    let hour = DigitWords.twoDigits(secondOfDay / 3_600)
    let minute = DigitWords.twoDigits(secondOfDay / 60 % 60)
    let seconds = DigitWords.twoDigits(secondOfDay % 60)
    let colon = UInt64(ASCII.colon)
    time =
      UInt64(ASCII.minus) | hour << 8 | colon << 24 | minute << 32 | colon << 48
      | (seconds & 0xff) << 56
    lastDigit = seconds >> 8
  }
}
