import FIX44
import FIXSession
import FIXWire
import Market
import Memory
import OrderEntry

/// What a session and the operator have agreed on: cancel on disconnect, compression, and how many messages.
extension GatewaySession {
  /// What a Logon(A), which is in the index, asks for beyond what the operator demands.
  mutating func agreeOnCancel(_ bytes: RawSpan, _ index: borrowing FieldIndex) {
    let type = Self.number(.cancelOnDisconnectType, index, bytes)
      .flatMap { CancelOnDisconnectType(rawValue: UInt8(clamping: $0)) }
    hasAskedForCancel = type != nil
    cancelOnDisconnect = setup.cancelOnDisconnect.asked(
      type, graceMilliseconds: Self.number(.cancelOnDisconnectGrace, index, bytes))
  }

  /// Compression is given to whoever asks for it; a session without own tags can't. It stays as long as the
  /// connection.
  mutating func agreeOnCompression(_ bytes: RawSpan, _ index: borrowing FieldIndex) {
    if outbound.isFramed { return }
    compression =
      setup.ownTags
      ? Self.number(.compression, index, bytes)
        .flatMap { CodeSet.Compression(rawValue: UInt16(clamping: $0)) } : nil
  }

  /// Where a drop copy goes on, if its Logon(A) says so; a session without own tags can't.
  mutating func agreeOnFeed(_ bytes: RawSpan, _ index: borrowing FieldIndex) {
    guard setup.ownTags, let behind = Self.number(.resumeAfterFeedSeq, index, bytes) else { return }
    feed?.seek(behind: behind)
  }

  /// What validation can't say of own tags on Logon(A); nil where nothing is wrong.
  static func logonFault(_ index: borrowing FieldIndex, _ bytes: RawSpan) -> SessionFault? {
    guard index.first(.cancelOnDisconnectGrace) != nil,
      number(.cancelOnDisconnectGrace, index, bytes) == nil
    else { return nil }
    return SessionFault(
      sessionRejectReason: .valueIncorrect, refTagID: .cancelOnDisconnectGrace)
  }

  /// Says on our Logon(A) what is in force; nothing where a session is without own tags.
  func writeTerms(to encoder: inout MessageEncoder) {
    guard setup.ownTags else { return }
    if hasAskedForCancel || cancelOnDisconnect.type != .none {
      encoder.field(.cancelOnDisconnectType, UInt64(cancelOnDisconnect.type.rawValue))
    }
    if cancelOnDisconnect.type != .none {
      encoder.field(.cancelOnDisconnectGrace, UInt64(cancelOnDisconnect.graceMilliseconds))
    }
    if let compression { encoder.field(.compression, UInt64(compression.rawValue)) }
    if setup.throttle.limit > 0 {
      encoder.field(.throttleLimit, UInt64(setup.throttle.limit))
      encoder.field(.throttleWindow, UInt64(setup.throttle.windowMilliseconds))
    }
  }

  /// Whether a message is over the session's limit. Cancels are not, and do not count.
  mutating func isThrottled(_ msgType: MsgType, now: Instant) -> Bool {
    guard !OrderEntryDecoder.isExemptFromThrottle(msgType), !throttle.admits(now: now) else {
      return false
    }
    counters.add(.throttledMessages, 1)
    return true
  }

  /// Logs a session out that has been over its limit for too long.
  mutating func endIfBreached(_ tools: inout GatewayTools, now: Instant) {
    guard throttle.isBreached else { return }
    throttle.forgetBreach()
    barredUntil = now.adding(nanoseconds: setup.throttle.delayNanos)
    let text = ClosingText.throttleBreach(
      limit: setup.throttle.limit, windowMilliseconds: setup.throttle.windowMilliseconds)
    perform(state.abort(.throttleBreach, text: .closing(text), now: now), &tools, now: now)
  }

  /// A number from 0; nil where it is absent or none.
  private static func number(
    _ tag: Tag, _ index: borrowing FieldIndex, _ bytes: RawSpan
  ) -> UInt64? {
    guard let field = index.first(tag) else { return nil }
    do { return try FieldValue.uint(field, in: bytes) } catch { return nil }
  }
}
