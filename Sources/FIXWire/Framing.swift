/// Cuts a stream of bytes into messages, in place.
///
/// A message is `8=FIX.4.4|9=length|35=...|10=ddd|`. Its length is known from BodyLength(9), so a
/// message that arrives byte by byte is not scanned again: each call looks at the head, and once, when
/// all is there, at the whole. Source: FIX 4.4 volume 2, "Message Integrity" and "Garbled Messages".
public enum Framing {
  /// Digits that BodyLength(9) may have.
  static var bodyLengthDigits: Int { 7 }
  /// Bytes of `8=` and a BeginString(8), without its delimiter.
  static var beginStringBytes: Int { 16 }
  /// `10=ddd|`.
  static var trailerBytes: Int { 7 }
  /// `35=0|`.
  static var shortestBody: Int { 5 }

  /// The frame at the beginning of `bytes`; `maxMessageSize` bounds a whole message, in bytes.
  public static func next(in bytes: RawSpan, maxMessageSize: Int) -> Frame {
    precondition(maxMessageSize > 0, "a message has a size")
    let bytes = Span<UInt8>(_bytes: bytes)
    switch FrameHead.read(bytes, maxMessageSize: maxMessageSize) {
    case .partial: return .partial
    case .garbled: return garbled(bytes)
    case .oversized(let byteCount): return .oversized(byteCount: byteCount)
    case .head(let head): return whole(bytes, head)
    }
  }

  /// Judges the body and trailer, if all of the message is there.
  private static func whole(_ bytes: Span<UInt8>, _ head: FrameHead) -> Frame {
    let messageTypeTag: [3 of UInt8] = [0x33, 0x35, 0x3d]
    for index in 0..<min(3, bytes.count - head.bodyStart)
    where bytes[head.bodyStart + index] != messageTypeTag[index] {
      return garbled(bytes)
    }
    let total = head.byteCount
    if bytes.count < total { return .partial }
    guard let stated = statedCheckSum(bytes, at: total - trailerBytes) else {
      return garbled(bytes)
    }
    if stated != Int(CheckSum.of(bytes.extracting(0..<total - trailerBytes))) {
      return .garbled(skip: total)
    }
    return head.isFIX44 ? .complete(byteCount: total) : .wrongBeginString(byteCount: total)
  }

  /// CheckSum(10) of a trailer at `offset` that stands behind a delimiter; nil if it is none.
  private static func statedCheckSum(_ bytes: Span<UInt8>, at offset: Int) -> Int? {
    let shape: [4 of UInt8] = [ASCII.soh, 0x31, 0x30, 0x3d]
    for index in 0..<4 where bytes[offset - 1 + index] != shape[index] { return nil }
    var value = 0
    for index in 3..<6 {
      let digit = bytes[offset + index] &- ASCII.zero
      if digit > 9 { return nil }
      value = value * 10 + Int(digit)
    }
    return bytes[offset + 6] == ASCII.soh ? value : nil
  }

  private static func garbled(_ bytes: Span<UInt8>) -> Frame {
    .garbled(skip: nextStart(bytes))
  }

  /// The next place behind the first byte where a message may begin: `8=FIX` behind a delimiter, or as
  /// much of it as there is.
  private static func nextStart(_ bytes: Span<UInt8>) -> Int {
    for start in bytes.indices.dropFirst() where bytes[start - 1] == ASCII.soh {
      if FrameHead.mayBegin(bytes, at: start) { return start }
    }
    return bytes.count
  }
}
