public import Linux
public import Market
public import MarketCore
import Records
import Rings
public import Storage

/// The engine: takes commands from the rings, journals them, applies them, publishes their events.
///
/// ```
/// ring -> batch (sequence, time) -> venue.apply -> events      in memory
/// batch -> command log (one write) -> events shown to the committer
/// ```
/// Nothing of a batch is seen by anybody before its commands are in the log and committed.
/// Owner: the engine's thread.
public struct Engine: ~Copyable {
  /// How the engine is set.
  public struct Settings: Sendable {
    public var durability = Durability.disk
    /// Bytes of events that may wait for their commit before no more commands are taken.
    public var uncommittedEventBytesMax: UInt64 = 32 << 20
    /// Bytes of committed events from which on the committer is woken to write them.
    public var unwrittenEventBytes: UInt64 = 4 << 20
    /// Commands taken in one duty cycle.
    public var commandsPerCycle = 512
    /// The largest batch that the duty cycle commits itself, bytes: one or two orders. While a larger one
    /// is synced, those that follow are taken.
    public var inlineCommitBytes = 1_024
    public init() {}
  }

  /// What the engine says of itself.
  public struct Counters: Sendable {
    public var commands: UInt64 = 0
    public var batches: UInt64 = 0
    public var inlineCommits: UInt64 = 0
    /// Duty cycles in which commands had to wait for room in a log.
    public var stalls: UInt64 = 0
    /// Gaps in the venue's time.
    public var timeGaps: UInt64 = 0
  }

  public private(set) var venue: Venue
  private var log: CommandLog
  private var events: EventWriter
  private var rings: EngineRings
  /// No longer than a follower takes.
  private var batch = RecordBuffer(capacity: ReceivedBatch.byteCountMost)
  private var lastDigest = EventDigest()
  private var lastTime: Instant
  private var lastAppliedNanos: UInt32 = 0
  private let clock: @Sendable () -> Instant
  private let role: CommitRole
  private let committer: Parking
  private let settings: Settings
  public private(set) var counters = Counters()
  private let figures: EngineFigures
  /// When it shows how full the tables are, and looks for a gap.
  private var nextLook = Instant.none
  private var gaps = GapWatch()
  private let wallClock: WallClockSight

  public init(
    venue: consuming Venue, log: consuming CommandLog, events: consuming EventWriter,
    rings: consuming EngineRings, committing: EngineCommitting, settings: Settings,
    figures: EngineFigures, wallClock: WallClockSight = WallClockSight(),
    clock: @escaping @Sendable () -> Instant
  ) {
    self.wallClock = wallClock
    self.clock = clock
    self.venue = venue
    self.log = log
    self.events = events
    self.rings = rings
    role = committing.role
    committer = committing.committer
    lastDigest = committing.lastDigest
    lastTime = committing.lastTime
    self.settings = settings
    self.figures = figures
  }

  /// Whether commands wait or the venue has work of its own.
  public var hasWork: Bool {
    hasOrderWork || !rings.publisher.isEmpty
  }

  /// The same, but for what only looks on has asked.
  private var hasOrderWork: Bool {
    !rings.gateway.isEmpty || !rings.control.isEmpty || venue.hasPendingWork
  }

  /// Whether commands are applied whose events wait for a commit.
  public var awaitsCommit: Bool { role.isBehind }

  /// The next time at which the venue wants a tick; nil for none.
  public var nextTimer: Instant? { venue.nextTimer }

  /// Takes and applies what is there. Returns the number of commands. An error is final.
  public mutating func doWork(
    now: Instant, maySyncInline: Bool
  ) throws(SystemError) -> Int {
    if now >= nextLook { look(now: now) }
    guard hasWork || venue.hasTimerDue(at: now) || gaps.isDue(at: now) else { return 0 }
    guard mayTakeCommands() else {
      counters.stalls += 1
      figures.tell(counters, role)
      committer.signal()
      return 0
    }
    lastTime = max(lastTime, now)
    openBatch()
    var stamp = Stamp(sequence: log.nextSequence, time: lastTime)
    var room = settings.commandsPerCycle
    if gaps.isDue(at: lastTime) { journalGap(&stamp) }
    rings.drain(&batch, &venue, &events, &stamp, &room)
    if stamp.count == 0 { Self.tick(&batch, &venue, &events, &stamp) }
    guard stamp.count > 0 else { return 0 }
    try closeBatch(stamp, maySyncInline: maySyncInline)
    return stamp.count
  }

