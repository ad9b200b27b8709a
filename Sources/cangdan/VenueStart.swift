import Agents
import Linux
import Market
import MarketCore
import MarketDefinition
import Memory
import Records
import Rings
import Storage

/// The first commands of a process, journaled before anybody can connect: the log's opening or the
/// restart, what the definition has that the log has not, the calendar.
struct VenueStart: ~Copyable {
  /// Bytes of the ring between gateway and engine, and of the control ring: what stays in a core's
  /// second-level cache.
  static let ringBytes = 1 << 18

  let definition: Definition
  let followsCalendar: Bool
  let clock: SharedClock
  let counters: CounterFile
  let directory: StorageDirectory
  var store: SessionStore
  let identity: StoreIdentity
  /// What the last process has shown of the sessions; nil where it has left nothing.
  let left: LeftFigures?
  let events: EventLog
  var files: EventFileWriter
  var preparer: SegmentPreparer
  var sessionFiles: SessionFilePreparer
  var facts: LogFacts
  /// To be given to its thread, once it knows whom to wake.
  var history: HistoryStart
  let role: CommitRole
  let committer: Parking
  let engineParking: Parking
  var control: ControlPort
  var engine: Engine
  /// To be asked by the operator's desk.
  let questions = VenueQuestions()
  /// To be given to the gateway.
  var gatewayPort: CommandPort

  init(
    _ settings: ServeSettings, _ definition: Definition, logs: consuming OpenedLogs,
    engineParking: Parking, clock: SharedClock
  ) throws {
    self.definition = definition
    followsCalendar = settings.followsCalendar
    self.clock = clock
    self.engineParking = engineParking
    let committer = try Parking()
    let counters = try CounterFile(
      path: "\(settings.data)/counters",
      blocks: CounterLayout.blocks(sessions: VenueLimits().sessions),
      startedNanos: Clocks.wall().nanoseconds)
    let history = try HistoryStart(logs.store)
    let toEngine = Ring.make(capacityBytes: Self.ringBytes)
    let controls = Ring.make(capacityBytes: Self.ringBytes)
    let events = logs.events
    let role = CommitRole(
      logs.log.makeCommitHandle(), events: events, counters: counters, clock: { clock.now() })
    identity = StoreIdentity(logs)
    self.counters = counters
    let committing = EngineCommitting(
      role: role, committer: committer, lastDigest: logs.lastDigest, lastTime: logs.lastTime)
    self.events = events
    self.role = role
    self.committer = committer
    facts = logs.facts
    left = logs.left
    self.history = history
    directory = logs.directory
    sessionFiles = logs.store.makePreparer()
    store = logs.store
    files = logs.files
    preparer = logs.log.makePreparer()
    engine = Engine(
      venue: logs.venue, log: logs.log, events: logs.writer,
      rings: EngineRings(gateway: toEngine.consumer, control: controls.consumer),
      committing: committing, settings: settings.engine,
      figures: EngineFigures(counters, questions: questions), clock: { clock.now() })
    control = ControlPort(controls.producer, engine: engineParking)
    gatewayPort = CommandPort(toEngine.producer, engine: engineParking)
  }
}

/// The reader of history before its thread begins.
struct HistoryStart: ~Copyable {
  private let loader: SessionHistoryLoader
  let parking: Parking

  init(_ store: borrowing SessionStore) throws(SystemError) {
    let parking = try Parking()
    loader = store.makeHistoryLoader()
    self.parking = parking
  }

  /// What the gateway must know of it.
  func resends(by clock: @escaping @Sendable () -> Instant) -> ResendSetup {
    ResendSetup(clock: clock, loader: parking)
  }

  /// The reader, which wakes the gateway where it sleeps.
  consuming func reader(waking gateway: Parking) -> HistoryReader {
    HistoryReader(loader, parking: parking, gateway: gateway)
  }
}

extension ServeSettings {
  fileprivate var engine: Engine.Settings {
    var engine = Engine.Settings()
    engine.durability = durability
    return engine
  }
}

