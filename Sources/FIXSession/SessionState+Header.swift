import FIX44
public import FIXWire
public import Market

/// The standard header: what ours say, and the checks that hold for every message of the counterparty's.
extension SessionState {
  /// The header of a message of ours to the counterparty; type and number are still to be set.
  public func header(sendingTime: Instant, precision: TimestampPrecision) -> OutboundHeader {
    var header = identity.header(sendingTime: sendingTime, precision: precision)
    if settings.sendsLastMsgSeqNumProcessed, numbers.nextInbound.rawValue > 1 {
      header.lastMsgSeqNumProcessed = MsgSeqNum(rawValue: numbers.nextInbound.rawValue - 1)
    }
    return header
  }

  /// SenderCompID(49), TargetCompID(56) and, where it is part of the identity, SenderSubID(50).
  func compIDFault(_ message: InboundMessage) -> SessionFault? {
    let tag: Tag
    if message.senderCompID != identity.peerCompID {
      tag = .senderCompID
    } else if message.targetCompID != identity.compID {
      tag = .targetCompID
    } else if identity.peerSubID != CompID() && message.senderSubID != identity.peerSubID {
      tag = .senderSubID
    } else {
      return nil
    }
    return SessionFault(sessionRejectReason: .compIDProblem, refTagID: tag)
  }

  /// SendingTime(52) further from the time of reception than the setting allows.
  func isInaccurate(_ message: InboundMessage) -> Bool {
    guard settings.sendingTimeAccuracy > 0 else { return false }
    let sent = message.sendingTime.nanoseconds
    let (distance, overflow) = message.received.nanoseconds.subtractingReportingOverflow(sent)
    return overflow || distance.magnitude > settings.sendingTimeAccuracy.magnitude
  }

  /// OrigSendingTime(122) where PossDupFlag(43)=Y; SequenceReset(4) may go without.
  func possDupFault(_ message: InboundMessage) -> SessionFault? {
    guard message.possDup, message.kind != .sequenceReset else { return nil }
    if message.origSendingTime == .none {
      return SessionFault(sessionRejectReason: .requiredTagMissing, refTagID: .origSendingTime)
    }
    guard message.origSendingTime > message.sendingTime else { return nil }
    return SessionFault(sessionRejectReason: .sendingTimeAccuracy, refTagID: .origSendingTime)
  }

  /// Whether the header is good; if not, Reject(3), Logout(5) and close are under way.
  mutating func passesHeader(
    _ message: InboundMessage, _ now: Instant, _ actions: inout SessionActions
  ) -> Bool {
    if let fault = compIDFault(message) {
      end(message, fault, .badCompID, now, &actions)
      return false
    }
    if isInaccurate(message) {
      let fault = SessionFault(
        sessionRejectReason: .sendingTimeAccuracy, refTagID: .sendingTime)
      end(message, fault, .badSendingTime, now, &actions)
      return false
    }
    return true
  }

  /// Reject(3), Logout(5), close. For an application message that consumes its number the Reject(3)
  /// waits until it is journaled, and the rest waits for `rejectCommitted`.
  private mutating func end(
    _ message: InboundMessage, _ fault: SessionFault, _ reason: SessionEndReason,
    _ now: Instant, _ actions: inout SessionActions
  ) {
    let isInOrder = message.msgSeqNum == numbers.nextInbound
    if isInOrder { advance(to: message.msgSeqNum.next, now) }
    let reject = SessionReject(of: message, fault)
    if isInOrder && !message.isAdmin && phase == .active {
      actions.append(.reject(reject))
      let until = now.adding(nanoseconds: settings.logoutTimeout)
      phase = .rejecting(fault.text, reason, until: until)
      return
    }
    send(.reject(reject), now: now, &actions)
    logoutAndDisconnect(reason, fault.text, now, &actions)
  }

  /// The event of a journaled refusal is committed and its Reject(3) has been given to the socket.
  /// Without effect unless the refusal is to end the session.
  public mutating func rejectCommitted(now: Instant) -> SessionActions {
    var actions = SessionActions()
    guard case .rejecting(let text, let reason, _) = phase else { return actions }
    logoutAndDisconnect(reason, text, now, &actions)
    return actions
  }
}
