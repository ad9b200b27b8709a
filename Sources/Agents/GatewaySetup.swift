public import FIXSession
public import FIXWire
public import Market
public import MarketCore

/// What a gateway is told of one of its sessions when it starts.
public struct GatewaySessionSetup: Sendable {
  public var session: SessionID
  public var role: SessionRole
  /// The firm that it belongs to; none where to nobody.
  public var firm = FirmID.none
  public var identity: SessionIdentity
  public var settings = SessionSettings()
  /// Where the numbering stands, from the command log and the session store.
  public var numbers: SessionNumbers
  /// Behind the last event that has become a message of this session.
  public var servedEnd: UInt64 = 0
  /// Events up to here may have been sent before: PossResend(97)=Y.
  public var repeatEnd: UInt64 = 0
  /// What the store may have lost of what was sent; nil where it has everything.
  public var loss: LostMessages?
  /// Outgoing numbers that the log reserves.
  public var reservedUpTo: UInt64 = 0
  /// The operator has disabled it: no connection is taken.
  public var isDisabled = false
  /// The epoch that a reset has demanded; above that of `numbers` while it is still to be opened.
  public var demandedEpoch = Epoch(rawValue: 0)
  /// Who has demanded it.
  public var demandCause = EpochCause.operator
  /// Whether its schedule lets it log on.
  public var hours = SessionHours()
  /// Whether own tags are sent.
  public var ownTags = true
  public var rejectsUnknownTags = true
  public var precision = TimestampPrecision.milliseconds
  public var takeOver = TakeOver.probe
  public var throttle = ThrottleTerms()
  /// What the operator demands; a Logon(A) may ask for more.
  public var cancelOnDisconnect = CancelOnDisconnect()
  /// Whose copies it gets, in a role that gets any: from which command on, the oldest first.
  public var entitlements: [EntitlementChange] = []
  /// Its request for past trades whose answer is not complete; nil for none.
  public var trades: PendingTradeRequest?

  public init(
    session: SessionID, role: SessionRole, identity: SessionIdentity, numbers: SessionNumbers
  ) {
    self.session = session
    self.role = role
    self.identity = identity
    self.numbers = numbers
  }

  /// A session that goes on from `place`, as the core knows it.
  public init(_ view: SessionView, identity: SessionIdentity, place: SessionPlace) {
    self.init(
      session: view.session, role: view.role, identity: identity, numbers: place.numbers)
    firm = view.firm
    servedEnd = place.servedEnd
    repeatEnd = place.repeatEnd
    loss = place.loss
    reservedUpTo = view.reservedUpTo
    isDisabled = view.isDisabled
    demandedEpoch = view.demandedEpoch
    demandCause = view.demandCause
    hours = SessionHours(isOpen: !view.isOutsideHours, changesAt: view.hoursChangeAt)
  }
}

/// Limits of a gateway, each with what happens there.
public enum GatewayLimits {
  /// A message that comes in; a longer one ends the session. 64 documents take 4 KiB.
  public static var messageBytes: Int { 16_384 }
  /// A message that leaves; the longest is a snapshot of a book.
  public static var outboundMessageBytes: Int { 24_576 }
  /// Snapshots of books sent in one duty cycle; the rest is for the next one.
  public static var snapshotsPerCycle: Int { 32 }
  /// Buffers of each kind that are kept for sessions which have something, 160 KiB a pair; those which
  /// have more are made as they are needed, one of each kind for a session at most.
  public static var spareBuffers: Int { 64 }
  /// Bytes read and not yet processed, per session; a full buffer stops the reading.
  public static var inboundBytes: Int { 32_768 }
  /// Bytes to be sent, per session.
  public static var outboundBytes: Int { 131_072 }
  /// From here on a session's events wait in the event log until it has read.
  public static var outboundHighWater: Int { 98_304 }
  /// Bytes of entries kept free behind a session's application messages, for administrative ones, which
  /// can't wait; without them the session's connection ends.
  public static var administrativeBytes: Int { 2_048 }
  /// Messages that one session may have processed in one duty cycle, however many others are busy; the
  /// rest waits in its own socket.
  public static var messagesPerSession: Int { 32 }
  /// Messages of one duty cycle that the busy sessions share, where that is more for each: a session
  /// alone makes longer cycles, and so fewer system calls and syncs, never longer ones than eight together.
  public static var messagesPerCycle: Int { 256 }

  /// What one session may have processed in a duty cycle in which `busy` sessions have something.
  static func allowance(busy: Int) -> Int {
    max(messagesPerSession, messagesPerCycle / max(1, busy))
  }

  /// A session's resend waits while so many bytes wait for its socket: what is live comes next behind them.
  public static var resendPendingBytes: Int { 16_384 }
  /// Stored messages that one turn of a resend looks at, administrative ones among them.
  public static var looksPerResendTurn: Int { 64 }
  /// Events made into messages in one duty cycle; and as many again are read on behalf of sessions that
  /// were away, all together.
  public static var eventsPerCycle: Int { 2_048 }
  /// Events looked at in one duty cycle for requests for past trades, all together: fewer, since orders wait for it.
  public static var pastEventsPerCycle: Int { 512 }
  /// Blocks of 16 positions of events that wait for sessions, 9 MiB in all; without one a session's events
  /// are looked for one after the other.
  public static var positionBlocks: Int { 65_536 }
  /// Sessions whose clocks are looked at in one duty cycle.
  public static var timersPerCycle: Int { 256 }
  /// A session whose peer takes nothing for so long is closed.
  public static var stalledWriteNanos: Int64 { 30_000_000_000 }
  /// How long a live connection may be silent when another one claims its session.
  public static var probeNanos: Int64 { 2_000_000_000 }
  /// How long what is left is written before a connection is closed.
  public static var closingNanos: Int64 { 2_000_000_000 }
  /// Bytes that are no message after which a session is closed.
  public static var garbledBytes: Int { 1_048_576 }
}
