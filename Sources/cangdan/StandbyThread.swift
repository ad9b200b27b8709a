import Agents
import Linux
import Logging
import Market
import Storage
import Synchronization
import Transport

/// The thread that sends the log to a follower, from the venue's start until all is in the log.
struct StandbyThread {
  let address: SocketAddress
  let parking: Parking
  let gate: StandbyGate
  let place: LogSender.Place
  private let thread: AgentThread

  /// How long a follower has for the end of the log.
  private static let endNanos: Int64 = 2_000_000_000

  init(
    _ signals: VenueSignals, listeningAt address: SocketAddress, _ place: LogSender.Place,
    _ gate: StandbyGate, committer: Parking
  ) throws {
    let parking = try Parking()
    let sender = try LogSender(
      listener: try Listener(address, backlog: 16), place: place, gate: gate, parking: parking,
      committer: committer)
    self.address = sender.address
    (self.parking, self.gate, self.place) = (parking, gate, place)
    let parcel = Parcel(sender)
    thread = try AgentThread("standby") {
      var sender = parcel.open()
      do { try Self.run(signals, &sender) } catch { signals.fail(error) }
    }
  }

  /// Starts it where a follower is to connect; with durability `standby` nothing is committed without one from
  /// here on, and nobody is let in before it has what the start has found and journaled.
  static func start(
    _ settings: ServeSettings, _ signals: VenueSignals, _ start: borrowing VenueStart
  ) throws -> StandbyThread? {
    guard let address = settings.standby else { return nil }
    let thread = try StandbyThread(
      signals, listeningAt: address, start.sent, start.gate, committer: start.committer)
    if settings.durability == .standby { start.gate.require(behind: start.sent.progress.appended) }
    return thread
  }

  private static func run(
    _ signals: VenueSignals, _ sender: inout LogSender
  ) throws(SystemError) {
    while signals.stage.load(ordering: .acquiring) < 3 {
      _ = try sender.doWork(now: signals.clock.now(), milliseconds: 20)
    }
    let until = signals.clock.now().adding(nanoseconds: endNanos)
    while sender.isBehind, signals.clock.now() < until {
      _ = try sender.doWork(now: signals.clock.now(), milliseconds: 20)
    }
  }

  func join() { thread.join() }
}

/// What the main thread looks at of the follower: figures, and a line for each change.
struct StandbyWatch {
  private let thread: StandbyThread?
  private let durability: DurabilityOption
  private let logger: Logger
  private var wasConnected = true
  private var problem: StorageError?

  init(_ thread: StandbyThread?, _ durability: DurabilityOption, logger: Logger) {
    self.thread = thread
    self.durability = durability
    self.logger = logger
  }

  /// A venue that is superseded fails.
  mutating func look(_ signals: VenueSignals, _ counters: CounterFile) {
    guard let thread else { return }
    let (gate, place) = (thread.gate, thread.place)
    let (acknowledged, appended) = (gate.acknowledged.rawValue, place.progress.appended.rawValue)
    let figures = counters[CounterLayout.process]
    figures.set(.followerAway, gate.isConnected ? 0 : 1)
    figures.set(.followerLag, appended > acknowledged ? appended - acknowledged : 0)
    if let term = gate.supersededBy, signals.failure == nil {
      signals.fail(FollowerProblem.superseded(own: place.term, other: term))
    }
    tell(gate.problem)
    guard gate.isConnected != wasConnected else { return }
    wasConnected = gate.isConnected
    let metadata: Logger.Metadata = [
      "acknowledged": "\(acknowledged)", "lastSequence": "\(appended)",
    ]
    if gate.isConnected {
      logger.notice("a follower is connected", metadata: metadata)
    } else if durability == .standby {
      logger.critical(
        "no follower: nothing is committed until it is back, or another is", metadata: metadata)
    } else {
      logger.warning("no follower: the log is on this machine alone", metadata: metadata)
    }
  }

  private mutating func tell(_ problem: StorageError?) {
    guard let problem, problem != self.problem else { return }
    self.problem = problem
    logger.error(
      "the log can't be read for a follower", metadata: ["because": "\(problem)"])
  }
}
