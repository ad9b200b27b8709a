import FIX44
public import Market

/// A message that has been sent before and is sent again.
public enum StoredMessage {
  /// Writes the stored bytes again into `encoder` with PossDupFlag(43)=Y, OrigSendingTime(122) = the
  /// stored SendingTime(52), a new SendingTime(52), and BodyLength(9) and CheckSum(10) to match.
  ///
  /// A stored OrigSendingTime(122) stays as it is. False where `stored` is not one whole message
  /// with a SendingTime(52) in its header, or does not fit: nothing can be read from `encoder` then.
  public static func resend(
    _ stored: RawSpan, sendingTime: Instant, precision: TimestampPrecision,
    into encoder: inout MessageEncoder
  ) -> Bool {
    switch Framing.next(in: stored, maxMessageSize: encoder.capacity) {
    case .complete(let byteCount):
      guard byteCount == stored.byteCount else { return false }
    case .partial, .garbled, .oversized, .wrongBeginString:
      return false
    }
    encoder.open()
    guard stored.byteCount < encoder.available else { return false }
    return rewrite(stored, sendingTime, precision, into: &encoder)
  }

  private static func rewrite(
    _ stored: RawSpan, _ sendingTime: Instant, _ precision: TimestampPrecision,
    into encoder: inout MessageEncoder
  ) -> Bool {
    var walk = HeaderWalk(stored)
    var hasOrigSendingTime = false
    var original: Field?
    while let field = walk.next() {
      switch field.tag {
      case .beginString, .bodyLength, .possDupFlag: continue
      case .sendingTime: original = field
      case .origSendingTime:
        hasOrigSendingTime = true
        encoder.field(field.tag, stored[field])
      default: encoder.field(field.tag, stored[field])
      }
    }
    guard let original, original.length <= 32 else { return false }
    encoder.field(.possDupFlag, true)
    encoder.field(.sendingTime, sendingTime, precision)
    if !hasOrigSendingTime { encoder.field(.origSendingTime, stored[original]) }
    encoder.append(stored.extracting(walk.offset..<stored.byteCount - Framing.trailerBytes))
    encoder.finish()
    return true
  }
}

/// Visits the fields of a whole message's header, none of which holds a delimiter.
private struct HeaderWalk: ~Escapable {
  private let bytes: Span<UInt8>
  /// The first byte of the field that is next.
  private(set) var offset = 0

  @_lifetime(copy message)
  init(_ message: RawSpan) { bytes = Span(_bytes: message) }

  /// The next field, nil where it does not belong to the header.
  @_lifetime(self: copy self)
  mutating func next() -> Field? {
    var index = offset
    var tag: UInt32 = 0
    while index < bytes.count, bytes[index] != ASCII.equals {
      let digit = bytes[index] &- ASCII.zero
      if digit > 9 || index - offset == 5 { return nil }
      tag = tag * 10 + UInt32(digit)
      index += 1
    }
    guard Self.isHeader(Tag(rawValue: tag)) else { return nil }
    let start = index + 1
    index = start
    while index < bytes.count, bytes[index] != ASCII.soh { index += 1 }
    if index >= bytes.count { return nil }
    offset = index + 1
    return Field(tag: Tag(rawValue: tag), offset: UInt32(start), length: UInt32(index - start))
  }

  private static func isHeader(_ tag: Tag) -> Bool {
    switch tag {
    case .beginString, .bodyLength, .msgType, .senderCompID, .targetCompID, .onBehalfOfCompID,
      .senderSubID, .targetSubID, .msgSeqNum, .possDupFlag, .possResend, .sendingTime,
      .origSendingTime, .lastMsgSeqNumProcessed:
      true
    default: false
    }
  }
}
