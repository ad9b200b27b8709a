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
    if let head = FrameHead.usual(bytes, maxMessageSize: maxMessageSize) {
      return whole(bytes, head)
    }
    switch FrameHead.read(Span(_bytes: bytes), maxMessageSize: maxMessageSize) {
    case .partial: return .partial
    case .garbled: return garbled(bytes)
    case .oversized(let byteCount): return .oversized(byteCount: byteCount)
    case .head(let head): return whole(bytes, head)
    }
  }

  /// Judges the body and trailer, if all of the message is there.
  @inline(__always)
  private static func whole(_ bytes: RawSpan, _ head: FrameHead) -> Frame {
    let total = head.byteCount
    if bytes.byteCount < total { return part(bytes, head) }
    guard bytes.word(at: head.bodyStart, count: 4) & 0xff_ffff == 0x3d_3533,
      let stated = statedCheckSum(bytes.word(at: total &- trailerBytes &- 1, count: 8))
    else { return garbled(bytes) }
    let summed = bytes.extracting(0..<total &- trailerBytes)
    if stated != UInt64(CheckSum.of(summed)) { return .garbled(skip: total) }
    return head.isFIX44 ? .complete(byteCount: total) : .wrongBeginString(byteCount: total)
  }

  /// Judges the beginning of a body of which not all is there.
  private static func part(_ bytes: RawSpan, _ head: FrameHead) -> Frame {
    let messageTypeTag: [3 of UInt8] = [0x33, 0x35, 0x3d]
    for index in 0..<min(3, bytes.byteCount - head.bodyStart)
    where bytes.byte(at: head.bodyStart + index) != messageTypeTag[index] {
      return garbled(bytes)
    }
    return .partial
  }

  /// CheckSum(10) of `|10=ddd|`, the body's last delimiter and the trailer; nil if it is none.
  @inline(__always)
  private static func statedCheckSum(_ word: UInt64) -> UInt64? {
    let figures = word ^ 0x0130_3030_3d30_3101
    guard Figures.areDigits(figures), figures & 0xff00_0000_ffff_ffff == 0 else { return nil }
    return (figures &>> 32 & 0xff) &* 100 &+ (figures &>> 40 & 0xff) &* 10 &+ figures &>> 48
  }

  private static func garbled(_ bytes: RawSpan) -> Frame {
    .garbled(skip: nextStart(Span(_bytes: bytes)))
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
