public import Market

/// Why a value can't be read as what it should be.
public enum ValueError: Error, Equatable, Sendable {
  /// Not of the form that the type demands.
  case malformed
  /// Of the right form, and beyond what the type holds.
  case overflow
  /// A decimal with more digits behind the point than the scale has, not all of them zero.
  case excessPrecision

  /// SessionRejectReason(373).
  public var reason: SessionRejectReason {
    switch self {
    case .malformed: .incorrectDataFormat
    case .overflow, .excessPrecision: .valueIncorrect
    }
  }
}

/// Exact readers of values; the argument is the value's bytes, `message[field]`.
public enum FieldValue {
  /// A whole number: digits behind an optional minus sign, leading zeroes allowed. FIX: int.
  public static func int(_ value: RawSpan) throws(ValueError) -> Int64 {
    try decimal(value, scale: 0, point: false)
  }

  /// A whole number without a sign. FIX: Length, NumInGroup, SeqNum.
  public static func uint(_ value: RawSpan) throws(ValueError) -> UInt64 {
    let count = value.byteCount
    if count == 0 || count > 8 { return try longUint(value) }
    let figures = Figures.figures(value.word(at: 0, count: count), count: count)
    guard Figures.areDigits(figures) else { throw .malformed }
    return UInt64(Figures.number(figures &<< UInt64(64 &- 8 &* count)))
  }

  /// A whole number, digit by digit.
  private static func longUint(_ value: RawSpan) throws(ValueError) -> UInt64 {
    let bytes = Span<UInt8>(_bytes: value)
    if bytes.isEmpty { throw .malformed }
    var number: UInt64 = 0
    var isTooLarge = false
    for index in bytes.indices {
      let digit = bytes[index] &- ASCII.zero
      if digit > 9 { throw .malformed }
      isTooLarge = !add(digit, to: &number) || isTooLarge
    }
    if isTooLarge { throw .overflow }
    return number
  }

  /// A decimal number times 10 to the power of `scale`, 0 to 18, exact. FIX: Qty, Price, Amt.
  ///
  /// Digits with an optional minus sign before and an optional point among them, at least one digit;
  /// zeroes before and behind count for nothing.
  public static func decimal(_ value: RawSpan, scale: Int) throws(ValueError) -> Int64 {
    precondition(scale >= 0 && scale <= 18, "a power of ten within Int64")
    return try decimal(value, scale: scale, point: true)
  }

  @inline(__always)
  private static func decimal(
    _ value: RawSpan, scale: Int, point: Bool
  ) throws(ValueError) -> Int64 {
    let isNegative = !value.isEmpty && value.byte(at: 0) == ASCII.minus
    let first = isNegative ? 1 : 0
    if let number = short(value, from: first, scale: scale, point: point) {
      return isNegative ? 0 &- number : number
    }
    return try long(value, isNegative: isNegative, scale: scale, point: point)
  }

  /// A number of up to eight characters with no more places than `scale`; nil for any other.
  ///
  /// The characters are one word, out of which the point is taken.
  @inline(__always)
  private static func short(
    _ value: RawSpan, from first: Int, scale: Int, point: Bool
  ) -> Int64? {
    let count = value.byteCount &- first
    if count <= 0 || count &+ scale > 18 || count > 8 { return nil }
    var figures = Figures.figures(value.word(at: first, count: count), count: count)
    var digits = count
    var missing = scale
    if point {
      let mark = Figures.point(figures ^ DecimalText.zeroes)
      if mark != 0 {
        let place = mark.trailingZeroBitCount &- 7
        let before: UInt64 = (1 &<< UInt64(place)) &- 1
        figures = (figures & before) | ((figures &>> 8) & ~before)
        digits &-= 1
        missing &-= digits &- place &>> 3
      }
    }
    if digits == 0 || missing < 0 || !Figures.areDigits(figures) { return nil }
    let number = Figures.number(figures &<< UInt64(64 &- 8 &* digits))
    return Int64(number) &* powerOfTen(missing)
  }

