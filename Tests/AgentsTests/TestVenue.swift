import FIX44
import FIXSession
import Glibc
import Linux
import Market
import MarketCore
import Memory
import OrderEntry
import Records
import Rings
import Secrets
import Storage
import Synchronization
import TLS
import Transport

@testable import Agents

/// A whole venue in one thread, on loopback, on a clock of the test's own: doorkeeper, gateway, engine
/// and commits, one duty cycle after the other.
final class TestVenue {
  let directory: String
  private(set) var now = Instant(nanoseconds: 1_795_000_000_000_000_000)
  private var gateway: Gateway
  private var publisher: Gateway
  private var engine: Engine
  private var doorkeeper: Doorkeeper
  private var history: HistoryReader?
  let ticker: Ticker
  /// Where passwords are judged, and whether they are.
  let desk: PasswordDesk
  var judgesPasswords = true
  private var doorkeeperNotices: NoticeReader
  private var gatewayReader: NoticeReader
  private var publisherReader: NoticeReader
  /// Whether the publisher works; one that does not is behind.
  var publishes = true
  let roles: [String: SessionRole]
  private let role: CommitRole
  var control: RingProducer
  private var files: EventFileWriter
  private var preparer: SegmentPreparer
  private let lock: StorageDirectory
  let address: SocketAddress
  /// Where TLS is spoken, if it is.
  let secureAddress: SocketAddress?
  /// Who may connect.
  let access: CurrentDirectory
  /// Whether appended commands are committed in each cycle.
  var commits = true
  /// What gateway and sessions show of themselves.
  let counters: CounterFile
  let intake = Intake()

  /// The sessions of the test market, in the order of their numbers from 1.
  static let sessions = ["SELLER", "BUYER", "THROTTLED"]

