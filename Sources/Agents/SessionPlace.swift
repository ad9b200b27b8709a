public import FIXSession
public import Market
public import MarketCore
public import Storage

/// Where a session goes on after a start: its numbers, and how far it was served.
///
/// The command log knows what came in, the session store what went out. Where the store may have lost its
/// end, messages may have been sent that it does not have: then the session goes on above the last number
/// that the log reserves, and the events behind what the store still has are sent again, as such that
/// may have been sent before. After an end in order the store says itself where each session stood.
public struct SessionPlace: Sendable {
  public let numbers: SessionNumbers
  /// Behind the last event that is known to be a message of this session.
  public let servedEnd: UInt64
  /// Events up to here may have been sent before.
  public let repeatEnd: UInt64
  /// What the store may have lost; nil where it has everything.
  public let loss: LostMessages?

  /// What is known beside the log's last word and the store.
  public struct Evidence: Sendable {
    /// The end of the event log.
    public var eventEnd: UInt64
    /// The machine was started since, so what was only in memory is gone.
    public var isMachineNew: Bool
    /// Epoch and next number as the last process has shown them; zeros where it has left nothing.
    public var shownEpoch = Epoch(rawValue: 0)
    public var shownNext: UInt64 = 0
    /// The reservations of the session's present epoch.
    public var reservations: [ReservationHistory.Block] = []

    public init(eventEnd: UInt64, isMachineNew: Bool) {
      self.eventEnd = eventEnd
      self.isMachineNew = isMachineNew
    }

    /// Takes note of what the last process has shown of a session, and of its reservations in the log.
    public mutating func note(
      _ left: LeftFigures?, _ history: ReservationHistory, of session: SessionID
    ) {
      let block = CounterLayout.session(session.rawValue)
      let epoch = left?.load(block, SessionCounter.epoch.rawValue) ?? 0
      shownEpoch = Epoch(rawValue: UInt32(clamping: epoch))
      shownNext = left?.load(block, SessionCounter.nextOutbound.rawValue) ?? 0
      reservations = history.blocks(of: session)
    }
  }

  public init(_ view: SessionView, _ store: borrowing SessionStore, _ evidence: Evidence) {
    // A session that has never logged on may have been told why not, in its first epoch.
    let epoch = max(view.epoch, SessionNumbers.first.epoch)
    let last = store.epoch(of: view.session) == epoch ? store.last(of: view.session) : nil
    let stored = last?.msgSeqNum.rawValue ?? 0
    let closed = store.nextOutboundAtClosing(of: view.session, epoch)?.rawValue
    let known = max(Self.leastNext(view, epoch, evidence), closed ?? 1)
    let isUncertain = closed == nil && (evidence.isMachineNew || last == nil)
    let isExact = Self.isExact(view, epoch, closed, evidence)
    let isIncomplete =
      !isExact && max(stored + 1, view.leastOutbound) < known || store.isTorn(view.session)
      || (view.reservedUpTo > 0 && isUncertain && !isExact)
    let lastOutbound =
      isIncomplete
      ? max(stored, view.reservedUpTo, known - 1) : isExact ? max(stored, known - 1) : stored
    numbers = SessionNumbers(
      epoch: epoch, nextInbound: view.lastInbound.next,
      nextOutbound: MsgSeqNum(rawValue: max(lastOutbound + 1, view.leastOutbound)))
    let isPlaceKnown = view.reservedUpTo > 0 || view.reservedAt > 0
    let place = last?.eventPosition ?? (isPlaceKnown ? view.reservedAt : evidence.eventEnd)
    // It was to be served again from further back, and no message of that is stored.
    let goesBack =
      view.reservedUpTo > 0 && Self.firstReserved(view) > stored && view.reservedAt < place
    // Nothing was sent since the operator has set the number: what was lost before left no trace but its block.
    let isMoved = view.leastOutbound > stored + 1
    repeatEnd = isIncomplete || goesBack || isMoved ? evidence.eventEnd : last?.repeatEnd ?? 0
    servedEnd =
      goesBack
      ? view.reservedAt : isIncomplete && isPlaceKnown ? max(place, view.reservedAt) : place
    var loss = LostMessages(servedEnd: servedEnd, blocks: evidence.reservations)
    for end in loss.endsOfEarlier(used: max(stored, view.leastOutbound)) {
      let stored = last == nil ? nil : store.last(of: view.session, upTo: end)
      loss.note(through: end, stored: stored, isNew: false)
    }
    if isIncomplete { loss.note(through: lastOutbound, stored: last, isNew: true) }
    self.loss = loss.isNone ? nil : loss
  }

  /// Market data is numbered and not stored, so the store says less than was sent; but the last process has said
  /// where it stood at its end, or has shown each number before its message left.
  private static func isExact(
    _ view: SessionView, _ epoch: Epoch, _ closed: UInt64?, _ evidence: Evidence
  ) -> Bool {
    guard view.role.takesMarketData else { return false }
    return closed != nil || (!evidence.isMachineNew && evidence.shownEpoch == epoch)
  }

  /// The next number was at least this: a block is reserved when its first number is the next one, and what
  /// the last process has shown was so.
  private static func leastNext(
    _ view: SessionView, _ epoch: Epoch, _ evidence: Evidence
  ) -> UInt64 {
    let shown = evidence.shownEpoch == epoch ? evidence.shownNext : 1
    let block = Limits.numbersPerReservation
    return max(
      firstReserved(view), min(shown, max(view.reservedUpTo, view.leastOutbound) + block))
  }

  /// The first number of the last block.
  private static func firstReserved(_ view: SessionView) -> UInt64 {
    let block = Limits.numbersPerReservation
    return view.reservedUpTo > block ? view.reservedUpTo - block : 1
  }
}
