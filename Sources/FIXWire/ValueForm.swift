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

  /// Whether `value`, which is not empty, has this form. How large a number is, is not judged.
  func accepts(_ value: RawSpan) -> Bool {
    switch self {
    case .text, .words: true
    case .int: ValueForm.isNumber(value, sign: true, point: false)
    case .unsigned: ValueForm.isNumber(value, sign: false, point: false)
    case .decimal: ValueForm.isNumber(value, sign: true, point: true)
    case .char: value.byteCount == 1
    case .boolean: ValueForm.isBoolean(value)
    case .currency: ValueForm.isCapitals(value, count: 3)
    case .country: ValueForm.isCapitals(value, count: 2)
    case .utcTimestamp: FieldValue.isTimestamp(value)
    case .utcTimeOnly, .date: isTime(value)
    case .monthYear: FieldValue.isMonthYear(value)
    }
  }

  private func isTime(_ value: RawSpan) -> Bool {
    do {
      if self == .utcTimeOnly {
        _ = try FieldValue.utcTimeOnly(value)
      } else {
        _ = try FieldValue.localMktDate(value)
      }
      return true
    } catch {
      return false
    }
  }

  /// Up to eight characters are one word, in which the point counts as a digit.
  @inline(__always)
  private static func isNumber(_ value: RawSpan, sign: Bool, point: Bool) -> Bool {
    let first = sign && value.byte(at: 0) == ASCII.minus ? 1 : 0
    let count = value.byteCount &- first
    if count <= 0 || count > 8 { return isLongNumber(value, from: first, point: point) }
    let word = value.word(at: first, count: count)
    let mark = point ? Figures.point(word) : 0
    let digits = word ^ (mark &>> 7) &* UInt64(ASCII.point ^ ASCII.zero)
    return (mark == 0 || count > 1) && Figures.areDigits(Figures.figures(digits, count: count))
  }

  private static func isLongNumber(_ value: RawSpan, from first: Int, point: Bool) -> Bool {
    let bytes = Span<UInt8>(_bytes: value)
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
