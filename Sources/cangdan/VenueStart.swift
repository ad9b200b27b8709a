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
  /// Each to be given to its thread.
  var gateway: GatewayStart
  var publisher: GatewayStart
  let identity: StoreIdentity
  /// What the last process has shown of the sessions; nil where it has left nothing.
  let left: LeftFigures?
  let events: EventLog
  var files: EventFileWriter
  var preparer: SegmentPreparer
  var facts: LogFacts
  let role: CommitRole
  /// What a follower has acknowledged, and what it is sent.
  let gate = StandbyGate()
  let sent: LogSender.Place
  /// Whether new work is taken.
  let intake = Intake()
  let committer: Parking
  var control: ControlPort
  var engine: Engine
  /// To be asked by the operator's desk.
  let questions = VenueQuestions()

  init(
    _ settings: ServeSettings, _ definition: Definition, logs: consuming OpenedLogs,
    parkings: VenueParkings, clock: SharedClock
  ) throws {
    self.definition = definition
    followsCalendar = settings.followsCalendar
    self.clock = clock
    let (committer, loader) = (try Parking(), try Parking())
    let counters = try CounterFile(
      path: "\(settings.data)/counters",
      blocks: CounterLayout.blocks(sessions: VenueLimits().sessions),
      startedNanos: Clocks.wall().nanoseconds)
    let commands = Ring.make(capacityBytes: Self.ringBytes)
    let published = Ring.make(capacityBytes: Self.ringBytes)
    let controls = Ring.make(capacityBytes: Self.ringBytes)
    let events = logs.events
    let role = CommitRole(
      logs.log.makeCommitHandle(), events: events, counters: counters, gate: gate,
      clock: { clock.now() })
    (identity, sent) = (StoreIdentity(logs), LogSender.Place(logs, in: settings.data))
    let committing = EngineCommitting(
      role: role, committer: committer, lastDigest: logs.lastDigest, lastTime: logs.lastTime)
    (self.events, self.role, self.committer, self.counters) = (events, role, committer, counters)
    (facts, left) = (logs.facts, logs.left)
    directory = logs.directory
    gateway = GatewayStart(
      logs.store, commands: commands.producer, engine: parkings.engine,
      parking: parkings.gateway, loader: loader)
    publisher = GatewayStart(
      logs.publisherStore, commands: published.producer, engine: parkings.engine,
      parking: parkings.publisher, loader: loader)
    files = logs.files
    preparer = logs.log.makePreparer()
    engine = Engine(
      venue: logs.venue, log: logs.log, events: logs.writer,
      rings: EngineRings(
        gateway: commands.consumer, publisher: published.consumer, control: controls.consumer),
      committing: committing, settings: settings.engine,
      figures: EngineFigures(counters, questions: questions), wallClock: clock.wallClock,
      clock: { clock.now() })
    control = ControlPort(controls.producer, engine: parkings.engine)
  }
}

extension LogSender.Place {
  fileprivate init(_ logs: borrowing OpenedLogs, in directory: String) {
    self.init(
      directory: directory, logID: logs.log.logID, coreVersion: Venue.coreVersion,
      term: logs.venue.term, progress: logs.log.progress)
  }
}

extension ServeSettings {
  fileprivate var engine: Engine.Settings {
    var engine = Engine.Settings()
    engine.durability = durability.value
    // What the follower must have too is never committed where it was written.
    if durability == .standby { engine.inlineCommitBytes = 0 }
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
  private func evidence(of session: SessionID) -> SessionPlace.Evidence {
    var evidence = SessionPlace.Evidence(
      eventEnd: events.appendedPosition, isMachineNew: directory.hasMachineRestarted)
    evidence.note(left, facts.reservations, of: session)
    return evidence
  }

  /// Where a session goes on, by what its own store has.
  func place(of view: SessionView) -> SessionPlace {
    let evidence = evidence(of: view.session)
    return switch view.role.host {
    case .gateway: SessionPlace(view, gateway.store, evidence)
    case .publisher: SessionPlace(view, publisher.store, evidence)
    }
  }

  /// What a gateway shares with others, and must know of all sessions.
  func context(of host: SessionHost) -> GatewayContext {
    let clock = clock
    let isGateway = host == .gateway
    let loader = isGateway ? gateway.history.parking : publisher.history.parking
    return GatewayContext(
      host: host, events: events, counters: counters,
      parking: isGateway ? gateway.parking : publisher.parking,
      resends: ResendSetup(clock: { clock.now() }, loader: loader),
      origins: setup.origins(self), intake: intake)
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
    engine.didPrepare()
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
    try settle()
    var inForce: [Symbol: DefineInstrument] = [:]
    for instrument in definition.instruments {
      guard let id = facts.index.instrument(instrument.code) else { continue }
      inForce[instrument.code] = engine.venue.terms(of: id)
    }
    var changes = ReferenceChanges(since: facts.index, inForce: inForce)
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

  /// Finds what was sent, and takes what the first orders need: the next segments of both logs, folders and
  /// files for what is sent.
  private mutating func prepare() throws {
    try gateway.recover(latest(servedBy: .gateway))
    try publisher.recover(latest(servedBy: .publisher))
    while try advance(preparer.prepareNextIfNeeded()) {}
    while try advance(files.prepareNextIfNeeded()) {}
    while try advance(gateway.files.advance()) {}
    while try advance(publisher.files.advance()) {}
  }

  /// The sessions of a gateway, by their roles in the log, each with the last epoch that it knows: its first
  /// one may have messages that the log knows nothing of.
  private func latest(servedBy host: SessionHost) -> [SessionID: Epoch] {
    var latest: [SessionID: Epoch] = [:]
    for session in facts.index.sessionIDs {
      guard let view = engine.venue.session(session), view.role.host == host else { continue }
      latest[session] = max(view.epoch, Epoch(rawValue: 1))
    }
    return latest
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
