import FIX44
import FIXWire
import Market

/// SequenceReset(4) in both modes.
extension SessionState {
  /// GapFillFlag(123)=Y with the number expected: jumps to NewSeqNo(36), which must lie above it.
  mutating func receivedGapFill(
    _ message: InboundMessage, _ now: Instant, _ actions: inout SessionActions
  ) {
    guard message.newSeqNo > message.msgSeqNum else {
      let text = SessionText.newSeqNoNotAbove(
        received: message.newSeqNo, msgSeqNum: message.msgSeqNum)
      return rejectNewSeqNo(message, text, now, &actions)
    }
    advance(to: message.newSeqNo, now)
  }

  /// Reset mode: MsgSeqNum(34) means nothing, NewSeqNo(36) must not lower the number expected.
  mutating func receivedReset(
    _ message: InboundMessage, _ now: Instant, _ actions: inout SessionActions
  ) {
    guard message.newSeqNo >= numbers.nextInbound else {
      let text = SessionText.newSeqNoBelow(
        received: message.newSeqNo, expecting: numbers.nextInbound)
      return rejectNewSeqNo(message, text, now, &actions)
    }
    if message.newSeqNo > numbers.nextInbound { advance(to: message.newSeqNo, now) }
  }

  /// The number expected stays: a SequenceReset(4) that is refused has changed nothing.
  private mutating func rejectNewSeqNo(
    _ message: InboundMessage, _ text: SessionText, _ now: Instant,
    _ actions: inout SessionActions
  ) {
    let fault = SessionFault(
      sessionRejectReason: .valueIncorrect, refTagID: .newSeqNo, text: text)
    send(.reject(SessionReject(of: message, fault)), now: now, &actions)
  }
}
