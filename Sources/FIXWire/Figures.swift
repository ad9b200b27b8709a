/// Eight characters at once: words of bytes, the first character lowest.
enum Figures {
  static var highBits: UInt64 { 0x8080_8080_8080_8080 }

  /// Whether all eight bytes are 0 to 9.
  @inline(__always)
  static func areDigits(_ figures: UInt64) -> Bool {
    ((figures &+ 0x7676_7676_7676_7676) | figures) & highBits == 0
  }

  /// Neighbours together: byte i is ten times byte i plus byte i + 1.
  @inline(__always)
  static func pairs(_ figures: UInt64) -> UInt64 { figures &* 10 &+ figures &>> 8 }

  /// The number whose eight digits are the bytes.
  @inline(__always)
  static func number(_ figures: UInt64) -> UInt32 {
    let pairs = pairs(figures)
    let high = (pairs & 0x0000_00ff_0000_00ff) &* 0x000f_4240_0000_0064
    let low = (pairs &>> 16 & 0x0000_00ff_0000_00ff) &* 0x0000_2710_0000_0001
    return UInt32(truncatingIfNeeded: (high &+ low) &>> 32)
  }

  /// Whether all eight bytes are printable ASCII, 0x20 to 0x7e.
  @inline(__always)
  static func arePrintable(_ word: UInt64) -> Bool {
    let belowBlank = word &- 0x2020_2020_2020_2020
    let aboveTilde = word &+ 0x0101_0101_0101_0101
    return (word | belowBlank | aboveTilde) & highBits == 0
  }
}

extension RawSpan {
  @inline(__always)
  func byte(at offset: Int) -> UInt8 { Span<UInt8>(_bytes: self)[offset] }

  /// Bytes `offset` ..< `offset` + `count`, the first one lowest, then zeroes; `count` is 0 to 8.
  @inline(__always)
  func word(at offset: Int, count: Int) -> UInt64 {
    if count == 8 { return unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self) }
    var word: UInt64 = 0
    let bytes = Span<UInt8>(_bytes: self)
    for index in 0..<count { word |= UInt64(bytes[offset &+ index]) &<< UInt64(8 &* index) }
    return word
  }
}
