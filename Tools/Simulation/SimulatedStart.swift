import Agents
import FIX44
import FIXSession
import Linux
import Market
import MarketCore
import MarketData
import Memory
import OrderEntry
import Records
import Rings
import Storage
import Transport

/// A process that begins: opens the directory, applies the log, journals what belongs before the first connection,
/// and has everything ready that the agents are made of. The same steps as the program's.
struct SimulatedStart: ~Copyable {
  let lock: StorageDirectory
  let events: EventLog
  var files: EventFileWriter
  var preparer: SegmentPreparer
  var engine: Engine
  let role: CommitRole
  let parking: Parking
  let counters: CounterFile
  let intake = Intake()
  let clock: SimulatedClock
  let terms: VenueTerms
  var logClock: LogClock
  let wallClock = WallClockSight()
  var control: RingProducer
  let commands: RingProducer
  let published: RingProducer
  var store: SessionStore
  var publisherStore: SessionStore
  var sessionFiles: SessionFilePreparer
  var publisherFiles: SessionFilePreparer
  let loader: SessionHistoryLoader
  let publisherLoader: SessionHistoryLoader
  let left: LeftFigures?
  let reservations: ReservationHistory
  private let recovery: CommandLogRecovery
  let replayedCommands: Int
  let gate = StandbyGate()
  let place: LogSender.Place

  init(_ directory: String, clock: SimulatedClock, terms: VenueTerms) throws {
    let lock = try StorageDirectory.open(directory)
    let log = try terms.openLog(lock)
    let events = try terms.openEvents(lock, following: log)
    let recovery = log.recovery
    var reservations = ReservationHistory()
    let replay = try terms.replay(directory, log, events) { reservations.note($0) }
    let left = try LeftFigures(path: "\(directory)/counters")
    let store = try terms.openStore(.gateway, lock, of: log)
    let publisherStore = try terms.openStore(.publisher, lock, of: log)
    let counters = try SimulatedMarket.counters(in: directory)
    let parking = try Parking()
    logClock = clock.begin(notBefore: replay.lastTime)
    let commands = Ring.make(capacityBytes: 1 << 17)
    let published = Ring.make(capacityBytes: 1 << 17)
    let controls = Ring.make(capacityBytes: 1 << 18)
    role = clock.role(log, events, counters, gate)
    place = terms.place(directory, replay.venue.term, log.progress)
    preparer = log.makePreparer()
    (self.reservations, replayedCommands) = (reservations, replay.commandCount)
    let committing = replay.committing(role, parking)
    files = replay.files
    engine = Engine(
      venue: replay.venue, log: log, events: replay.writer,
      rings: EngineRings(
        gateway: commands.consumer, publisher: published.consumer, control: controls.consumer),
      committing: committing, settings: terms.engine, figures: EngineFigures(counters),
      wallClock: wallClock, clock: { clock.now })
    sessionFiles = store.makePreparer()
    publisherFiles = publisherStore.makePreparer()
    loader = store.makeHistoryLoader()
    publisherLoader = publisherStore.makeHistoryLoader()
    self.store = store
    self.publisherStore = publisherStore
    self.commands = commands.producer
    self.published = published.producer
    control = controls.producer
    (self.left, self.clock, self.terms, self.events) = (left, clock, terms, events)
    (self.counters, self.parking, self.recovery) = (counters, parking, recovery)
    self.lock = lock
  }

  /// Whether there was a log before.
  var isRestart: Bool { recovery.lastSequence.rawValue > 0 }

  /// Journals the log's opening and the market, or the restart.
  mutating func journal() throws {
    if isRestart {
      var restarted = ProcessRestarted()
      restarted.wallClock = clock.wall
      restarted.bytesCut = UInt64(recovery.bytesCut)
      publish(SimulatedRecord(.processRestarted, restarted))
    } else {
      var opened = LogOpened()
      opened.coreVersion = Venue.coreVersion
      opened.formatVersion = RecordHead.formatVersion
      opened.hashSeed = SimulatedMarket.seed.rawValue
      opened.logID = terms.logID
      publish(SimulatedRecord(.logOpened, opened))
      var records: [SimulatedRecord] = []
      SimulatedMarket.define(terms) { records.append($0) }
      for record in records { publish(record) }
    }
    try settle()
  }

  /// Who sends the log; from here on nothing is committed that the follower has not, and nobody is let in before it
  /// has what the start has left.
  func sender() throws -> LogSender {
    let sender = try LogSender(
      listener: try Listener(SocketAddress(ipv4: 0x7f00_0001, port: 0)), place: place, gate: gate,
      parking: parking, committer: parking)
    let isEarly = terms.mistakes.contains(.doorsOpenEarly)
    gate.require(behind: isEarly ? Sequence(rawValue: 0) : place.progress.appended)
    return sender
  }

  private mutating func publish(_ record: SimulatedRecord) {
    record.write(to: &control)
  }

  /// Has engine and committer work until nothing is left.
  private mutating func settle() throws {
    while engine.hasWork || role.isBehind || files.bytesBehind > 0 {
      _ = try engine.doWork(now: clock.now, maySyncInline: false)
      if role.isBehind { try role.commit() }
      _ = try files.writeBehind()
      try preparer.syncRetired()
      _ = try advance(preparer.prepareNextIfNeeded())
    }
  }

