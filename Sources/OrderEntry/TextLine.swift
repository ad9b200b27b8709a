import Market

/// A line of Text(58) made without allocation: constant pieces, values and numbers.
struct TextLine {
  /// The longest sentence with all its digits has about 170 bytes.
  static var capacity: Int { 256 }
  private var storage = InlineArray<256, UInt8>(repeating: 0)
  private(set) var count = 0

  init() {}

  /// What has been written.
  var bytes: RawSpan {
    @_lifetime(borrow self)
    get { RawSpan(_elements: storage.span.extracting(first: count)) }
  }

  /// A piece that is constant in the program.
  mutating func append(_ text: String) {
    for byte in text.utf8 { append(byte) }
  }

  mutating func append(_ text: some FixedText) {
    for index in 0..<text.count { append(text[index]) }
  }

  mutating func append(_ number: Int64) { append(number, scale: 0) }

  /// `number` divided by 10 to the power of `scale`, without zeroes at the end behind the point.
  mutating func append(_ number: Int64, scale: Int) {
    if number < 0 { append(ASCII.minus) }
    var digits = number.magnitude
    var places = scale
    while places > 0, digits % 10 == 0 {
      digits /= 10
      places -= 1
    }
    append(digits, places: places)
  }

  mutating func append(_ byte: UInt8) {
    precondition(count < Self.capacity, "a sentence fits its line")
    storage[count] = byte
    count += 1
  }

  private mutating func append(_ digits: UInt64, places: Int) {
    var power: UInt64 = 1
    var place = 1
    while digits / power >= 10 || place <= places {
      power *= 10
      place += 1
    }
    while place > 0 {
      append(UInt8(truncatingIfNeeded: digits / power % 10) + ASCII.zero)
      power /= 10
      place -= 1
      if place == places, place > 0 { append(ASCII.point) }
    }
  }
}