  init(
    _ directory: String, logID: UInt64 = 7, isMachineNew: Bool = false, throttleLimit: UInt32 = 3,
    credentials: [String: PasswordHash] = [:],
    limits: Doorkeeper.Limits = Doorkeeper.Limits(), tls: CurrentTLSContext? = nil,
    roles: [String: SessionRole] = [:], ringBytes: Int = 1 << 18,
    spareBuffers: Int = GatewayLimits.spareBuffers,
    positionBlocks: Int = GatewayLimits.positionBlocks, loads: Bool = false, ticks: Int64 = 1_000,
    hasMarketData: Bool = false, gate: StandbyGate = StandbyGate(),
    entry change: (String, inout SessionDirectory.Entry) -> Void = { _, _ in },
    setup changeSetup: (String, inout GatewaySessionSetup) -> Void = { _, _ in },
    passwords: @escaping PasswordChange = { _, _, _ in nil }
  ) throws {
    self.directory = directory
    self.roles = roles
    let figures = "\(directory)/counters"
    let left = try LeftFigures(path: figures)
    counters = try CounterFile(
      path: figures, blocks: CounterLayout.blocks(sessions: 3), startedNanos: 1)
    let lock = try StorageDirectory.open(directory)
    let log = try CommandLog.open(
      in: lock, coreVersion: Venue.coreVersion, newLogID: logID,
      options: CommandLogOptions(segmentBytes: 1 << 20, durability: .memory))
    let events = try EventLog.open(
      in: lock, following: log, options: EventLogOptions(segmentBytes: 4 << 20, segmentCount: 4))
    let isNew = log.recovery.lastSequence.rawValue == 0
    var reservations = ReservationHistory()
    var opened = try LogReplay(Self.emptyVenue(), events)
    if !isNew { try opened.run(directory, note: { command, _ in reservations.note(command) }) }
    let hosts = Self.hosts(roles, opened.venue)
    let store = try Self.store(.gateway, lock, log, hosts, opened.venue)
    let publisherStore = try Self.store(.publisher, lock, log, hosts, opened.venue)
    let parking = try Parking()
    history =
      loads ? HistoryReader(store.makeHistoryLoader(), parking: parking, gateway: parking) : nil
    let ticker = Ticker(nanoseconds: ticks)
    self.ticker = ticker
    let commands = Ring.make(capacityBytes: ringBytes)
    let published = Ring.make(capacityBytes: ringBytes)
    let controls = Ring.make(capacityBytes: 1 << 18)
    let handovers = Ring.make(capacityBytes: 1 << 16)
    let arrivals = Ring.make(capacityBytes: 1 << 16)
    let notices = Ring.make(capacityBytes: 1 << 16)
    let publisherNotices = Ring.make(capacityBytes: 1 << 16)
    let doorkeeperNotices = Ring.make(capacityBytes: 1 << 16)
    let clock: @Sendable () -> Instant = { .none }
    let role = CommitRole(
      log.makeCommitHandle(), events: events, counters: counters, clock: clock)
    let preparer = log.makePreparer()
    var setups: [GatewaySessionSetup] = []
    for (place, name) in Self.sessions.enumerated() {
      var evidence = SessionPlace.Evidence(
        eventEnd: events.appendedPosition, isMachineNew: isMachineNew)
      evidence.note(left, reservations, of: SessionID(rawValue: UInt32(place + 1)))
      let session = SessionID(rawValue: UInt32(place + 1))
      var setup =
        hosts[session] == .publisher
        ? Self.setup(session, name, opened.venue, publisherStore, evidence)
        : Self.setup(session, name, opened.venue, store, evidence)
      setup.role = roles[name] ?? setup.role
      setup.throttle.limit = name == "THROTTLED" ? throttleLimit : 0
      changeSetup(name, &setup)
      setups.append(setup)
    }
    var settings = Engine.Settings()
    settings.durability = .disk
    engine = Engine(
      venue: opened.venue, log: log, events: opened.writer,
      rings: EngineRings(
        gateway: commands.consumer, publisher: published.consumer, control: controls.consumer),
      committing: EngineCommitting(
        role: role, committer: parking, lastDigest: opened.lastDigest, lastTime: opened.lastTime),
      settings: settings, figures: EngineFigures(counters), clock: clock)
    control = controls.producer
    self.role = role
    let way = try PasswordWay(keeping: passwords)
    desk = way.desk
    let further = PasswordWay(to: way.desk)
    let shared = GatewayContext(
      events: events, counters: counters, intake: intake, parking: parking,
      spareBuffers: spareBuffers, positionBlocks: positionBlocks, clock: { [ticker] in ticker.now })
    gateway = try Self.gateway(
      .gateway, setups.filter { hosts[$0.session] != .publisher },
      GatewayEnds(
        commands: commands.producer, handovers: handovers.consumer, passwords: way.port,
        store: store, notices: notices.producer,
        origins: Self.origins(setups)), shared, loader: loads ? parking : nil)
    publisher = try Self.gateway(
      .publisher, setups.filter { hosts[$0.session] == .publisher },
      GatewayEnds(
        commands: published.producer, handovers: arrivals.consumer, passwords: further.port,
        store: publisherStore, notices: publisherNotices.producer,
        origins: Self.origins(setups)), shared, loader: nil,
      board: hasMarketData ? Self.board : nil)
    let listener = try Listener(SocketAddress(ipv4: 0x7f00_0001, port: 0))
    address = listener.address
    var door: SecureDoor?
    if let tls {
      let secured = try Listener(SocketAddress(ipv4: 0x7f00_0001, port: 0))
      door = SecureDoor(listener: secured, context: tls)
    }
    secureAddress = door?.address
    access = CurrentDirectory(Self.directory(credentials, change))
    doorkeeper = try Doorkeeper(
      listener: listener, secureDoor: door, directory: access,
      ways: HandoverWays(
        gateway: HandoverWay(handovers.producer, waking: parking, demands: way.demands),
        publisher: HandoverWay(arrivals.producer, waking: parking, demands: further.demands),
        published: Set(hosts.filter { $0.value == .publisher }.keys)),
      notices: NoticeWriter(doorkeeperNotices.producer), counters: counters, limits: limits,
      desk: desk, gate: gate)
    self.doorkeeperNotices = NoticeReader(doorkeeperNotices.consumer)
    gatewayReader = NoticeReader(notices.consumer)
    publisherReader = NoticeReader(publisherNotices.consumer)
    files = opened.files
    self.preparer = preparer
    self.lock = lock
    if isNew {
      define()
    } else {
      publish(.processRestarted, ProcessRestarted())
      publish(.resumed, Resumed())
    }
    while engine.hasWork { cycle() }
  }