  /// Shows how full the tables are, answers the operator's question, and looks for a gap, ten times a second.
  private mutating func look(now: Instant) {
    nextLook = now.adding(nanoseconds: 100_000_000)
    figures.tell(venue, asOf: Sequence(rawValue: log.nextSequence.rawValue - 1))
    if mayTakeCommands() { gaps.look(now: now, isWallClockAway: wallClock.isAway) }
  }

  /// The process has prepared itself: what that took is no gap.
  public mutating func didPrepare() { gaps.forget() }

  /// The begin of a gap, or its end, goes before all that waits.
  private mutating func journalGap(_ stamp: inout Stamp) {
    guard events.makeRoom(for: Venue.eventBytesPerApply) else { return }
    switch gaps.take(at: lastTime) {
    case .gap(let body):
      counters.timeGaps += 1
      Self.put(.timeGap, body, &batch, &venue, &events, &stamp)
    case .resumed: Self.put(.resumed, Resumed(), &batch, &venue, &events, &stamp)
    case nil: break
    }
  }

  private func mayTakeCommands() -> Bool {
    log.hasRoom(for: batch.capacity)
      && role.uncommittedEventBytes < settings.uncommittedEventBytesMax
  }

  private mutating func openBatch() {
    var head = RecordHead()
    head.typeCode = CommandType.batch.rawValue
    head.sequence = log.nextSequence
    head.time = lastTime
    var header = BatchHeader()
    header.previousEventCount = lastDigest.count
    header.previousEventCRC = lastDigest.crc
    header.eventPosition = events.position
    header.previousAppliedNanos = lastAppliedNanos
    header.committedAt = role.committedAt
    batch.removeAll()
    batch.append(head, body: header)
  }

  private mutating func closeBatch(
    _ stamp: Stamp, maySyncInline: Bool
  ) throws(SystemError) {
    var header = batch.bytes.loadBody(BatchHeader.self)
    header.commandCount = UInt32(stamp.count)
    batch.store(header, at: RecordHead.byteCount)
    guard try log.append(&batch) == .appended else {
      preconditionFailure("room for a batch was made before it was filled")
    }
    lastDigest = events.publish()
    let applied = clock().nanoseconds - lastTime.nanoseconds
    lastAppliedNanos = UInt32(clamping: applied)
    counters.commands += UInt64(stamp.count)
    counters.batches += 1
    try commit(maySyncInline: maySyncInline)
    figures.tell(counters, role)
    figures.tell(batchAt: lastTime, appliedNanos: applied)
  }

  /// Commits here where that is quick, else wakes the committer.
  private mutating func commit(maySyncInline: Bool) throws(SystemError) {
    let isQuick =
      settings.durability == .memory
      || (maySyncInline && batch.count <= settings.inlineCommitBytes && !hasOrderWork)
    if isQuick, try role.commitIfFree() {
      counters.inlineCommits += 1
      // The files may follow in their own time, so nobody is woken for a few events.
      if role.unwrittenEventBytes < settings.unwrittenEventBytes { return }
    }
    committer.signal()
  }
}

/// How the engine's batches are committed, and where the log stood when it was opened.
public struct EngineCommitting {
  let role: CommitRole
  let committer: Parking
  let lastDigest: EventDigest
  let lastTime: Instant

  public init(
    role: CommitRole, committer: Parking, lastDigest: EventDigest, lastTime: Instant
  ) {
    self.role = role
    self.committer = committer
    self.lastDigest = lastDigest
    self.lastTime = lastTime
  }
}