  /// 10 to the power of `exponent`, 0 to 18.
  @inline(__always)
  private static func powerOfTen(_ exponent: Int) -> Int64 {
    exponent < 9 ? smallPowerOfTen(exponent) : smallPowerOfTen(exponent &- 9) &* 1_000_000_000
  }

  @inline(__always)
  private static func smallPowerOfTen(_ exponent: Int) -> Int64 {
    switch exponent {
    case 0: 1
    case 1: 10
    case 2: 100
    case 3: 1_000
    case 4: 10_000
    case 5: 100_000
    case 6: 1_000_000
    case 7: 10_000_000
    case 8: 100_000_000
    default: 1_000_000_000
    }
  }

  /// Any number, digit by digit.
  private static func long(
    _ value: RawSpan, isNegative: Bool, scale: Int, point: Bool
  ) throws(ValueError) -> Int64 {
    let bytes = Span<UInt8>(_bytes: value)
    var digits = Digits(places: scale)
    for index in (isNegative ? 1 : 0)..<bytes.count {
      let byte = bytes[index]
      if byte == ASCII.point {
        if !point || digits.isBehindPoint { throw .malformed }
        digits.isBehindPoint = true
      } else {
        if byte &- ASCII.zero > 9 { throw .malformed }
        digits.add(byte &- ASCII.zero)
      }
    }
    return try digits.scaled(isNegative: isNegative)
  }

  /// `number` times ten plus `digit`; false where that leaves UInt64.
  static func add(_ digit: UInt8, to number: inout UInt64) -> Bool {
    let (tens, overflow) = number.multipliedReportingOverflow(by: 10)
    let (sum, carry) = tens.addingReportingOverflow(UInt64(digit))
    number = sum
    return !overflow && !carry
  }

  /// Y or N. FIX: Boolean.
  public static func boolean(_ value: RawSpan) throws(ValueError) -> Bool {
    switch try char(value) {
    case ASCII.yes: return true
    case ASCII.no: return false
    default: throw .malformed
    }
  }

  /// One byte. FIX: char.
  public static func char(_ value: RawSpan) throws(ValueError) -> UInt8 {
    let bytes = Span<UInt8>(_bytes: value)
    if bytes.count != 1 { throw .malformed }
    return bytes[0]
  }

  /// Up to 16 bytes of printable ASCII, at least one.
  public static func text16(_ value: RawSpan) throws(ValueError) -> Text16 {
    try checkText(value, capacity: Text16.capacity)
    var text = Text16()
    text.word0 = try textWord(value, 0)
    text.word1 = try textWord(value, 8)
    return text
  }

  /// Up to 32 bytes of printable ASCII, at least one.
  public static func text32(_ value: RawSpan) throws(ValueError) -> Text32 {
    try checkText(value, capacity: Text32.capacity)
    var text = Text32()
    text.word0 = try textWord(value, 0)
    text.word1 = try textWord(value, 8)
    text.word2 = try textWord(value, 16)
    text.word3 = try textWord(value, 24)
    return text
  }

  @inline(__always)
  private static func checkText(_ value: RawSpan, capacity: Int) throws(ValueError) {
    if value.isEmpty { throw .malformed }
    if value.byteCount > capacity { throw .overflow }
  }

  /// Eight characters from `offset`, zeroes behind the end.
  @inline(__always)
  private static func textWord(_ value: RawSpan, _ offset: Int) throws(ValueError) -> UInt64 {
    let count = min(8, value.byteCount &- offset)
    if count <= 0 { return 0 }
    let word = value.word(at: offset, count: count)
    let blanks = count == 8 ? 0 : 0x2020_2020_2020_2020 &<< UInt64(8 &* count)
    if !Figures.arePrintable(word | blanks) { throw .malformed }
    return word
  }
}
