import Agents
import Glibc
import Linux
import Market
import Synchronization
import Transport

/// How long a shutdown waits for counterparties to log out.
private let shutdownNanos: Int64 = 12_000_000_000

/// The threads of gateway and engine. Given processors, they have them for themselves: the caller's thread,
/// and those that it starts from then on, leave these.
enum VenueLoops {
  static func start(
    _ settings: ServeSettings, _ signals: VenueSignals, gateway: consuming Gateway,
    engine: consuming Engine, parkings: [Parking]
  ) throws(SystemError) -> [AgentThread] {
    AgentThread.leave(settings.orderProcessors)
    let gateways = Parcel(gateway)
    let engines = Parcel(engine)
    switch settings.layout {
    case .combined:
      return [
        try AgentThread("venue", cpu: settings.processors.first, rank: .order) {
          CombinedLoop.run(signals, gateways.open(), engines.open(), parkings[0])
        }
      ]
    case .dedicated:
      let done = EndOfGateway()
      return [
        try AgentThread("gateway", cpu: settings.processors.first, rank: .order) {
          GatewayLoop.run(signals, gateways.open(), parkings[0], engine: parkings[1], done)
        },
        try AgentThread("engine", cpu: settings.processors.last, rank: .order) {
          EngineLoop.run(signals, engines.open(), parkings[1], gateway: parkings[0], done)
        },
      ]
    }
  }
}

/// Tells the engine's thread that nothing more will come from the gateway.
final class EndOfGateway: Sendable {
  let isOver = Atomic<Bool>(false)
}

/// Gateway and engine in one duty cycle: a question that comes in is answered in the same one.
enum CombinedLoop {
  static func run(
    _ signals: VenueSignals, _ gateway: consuming Gateway, _ engine: consuming Engine,
    _ parking: Parking
  ) {
    var gateway = gateway
    var engine = engine
    do {
      var idling = Idling(signals.wait)
      var end = ShutdownClock()
      while true {
        let now = signals.clock.now()
        if end.begins(signals, now) { gateway.beginShutdown(now: now) }
        let work = try cycle(&gateway, &engine, now, signals)
        if end.isOver(gateway.connectionCount, now), !engine.hasWork, work == 0 {
          return try gateway.end()
        }
        guard idling.cycleEnded(work: work, awaitsSync: engine.awaitsCommit) else { continue }
        parking.prepareToSleep()
        if try cycle(&gateway, &engine, signals.clock.now(), signals) == 0 {
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
    _ gateway: inout Gateway, _ engine: inout Engine, _ now: Instant, _ signals: VenueSignals
  ) throws -> Int {
    var work = try gateway.read(now: now)
    work += try engine.doWork(now: now, maySyncInline: gateway.loggedOnCount <= 1)
    work += try gateway.write(now: work > 0 ? signals.clock.now() : now)
    return work
  }
}

/// The gateway on a thread of its own.
enum GatewayLoop {
  static func run(
    _ signals: VenueSignals, _ gateway: consuming Gateway, _ parking: Parking, engine: Parking,
    _ done: EndOfGateway
  ) {
    var gateway = gateway
    defer {
      done.isOver.store(true, ordering: .releasing)
      engine.waker.wake()
    }
    do {
      var idling = Idling(signals.wait)
      var end = ShutdownClock()
      while true {
        let now = signals.clock.now()
        if end.begins(signals, now) { gateway.beginShutdown(now: now) }
        let work = try cycle(&gateway, now)
        if end.isOver(gateway.connectionCount, now), work == 0 { return try gateway.end() }
        guard idling.cycleEnded(work: work) else { continue }
        parking.prepareToSleep()
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
    _ signals: VenueSignals, _ engine: consuming Engine, _ parking: Parking, gateway: Parking,
    _ done: EndOfGateway
  ) {
    var engine = engine
    do {
      var poller = try Poller(capacity: 1)
      try poller.add(parking.waker.rawDescriptor, token: 0, interest: .readable)
      var idling = Idling(signals.wait)
      while true {
        let now = signals.clock.now()
        let isLast = done.isOver.load(ordering: .acquiring)
        let work = try engine.doWork(now: now, maySyncInline: false)
        if work > 0 { gateway.signal() }
        if isLast && work == 0 && !engine.hasWork { return }
        guard idling.cycleEnded(work: work) else { continue }
        parking.prepareToSleep()
        if !engine.hasWork && !done.isOver.load(ordering: .acquiring) {
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
