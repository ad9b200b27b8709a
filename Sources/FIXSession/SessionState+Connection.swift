public import Market

/// How a connection begins and ends.
extension SessionState {
  /// A connection is there. An initiator sends Logon(A), with ResetSeqNumFlag(141)=Y if `reset`.
  public mutating func connected(reset: Bool = false, now: Instant) -> SessionActions {
    precondition(phase == .disconnected, "a session has one connection at a time")
    var actions = SessionActions()
    gap = nil
    serving = ServedResend()
    liveness = Liveness(connectedAt: now)
    let until = now.adding(nanoseconds: settings.logonTimeout)
    switch side {
    case .acceptor:
      precondition(!reset, "an acceptor answers ResetSeqNumFlag(141)")
      phase = .awaitingLogon(until: until)
    case .initiator:
      heartBtInt = settings.heartBtInt
      if reset { openEpoch(cause: 1, &actions) }
      phase = .awaitingLogonReply(until: until, reset: reset)
      send(.logon(logonFields(reset: reset)), now: now, &actions)
    }
    return actions
  }

  /// The connection is gone, or has been closed as `.disconnect` said: how it ended.
  public mutating func connectionLost() -> SessionEnd {
    let end: SessionEnd
    switch phase {
    case .disconnected, .awaitingLogon, .committingLogon, .awaitingLogonReply, .active:
      end = SessionEnd(reason: .remoteDisconnect, isOrderly: false)
    case .rejecting(_, let reason, _), .loggingOut(let reason, _):
      end = SessionEnd(reason: reason, isOrderly: false)
    case .loggedOut:
      end = SessionEnd(reason: .logout, isOrderly: true)
    case .ended(let reason):
      end = SessionEnd(reason: reason, isOrderly: bothSaidLogout)
    }
    bothSaidLogout = false
    phase = .disconnected
    gap = nil
    serving = ServedResend()
    return end
  }

  /// Says Logout(5) and waits for the counterparty's; `.disconnect(reason)` follows.
  public mutating func requestLogout(
    _ reason: SessionEndReason, text: SessionText, now: Instant
  ) -> SessionActions {
    var actions = SessionActions()
    switch phase {
    case .active, .rejecting:
      send(.logout(text), now: now, &actions)
      phase = .loggingOut(reason, until: now.adding(nanoseconds: settings.logoutTimeout))
    case .awaitingLogon, .committingLogon, .awaitingLogonReply:
      disconnect(reason, &actions)
    case .disconnected, .loggingOut, .loggedOut, .ended:
      break
    }
    return actions
  }

  /// Says Logout(5), if anything may be said, and closes at once: flood, garbage, slow consumer.
  public mutating func abort(
    _ reason: SessionEndReason, text: SessionText, now: Instant
  ) -> SessionActions {
    var actions = SessionActions()
    switch phase {
    case .active, .rejecting, .loggingOut: logoutAndDisconnect(reason, text, now, &actions)
    case .awaitingLogon, .committingLogon, .awaitingLogonReply, .loggedOut:
      disconnect(reason, &actions)
    case .disconnected, .ended: break
    }
    return actions
  }

  /// A well-formed message of another BeginString(8) has come.
  public mutating func receivedWrongBeginString(now: Instant) -> SessionActions {
    abort(.badBeginString, text: .incorrectBeginString, now: now)
  }

  /// A message without MsgSeqNum(34) has come.
  public mutating func receivedWithoutMsgSeqNum(now: Instant) -> SessionActions {
    abort(.msgSeqNumMissing, text: .msgSeqNumMissing, now: now)
  }
}

/// How a connection ended, as `SessionEnded` records it.
public struct SessionEnd: Sendable, Equatable {
  public var reason: SessionEndReason
  /// Both sides said Logout(5).
  public var isOrderly: Bool

  public init(reason: SessionEndReason, isOrderly: Bool) {
    self.reason = reason
    self.isOrderly = isOrderly
  }
}

extension SessionState {
  /// One Logout(5) at most: a side that has said it only closes.
  mutating func logoutAndDisconnect(
    _ reason: SessionEndReason, _ text: SessionText, _ now: Instant,
    _ actions: inout SessionActions
  ) {
    switch phase {
    case .loggingOut, .loggedOut, .ended, .disconnected: break
    case .awaitingLogon, .committingLogon, .awaitingLogonReply, .active, .rejecting:
      send(.logout(text), now: now, &actions)
    }
    disconnect(reason, &actions)
  }

  mutating func disconnect(_ reason: SessionEndReason, _ actions: inout SessionActions) {
    phase = .ended(reason)
    actions.append(.disconnect(reason))
  }

  mutating func openEpoch(cause: UInt16, _ actions: inout SessionActions) {
    numbers = SessionNumbers(opening: numbers.epoch.next)
    gap = nil
    serving = ServedResend()
    actions.append(.openEpoch(cause: cause))
  }
}
