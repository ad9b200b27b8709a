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
  private var engine: Engine
  private var doorkeeper: Doorkeeper
  private var history: HistoryReader?
  let ticker: Ticker
  /// Where passwords are judged, and whether they are.
  let desk: PasswordDesk
  var judgesPasswords = true
  private var doorkeeperNotices: NoticeReader
  private var gatewayReader: NoticeReader
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

  /// The sessions of the test market, in the order of their numbers from 1.
  static let sessions = ["SELLER", "BUYER", "THROTTLED"]

  init(
    _ directory: String, logID: UInt64 = 7, isMachineNew: Bool = false, throttleLimit: UInt32 = 3,
    credentials: [String: PasswordHash] = [:],
    limits: Doorkeeper.Limits = Doorkeeper.Limits(), tls: CurrentTLSContext? = nil,
    ringBytes: Int = 1 << 18, spareBuffers: Int = GatewayLimits.spareBuffers,
    positionBlocks: Int = GatewayLimits.positionBlocks, loads: Bool = false, ticks: Int64 = 1_000,
    entry change: (String, inout SessionDirectory.Entry) -> Void = { _, _ in },
    setup changeSetup: (String, inout GatewaySessionSetup) -> Void = { _, _ in },
    passwords: @escaping PasswordChange = { _, _, _ in nil }
  ) throws {
    self.directory = directory
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
    var opened = TestReplay(try events.makeWriter())
    try opened.run(directory, events)
    let files = try events.makeFileWriter()
    let store = try SessionStore.open(
      in: lock, of: log, sessions: (1...3).map { SessionID(rawValue: $0) },
      latest: { Self.latestEpoch(of: $0, opened.venue) },
      options: SessionStoreOptions(capacity: 16))
    let parking = try Parking()
    history =
      loads ? HistoryReader(store.makeHistoryLoader(), parking: parking, gateway: parking) : nil
    let ticker = Ticker(nanoseconds: ticks)
    self.ticker = ticker
    let commands = Ring.make(capacityBytes: ringBytes)
    let controls = Ring.make(capacityBytes: 1 << 18)
    let handovers = Ring.make(capacityBytes: 1 << 16)
    let notices = Ring.make(capacityBytes: 1 << 16)
    let doorkeeperNotices = Ring.make(capacityBytes: 1 << 16)
    let clock: @Sendable () -> Instant = { .none }
    let role = CommitRole(
      log.makeCommitHandle(), events: events, counters: counters, clock: clock)
    let preparer = log.makePreparer()
    let isNew = log.recovery.lastSequence.rawValue == 0
    var setups: [GatewaySessionSetup] = []
    for (place, name) in Self.sessions.enumerated() {
      var evidence = SessionPlace.Evidence(
        eventEnd: events.appendedPosition, isMachineNew: isMachineNew)
      evidence.note(left, opened.reservations, of: SessionID(rawValue: UInt32(place + 1)))
      var setup = Self.setup(UInt32(place + 1), name, opened.venue, store, evidence)
      setup.throttle.limit = name == "THROTTLED" ? throttleLimit : 0
      changeSetup(name, &setup)
      setups.append(setup)
    }
    var settings = Engine.Settings()
    settings.durability = .disk
    engine = Engine(
      venue: opened.venue, log: log, events: opened.writer,
      rings: EngineRings(gateway: commands.consumer, control: controls.consumer),
      committing: EngineCommitting(
        role: role, committer: parking, lastDigest: opened.lastDigest, lastTime: opened.lastTime),
      settings: settings, figures: EngineFigures(counters), clock: clock)
    control = controls.producer
    self.role = role
    let way = try PasswordWay(keeping: passwords)
    desk = way.desk
    var tools = GatewayTools(
      dictionary: FIX44Dictionary.make(), port: CommandPort(commands.producer, engine: parking),
      passwords: way.port, store: store, notices: NoticeWriter(notices.producer),
      firmCodes: Self.firmCodes,
      marketUTCOffsetSeconds: 28_800, counters: counters, spareBuffers: spareBuffers,
      positionBlocks: positionBlocks)
    tools.origins = Self.origins(setups)
    gateway = try Gateway(
      tools: tools, sessions: setups, events: events, handovers: handovers.consumer,
      parking: parking,
      resends: ResendSetup(clock: { [ticker] in ticker.now }, loader: loads ? parking : nil))
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
      gateway: handovers.producer, gatewayParking: parking,
      notices: NoticeWriter(doorkeeperNotices.producer), counters: counters, limits: limits,
      desk: desk, demands: way.demands)
    self.doorkeeperNotices = NoticeReader(doorkeeperNotices.consumer)
    gatewayReader = NoticeReader(notices.consumer)
    self.files = files
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
      _ = try engine.doWork(now: now, maySyncInline: false)
      if commits && role.isBehind { try role.commit() }
      _ = try files.writeBehind()
      _ = files.prepareNextIfNeeded()
      try preparer.syncRetired()
      _ = preparer.prepareNextIfNeeded()
      work += try gateway.write(now: now)
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

  var connectionCount: Int { gateway.connectionCount }
  var loggedOnCount: Int { gateway.loggedOnCount }
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

  /// What the gateway has told since it was asked last.
  func gatewayNotices() -> [Notice] {
    var notices: [Notice] = []
    while let notice = gatewayReader.next() { notices.append(notice) }
    return notices
  }

  /// Why the gateway refused connections, since it was asked last.
  func gatewayRefusals() -> [Notice.Refusal] {
    gatewayNotices().filter { $0.kindCode == Notice.Kind.connectionRefused.rawValue }
      .compactMap { Notice.Refusal(rawValue: $0.detail) }
  }

  func beginShutdown() { gateway.beginShutdown(now: now) }

  private static func setup(
    _ number: UInt32, _ name: String, _ venue: borrowing Venue, _ store: borrowing SessionStore,
    _ evidence: SessionPlace.Evidence
  ) -> GatewaySessionSetup {
    let session = SessionID(rawValue: number)
    let identity = SessionIdentity(compID: compID("VENUE"), peerCompID: compID(name))
    var setup =
      if let view = venue.session(session) {
        Self.entitled(
          GatewaySessionSetup(
            view, identity: identity, place: SessionPlace(view, store, evidence)), venue)
      } else {
        GatewaySessionSetup(
          session: session, role: .dealer, identity: identity, numbers: .first)
      }
    setup.settings.sendingTimeAccuracy = 0
    return setup
  }

  private static func entitled(
    _ setup: GatewaySessionSetup, _ venue: borrowing Venue
  ) -> GatewaySessionSetup {
    var setup = setup
    setup.entitlements = venue.entitlements(of: setup.session)
    return setup
  }

  private static func latestEpoch(
    of session: SessionID, _ venue: borrowing Venue
  ) -> Epoch? {
    venue.session(session).map { max($0.epoch, Epoch(rawValue: 1)) }
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
