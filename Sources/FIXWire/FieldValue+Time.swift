public import Market

extension FieldValue {
  /// `YYYYMMDD-HH:MM:SS`, then optionally a point and 1 to 12 digits, cut to nanoseconds.
  ///
  /// Second 60, a leap second, is the first of the next minute. Years 1970 to 2261; others overflow.
  /// FIX: UTCTimestamp.
  public static func utcTimestamp(_ value: RawSpan) throws(ValueError) -> Instant {
    guard value.byteCount >= 17, value.word(at: 8, count: 1) == UInt64(ASCII.minus) else {
      throw .malformed
    }
    let (date, year) = try date(value.extracting(0..<8))
    let nanoseconds = try timeOfDay(value.extracting(9..<value.byteCount))
    if year < 1970 || year > 2_261 { throw .overflow }
    return Instant(nanoseconds: Int64(date.daysSince1970) * 86_400_000_000_000 + nanoseconds)
  }

  /// `HH:MM:SS` with an optional fraction: nanoseconds since midnight. FIX: UTCTimeOnly.
  public static func utcTimeOnly(_ value: RawSpan) throws(ValueError) -> Int64 {
    try timeOfDay(value)
  }

  /// `YYYYMMDD`. FIX: LocalMktDate, UTCDateOnly.
  public static func localMktDate(_ value: RawSpan) throws(ValueError) -> CivilDate {
    try date(value).0
  }

  /// `YYYYMM`, optionally a day `DD` or a week `w1` to `w5`. FIX: month-year.
  public static func isMonthYear(_ value: RawSpan) -> Bool {
    let bytes = Span<UInt8>(_bytes: value)
    guard bytes.count == 6 || bytes.count == 8 else { return false }
    guard let year = number(bytes, 0..<4), let month = number(bytes, 4..<6) else { return false }
    if bytes.count == 6 { return month >= 1 && month <= 12 }
    if bytes[6] == 0x77 {
      return month >= 1 && month <= 12 && bytes[7] >= 0x31 && bytes[7] <= 0x35
    }
    guard let day = number(bytes, 6..<8) else { return false }
    return CivilDate(year: year, month: month, day: day) != nil
  }

  private static func date(_ value: RawSpan) throws(ValueError) -> (CivilDate, year: Int) {
    guard value.byteCount == 8 else { throw .malformed }
    let figures = value.word(at: 0, count: 8) ^ DecimalText.zeroes
    guard Figures.areDigits(figures) else { throw .malformed }
    let number = Int(Figures.number(figures))
    let year = number / 10_000
    guard let date = CivilDate(year: year, month: number / 100 % 100, day: number % 100) else {
      throw .malformed
    }
    return (date, year)
  }

  /// `HH:MM:SS`, judged as one word, and a fraction.
  private static func timeOfDay(_ value: RawSpan) throws(ValueError) -> Int64 {
    guard value.byteCount >= 8 else { throw .malformed }
    let figures = value.word(at: 0, count: 8) ^ 0x3030_3a30_303a_3030
    guard Figures.areDigits(figures), figures & 0x0000_ff00_00ff_0000 == 0 else { throw .malformed }
    let pairs = Figures.pairs(figures)
    let hour = Int64(pairs & 0xff)
    let minute = Int64(pairs &>> 24 & 0xff)
    let second = Int64(pairs &>> 48 & 0xff)
    guard hour < 24, minute < 60, second <= 60 else { throw .malformed }
    let fraction = try fraction(Span(_bytes: value.extracting(8..<value.byteCount)))
    return (hour &* 3_600 &+ minute &* 60 &+ second) &* 1_000_000_000 &+ fraction
  }

  /// Nothing, or a point and 1 to 12 digits: nanoseconds, what is smaller cut off.
  private static func fraction(_ bytes: Span<UInt8>) throws(ValueError) -> Int64 {
    if bytes.isEmpty { return 0 }
    guard bytes[0] == ASCII.point, bytes.count >= 2, bytes.count <= 13 else { throw .malformed }
    var nanoseconds: Int64 = 0
    for place in 1..<bytes.count {
      let digit = bytes[place] &- ASCII.zero
      if digit > 9 { throw .malformed }
      if place <= 9 { nanoseconds = nanoseconds &* 10 &+ Int64(digit) }
    }
    var places = bytes.count &- 1
    while places < 9 {
      nanoseconds = nanoseconds &* 10
      places &+= 1
    }
    return nanoseconds
  }

  private static func number(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var number = 0
    for index in range {
      let digit = bytes[index] &- ASCII.zero
      if digit > 9 { return nil }
      number = number &* 10 &+ Int(digit)
    }
    return number
  }
}