/// What the session store must know of the log, and how the log was found.
struct StoreIdentity {
  let newLog: LogOpened?
  let bytesCut: Int

  init(_ logs: borrowing OpenedLogs) {
    newLog = logs.newLog
    bytesCut = logs.log.recovery.bytesCut
  }
}

extension VenueStart {
  /// What gateway and doorkeeper are told.
  var setup: VenueSetup {
    VenueSetup(definition: definition, index: facts.index)
  }

  /// What is known of what was sent to a session, beside the log's last word and the store.
  func evidence(of session: SessionID) -> SessionPlace.Evidence {
    var evidence = SessionPlace.Evidence(
      eventEnd: events.appendedPosition, isMachineNew: directory.hasMachineRestarted)
    evidence.note(left, facts.reservations, of: session)
    return evidence
  }

  /// Whether the log is an earlier process's: its sessions can come back when the doors are open.
  var isRestart: Bool { identity.newLog == nil }

  /// Journals what belongs before the first connection; the lines of what has changed.
  mutating func journal(opensNow: Bool) throws -> [String] {
    try begin()
    let lines = try applyDefinition()
    if followsCalendar { try schedule() }
    try settle()
    try scheduleSessions()
    if opensNow {
      var phase = SetPhase()
      phase.phaseCode = TradingPhase.open.rawValue
      try publish(.setPhase, phase)
    }
    try settle()
    try prepare()
    return lines
  }

  private mutating func begin() throws {
    if let opened = identity.newLog { return try publish(.logOpened, opened) }
    var restarted = ProcessRestarted()
    restarted.wallClock = Clocks.wall()
    restarted.bytesCut = UInt64(identity.bytesCut)
    try publish(.processRestarted, restarted)
  }

  private mutating func applyDefinition() throws -> [String] {
    var changes = ReferenceChanges(since: facts.index)
    var failure: (any Error)?
    changes.apply(definition) { record in
      guard failure == nil else { return }
      do {
        while !control.write(record: record) { try settle() }
      } catch { failure = error }
    }
    if let failure { throw failure }
    facts.index = changes.updatedIndex
    return changes.lines
  }

  private mutating func schedule() throws {
    let plan = PhasePlan(definition: definition, index: facts.index)
    for phase in plan.steps(now: clock.now(), since: facts.scheduled) {
      try publish(.schedulePhase, phase)
      facts.scheduled.note(phase)
    }
  }

  /// How each session stands by its schedule now; a reset that was missed is done.
  private mutating func scheduleSessions() throws {
    var watch = ScheduleWatch(SessionPlan(definition: definition, index: facts.index), engine.venue)
    try watch.look(now: clock.now()) { body, session in
      try publish(.scheduleSession, body, session: session)
      return true
    }
  }

  private mutating func publish<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, session: SessionID = .venue
  ) throws {
    while !control.write(type, body, session: session) { try settle() }
  }

  /// Has engine and committer work until nothing is left.
  private mutating func settle() throws {
    while engine.hasWork || role.isBehind || files.bytesBehind > 0 {
      _ = try engine.doWork(now: clock.now(), maySyncInline: false)
      if role.isBehind { try role.commit() }
      _ = try files.writeBehind()
      try preparer.syncRetired()
      _ = try advance(preparer.prepareNextIfNeeded())
    }
  }

  /// Takes what the first orders need: the next segments of both logs, folders and files for what is sent.
  private mutating func prepare() throws {
    try store.makeFolders(of: facts.index.sessionIDs)
    while try advance(preparer.prepareNextIfNeeded()) {}
    while try advance(files.prepareNextIfNeeded()) {}
    while try advance(sessionFiles.advance()) {}
  }

  /// Whether there may be more to do.
  private func advance(_ step: PreparationStep) throws(SystemError) -> Bool {
    switch step {
    case .idle: return false
    case .advanced, .ready: return true
    case .failed(let error): throw error
    }
  }
}
