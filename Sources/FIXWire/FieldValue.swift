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

/// Exact readers of values; a field is one of `message`.
///
/// Usual values are read a word at a time, out of the message around them; any other byte by byte.
public enum FieldValue {
  /// A whole number: digits behind an optional minus sign, leading zeroes allowed. FIX: int.
  public static func int(_ field: Field, in message: RawSpan) throws(ValueError) -> Int64 {
    if let number = plainNumber(field, message) { return Int64(number) }
    return try long(message[field], scale: 0, point: false)
  }

  /// A whole number without a sign. FIX: Length, NumInGroup, SeqNum.
  public static func uint(_ field: Field, in message: RawSpan) throws(ValueError) -> UInt64 {
    if let number = plainNumber(field, message) { return UInt64(number) }
    return try uint(message[field])
  }

  /// A decimal number times 10 to the power of `scale`, 0 to 18, exact. FIX: Qty, Price, Amt.
  ///
  /// Digits with an optional minus sign before and an optional point among them, at least one digit;
  /// zeroes before and behind count for nothing.
  public static func decimal(
    _ field: Field, in message: RawSpan, scale: Int
  ) throws(ValueError) -> Int64 {
    precondition(scale >= 0 && scale <= 18, "a power of ten within Int64")
    if let number = plainDecimal(field, message, scale: scale) { return number }
    return try long(message[field], scale: scale, point: true)
  }

  /// Y or N. FIX: Boolean.
  public static func boolean(_ field: Field, in message: RawSpan) throws(ValueError) -> Bool {
    switch try char(field, in: message) {
    case ASCII.yes: return true
    case ASCII.no: return false
    default: throw .malformed
    }
  }

  /// One byte. FIX: char.
  public static func char(_ field: Field, in message: RawSpan) throws(ValueError) -> UInt8 {
    if field.length != 1 { throw .malformed }
    return message.byte(at: Int(field.offset))
  }
}

/// Numbers at a glance: up to eight characters are one word, the last one highest.
extension FieldValue {
  /// A number of up to eight digits; nil for any other.
  @inline(__always)
  private static func plainNumber(_ field: Field, _ message: RawSpan) -> UInt32? {
    guard let figures = message.figures(of: field), Figures.areDigits(figures) else { return nil }
    return Figures.number(figures)
  }

  /// A number of up to eight characters with no more places than `scale`, up to 9; nil for any other.
  ///
  /// A point is taken out of the word, what stands before it moves up.
  @inline(__always)
  private static func plainDecimal(
    _ field: Field, _ message: RawSpan, scale: Int
  ) -> Int64? {
    guard scale <= 9, var figures = message.figures(of: field) else { return nil }
    var missing = scale
    if !Figures.areDigits(figures) {
      let mark = Figures.point(figures ^ DigitWords.zeroes)
      if mark == 0 || field.length == 1 { return nil }
      let place = UInt64(mark.trailingZeroBitCount &- 7)
      let before: UInt64 = (1 &<< place) &- 1
      figures = (figures & before) &<< 8 | figures & ~(before | 0xff &<< place)
      missing &-= 7 &- Int(place &>> 3)
      if missing < 0 || !Figures.areDigits(figures) { return nil }
    }
    return Int64(Figures.number(figures)) &* powerOfTen(missing)
  }

  /// 10 to the power of `exponent`, 0 to 9.
  @inline(__always)
  private static func powerOfTen(_ exponent: Int) -> Int64 {
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
}

/// Numbers digit by digit.
extension FieldValue {
  /// A whole number without a sign.
  static func uint(_ value: RawSpan) throws(ValueError) -> UInt64 {
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

  /// Any number.
  private static func long(
    _ value: RawSpan, scale: Int, point: Bool
  ) throws(ValueError) -> Int64 {
    let bytes = Span<UInt8>(_bytes: value)
    let isNegative = !bytes.isEmpty && bytes[0] == ASCII.minus
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
}
