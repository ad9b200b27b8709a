import Agents
import Linux
import Logging
import Market
import MarketCore
import MarketDefinition
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
  let address: SocketAddress
  /// Where FIX over TLS is spoken, if it is.
  let secureAddress: SocketAddress?
  let signals: VenueSignals
  private let doorkeeper: AgentThread
  private let venue: [AgentThread]
  private let committer: AgentThread
  private let parkings: [Parking]
  private let committerParking: Parking
  /// Held, with its lock, as long as the threads run.
  private let directory: StorageDirectory
  private var calendar: CalendarWatch

  init(
    _ settings: ServeSettings, start: consuming VenueStart, credentials: CredentialsFile,
    certificates: FIXSCertificates?, gatewayParking: Parking, notices: consuming NoticeRings
  ) throws {
    let signals = VenueSignals(clock: start.clock, wait: settings.wait)
    let setup = start.setup
    let committerParking = start.committer
    let handovers = Ring.make(capacityBytes: 1 << 20)
    let sessions = setup.sessions(
      start.engine.venue, start.store, eventEnd: start.events.appendedPosition)
    let tools = setup.tools(
      port: CommandPort(start.gatewayRing, engine: start.engineParking), store: start.store,
      notices: NoticeWriter(notices.gateway))
    let gateway = try Gateway(
      tools: tools, sessions: sessions, events: start.events, handovers: handovers.consumer,
      parking: gatewayParking)
    let committer = Committer(
      role: start.role, files: start.files, preparer: start.preparer,
      sessionFiles: start.sessionFiles, readers: [gatewayParking],
      notices: NoticeWriter(notices.committer))
    let doorkeeper = try setup.doorkeeper(
      settings, try setup.directory(credentials), certificates?.context,
      gateway: DoorkeeperEnds(
        ring: handovers.producer, parking: gatewayParking, notices: notices.doorkeeper))
    let (address, secureAddress) = (doorkeeper.address, doorkeeper.secureAddress)
    let parkings = [gatewayParking, start.engineParking]
    let loops = try VenueLoops.start(
      settings, signals, gateway: gateway, engine: start.engine, parkings: parkings)
    let committerThread = try CommitterLoop.start(signals, committer, committerParking)
    self.doorkeeper = try DoorkeeperLoop.start(signals, doorkeeper)
    self.address = address
    self.secureAddress = secureAddress
    self.signals = signals
    self.parkings = parkings
    self.committerParking = committerParking
    self.venue = loops
    self.committer = committerThread
    directory = start.directory
    calendar = CalendarWatch(
      PhasePlan(definition: setup.definition, index: setup.index),
      isFollowed: settings.followsCalendar, scheduled: start.scheduled, control: start.control)
  }

  /// Journals the phases of days that have come within reach; to be called now and then.
  mutating func followCalendar() { calendar.look(now: signals.clock.now()) }

  /// Ends everything in order; returns when all is synced.
  borrowing func stop() {
    signals.stage.store(1, ordering: .releasing)
    doorkeeper.join()
    for parking in parkings { parking.waker.wake() }
    for thread in venue { thread.join() }
    signals.stage.store(2, ordering: .releasing)
    committerParking.waker.wake()
    committer.join()
  }
}

/// The writing ends of the ways to the log lines.
struct NoticeRings: ~Copyable {
  var gateway: RingProducer
  var committer: RingProducer
  var doorkeeper: RingProducer
}
