import FIX44
import FIXSession
import FIXWire
import Market
import Memory
import Storage

/// One session of a gateway: its machine, what goes out, and how far it has been served.
///
/// Owner: the gateway's thread.
struct GatewaySession: ~Copyable {
  let setup: GatewaySessionSetup
  let counters: CounterBlock
  var state: SessionState
  var outbound = OutboundLine()
  /// Compression(7811) of the last Logon(A); nil where it said nothing of it.
  var compression: CodeSet.Compression?
  /// Taken with the first message ahead of a gap.
  var held: HeldMessages?
  var resend: RunningResend?
  var throttle: Throttle
  /// It has sent too much for too long: until then no connection is taken.
  var barredUntil = Instant.none
  /// In force since the last Logon(A), and whether that one has asked for it.
  var cancelOnDisconnect: CancelOnDisconnect
  var hasAskedForCancel = false
  /// The number of the connection; 0 for none.
  var connection: UInt32 = 0
  /// Behind the last event that has become a message.
  var servedEnd: UInt64
  /// The events that wait for this session.
  var waiting = WaitingEvents()
  /// The phases that it is told.
  var statuses = StatusSubscriptions()
  /// Events up to here may have been sent before: PossResend(97)=Y.
  var repeatEnd: UInt64
  /// What the store may have lost, in the present epoch.
  var loss: LostMessages?
  /// Its drop copy; nil in a role that has none.
  var feed: SessionFeed?
  /// What it is told of past trades; nil where it has not asked.
  var trades: TradesAnswer?
  /// The last request whose answer is complete.
  var lastAnswered = Sequence(rawValue: 0)
  /// Damaged places of its files that were told.
  var damageTold = 0
  var reservation: NumberReservation
  /// The connection is to be closed, at the latest at `closeAt`.
  var endReason: SessionEndReason?
  var closeAt = Instant.distantFuture
  /// Since when the peer has taken nothing of what is to be sent.
  var stalledSince: Instant?
  var garbledBytes = 0
  /// The line is gone.
  var peerHasClosed = false
  /// Logon(A) has been answered on this connection.
  var wasLoggedOn = false
  /// The Logon(A) is being journaled: nothing is read until its reply has left.
  var awaitsLogonCommit = false
  /// SessionStatus(7814) of the next Logon(A); nil for none.
  var sessionStatus: UInt16?
  /// Passwords may be shown on its line.
  var takesPasswords = false
  /// The doorkeeper has been asked to change its password.
  var awaitsPassword = false
  /// What was just processed may have had something secret in it.
  var hasSeenSecret = false
  /// The operator has disabled it: no connection is taken.
  var isDisabled: Bool
  /// The epoch that a reset has demanded; above the present one until it is opened.
  var demandedEpoch: Epoch
  /// Who has demanded it.
  var demandCause: EpochCause
  /// What Logout(5) says in the operator's own words; empty for the usual sentence.
  var remark = ByteBuffer(capacity: ControlSession.textBytesMax)

  init(_ setup: GatewaySessionSetup, _ counters: CounterBlock) {
    self.setup = setup
    self.counters = counters
    state = SessionState(
      side: .acceptor, identity: setup.identity, settings: setup.settings, numbers: setup.numbers)
    throttle = Throttle(setup.throttle)
    cancelOnDisconnect = setup.cancelOnDisconnect
    servedEnd = setup.servedEnd
    repeatEnd = setup.repeatEnd
    loss = setup.loss
    feed = setup.role.getsCopies ? SessionFeed(setup) : nil
    reservation = NumberReservation(committed: setup.reservedUpTo)
    isDisabled = setup.isDisabled
    demandedEpoch = setup.demandedEpoch
    demandCause = setup.demandCause
    state.hours = setup.hours
    counters.set(.isDisabled, isDisabled ? 1 : 0)
    tellHours()
    tellNumbers()
  }

  var isConnected: Bool { connection != 0 }

  /// Whether bytes of the socket may be processed now.
  var mayProcess: Bool { isConnected && endReason == nil && !awaitsLogonCommit }

  /// Whether the next event may become a message now.
  var takesEvents: Bool {
    waiting.isEmpty && mayTakeMessage
  }

  /// Whether an event would have to wait for the socket alone.
  var isFull: Bool { waiting.isEmpty && outbound.count >= GatewayLimits.outboundHighWater }

  /// Whether a message of an event may be numbered and queued now.
  var mayTakeMessage: Bool {
    state.maySendApplication && outbound.count < GatewayLimits.outboundHighWater && !isSeeking
      && reservation.covers(state.numbers.nextOutbound)
  }

  /// Whether it is time to ask for outgoing numbers.
  var needsNumbers: Bool {
    state.isLoggedOn && reservation.isShort(after: state.numbers.nextOutbound)
  }

  func header(now: Instant) -> OutboundHeader {
    state.header(sendingTime: now, precision: setup.precision)
  }

  /// A connection has come: everything of the last one is forgotten.
  mutating func connected(_ number: UInt32, now: Instant) {
    connection = number
    statuses.removeAll()
    held = nil
    resend = nil
    endReason = nil
    closeAt = .distantFuture
    stalledSince = nil
    garbledBytes = 0
    awaitsLogonCommit = false
    peerHasClosed = false
    wasLoggedOn = false
  }

  /// The connection is gone; events wait for the next one.
  mutating func disconnected() {
    connection = 0
    held = nil
    resend = nil
    awaitsLogonCommit = false
    peerHasClosed = false
    endReason = nil
  }

  /// Ends the session without a word, once what is written has left or `time` has come.
  mutating func end(_ reason: SessionEndReason, at time: Instant) {
    if endReason != nil { return }
    endReason = reason
    closeAt = time
  }
}
