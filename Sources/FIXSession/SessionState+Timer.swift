public import Market

/// What the passing of time demands.
extension SessionState {
  /// When the counterparty and we last spoke.
  struct Liveness: Sendable, Equatable {
    var lastSent = Instant.none
    var lastReceived = Instant.none
    /// When the TestRequest(1) was sent that has met silence so far.
    var testRequestSent: Instant?
    /// TestRequest(1) sent on this connection: the number in TestReqID(112).
    var testRequests: UInt64 = 0
    /// Since when the gateway has not read the socket.
    var suspendedSince: Instant?

    init() {}

    init(connectedAt now: Instant) {
      lastSent = now
      lastReceived = now
    }

    mutating func sent(at now: Instant) { lastSent = max(lastSent, now) }

    mutating func received(at now: Instant) {
      lastReceived = max(lastReceived, now)
      testRequestSent = nil
    }
  }

  /// Time has passed. To be called at `deadline` or later.
  public mutating func timer(now: Instant) -> SessionActions {
    var actions = SessionActions()
    switch phase {
    case .disconnected, .committingLogon, .ended: break
    case .awaitingLogon(let until), .awaitingLogonReply(let until, _):
      if now >= until { disconnect(.invalidLogon, &actions) }
    case .active:
      checkHeartbeat(now, &actions)
      if liveness.suspendedSince == nil {
        checkSilence(now, &actions)
        if phase == .active { checkGap(now, &actions) }
      }
    case .rejecting(let text, let reason, let until):
      if now >= until { logoutAndDisconnect(reason, text, now, &actions) }
    case .loggingOut(_, let until):
      if now >= until { disconnect(.logoutTimeout, &actions) }
    case .loggedOut(let until):
      if now >= until { disconnect(.logout, &actions) }
    }
    return actions
  }

  /// The next time at which `timer` has something to do; `Instant.distantFuture` for never.
  public var deadline: Instant {
    switch phase {
    case .disconnected, .committingLogon, .ended: .distantFuture
    case .awaitingLogon(let until), .awaitingLogonReply(let until, _),
      .rejecting(_, _, let until), .loggingOut(_, let until), .loggedOut(let until):
      until
    case .active: activeDeadline
    }
  }

  /// Another connection claims to be the counterparty's: asks for a sign of life.
  public mutating func probe(now: Instant) -> SessionActions {
    var actions = SessionActions()
    if phase == .active { sendTestRequest(now, &actions) }
    return actions
  }

  /// Whether the counterparty has said anything since `time`, or may have and was not read.
  public func hasSpoken(since time: Instant) -> Bool {
    liveness.lastReceived > time || liveness.suspendedSince != nil
  }

  /// The gateway has stopped reading the socket: silence is not the counterparty's.
  public mutating func suspendInboundClock(now: Instant) {
    if liveness.suspendedSince == nil { liveness.suspendedSince = now }
  }

  /// The gateway reads again: the clocks of the inbound direction go on with what they had.
  public mutating func resumeInboundClock(now: Instant) {
    guard let since = liveness.suspendedSince else { return }
    let pause = max(0, now.nanoseconds - since.nanoseconds)
    liveness.suspendedSince = nil
    liveness.lastReceived = liveness.lastReceived.adding(nanoseconds: pause)
    liveness.testRequestSent = liveness.testRequestSent?.adding(nanoseconds: pause)
    if let open = gap { gap?.quietSince = open.quietSince.adding(nanoseconds: pause) }
  }
}

extension SessionState {
  private var heartbeatDeadline: Instant {
    heartBtInt == 0
      ? .distantFuture : liveness.lastSent.adding(nanoseconds: Int64(heartBtInt) * .second)
  }

  /// HeartBtInt(108) and 20 % after the last sign of life, or after our TestRequest(1).
  private var silenceDeadline: Instant {
    guard heartBtInt > 0 else { return .distantFuture }
    let from = liveness.testRequestSent ?? liveness.lastReceived
    return from.adding(nanoseconds: Int64(heartBtInt) * .second / 5 * 6)
  }

  private var activeDeadline: Instant {
    guard liveness.suspendedSince == nil else { return heartbeatDeadline }
    let askAgain = gap.map { gapDeadline($0) } ?? .distantFuture
    return min(heartbeatDeadline, min(silenceDeadline, askAgain))
  }

  private mutating func checkHeartbeat(_ now: Instant, _ actions: inout SessionActions) {
    guard now >= heartbeatDeadline else { return }
    send(.heartbeat(testReqID: Text32()), now: now, &actions)
  }

  private mutating func checkSilence(_ now: Instant, _ actions: inout SessionActions) {
    guard now >= silenceDeadline else { return }
    guard liveness.testRequestSent == nil else {
      return disconnect(.heartbeatTimeout, &actions)
    }
    sendTestRequest(now, &actions)
  }

  private mutating func sendTestRequest(_ now: Instant, _ actions: inout SessionActions) {
    liveness.testRequests += 1
    liveness.testRequestSent = now
    send(.testRequest(testReqID: testReqID(liveness.testRequests)), now: now, &actions)
  }

  /// The connection's TestRequest(1) in decimal.
  private func testReqID(_ number: UInt64) -> Text32 {
    var line = TextLine()
    line.append("", number)
    guard let text = Text32(line.bytes) else { preconditionFailure("20 digits fit 32 bytes") }
    return text
  }
}
