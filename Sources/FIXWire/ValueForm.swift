import FIX44

/// The form that a value must have: the data types of FIX 4.4, those of one form taken together.
enum ValueForm: UInt8, BitwiseCopyable {
  case int
  case unsigned
  case decimal
  case char
  case boolean
  case text
  case words
  case currency
  case country
  case utcTimestamp
  case utcTimeOnly
  case date
  case monthYear

  init(_ type: FieldType) {
    switch type {
    case .int: self = .int
    case .length, .numInGroup, .seqNum: self = .unsigned
    case .qty, .price, .priceOffset, .amt, .percentage: self = .decimal
    case .char: self = .char
    case .boolean: self = .boolean
    case .string, .exchange, .data: self = .text
    case .multipleValueString: self = .words
    case .currency: self = .currency
    case .country: self = .country
    case .utcTimestamp: self = .utcTimestamp
    case .utcTimeOnly: self = .utcTimeOnly
    case .utcDateOnly, .localMktDate: self = .date
    case .monthYear: self = .monthYear
    }
  }

  /// Whether the value of `field`, which is not empty, has this form. How large a number is, is not
  /// judged.
  @inline(never)
  func accepts(
    _ field: Field, _ message: RawSpan, _ timestamps: inout TimestampReader
  ) -> Bool {
    switch self {
    case .text, .words: true
    case .int: Self.isNumber(field, message, sign: true, point: false)
    case .unsigned: Self.isNumber(field, message, sign: false, point: false)
    case .decimal: Self.isNumber(field, message, sign: true, point: true)
    case .char: field.length == 1
    case .boolean: Self.isBoolean(message[field])
    case .currency: Self.isCapitals(message[field], count: 3)
    case .country: Self.isCapitals(message[field], count: 2)
    case .utcTimestamp: timestamps.accepts(field, message)
    case .utcTimeOnly, .date: isTime(field, message)
    case .monthYear: FieldValue.isMonthYear(message[field])
    }
  }

  private func isTime(_ field: Field, _ message: RawSpan) -> Bool {
    do {
      if self == .utcTimeOnly {
        _ = try FieldValue.utcTimeOnly(field, in: message)
      } else {
        _ = try FieldValue.localMktDate(field, in: message)
      }
      return true
    } catch {
      return false
    }
  }

  /// Up to eight digits, or fewer with a point among or beside them, are one word; any other number is
  /// looked at byte by byte.
  @inline(__always)
  private static func isNumber(
    _ field: Field, _ message: RawSpan, sign: Bool, point: Bool
  ) -> Bool {
    if let figures = message.figures(of: field) {
      if Figures.areDigits(figures) { return true }
      let mark = Figures.point(figures ^ DigitWords.zeroes) &>> 7
      let digits = figures ^ mark &* UInt64(ASCII.point ^ ASCII.zero)
      if point, field.length > 1, Figures.areDigits(digits) { return true }
    }
    return isNumber(message[field], sign: sign, point: point)
  }

  @inline(never)
  private static func isNumber(_ value: RawSpan, sign: Bool, point: Bool) -> Bool {
    let bytes = Span<UInt8>(_bytes: value)
    let first = sign && bytes[0] == ASCII.minus ? 1 : 0
    var digits = 0
    var points = 0
    for index in first..<bytes.count {
      if bytes[index] &- ASCII.zero <= 9 {
        digits &+= 1
      } else if bytes[index] == ASCII.point, point {
        points &+= 1
      } else {
        return false
      }
    }
    return digits > 0 && points <= 1
  }

  private static func isBoolean(_ value: RawSpan) -> Bool {
    let bytes = Span<UInt8>(_bytes: value)
    return bytes.count == 1 && (bytes[0] == ASCII.yes || bytes[0] == ASCII.no)
  }

  private static func isCapitals(_ value: RawSpan, count: Int) -> Bool {
    let bytes = Span<UInt8>(_bytes: value)
    if bytes.count != count { return false }
    for index in bytes.indices where bytes[index] < 0x41 || bytes[index] > 0x5a { return false }
    return true
  }
}
