public import Market

/// Inbound messages once framed and decoded: what each means at this point of the session.
extension SessionState {
  /// A message from the socket, or one from `HeldMessages` whose turn has come.
  public mutating func received(_ message: InboundMessage, now: Instant) -> SessionActions {
    var actions = SessionActions()
    liveness.received(at: now)
    switch phase {
    case .disconnected, .rejecting, .ended: actions.append(.drop)
    case .loggedOut: receivedLast(message, now, &actions)
    case .committingLogon: actions.append(.hold)
    case .awaitingLogon: receivedFirst(message, now, &actions)
    case .awaitingLogonReply(_, let reset):
      receivedReply(message, reset: reset, now, &actions)
    case .active, .loggingOut: receivedInSession(message, now, &actions)
    }
    return actions
  }

  private mutating func receivedInSession(
    _ message: InboundMessage, _ now: Instant, _ actions: inout SessionActions
  ) {
    guard passesHeader(message, now, &actions) else { return }
    if message.kind == .logon { return receivedLogonAgain(message, now, &actions) }
    if message.kind == .sequenceReset && !message.gapFillFlag && message.fault == nil {
      return receivedReset(message, now, &actions)
    }
    if message.msgSeqNum == numbers.nextInbound {
      receivedExpected(message, now, &actions)
    } else if message.msgSeqNum > numbers.nextInbound {
      receivedAhead(message, now, &actions)
    } else {
      receivedLow(message, now, &actions)
    }
  }

  private mutating func receivedExpected(
    _ message: InboundMessage, _ now: Instant, _ actions: inout SessionActions
  ) {
    if let fault = possDupFault(message) ?? message.fault {
      return refuse(message, fault, now, &actions)
    }
    if message.kind == .sequenceReset { return receivedGapFill(message, now, &actions) }
    advance(to: message.msgSeqNum.next, now)
    switch message.kind {
    case .application: actions.append(.deliver)
    case .heartbeat, .reject, .sequenceReset: break
    case .testRequest: send(.heartbeat(testReqID: message.testReqID), now: now, &actions)
    case .resendRequest: receivedResendRequest(message, now, &actions)
    case .logout: receivedLogout(now, &actions)
    case .logon: receivedLogonAgain(message, now, &actions)
    }
  }

  /// A message that is wrong in itself consumes its number and is answered by Reject(3); one that is a
  /// Reject(3) is not, for two sides would never stop.
  private mutating func refuse(
    _ message: InboundMessage, _ fault: SessionFault, _ now: Instant,
    _ actions: inout SessionActions
  ) {
    advance(to: message.msgSeqNum.next, now)
    if message.kind == .reject { return }
    let reject = SessionReject(of: message, fault)
    if message.isAdmin {
      send(.reject(reject), now: now, &actions)
    } else {
      actions.append(.reject(reject))
    }
  }

  /// Ahead of a gap: ResendRequest(2) and Logout(5) are heeded at once, all else waits its turn.
  private mutating func receivedAhead(
    _ message: InboundMessage, _ now: Instant, _ actions: inout SessionActions
  ) {
    if message.fault == nil && message.kind == .logout {
      // What is missing is asked for before: who has said Logout(5) may still answer that.
      if phase == .active {
        openGap(until: message.msgSeqNum, now, isPromised: false, &actions)
      }
      return receivedLogout(now, &actions)
    }
    if message.fault == nil && message.kind == .resendRequest {
      receivedResendRequest(message, now, &actions)
      if case .ended = phase { return }
      gap?.armRepeat()
      return openGap(until: message.msgSeqNum, now, isPromised: false, &actions)
    }
    actions.append(.hold)
    let before = MsgSeqNum(rawValue: message.msgSeqNum.rawValue - 1)
    if gap == nil { openGap(until: before, now, isPromised: false, &actions) }
  }

  /// Below the number expected: seen before if it says so, else the numbering is broken.
  private mutating func receivedLow(
    _ message: InboundMessage, _ now: Instant, _ actions: inout SessionActions
  ) {
    guard message.possDup else {
      let text = SessionText.msgSeqNumTooLow(
        expecting: numbers.nextInbound, received: message.msgSeqNum)
      return logoutAndDisconnect(.msgSeqNumTooLow, text, now, &actions)
    }
    if let fault = possDupFault(message) {
      send(.reject(SessionReject(of: message, fault)), now: now, &actions)
    } else {
      actions.append(.drop)
    }
  }

  /// Both have said Logout(5): what was missing is taken as far as it comes in order, and nothing is
  /// answered any more.
  private mutating func receivedLast(
    _ message: InboundMessage, _ now: Instant, _ actions: inout SessionActions
  ) {
    guard gap != nil, message.msgSeqNum == numbers.nextInbound, compIDFault(message) == nil,
      !isInaccurate(message), possDupFault(message) == nil, message.fault == nil
    else { return actions.append(.drop) }
    switch message.kind {
    case .application:
      advance(to: message.msgSeqNum.next, now)
      actions.append(.deliver)
    case .sequenceReset:
      guard message.gapFillFlag, message.newSeqNo > message.msgSeqNum else {
        return actions.append(.drop)
      }
      advance(to: message.newSeqNo, now)
    case .heartbeat, .testRequest, .resendRequest, .reject, .logon, .logout:
      advance(to: message.msgSeqNum.next, now)
    }
  }

  /// The answer to ours ends the session; one unasked is answered, and the counterparty closes. Who says
  /// Logout(5) wants no more of a resend.
  private mutating func receivedLogout(_ now: Instant, _ actions: inout SessionActions) {
    bothSaidLogout = true
    serving = ServedResend()
    if case .loggingOut(let reason, _) = phase { return disconnect(reason, &actions) }
    send(.logout(.none), now: now, &actions)
    phase = .loggedOut(until: now.adding(nanoseconds: settings.logoutTimeout))
  }

  mutating func advance(to next: MsgSeqNum, _ now: Instant) {
    precondition(next > numbers.nextInbound, "the number expected only grows within an epoch")
    numbers.nextInbound = next
    gap?.progressed(at: now)
    if let until = gap?.until, next > until { gap = nil }
  }
}
