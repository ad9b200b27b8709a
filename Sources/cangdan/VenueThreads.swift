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
  /// 0 run, 1 no more connections and log out, 2 the venue's threads have ended, 3 all is in the logs.
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
  private let parkings: VenueParkings
  private let committerParking: Parking
  /// Held, with its lock, as long as the threads run.
  private let directory: StorageDirectory
  private var calendar: CalendarWatch
  private var schedules: ScheduleWatch
  private var intake: IntakeWatch
  private var control: ControlPort
  private let inbox = OperatorInbox()
  /// An action for which the control ring had no room yet.
  private var unwritten: OperatorCommand?

  init(
    _ settings: ServeSettings, start: consuming VenueStart, directory access: CurrentDirectory,
    certificates: FIXSCertificates?, parkings: VenueParkings, notices: consuming NoticeWriters
  ) throws {
    let (signals, setup) = (VenueSignals(clock: start.clock, wait: settings.wait), start.setup)
    let sessions = setup.sessions(start)
    let board = setup.board(start, for: sessions)
    let orders = start.context(of: .gateway)
    let looks = start.context(of: .publisher)
    let standby = try StandbyThread.start(settings, signals, start)
    let schedules = ScheduleWatch(setup.sessionPlan, start.engine.venue)
    let doors = try DoorkeeperWays.make(sessions, parkings, keeping: setup.passwords(settings))
    let gateway = try setup.gateway(
      sessions, start.gateway.port, start.gateway.store,
      GatewayEnds(doors: doors.gateway, notices: notices.gateway), orders)
    let publisher = try setup.gateway(
      sessions, start.publisher.port, start.publisher.store,
      GatewayEnds(doors: doors.publisher, notices: notices.publisher), looks, board: board)
    try start.directory.didRecover()
    let committer = Committer(
      role: start.role, files: start.files, preparer: start.preparer,
      sessionFiles: start.gateway.files, publisherFiles: start.publisher.files,
      readers: [parkings.gateway, parkings.publisher], line: standby?.parking,
      notices: NoticeWriter(notices.committer), counters: start.counters, intake: start.intake)
    let doorkeeper = try setup.doorkeeper(
      settings, access, certificates?.context,
      ends: DoorkeeperEnds(ways: doors.ways, desk: doors.desk, notices: notices.doorkeeper),
      counters: start.counters, gate: start.gate)
    let desk = try setup.administrator(settings, start.counters, inbox, start.questions)
    let loops = try VenueLoops.start(
      settings, signals, gateway: gateway, publisher: publisher, engine: start.engine,
      parkings: parkings)
    side = try SideThreads(
      signals, committer, start.committer, standby,
      HistoryReaders(start.gateway.history, start.publisher.history, parkings),
      doorkeeper, desk, try setup.metricsDoor(settings, start.counters, start.clock))
    (self.signals, self.schedules, intake) = (signals, schedules, IntakeWatch(start.intake))
    (venue, self.parkings, committerParking) = (loops, parkings, start.committer)
    directory = start.directory
    calendar = setup.calendar(settings, scheduled: start.facts.scheduled)
    control = start.control
  }

  /// Where it listens, and where FIX over TLS is spoken, if it is.
  var address: SocketAddress { side.address }
  var secureAddress: SocketAddress? { side.secureAddress }
  /// Where a follower is sent the log, if it is.
  var standby: StandbyThread? { side.standby }
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
    intake.look(&control)
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
    for parking in parkings.all { parking.waker.wake() }
    for thread in venue { thread.join() }
    signals.stage.store(2, ordering: .releasing)
    committerParking.waker.wake()
    side.committer.join()
    side.joinHistory()
    signals.stage.store(3, ordering: .releasing)
    side.standby?.join()
  }
}
