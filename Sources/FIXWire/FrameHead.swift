/// The first two fields of a message, from which its length is known.
struct FrameHead {
  /// Whether BeginString(8) is FIX.4.4.
  var isFIX44: Bool
  /// Where the body begins: the first byte behind BodyLength(9)'s delimiter.
  var bodyStart: Int
  /// BodyLength(9).
  var bodyLength: Int

  /// The whole message.
  var byteCount: Int { bodyStart &+ bodyLength &+ Framing.trailerBytes }

  enum Reading {
    case partial
    case garbled
    case oversized(byteCount: Int)
    case head(FrameHead)
  }

  /// `8=FIX.4.`, a word.
  static var beginString: UInt64 { 0x2e34_2e58_4946_3d38 }
  /// What follows, `4|9=`.
  static var bodyLengthTag: UInt64 { 0x3d39_0134 }

  /// The head of a message of FIX.4.4 that is neither too short nor too long, by words; nil where
  /// less than 20 bytes are there or it is any other.
  @inline(__always)
  static func usual(_ bytes: RawSpan, maxMessageSize: Int) -> FrameHead? {
    guard bytes.byteCount >= 20, bytes.word(at: 0, count: 8) == beginString,
      bytes.word(at: 8, count: 4) == bodyLengthTag
    else { return nil }
    let word = bytes.word(at: 12, count: 8)
    let bits = Figures.delimiter(word).trailingZeroBitCount &- 7
    guard bits >= 8, bits <= 8 &* Framing.bodyLengthDigits else { return nil }
    let figures = (word ^ DigitWords.zeroes) &<< UInt64(64 &- bits)
    guard Figures.areDigits(figures) else { return nil }
    let head = FrameHead(
      isFIX44: true, bodyStart: 13 &+ bits &>> 3, bodyLength: Int(Figures.number(figures)))
    if head.bodyLength < Framing.shortestBody || head.byteCount > maxMessageSize { return nil }
    return head
  }

  /// Reads the head at the beginning of `bytes`.
  static func read(_ bytes: Span<UInt8>, maxMessageSize: Int) -> Reading {
    guard mayBegin(bytes, at: 0) else { return .garbled }
    var index = 5
    while index < bytes.count, bytes[index] != ASCII.soh {
      if index == Framing.beginStringBytes { return .garbled }
      index += 1
    }
    if index >= bytes.count { return .partial }
    let isFIX44 = isFIX44(bytes, end: index)
    index += 1
    let tag: [2 of UInt8] = [0x39, 0x3d]
    for digit in 0..<2 {
      if index >= bytes.count { return .partial }
      if bytes[index] != tag[digit] { return .garbled }
      index += 1
    }
    return readBodyLength(bytes, at: index, isFIX44: isFIX44, maxMessageSize: maxMessageSize)
  }

  /// Whether the bytes from `start`, as far as they are there, are `8=FIX`.
  static func mayBegin(_ bytes: Span<UInt8>, at start: Int) -> Bool {
    let prefix: [5 of UInt8] = [0x38, 0x3d, 0x46, 0x49, 0x58]
    for index in 0..<min(5, bytes.count - start) where bytes[start + index] != prefix[index] {
      return false
    }
    return true
  }

  private static func isFIX44(_ bytes: Span<UInt8>, end: Int) -> Bool {
    let version: [4 of UInt8] = [0x2e, 0x34, 0x2e, 0x34]
    if end != 9 { return false }
    for index in 0..<4 where bytes[5 + index] != version[index] { return false }
    return true
  }

  /// Plain digits, 1 to 7, and the delimiter; too much is known before the last digit has come.
  private static func readBodyLength(
    _ bytes: Span<UInt8>, at start: Int, isFIX44: Bool, maxMessageSize: Int
  ) -> Reading {
    var length = 0
    var index = start
    while index < bytes.count, bytes[index] != ASCII.soh {
      let digit = bytes[index] &- ASCII.zero
      if digit > 9 || index - start == Framing.bodyLengthDigits { return .garbled }
      length = length * 10 + Int(digit)
      index += 1
      let byteCount = index + 1 + length + Framing.trailerBytes
      if byteCount > maxMessageSize { return .oversized(byteCount: byteCount) }
    }
    if index >= bytes.count { return .partial }
    if length < Framing.shortestBody { return .garbled }
    return .head(FrameHead(isFIX44: isFIX44, bodyStart: index + 1, bodyLength: length))
  }
}
