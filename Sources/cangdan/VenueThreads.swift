import Agents
import Linux
import Logging
import Market
import MarketCore
import MarketDefinition
import Operations
import OrderEntry
import Rings
import Storage
import Synchronization
import Transport

/// What the threads share besides rings, logs and cursors: the clock, and when to stop.
final class VenueSignals: Sendable {
  let clock: SharedClock
  let wait: WaitStrategy
  /// 0 run, 1 no more connections and log out, 2 the venue's threads have ended.
  let stage = Atomic<Int>(0)
  private let firstFailure = Mutex<(any Error)?>(nil)

  init(clock: SharedClock, wait: WaitStrategy) {
    self.clock = clock
    self.wait = wait
  }

  /// Log time now.
  @Sendable func now() -> Instant { clock.now() }

  /// Why a thread has stopped by itself.
  var failure: (any Error)? { firstFailure.withLock { $0 } }

  func fail(_ error: any Error) { firstFailure.withLock { $0 = $0 ?? error } }

  var isStopping: Bool { stage.load(ordering: .acquiring) > 0 }
}

/// The venue's threads, from their start to their end.
///
/// The order of the end: no more connections; all sessions logged out; rings drained; log and events
/// synced; closed.
struct VenueThreads: ~Copyable {
  let signals: VenueSignals
  private let side: SideThreads
  private let venue: [AgentThread]
  private let parkings: [Parking]
  private let committerParking: Parking
  /// Held, with its lock, as long as the threads run.
  private let directory: StorageDirectory
  private var calendar: CalendarWatch
  private var schedules: ScheduleWatch
  private var control: ControlPort
  private let inbox: OperatorInbox
  /// An action for which the control ring had no room yet.
  private var unwritten: OperatorCommand?

  init(
    _ settings: ServeSettings, start: consuming VenueStart, directory access: CurrentDirectory,
    certificates: FIXSCertificates?, gatewayParking: Parking, notices: consuming NoticeRings
  ) throws {
    let signals = VenueSignals(clock: start.clock, wait: settings.wait)
    let setup = start.setup
    let handovers = Ring.make(capacityBytes: 1 << 20)
    let passwords = try PasswordWay(keeping: setup.passwords(settings))
    let sessions = setup.sessions(start)
    let schedules = ScheduleWatch(setup.sessionPlan, start.engine.venue)
    let tools = setup.tools(
      origins: setup.origins(start), port: start.gatewayPort, passwords: passwords.port,
      store: start.store, notices: NoticeWriter(notices.gateway), counters: start.counters)
    let gateway = try Gateway(
      tools: tools, sessions: sessions, events: start.events, handovers: handovers.consumer,
      parking: gatewayParking, resends: start.history.resends(by: signals.now))
    let committer = Committer(
      role: start.role, files: start.files, preparer: start.preparer,
      sessionFiles: start.sessionFiles, readers: [gatewayParking],
      notices: NoticeWriter(notices.committer), counters: start.counters)
    let ends = DoorkeeperEnds(
      ring: handovers.producer, parking: gatewayParking, notices: notices.doorkeeper,
      counters: start.counters, desk: passwords.desk, demands: passwords.demands)
    let doorkeeper = try setup.doorkeeper(settings, access, certificates?.context, gateway: ends)
    let inbox = OperatorInbox()
    let desk = try setup.administrator(settings, start.counters, inbox, start.questions)
    let parkings = [gatewayParking, start.engineParking]
    let loops = try VenueLoops.start(
      settings, signals, gateway: gateway, engine: start.engine, parkings: parkings)
    side = try SideThreads(
      signals, committer, start.committer, start.history.reader(waking: gatewayParking),
      doorkeeper, desk, try setup.metricsDoor(settings, start.counters, start.clock))
    self.signals = signals
    self.venue = loops
    self.parkings = parkings
    committerParking = start.committer
    directory = start.directory
    calendar = setup.calendar(settings, scheduled: start.facts.scheduled)
    self.schedules = schedules
    control = start.control
    self.inbox = inbox
  }

  /// Where it listens, and where FIX over TLS is spoken, if it is.
  var address: SocketAddress { side.address }
  var secureAddress: SocketAddress? { side.secureAddress }
  /// Where metrics are had, if they are.
  var metricsAddress: SocketAddress? { side.metricsAddress }

  /// Journals that the sessions of an earlier process can come back: the doors are open.
  mutating func resume() {
    let isWritten = control.write(.resumed, Resumed())
    precondition(isWritten, "nobody has written to the ring of operator and clock yet")
  }

  /// Journals what operator, calendar and schedules have come to; to be called now and then.
  mutating func journal() {
    calendar.look(now: signals.clock.now(), &control)
    Self.follow(&schedules, now: signals.clock.now(), &control)
    followOperator()
  }

  private mutating func followOperator() {
    guard let command = unwritten ?? inbox.take() else { return }
    unwritten = control.write(command) ? nil : command
  }

  private static func follow(
    _ schedules: inout ScheduleWatch, now: Instant, _ control: inout ControlPort
  ) {
    schedules.look(now: now) { body, session in
      control.write(.scheduleSession, body, session: session)
    }
  }

  /// Ends everything in order; returns when all is synced.
  borrowing func stop() {
    signals.stage.store(1, ordering: .releasing)
    side.joinDoors()
    for parking in parkings { parking.waker.wake() }
    for thread in venue { thread.join() }
    signals.stage.store(2, ordering: .releasing)
    committerParking.waker.wake()
    side.committer.join()
    side.joinHistory()
  }
}

/// The writing ends of the ways to the log lines.
struct NoticeRings: ~Copyable {
  var gateway: RingProducer
  var committer: RingProducer
  var doorkeeper: RingProducer
}
