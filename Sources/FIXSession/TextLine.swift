import FIXWire
import Market

/// A line of text made without allocation: for Text(58) and TestReqID(112).
struct TextLine {
  /// The longest sentence of `SessionText` has about 100 bytes with all its digits.
  static var capacity: Int { 160 }
  private var storage = InlineArray<160, UInt8>(repeating: 0)
  private(set) var count = 0

  init() {}

  /// What has been written.
  var bytes: RawSpan {
    @_lifetime(borrow self)
    get { RawSpan(_elements: storage.span.extracting(first: count)) }
  }

  mutating func append(_ text: String, _ more: String = "") {
    for byte in text.utf8 { append(byte) }
    for byte in more.utf8 { append(byte) }
  }

  mutating func append(_ text: String, _ number: Int64) {
    append(text, number < 0 ? "-" : "")
    append(digitsOf: number.magnitude)
  }

  mutating func append(_ text: String, _ number: UInt64) {
    append(text)
    append(digitsOf: number)
  }

  /// UTC to the second, as a UTCTimestamp: `20261124-22:00:00`.
  mutating func append(_ instant: Instant) {
    let seconds = UInt64(max(0, instant.nanoseconds) / 1_000_000_000)
    let (year, month, day) = CivilDate(daysSince1970: Int(seconds / 86_400)).yearMonthDay
    append("", UInt64(year * 10_000 + month * 100 + day))
    append("-")
    append(twoDigits: seconds / 3_600 % 24)
    append(":")
    append(twoDigits: seconds / 60 % 60)
    append(":")
    append(twoDigits: seconds % 60)
  }

  private mutating func append(twoDigits number: UInt64) {
    append(number < 10 ? "0" : "", number)
  }

  private mutating func append(digitsOf number: UInt64) {
    var divisor: UInt64 = 1
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(truncatingIfNeeded: 0x30 + number / divisor % 10))
      divisor /= 10
    }
  }

  private mutating func append(_ byte: UInt8) {
    precondition(count < Self.capacity, "a sentence fits its line")
    storage[count] = byte
    count += 1
  }
}

extension TextLine: CustomStringConvertible {
  var description: String {
    String(decoding: (0..<count).map { storage[$0] }, as: UTF8.self)
  }
}