  /// One duty cycle of everybody, a millisecond after the last; the gateway's amount of work.
  @discardableResult
  func cycle(nanoseconds: Int64 = 1_000_000) -> Int {
    now = now.adding(nanoseconds: nanoseconds)
    ticker.set(now)
    do {
      doorkeeperWork += try doorkeeper.doWork(now: now, milliseconds: 0)
      if judgesPasswords { _ = desk.doWork(ranNanos: { 0 }) }
      var work = try gateway.read(now: now)
      if publishes { work += try publisher.read(now: now) }
      _ = try engine.doWork(now: now, maySyncInline: false)
      if commits && role.isBehind { try role.commit() }
      _ = try files.writeBehind()
      _ = files.prepareNextIfNeeded()
      try preparer.syncRetired()
      _ = preparer.prepareNextIfNeeded()
      work += try gateway.write(now: now)
      if publishes { work += try publisher.write(now: now) }
      while (history?.doWork() ?? 0) > 0 {}
      return work
    } catch {
      preconditionFailure("the venue stopped: \(error)")
    }
  }

  /// Lets `connection` in as if it had come through the listener.
  func admit(_ connection: consuming Connection, from peer: SocketAddress) {
    doorkeeper.admit(connection, from: peer, isSecured: false, now: now)
  }

  var connectionCount: Int { gateway.connectionCount + publisher.connectionCount }
  var loggedOnCount: Int { gateway.loggedOnCount + publisher.loggedOnCount }
  /// Connections that have ended, and wait for their peers.
  var lingeringCount: Int { gateway.lingering.count }
  /// What the doorkeeper has done so far.
  private(set) var doorkeeperWork = 0
  /// Buffers that sessions have, for what was read and for what is to be sent.
  var lentBuffers: [Int] {
    [gateway.tools.inboundBuffers.lentCount, gateway.tools.outboundBuffers.lentCount]
  }

  /// Why connections were refused, since it was asked last.
  func refusals() -> [Notice.Refusal] {
    refusalNotices().compactMap { Notice.Refusal(rawValue: $0.detail) }
  }

  /// The same, whole.
  func refusalNotices() -> [Notice] {
    var notices: [Notice] = []
    while let notice = doorkeeperNotices.next() { notices.append(notice) }
    return notices
  }

  /// What gateway and publisher have told since they were asked last.
  func gatewayNotices() -> [Notice] {
    var notices: [Notice] = []
    while let notice = gatewayReader.next() { notices.append(notice) }
    while let notice = publisherReader.next() { notices.append(notice) }
    return notices
  }

  /// Why the gateway refused connections, since it was asked last.
  func gatewayRefusals() -> [Notice.Refusal] {
    gatewayNotices().filter { $0.kindCode == Notice.Kind.connectionRefused.rawValue }
      .compactMap { Notice.Refusal(rawValue: $0.detail) }
  }

  /// The end in order.
  func end() {
    do throws(AgentError) {
      try gateway.end()
      try publisher.end()
    } catch {
      preconditionFailure("the venue's end: \(error)")
    }
  }

  func beginShutdown() {
    gateway.beginShutdown(now: now)
    publisher.beginShutdown(now: now)
  }

  static func directory(
    _ credentials: [String: PasswordHash] = [:],
    _ change: (String, inout SessionDirectory.Entry) -> Void = { _, _ in }
  ) -> SessionDirectory {
    var directory = SessionDirectory(venue: compID("VENUE"))
    for (place, name) in sessions.enumerated() {
      var entry = SessionDirectory.Entry(
        session: SessionID(rawValue: UInt32(place + 1)), addresses: [], isEnabled: true)
      entry.credential = credentials[name]
      change(name, &entry)
      directory.add(entry, compID: compID(name), subID: CompID())
    }
    return directory
  }
}

/// `text` as a CompID; the tests' names are short.
func compID(_ text: String) -> CompID {
  guard let text = Text16(text) else { preconditionFailure("a test's name fits") }
  return CompID(text)
}

/// Time within a duty cycle: each look at it takes as long.
final class Ticker: Sendable {
  private let time = Atomic<Int64>(0)
  private let tick: Int64

  init(nanoseconds: Int64) { tick = nanoseconds }

  func set(_ now: Instant) { time.store(now.nanoseconds, ordering: .relaxed) }

  var now: Instant {
    Instant(nanoseconds: time.add(tick, ordering: .relaxed).newValue)
  }
}