  /// Finds what was sent, makes folders and the files to come.
  mutating func prepare() throws {
    let latest = latestEpochs
    for (host, ids) in [
      (SessionHost.gateway, sessions(.gateway)), (.publisher, sessions(.publisher)),
    ] {
      switch host {
      case .gateway:
        try store.recover(ids) { latest[$0] }
        try store.makeFolders(of: ids)
      case .publisher:
        try publisherStore.recover(ids) { latest[$0] }
        try publisherStore.makeFolders(of: ids)
      }
    }
    while try advance(preparer.prepareNextIfNeeded()) {}
    while try advance(sessionFiles.advance()) {}
    while try advance(publisherFiles.advance()) {}
  }

  private func sessions(_ host: SessionHost) -> [SessionID] {
    SimulatedMarket.sessions.indices.filter { SimulatedMarket.sessions[$0].role.host == host }
      .map(SimulatedMarket.id)
  }

  private var latestEpochs: [SessionID: Epoch] {
    var latest: [SessionID: Epoch] = [:]
    for place in SimulatedMarket.sessions.indices {
      guard let view = engine.venue.session(SimulatedMarket.id(place)) else { continue }
      latest[view.session] = max(view.epoch, Epoch(rawValue: 1))
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

extension SimulatedStart {
  /// What each session's gateway is told of it.
  func setups() -> [GatewaySessionSetup] {
    SimulatedMarket.sessions.indices.map { place in
      guard var view = engine.venue.session(SimulatedMarket.id(place)) else {
        preconditionFailure("the market's sessions are defined")
      }
      if terms.mistakes.contains(.reservationsForgotten) { view.reservedUpTo = 0 }
      if terms.mistakes.contains(.placesForgotten) { view.reservedAt = events.appendedPosition }
      let setupPlace =
        switch view.role.host {
        case .gateway: SessionPlace(view, store, evidence(of: view.session))
        case .publisher: SessionPlace(view, publisherStore, evidence(of: view.session))
        }
      let identity = SessionIdentity(
        compID: CompID(SimulatedMarket.text(SimulatedMarket.venueName)),
        peerCompID: CompID(SimulatedMarket.text(SimulatedMarket.sessions[place].name)))
      var setup = GatewaySessionSetup(view, identity: identity, place: setupPlace)
      setup.entitlements = engine.venue.entitlements(of: view.session)
      return setup
    }
  }

  private func evidence(of session: SessionID) -> SessionPlace.Evidence {
    let isMachineNew = lock.hasMachineRestarted && !terms.mistakes.contains(.machineTakenForOld)
    var evidence = SessionPlace.Evidence(
      eventEnd: events.appendedPosition, isMachineNew: isMachineNew)
    let known = terms.mistakes.contains(.placesForgotten) ? ReservationHistory() : reservations
    evidence.note(left, known, of: session)
    return evidence
  }

  /// What gateway and publisher share.
  var context: GatewayContext {
    GatewayContext(
      clock: clock, counters: counters, intake: intake, events: events, parking: parking,
      terms: terms)
  }

  /// What is published of the market.
  var board: MarketBoard {
    let firms = SimulatedMarket.sessions.enumerated().map { place, session in
      (FirmID(rawValue: UInt32(place + 1)), CompID(SimulatedMarket.text(session.name)))
    }
    return MarketBoard(engine.venue, firms: firms) { _ in nil }
  }

  /// Who may connect: everybody of the market, from anywhere.
  static var directory: SessionDirectory {
    var directory = SessionDirectory(
      venue: CompID(SimulatedMarket.text(SimulatedMarket.venueName)))
    for (place, session) in SimulatedMarket.sessions.enumerated() {
      let entry = SessionDirectory.Entry(
        session: SimulatedMarket.id(place), addresses: [], isEnabled: true)
      directory.add(entry, compID: CompID(SimulatedMarket.text(session.name)), subID: CompID())
    }
    return directory
  }
}

/// What gateway and publisher share.
struct GatewayContext {
  let clock: SimulatedClock
  let counters: CounterFile
  let intake: Intake
  let events: EventLog
  let parking: Parking
  let terms: VenueTerms

  /// Gateway or publisher.
  func gateway(
    _ host: SessionHost, _ sessions: [GatewaySessionSetup], _ doors: consuming DoorEnds,
    _ store: consuming SessionStore, _ commands: consuming RingProducer,
    board: consuming MarketBoard? = nil
  ) throws -> Gateway {
    let clock = clock
    let notices = Ring.make(capacityBytes: 1 << 14)
    var tools = GatewayTools(
      serving: host, dictionary: FIX44Dictionary.make(),
      port: CommandPort(commands, engine: parking), passwords: doors.passwords, store: store,
      notices: NoticeWriter(notices.producer), firmCodes: SimulatedMarket.firmCodes,
      marketUTCOffsetSeconds: 28_800, counters: counters, intake: intake,
      spareBuffers: 4, positionBlocks: terms.positionBlocks)
    tools.origins = SimulatedMarket.origins
    return try Gateway(
      tools: tools, sessions: sessions, events: events, handovers: doors.handovers,
      parking: parking, resends: ResendSetup(clock: { clock.now }, loader: parking), board: board)
  }
}

extension LogReplay {
  /// How the engine goes on from here.
  fileprivate func committing(_ role: CommitRole, _ parking: Parking) -> EngineCommitting {
    EngineCommitting(
      role: role, committer: parking, lastDigest: lastDigest, lastTime: lastTime)
  }
}
