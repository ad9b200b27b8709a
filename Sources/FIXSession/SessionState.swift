public import Market

/// The FIX 4.4 session as a state machine: no I/O, no clock, no allocation.
///
/// Every event returns the actions that it demands, to be performed in order before the next event.
/// A number is given to an administrative message when the action is made, so the bytes must leave
/// in the order of the actions and of `nextOutbound`.
///
/// Acceptor: `connected`, `received(Logon)` -> `.publishLogon`, then `logonCommitted` -> the reply.
/// In between the gateway does not read the socket; what it hands in all the same is `.hold`.
/// Initiator: `connected` -> Logon(A), then `received(Logon)`.
/// Source: FIX 4.4 volume 2, "Session protocol", and the session-layer test cases (ISO 3531-3).
public struct SessionState: Sendable {
  public let side: SessionSide
  public let identity: SessionIdentity
  public let settings: SessionSettings
  /// Whether the session's schedule lets it log on now.
  public var hours = SessionHours()
  /// Where the numbering stands, to be known after a restart.
  public internal(set) var numbers: SessionNumbers
  /// HeartBtInt(108) in force, seconds; 0 for no heartbeats.
  public internal(set) var heartBtInt: UInt32
  /// MaxMessageSize(383) that the counterparty asked for on Logon(A); zero for none.
  public internal(set) var peerMaxMessageSize: UInt64 = 0
  var phase = Phase.disconnected { didSet { maySendApplication = phase.maySendApplication } }
  /// Whether application messages and events may be numbered and sent.
  public private(set) var maySendApplication = false
  var gap: Gap?
  var serving = ServedResend()
  var liveness = Liveness()
  /// Logout(5) has been sent and received on this connection.
  var bothSaidLogout = false

  public init(
    side: SessionSide, identity: SessionIdentity, settings: SessionSettings,
    numbers: SessionNumbers
  ) {
    precondition(settings.leastHeartBtInt <= settings.mostHeartBtInt, "a range of HeartBtInt(108)")
    precondition(settings.resendRequestsPerGap >= 1, "a gap is asked for at least once")
    self.side = side
    self.identity = identity
    self.settings = settings
    self.numbers = numbers
    heartBtInt = settings.heartBtInt
  }
}

extension SessionState {
  /// Where the session stands between connection and close.
  enum Phase: Sendable, Equatable {
    case disconnected
    /// Acceptor: connected, nothing received.
    case awaitingLogon(until: Instant)
    /// Acceptor: the Logon(A) is good and being journaled; the reply waits.
    case committingLogon(PendingLogon)
    /// Initiator: Logon(A) sent.
    case awaitingLogonReply(until: Instant, reset: Bool)
    case active
    /// A refused application message is being journaled; Reject(3), Logout(5) and close follow.
    case rejecting(SessionText, SessionEndReason, until: Instant)
    /// Our Logout(5) is out, the counterparty's awaited.
    case loggingOut(SessionEndReason, until: Instant)
    /// Both have said Logout(5); the counterparty closes.
    case loggedOut(until: Instant)
    /// The gateway has been told to close.
    case ended(SessionEndReason)

    var maySendApplication: Bool {
      switch self {
      case .active, .rejecting: true
      case .disconnected, .awaitingLogon, .committingLogon, .awaitingLogonReply, .loggingOut,
        .loggedOut, .ended:
        false
      }
    }
  }

  /// What the reply to a Logon(A) needs of it.
  struct PendingLogon: Sendable, Equatable {
    var msgSeqNum: MsgSeqNum
    /// Its number was above the one expected: messages before it are missing.
    var isAhead: Bool
    var resetSeqNumFlag: Bool
    var nextExpectedMsgSeqNum: MsgSeqNum
    var maxMessageSize: UInt64
  }

  /// Whether Logon(A) has been exchanged and Logout(5) has not.
  public var isLoggedOn: Bool { phase == .active }

  /// Whether nothing is sent any more on this connection: both have said Logout(5), or it is to be closed.
  public var hasSaidAll: Bool {
    switch phase {
    case .loggedOut, .ended: true
    case .disconnected, .awaitingLogon, .committingLogon, .awaitingLogonReply, .active, .rejecting,
      .loggingOut:
      false
    }
  }

  /// Whether messages are missing before those that have come.
  public var isAwaitingResend: Bool { gap != nil }

  /// Takes the number of the next application message, also of an event that is Reject(3).
  public mutating func nextOutbound() -> MsgSeqNum {
    precondition(maySendApplication, "application messages are numbered while logged on")
    return takeNumber()
  }

  /// Bytes have left: the counterparty needs no Heartbeat(0) for a while.
  public mutating func didSend(now: Instant) { liveness.sent(at: now) }

  /// Bytes have come, a whole message or not: the counterparty lives.
  public mutating func didReceive(now: Instant) { liveness.received(at: now) }

  mutating func takeNumber() -> MsgSeqNum {
    let number = numbers.nextOutbound
    precondition(number.rawValue < .max, "numbers do not run out")
    numbers.nextOutbound = number.next
    return number
  }

  @discardableResult
  mutating func send(
    _ body: AdminMessage.Body, now: Instant, _ actions: inout SessionActions
  ) -> MsgSeqNum {
    let number = takeNumber()
    liveness.sent(at: now)
    actions.append(.send(AdminMessage(msgSeqNum: number, body: body)))
    return number
  }
}
