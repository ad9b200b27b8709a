import Agents
import Glibc
import Linux
import Market
import Synchronization
import Transport

/// How long a shutdown waits for counterparties to log out.
private let shutdownNanos: Int64 = 12_000_000_000

/// The threads of gateway, publisher and engine. Given processors, gateway and engine have them for
/// themselves: the caller's thread, and those that it starts from then on, leave these.
enum VenueLoops {
  static func start(
    _ settings: ServeSettings, _ signals: VenueSignals, gateway: consuming Gateway,
    publisher: consuming Gateway, engine: consuming Engine, parkings: VenueParkings
  ) throws(SystemError) -> [AgentThread] {
    AgentThread.leave(settings.orderProcessors)
    let gateways = Parcel(gateway)
    let publishers = Parcel(publisher)
    let engines = Parcel(engine)
    let ends = EndOfGateways(settings.layout == .combined ? 1 : 2)
    var threads = [
      try AgentThread("publisher") {
        GatewayLoop.run(signals, publishers.open(), .publisher, parkings, ends)
      }
    ]
    switch settings.layout {
    case .combined:
      threads += [
        try AgentThread("venue", cpu: settings.processors.first, rank: .order) {
          CombinedLoop.run(signals, gateways.open(), engines.open(), parkings, ends)
        }
      ]
    case .dedicated:
      threads += [
        try AgentThread("gateway", cpu: settings.processors.first, rank: .order) {
          GatewayLoop.run(signals, gateways.open(), .gateway, parkings, ends)
        },
        try AgentThread("engine", cpu: settings.processors.last, rank: .order) {
          EngineLoop.run(signals, engines.open(), parkings, ends)
        },
      ]
    }
    return threads
  }
}

/// Tells the engine's thread that nothing more will come from gateways on threads of their own.
final class EndOfGateways: Sendable {
  private let running: Atomic<Int>

  init(_ count: Int) { running = Atomic(count) }

  /// One of them has published its last.
  func note() { running.subtract(1, ordering: .acquiringAndReleasing) }

  var isOver: Bool { running.load(ordering: .acquiring) == 0 }
}

/// Gateway and engine in one duty cycle: a question that comes in is answered in the same one. The publisher is
/// woken behind the answers.
enum CombinedLoop {
  static func run(
    _ signals: VenueSignals, _ gateway: consuming Gateway, _ engine: consuming Engine,
    _ parkings: VenueParkings, _ ends: EndOfGateways
  ) {
    var gateway = gateway
    var engine = engine
    let parking = parkings.gateway
    do {
      var idling = Idling(signals.wait)
      var end = ShutdownClock()
      while true {
        let now = signals.clock.now()
        if end.begins(signals, now) { gateway.beginShutdown(now: now) }
        let isLast = ends.isOver
        let work = try cycle(&gateway, &engine, now, signals, parkings)
        if isLast, end.isOver(gateway.connectionCount, now), !engine.hasWork, work == 0 {
          return try gateway.end()
        }
        guard idling.cycleEnded(work: work, awaitsSync: engine.awaitsCommit) else { continue }
        parking.prepareToSleep()
        if try cycle(&gateway, &engine, signals.clock.now(), signals, parkings) == 0 {
          let timer = engine.nextTimer.map { ($0.nanoseconds - now.nanoseconds) / 1_000_000 + 1 }
          try gateway.sleep(now: now, milliseconds: Int(max(0, min(timer ?? 100, 100))))
        }
        parking.awake()
      }
    } catch {
      signals.fail(error)
    }
  }

  private static func cycle(
    _ gateway: inout Gateway, _ engine: inout Engine, _ now: Instant, _ signals: VenueSignals,
    _ parkings: VenueParkings
  ) throws -> Int {
    var work = try gateway.read(now: now)
    let commands = try engine.doWork(now: now, maySyncInline: gateway.loggedOnCount <= 1)
    work += commands
    work += try gateway.write(now: work > 0 ? signals.clock.now() : now)
    if commands > 0 && !engine.awaitsCommit { parkings.publisher.signalCommit() }
    return work
  }
}

/// A gateway on a thread of its own. The publisher parks whatever the others do: it is only behind, and as long
/// as nobody is connected nobody wakes it for what is committed.
enum GatewayLoop {
  static func run(
    _ signals: VenueSignals, _ gateway: consuming Gateway, _ host: SessionHost,
    _ parkings: VenueParkings, _ ends: EndOfGateways
  ) {
    var gateway = gateway
    let isPublisher = host == .publisher
    let parking = isPublisher ? parkings.publisher : parkings.gateway
    defer {
      ends.note()
      parkings.engine.waker.wake()
    }
    do {
      var idling = Idling(isPublisher ? .park : signals.wait)
      var end = ShutdownClock()
      while true {
        let now = signals.clock.now()
        if end.begins(signals, now) { gateway.beginShutdown(now: now) }
        let work = try cycle(&gateway, now)
        if end.isOver(gateway.connectionCount, now), work == 0 { return try gateway.end() }
        guard idling.cycleEnded(work: work) else { continue }
        parking.prepareToSleep(awaitsCommits: !isPublisher || gateway.connectionCount > 0)
        if try cycle(&gateway, signals.clock.now()) == 0 {
          try gateway.sleep(now: now, milliseconds: 100)
        }
        parking.awake()
      }
    } catch {
      signals.fail(error)
    }
  }

  private static func cycle(_ gateway: inout Gateway, _ now: Instant) throws -> Int {
    try gateway.read(now: now) + gateway.write(now: now)
  }
}

/// The engine on a thread of its own.
enum EngineLoop {
  static func run(
    _ signals: VenueSignals, _ engine: consuming Engine, _ parkings: VenueParkings,
    _ ends: EndOfGateways
  ) {
    var engine = engine
    let parking = parkings.engine
    do {
      var poller = try Poller(capacity: 1)
      try poller.add(parking.waker.rawDescriptor, token: 0, interest: .readable)
      var idling = Idling(signals.wait)
      while true {
        let now = signals.clock.now()
        let isLast = ends.isOver
        let work = try engine.doWork(now: now, maySyncInline: false)
        if work > 0 { tell(parkings, isCommitted: !engine.awaitsCommit) }
        if isLast && work == 0 && !engine.hasWork { return }
        guard idling.cycleEnded(work: work) else { continue }
        parking.prepareToSleep()
        if !engine.hasWork && !ends.isOver {
          let timer = engine.nextTimer.map { ($0.nanoseconds - now.nanoseconds) / 1_000_000 + 1 }
          _ = try poller.wait(timeoutMilliseconds: CInt(max(0, min(timer ?? 100, 100))))
        }
        parking.awake()
      }
    } catch {
      signals.fail(error)
    }
  }
}

extension EngineLoop {
  /// Wakes who waits for room in a ring or, where that was done here, for a commit.
  private static func tell(_ parkings: VenueParkings, isCommitted: Bool) {
    parkings.gateway.signal()
    if isCommitted { parkings.publisher.signalCommit() }
  }
}

/// When a shutdown began and how long it may take.
struct ShutdownClock {
  private var deadline: Instant?

  /// True once: the stop has been asked for.
  mutating func begins(_ signals: VenueSignals, _ now: Instant) -> Bool {
    guard deadline == nil, signals.isStopping else { return false }
    deadline = now.adding(nanoseconds: shutdownNanos)
    return true
  }

  func isOver(_ connections: Int, _ now: Instant) -> Bool {
    guard let deadline else { return false }
    return connections == 0 || now >= deadline
  }
}
