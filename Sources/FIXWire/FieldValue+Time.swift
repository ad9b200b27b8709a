public import Market

extension FieldValue {
  /// `YYYYMMDD-HH:MM:SS`, then optionally a point and 1 to 12 digits, cut to nanoseconds.
  ///
  /// Second 60, a leap second, is the first of the next minute. Years 1970 to 2261; others overflow.
  /// FIX: UTCTimestamp.
  public static func utcTimestamp(
    _ field: Field, in message: RawSpan
  ) throws(ValueError) -> Instant {
    let start = Int(field.offset)
    let end = message.end(of: field)
    guard field.length >= 17, unsafe message.uncheckedByte(at: start &+ 8) == ASCII.minus
    else { throw .malformed }
    let (date, year) = try date(unsafe message.uncheckedWord(at: start))
    let nanoseconds = try unsafe timeOfDay(message, from: start &+ 9, to: end)
    if year < 1970 || year > 2_261 { throw .overflow }
    return Instant(nanoseconds: Int64(date.daysSince1970) &* 86_400_000_000_000 &+ nanoseconds)
  }

  /// `HH:MM:SS` with an optional fraction: nanoseconds since midnight. FIX: UTCTimeOnly.
  public static func utcTimeOnly(
    _ field: Field, in message: RawSpan
  ) throws(ValueError) -> Int64 {
    guard field.length >= 8 else { throw .malformed }
    return try unsafe timeOfDay(message, from: Int(field.offset), to: message.end(of: field))
  }

  /// `YYYYMMDD`. FIX: LocalMktDate, UTCDateOnly.
  public static func localMktDate(
    _ field: Field, in message: RawSpan
  ) throws(ValueError) -> CivilDate {
    guard field.length == 8 else { throw .malformed }
    return try date(message.word(at: Int(field.offset), count: 8)).0
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

  /// `YYYYMMDD` as one word.
  @inline(__always)
  private static func date(_ word: UInt64) throws(ValueError) -> (CivilDate, year: Int) {
    let figures = word ^ DigitWords.zeroes
    guard Figures.areDigits(figures) else { throw .malformed }
    let pairs = Figures.pairs(figures)
    let year = Int(pairs & 0xff) &* 100 &+ Int(pairs &>> 16 & 0xff)
    let month = Int(pairs &>> 32 & 0xff)
    guard let date = CivilDate(year: year, month: month, day: Int(pairs &>> 48 & 0xff)) else {
      throw .malformed
    }
    return (date, year)
  }

  /// `HH:MM:SS`, judged as one word, and a fraction; these eight bytes at least lie between `start` and
  /// `end`, inside the message.
  @inline(__always)
  @unsafe private static func timeOfDay(
    _ message: RawSpan, from start: Int, to end: Int
  ) throws(ValueError) -> Int64 {
    let figures = unsafe message.uncheckedWord(at: start) ^ 0x3030_3a30_303a_3030
    guard Figures.areDigits(figures), figures & 0x0000_ff00_00ff_0000 == 0 else { throw .malformed }
    let pairs = Figures.pairs(figures)
    let hour = Int64(pairs & 0xff)
    let minute = Int64(pairs &>> 24 & 0xff)
    let second = Int64(pairs &>> 48 & 0xff)
    guard hour < 24, minute < 60, second <= 60 else { throw .malformed }
    let fraction = try unsafe fraction(message, from: start &+ 8, to: end)
    return (hour &* 3_600 &+ minute &* 60 &+ second) &* 1_000_000_000 &+ fraction
  }

  /// Nothing, or a point and 1 to 12 digits: nanoseconds, what is smaller cut off.
  @inline(__always)
  @unsafe private static func fraction(
    _ message: RawSpan, from start: Int, to end: Int
  ) throws(ValueError) -> Int64 {
    if let fraction = unsafe shortFraction(message, from: start, to: end) { return fraction }
    guard end &- start > 9, unsafe message.uncheckedByte(at: start) == ASCII.point
    else { throw .malformed }
    return try longFraction(message.extracting(start &+ 1..<end))
  }

  /// Nothing, or a point and 1 to 8 digits: nanoseconds; nil for anything else.
  ///
  /// The last eight bytes are one word; what stands before the fraction is shifted out, and the zeroes
  /// shifted in are the places that are not there. Eight bytes lie before `start`.
  @inline(__always)
  @unsafe static func shortFraction(
    _ message: RawSpan, from start: Int, to end: Int
  ) -> Int64? {
    let digits = end &- start &- 1
    if digits < 0 { return 0 }
    guard digits &- 1 < 8, digits > 0, unsafe message.uncheckedByte(at: start) == ASCII.point
    else { return nil }
    let word = unsafe message.uncheckedWord(at: end &- 8) ^ DigitWords.zeroes
    let figures = word &>> UInt64(64 &- 8 &* digits)
    return Figures.areDigits(figures) ? Int64(Figures.number(figures)) &* 10 : nil
  }

  /// The nanoseconds of 9 to 12 digits.
  private static func longFraction(_ digits: RawSpan) throws(ValueError) -> Int64 {
    guard digits.byteCount <= 12 else { throw .malformed }
    let nanoseconds = try uint(digits.extracting(0..<9))
    _ = try uint(digits)
    return Int64(nanoseconds)
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
