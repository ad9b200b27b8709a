import Agents
import FIX44
import FIXSession
import Funds
import Linux
import Market
import MarketCore
import MarketData
import OrderEntry
import Records
import Rings
import Storage
import Transport

/// An agent whose duty cycle can be the next step.
enum Agent: Int, CaseIterable {
  case doorkeeper, gatewayRead, engine, gatewayWrite, committer, publisherRead, publisherWrite
  case history, publisherHistory, standby
}

/// One process of the venue: the agents that the program runs on its threads, in one thread, each duty cycle when
/// it is called for. Let go of without `end()` it is a process that was killed.
final class SimulatedVenue {
  private var gateway: Gateway
  private var publisher: Gateway
  private var engine: Engine
  private var committer: Committer
  private var doorkeeper: Doorkeeper
  private var history: HistoryReader
  private var publisherHistory: HistoryReader
  private let role: CommitRole
  private let clock: SimulatedClock
  private var logClock: LogClock
  private let wallClock: WallClockSight
  private var control: RingProducer
  private var notices: NoticeReader
  private let events: EventLog
  /// Where a follower is sent the log.
  private var sender: LogSender?
  let gate: StandbyGate
  private let progress: LogProgress
  private let lock: StorageDirectory
  /// Commands that the start has applied again.
  let replayedCommands: Int
  /// What was said about refused connections since it was asked last.
  private(set) var refusals: [Notice.Refusal] = []

  init(_ directory: String, clock: SimulatedClock, terms: VenueTerms) throws {
    var start = try SimulatedStart(directory, clock: clock, terms: terms)
    try start.journal()
    try start.prepare()
    self.clock = clock
    let (setups, isRestart) = (start.setups(), start.isRestart)
    let doors = try SimulatedDoors(start.parking)
    let served = setups.filter { $0.role.host == .gateway }
    let looking = setups.filter { $0.role.host == .publisher }
    let notices = Ring.make(capacityBytes: 1 << 14)
    let context = start.context
    let board = start.board
    sender = terms.hasStandby ? try start.sender() : nil
    gateway = try context.gateway(.gateway, served, doors.gateway, start.store, start.commands)
    publisher = try context.gateway(
      .publisher, looking, doors.publisher, start.publisherStore, start.published, board: board)
    history = HistoryReader(start.loader, parking: start.parking, gateway: start.parking)
    publisherHistory = HistoryReader(
      start.publisherLoader, parking: start.parking, gateway: start.parking)
    let silent = Ring.make(capacityBytes: 1 << 12)
    committer = Committer(
      role: start.role, files: start.files, preparer: start.preparer,
      sessionFiles: start.sessionFiles, publisherFiles: start.publisherFiles,
      readers: [start.parking], notices: NoticeWriter(silent.producer), counters: start.counters,
      intake: start.intake)
    doorkeeper = try Doorkeeper(
      listener: try Listener(SocketAddress(ipv4: 0x7f00_0001, port: 0)),
      directory: CurrentDirectory(SimulatedStart.directory), ways: doors.ways,
      notices: NoticeWriter(notices.producer), counters: start.counters, desk: doors.desk)
    self.notices = NoticeReader(notices.consumer)
    role = start.role
    (logClock, wallClock, events) = (start.logClock, start.wallClock, start.events)
    control = start.control
    replayedCommands = start.replayedCommands
    gate = start.gate
    progress = start.place.progress
    engine = start.engine
    lock = start.lock
    try lock.didRecover()
    if isRestart { resume(setups) }
  }

  private func resume(_ setups: [GatewaySessionSetup]) {
    publish(SimulatedRecord(.resumed, Resumed()))
    skipNumbers(setups)
  }

  /// Now and then the operator sets the next number of a firm that is away: so a block of numbers ends early, and
  /// sessions have several.
  private func skipNumbers(_ setups: [GatewaySessionSetup]) {
    let place = replayedCommands % (2 * SimulatedMarket.firms)
    guard place < SimulatedMarket.firms else { return }
    var body = ControlSession()
    body.actionCode = SessionControl.setNextOutbound.rawValue
    body.request = 1
    body.msgSeqNum =
      setups[place].numbers.nextOutbound.rawValue + Limits.numbersPerReservation / 2 + 1
    publish(SimulatedRecord(.controlSession, body, session: setups[place].session))
  }

  /// Log time now: the process goes by its own clock.
  func look() {
    clock.show(logClock.now(monotonicNanos: clock.monotonicNanos))
  }

  /// Draws log time towards the wall clock, as the program does ten times a second.
  func adjustClock() {
    let ahead = logClock.adjust(wall: clock.wall, monotonicNanos: clock.monotonicNanos)
    wallClock.note(aheadNanos: ahead)
    look()
  }

