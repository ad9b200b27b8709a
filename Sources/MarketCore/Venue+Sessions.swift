public import Market
import Memory
import Records

extension Venue {
  /// Keeps the highest MsgSeqNum(34) that stands in the log for each session's epoch.
  @inline(__always)  // of each command (benchmark `venue`)
  mutating func noteInbound() {
    guard cause.msgSeqNum.rawValue > 0, reference.knows(cause.session) else { return }
    let epoch = reference[cause.session].epoch
    if cause.epoch > epoch {
      reference[cause.session].epoch = cause.epoch
      reference[cause.session].lastInbound = cause.msgSeqNum
    } else if cause.epoch == epoch {
      let last = reference[cause.session].lastInbound
      reference[cause.session].lastInbound = max(last, cause.msgSeqNum)
    }
  }

  mutating func performForSession(
    _ type: CommandType, _ command: RawSpan, into events: inout RecordBuffer
  ) {
    guard reference.knows(cause.session) else {
      return refuse(.unknownSession, detail: Int64(cause.session.rawValue), into: &events)
    }
    switch type {
    case .sessionLogon: logOn(command, into: &events)
    case .sessionEnded: endConnection(command, into: &events)
    case .inboundSeen: rejectInbound(command, into: &events)
    case .numbersReserved: reserveNumbers(command, into: &events)
    case .epochOpened: openEpoch(command, into: &events)
    case .scheduleSession: scheduleSession(command, into: &events)
    case .credentialChanged: changeCredential(command, into: &events)
    case .credentialRefused: refuseCredential(command, into: &events)
    case .userRequest: requestUser(command, into: &events)
    default: preconditionFailure("the caller has sorted the commands")
    }
  }

  private mutating func logOn(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let logon = body(SessionLogon.self, of: command, into: &events) else { return }
    let session = reference[cause.session]
    guard session.isEnabled, !session.isDisabled, !session.isOutsideHours else {
      return refuse(.invalidValue, into: &events)
    }
    guard let cancelOnDisconnect = CancelOnDisconnect(logon) else {
      return refuse(
        .invalidValue, detail: Int64(logon.cancelOnDisconnectType), into: &events)
    }
    endGrace(of: cause.session)
    subscriptions.removeAll(of: cause.session)
    reference[cause.session].cancelOnDisconnect = cancelOnDisconnect
    reference[cause.session].isLoggedOn = true
    reference[cause.session].connection = logon.connection
    var accepted = SessionAccepted()
    accepted.logon = logon
    events.append(eventHead(.sessionAccepted, for: cause.session), body: accepted)
  }

  /// A connection that another has taken over ends without logging the session off.
  private mutating func endConnection(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let ended = body(SessionEnded.self, of: command, into: &events) else { return }
    let session = reference[cause.session]
    if session.isLoggedOn && session.connection == ended.connection {
      reference[cause.session].isLoggedOn = false
      subscriptions.removeAll(of: cause.session)
      beginGrace(of: cause.session, isOrderly: ended.orderly != 0)
    }
    events.append(eventHead(.sessionEnded, for: cause.session), body: ended)
  }

  private mutating func rejectInbound(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let seen = body(InboundSeen.self, of: command, into: &events) else { return }
    events.append(eventHead(.inboundRejected, for: cause.session), body: seen)
  }

  private mutating func reserveNumbers(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let reserved = body(NumbersReserved.self, of: command, into: &events) else { return }
    reference[cause.session].reservedUpTo = reserved.upTo
    reference[cause.session].reservedAt = reserved.eventPosition
    events.append(eventHead(.numbersReserved, for: cause.session), body: reserved)
  }

  /// The head names the new epoch; its Logon, where it has one, is number 1 of it.
  private mutating func openEpoch(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let opened = body(EpochOpened.self, of: command, into: &events) else { return }
    reference[cause.session].epoch = cause.epoch
    reference[cause.session].lastInbound = cause.msgSeqNum
    reference[cause.session].reservedUpTo = 0
    reference[cause.session].reservedAt = 0
    reference[cause.session].leastOutbound = 0
    events.append(eventHead(.epochOpened, for: cause.session), body: opened)
  }
}

/// What the core knows of a session: what a gateway goes on with after a restart.
public struct SessionView: Equatable, Sendable {
  public var session: SessionID
  public var compID: CompID
  public var firm: FirmID
  public var role: SessionRole
  public var isEnabled: Bool
  /// The operator has disabled it.
  public var isDisabled: Bool
  /// Its schedule keeps it out.
  public var isOutsideHours: Bool
  /// When its schedule changes that next; none where that is not known.
  public var hoursChangeAt: Instant
  /// The last moment of its schedule at which numbers began again; none where it has none.
  public var resetAt: Instant
  public var isLoggedOn: Bool
  public var epoch: Epoch
  /// The highest MsgSeqNum(34) of the epoch in the log; zero where there is none.
  public var lastInbound: MsgSeqNum
  /// Outgoing numbers up to this one may be in use.
  public var reservedUpTo: UInt64
  /// The event position that the session had been served up to when they were reserved.
  public var reservedAt: UInt64
  /// The least MsgSeqNum(34) of the next message to it; zero for any.
  public var leastOutbound: UInt64
  /// The epoch that a reset has demanded; pending while above `epoch`.
  public var demandedEpoch: Epoch
  /// Who has demanded it.
  public var demandCause: EpochCause
}

extension Venue {
  /// The sessions that are defined have the numbers 1 ... this.
  public var sessionCount: UInt32 { reference.sessionCount }

  /// What the core knows of a session; nil where it is not defined.
  public func session(_ id: SessionID) -> SessionView? {
    guard reference.knows(id) else { return nil }
    let session = reference[id]
    return SessionView(
      session: id, compID: session.compID, firm: session.firm, role: session.role,
      isEnabled: session.isEnabled,
      isDisabled: session.isDisabled, isOutsideHours: session.isOutsideHours,
      hoursChangeAt: session.hoursChangeAt, resetAt: session.resetAt,
      isLoggedOn: session.isLoggedOn, epoch: session.epoch,
      lastInbound: session.lastInbound, reservedUpTo: session.reservedUpTo,
      reservedAt: session.reservedAt, leastOutbound: session.leastOutbound,
      demandedEpoch: session.demandedEpoch, demandCause: session.demandCause)
  }
}
