public import Market

/// Logon(A), both ways.
extension SessionState {
  /// The record of the Logon(A) is committed: the reply, what 789 asks for, and our ResendRequest(2).
  ///
  /// Without effect if the connection has gone meanwhile; the caller makes sure that the record is
  /// of this connection.
  public mutating func logonCommitted(now: Instant) -> SessionActions {
    var actions = SessionActions()
    guard case .committingLogon(let pending) = phase else { return actions }
    phase = .active
    liveness = Liveness(connectedAt: now)
    var fields = logonFields(reset: pending.resetSeqNumFlag)
    fields.maxMessageSize = pending.maxMessageSize
    send(.logon(fields), now: now, &actions)
    serveFrom(pending.nextExpectedMsgSeqNum, &actions)
    // The operator may have passed over what was missing meanwhile.
    if pending.isAhead, pending.msgSeqNum >= numbers.nextInbound {
      openGap(
        until: pending.msgSeqNum, now,
        isPromised: promisesResend(pending.nextExpectedMsgSeqNum), &actions)
    }
    return actions
  }

  func logonFields(reset: Bool) -> LogonFields {
    var fields = LogonFields()
    fields.heartBtInt = heartBtInt
    fields.resetSeqNumFlag = reset
    fields.testMessageIndicator = settings.isTest
    if settings.usesNextExpectedMsgSeqNum { fields.nextExpectedMsgSeqNum = numbers.nextInbound }
    return fields
  }

  /// The acceptor's first message: only a Logon(A) is answered.
  mutating func receivedFirst(
    _ message: InboundMessage, _ now: Instant, _ actions: inout SessionActions
  ) {
    guard message.kind == .logon else { return disconnect(.invalidLogon, &actions) }
    guard compIDFault(message) == nil else { return disconnect(.badCompID, &actions) }
    acceptLogon(message, now, &actions)
  }

  /// A Logon(A) on a session that is logged on: a reset of the numbers, or an error.
  mutating func receivedLogonAgain(
    _ message: InboundMessage, _ now: Instant, _ actions: inout SessionActions
  ) {
    if message.resetSeqNumFlag { return acceptLogon(message, now, &actions) }
    if message.possDup && message.msgSeqNum < numbers.nextInbound { return actions.append(.drop) }
    logoutAndDisconnect(.invalidLogon, .logon(.alreadyLoggedOn), now, &actions)
  }

  private mutating func acceptLogon(
    _ message: InboundMessage, _ now: Instant, _ actions: inout SessionActions
  ) {
    if let problem = logonProblem(message) {
      return logoutAndDisconnect(problem.reason, problem.text, now, &actions)
    }
    if message.resetSeqNumFlag { openEpoch(cause: 1, &actions) }
    takeLogonValues(message)
    let isAhead = message.msgSeqNum > numbers.nextInbound
    if !isAhead { numbers.nextInbound = message.msgSeqNum.next }
    phase = .committingLogon(
      PendingLogon(
        msgSeqNum: message.msgSeqNum, isAhead: isAhead, resetSeqNumFlag: message.resetSeqNumFlag,
        nextExpectedMsgSeqNum: message.nextExpectedMsgSeqNum,
        maxMessageSize: message.maxMessageSize))
    actions.append(.publishLogon)
  }

  /// The initiator's first message: the reply to its Logon(A), or a Logout(5) that refuses it.
  mutating func receivedReply(
    _ message: InboundMessage, reset: Bool, _ now: Instant, _ actions: inout SessionActions
  ) {
    guard compIDFault(message) == nil else { return disconnect(.badCompID, &actions) }
    switch message.kind {
    case .logon: break
    case .logout:
      if message.msgSeqNum == numbers.nextInbound { advance(to: message.msgSeqNum.next, now) }
      return disconnect(.logout, &actions)
    case .application, .heartbeat, .testRequest, .resendRequest, .reject, .sequenceReset:
      return disconnect(.invalidLogon, &actions)
    }
    var problem = logonProblem(message)
    if message.resetSeqNumFlag && !reset {
      problem = LogonProblem(reason: .invalidLogon, text: .logon(.resetSeqNumFlagNotAsked))
    }
    if let problem { return logoutAndDisconnect(problem.reason, problem.text, now, &actions) }
    acceptReply(message, now, &actions)
  }

  private mutating func acceptReply(
    _ message: InboundMessage, _ now: Instant, _ actions: inout SessionActions
  ) {
    takeLogonValues(message)
    phase = .active
    let isAhead = message.msgSeqNum > numbers.nextInbound
    if !isAhead { numbers.nextInbound = message.msgSeqNum.next }
    serveFrom(message.nextExpectedMsgSeqNum, &actions)
    if isAhead {
      openGap(
        until: message.msgSeqNum, now,
        isPromised: promisesResend(message.nextExpectedMsgSeqNum), &actions)
    }
  }

  private mutating func takeLogonValues(_ message: InboundMessage) {
    heartBtInt = UInt32(clamping: message.heartBtInt)
    peerMaxMessageSize = message.maxMessageSize
  }

  /// Both sides use NextExpectedMsgSeqNum(789), so a gap at Logon(A) is filled unasked.
  private func promisesResend(_ nextExpected: MsgSeqNum) -> Bool {
    settings.usesNextExpectedMsgSeqNum && nextExpected.rawValue > 0
  }

  /// NextExpectedMsgSeqNum(789) below our next number: what lies between is served unasked.
  private mutating func serveFrom(_ nextExpected: MsgSeqNum, _ actions: inout SessionActions) {
    guard promisesResend(nextExpected), nextExpected < numbers.lastOutbound else { return }
    serve(from: nextExpected, asEnd: MsgSeqNum(rawValue: 0), &actions)
  }
}
