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

  /// The highest bit of the first byte that is a point; zero where none is.
  @inline(__always)
  static func point(_ word: UInt64) -> UInt64 { firstZero(word ^ 0x2e2e_2e2e_2e2e_2e2e) }

  /// The highest bit of the first byte that is a delimiter; zero where none is.
  @inline(__always)
  static func delimiter(_ word: UInt64) -> UInt64 { firstZero(word ^ 0x0101_0101_0101_0101) }

  @inline(__always)
  private static func firstZero(_ word: UInt64) -> UInt64 {
    let zeroes = (word &- 0x0101_0101_0101_0101) & ~word & highBits
    return zeroes & (0 &- zeroes)
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
  func byte(at offset: Int) -> UInt8 { unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self) }

  /// The byte at `offset`, which is known to be inside.
  @inline(__always)
  @unsafe func uncheckedByte(at offset: Int) -> UInt8 {
    unsafe unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
  }

  /// The eight bytes at `offset`, the first one lowest, which are known to be inside.
  @inline(__always)
  @unsafe func uncheckedWord(at offset: Int) -> UInt64 {
    unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
  }

  /// Where the value of a field ends: inside, or the field is another message's, which is our own error.
  @inline(__always)
  func end(of field: Field) -> Int {
    let end = Int(field.offset) &+ Int(field.length)
    precondition(end <= byteCount, "a field of the message")
    return end
  }

  /// The characters of a field's value less those of `0`, the last one highest, with zeroes below them;
  /// nil where they are none or more than eight, or less than eight bytes of the message end with them.
  @inline(__always)
  func figures(of field: Field) -> UInt64? {
    let end = end(of: field)
    guard field.length &- 1 < 8, end >= 8 else { return nil }
    return unsafe (uncheckedWord(at: end &- 8) ^ DigitWords.zeroes)
      & ~0 &<< UInt64(64 &- 8 &* Int(field.length))
  }

  /// Bytes `offset` ..< `offset` + `count`, the first one lowest, then zeroes; `count` is 0 to 8.
  ///
  /// Fewer than eight are two halves, or three bytes, that overlap and are equal where they do.
  @inline(__always)
  func word(at offset: Int, count: Int) -> UInt64 {
    if count == 8 { return unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self) }
    if count >= 4 {
      let rest = count &- 4
      let first = unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
      let last = unsafe unsafeLoadUnaligned(fromByteOffset: offset &+ rest, as: UInt32.self)
      return UInt64(first) | UInt64(last) &<< UInt64(8 &* rest)
    }
    if count == 0 { return 0 }
    let middle = count &>> 1
    return UInt64(byte(at: offset))
      | UInt64(byte(at: offset &+ middle)) &<< UInt64(8 &* middle)
      | UInt64(byte(at: offset &+ count &- 1)) &<< UInt64(8 &* count &- 8)
  }
}