  /// One duty cycle of an agent; its amount of work.
  func step(_ agent: Agent, maySyncInline: Bool) throws -> Int {
    look()
    let now = clock.now
    switch agent {
    case .doorkeeper: return try doorkeeper.doWork(now: now, milliseconds: 0)
    case .gatewayRead: return try gateway.read(now: now)
    case .engine: return try engine.doWork(now: now, maySyncInline: maySyncInline)
    case .gatewayWrite: return try gateway.write(now: now)
    case .committer:
      let work = try committer.doWork()
      committer.hasSlept()
      return work
    case .publisherRead: return try publisher.read(now: now)
    case .publisherWrite: return try publisher.write(now: now)
    case .history: return history.doWork()
    case .publisherHistory: return publisherHistory.doWork()
    case .standby: return try sender?.doWork(now: now, milliseconds: 0) ?? 0
    }
  }

  /// Whether clients are let in.
  var isOpen: Bool { gate.isOpen }

  /// The last command that is on both disks, as far as it knows.
  var securedSequence: UInt64 { min(gate.acknowledged, progress.committed).rawValue }

  /// Lets a follower in, as if it had come through the sender's listener.
  func admit(follower connection: consuming Connection) throws {
    look()
    let now = clock.now
    try sender?.admit(connection, now: now)
  }

  /// Lets a connection in, as if it had come through the listener.
  func admit(_ connection: consuming Connection, from host: UInt32) {
    look()
    doorkeeper.admit(
      connection, from: SocketAddress(ipv4: host, port: 1), isSecured: false, now: clock.now)
  }

  /// Gives the engine a record of operator or clock.
  func publish(_ record: SimulatedRecord) {
    record.write(to: &control)
  }

  /// What was refused since this was asked last.
  func takeRefusals() -> [Notice.Refusal] {
    var found: [Notice.Refusal] = []
    while let notice = notices.next() {
      if let refusal = Notice.Refusal(rawValue: notice.detail) { found.append(refusal) }
    }
    return found
  }

  var hasWork: Bool { engine.hasWork || role.isBehind }
  var connectionCount: Int { gateway.connectionCount + publisher.connectionCount }
  var committedPosition: UInt64 { events.committedPosition }
  var nextTimer: Instant? { engine.nextTimer }

  /// What is wrong with the core's books, titles and money; nil where nothing is.
  func audit() -> AuditFinding? { engine.venue.audit() }
  func digest() -> UInt64 { engine.venue.digest() }

  /// Who holds a document; nil where there is none.
  func holder(of document: TitleDocID) -> String? {
    engine.venue.title(document).map { "\($0.holder.text)" }
  }

  /// What all accounts have together, as it came from outside.
  var moneyPaidIn: Int64 {
    -(engine.venue.account(.bank, in: SimulatedMarket.currency)?.balance.fen ?? 0)
  }

  /// A side of the book: quantities by price.
  func book(_ side: Side) -> [Int: Int] {
    var book: [Int: Int] = [:]
    engine.venue.forEachLevel(of: InstrumentID(rawValue: 1), side) { level in
      book[Int(level.price.tenThousandths / 10_000)] = Int(level.lots) * 25
    }
    return book
  }

  /// Asks all sessions to log out.
  func beginShutdown() {
    look()
    gateway.beginShutdown(now: clock.now)
    publisher.beginShutdown(now: clock.now)
  }

  /// The end in order, when nobody is connected and nothing is left to do.
  func end() throws {
    try gateway.end()
    try publisher.end()
    try committer.finish()
  }
}

/// The doorkeeper's ways to both gateways.
struct SimulatedDoors: ~Copyable {
  let ways: HandoverWays
  let gateway: DoorEnds
  let publisher: DoorEnds
  let desk: PasswordDesk

  init(_ parking: Parking) throws {
    let arriving = Ring.make(capacityBytes: 1 << 16)
    let published = Ring.make(capacityBytes: 1 << 16)
    let way = try PasswordWay(keeping: { _, _, _ in nil })
    let further = PasswordWay(to: way.desk)
    let looking = SimulatedMarket.sessions.indices.filter {
      SimulatedMarket.sessions[$0].role.host == .publisher
    }
    desk = way.desk
    ways = HandoverWays(
      gateway: HandoverWay(arriving.producer, waking: parking, demands: way.demands),
      publisher: HandoverWay(published.producer, waking: parking, demands: further.demands),
      published: Set(looking.map(SimulatedMarket.id)))
    gateway = DoorEnds(handovers: arriving.consumer, passwords: way.port)
    publisher = DoorEnds(handovers: published.consumer, passwords: further.port)
  }
}

/// A gateway's ends of its ways from and to the doorkeeper.
struct DoorEnds: ~Copyable {
  let handovers: RingConsumer
  let passwords: PasswordPort
}
