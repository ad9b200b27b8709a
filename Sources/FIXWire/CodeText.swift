/// A code of a code set: up to 16 bytes, the first one lowest.
struct CodeText: BitwiseCopyable, Comparable {
  var low: UInt64 = 0
  var high: UInt64 = 0

  static var capacity: Int { 16 }

  init() {}

  /// Nil where there are more bytes than a code has, or the last one is 0x00, which would not show.
  @inline(__always)
  init?(_ bytes: RawSpan) {
    let count = bytes.byteCount
    if count > CodeText.capacity || count > 0 && bytes.byte(at: count &- 1) == 0 { return nil }
    low = bytes.word(at: 0, count: min(count, 8))
    high = count > 8 ? bytes.word(at: 8, count: count &- 8) : 0
  }

  init(_ text: String) {
    precondition(text.utf8.count <= CodeText.capacity, "a code has up to 16 bytes: \(text)")
    for (index, byte) in text.utf8.enumerated() { append(byte, at: index) }
  }

  private mutating func append(_ byte: UInt8, at index: Int) {
    if index < 8 {
      low |= UInt64(byte) &<< UInt64(8 &* index)
    } else {
      high |= UInt64(byte) &<< UInt64(8 &* index &- 64)
    }
  }

  static func < (a: CodeText, b: CodeText) -> Bool {
    a.low == b.low ? a.high < b.high : a.low < b.low
  }
}

/// A set of bytes below 128.
struct CharacterSet128: BitwiseCopyable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  init() {}

  mutating func insert(_ byte: UInt8) {
    precondition(byte < 128, "ASCII")
    if byte < 64 { low |= 1 &<< UInt64(byte) } else { high |= 1 &<< UInt64(byte & 63) }
  }

  @inline(__always)
  func contains(_ byte: UInt8) -> Bool {
    if byte >= 128 { return false }
    return (byte < 64 ? low : high) &>> UInt64(byte & 63) & 1 != 0
  }
}
