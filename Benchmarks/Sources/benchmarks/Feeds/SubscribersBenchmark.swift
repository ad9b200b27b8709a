import CLinux
import Foundation

extension Benchmark {
  static var subscribers: Benchmark {
    Benchmark(
      name: "subscribers",
      about: "orders beside 1, 100 and 1,000 subscribers of market data and of drop copies",
      quick: { try SubscribersBenchmark(.quick).measure() },
      measure: { try SubscribersBenchmark(.full).measure() })
  }
}

/// One venue, an engine's thread of its own, and orders of one session while others look on: FEEDS_WORKLOAD.md.
final class SubscribersBenchmark {
  /// How much is measured.
  struct Plan {
    var levels: [Int]
    var rounds: Int
    /// Orders as fast as they go, and one at a time.
    var orders: Int
    var single: Int

    static let quick = Plan(levels: [1, 10, 100], rounds: 1, orders: 1_000, single: 50)
    static let full = Plan(levels: [1, 100, 1_000], rounds: 3, orders: 2_000, single: 100)
  }

  /// The price of all orders: each changes the best price, and is one update.
  private static let price = WireMarket.restingPrices.upperBound - 1
  /// Orders under way at most.
  private static let window = 64

  private let plan: Plan
  private let machine = Machine()
  private var samples: [(name: String, unit: String, values: [Double])] = []

  init(_ plan: Plan) { self.plan = plan }

  func measure() throws -> Report {
    let most = plan.levels.max() ?? 1
    guard clinux_limit_descriptors(.max) > most + 512 else {
      throw Benchmark.VoidRun(reason: "too few open files")
    }
    if clinux_processor_count() >= 2 { _ = clinux_pin_thread(0) }
    var setup = try WireSetup(
      orders: 4 * plan.rounds * plan.levels.count * (plan.orders + plan.single) + 50_000,
      documents: 1_000, processors: clinux_processor_count() < 2 ? nil : "1")
    setup.layout = "dedicated"
    defer { try? FileManager.default.removeItem(atPath: setup.folder) }
    var market = WireMarket(buyers: 1, documents: 10)
    market.lookers = most
    try market.write(to: setup.market)
    for kind in Lookers.Kind.allCases {
      for isCompressed in [false, true] { try look(kind, isCompressed, setup) }
    }
    return report()
  }

  /// All levels beside a venue of their own, so that nobody has made room for them before.
  private func look(_ kind: Lookers.Kind, _ isCompressed: Bool, _ setup: WireSetup) throws {
    let server = try WireServer(.memory, setup)
    defer {
      server.process.stop()
      try? FileManager.default.removeItem(atPath: setup.dataFolder(.memory))
    }
    try run(server.line, count: 2_000) {}
    let before = ResidentMemory(of: server.process.id)
    for round in 1...plan.rounds {
      for level in plan.levels {
        let name = "\(level) x \(kind.rawValue)\(isCompressed ? ", compressed" : "")"
        Progress.say("round \(round) of \(plan.rounds), \(name)")
        let lookers = try Lookers(kind, level, compressed: isCompressed, port: server.port)
        try stream(name, lookers, server, compressed: isCompressed)
        try one(name, lookers, server)
        if round == 1, level == plan.levels.last {
          let after = ResidentMemory(of: server.process.id)
          note(
            "\(name): memory of each", "bytes", (after.anonymous - before.anonymous) / Double(level)
          )
        }
        try lookers.logOut()
        usleep(300_000)
      }
    }
  }

  /// Orders as fast as they go: what the engine's thread takes for each, and how many updates come.
  private func stream(
    _ name: String, _ lookers: Lookers, _ server: WireServer, compressed: Bool
  ) throws {
    let before = ProcessorTime(of: server.process.id)
    let from = Clock.day()
    try run(server.line, count: plan.orders) { try lookers.read(milliseconds: 0) }
    let engine = ProcessorTime(of: server.process.id).since(before)["engine"] ?? 0
    guard engine > 0 else { throw Benchmark.VoidRun(reason: "the venue has no thread `engine`") }
    note("\(name): engine", "ns/order", Double(engine) / Double(plan.orders))
    _ = try lookers.awaitAll(since: from)
    // Their stores are some gigabytes: a disk that is behind makes all wait.
    if lookers.kind == .dropCopy, !compressed {
      try lookers.awaitUpdates(plan.orders * lookers.lines.count)
    }
    try lookers.settle()
    let last = lookers.arrivals.max() ?? from
    if compressed { return }
    let seconds = Double(last - from) / 1e9
    note("\(name): rate", "updates/s", Double(lookers.updateCount) / seconds)
    let told = Double(lookers.updateCount) / Double(plan.orders * lookers.lines.count)
    note("\(name): updates of an order", "1", told)
    // Market data may tell several orders by one snapshot, a drop copy may not.
    guard lookers.kind == .marketData || told == 1 else {
      throw Benchmark.VoidRun(reason: "\(name): \(lookers.updateCount) copies came")
    }
  }

  /// One order at a time: from its acknowledgment to the last subscriber's update, both by the kernel's clock.
  private func one(_ name: String, _ lookers: Lookers, _ server: WireServer) throws {
    server.line.stampArrivals()
    var last = Latencies()
    for _ in 0..<plan.single {
      let sent = Clock.day()
      try run(server.line, count: 1) {}
      let acknowledged = server.line.arrived
      let told = try lookers.awaitAll(since: sent)
      last.record(nanos: told > acknowledged ? told - acknowledged : 0)
    }
    note("\(name): last subscriber p50", "ns", last.nanos(at: 50))
    note("\(name): last subscriber p99", "ns", last.nanos(at: 99))
  }

  /// Sends orders, never more than the window unanswered.
  private func run(_ line: FIXLine, count: Int, _ beside: () throws -> Void) throws {
    let end = line.sent + count
    while line.acknowledged < end {
      while line.sent < end, line.outstanding < Self.window {
        _ = line.enqueue(price: Self.price)
      }
      if line.hasUnsent { try line.flush() }
      if try line.receive(.spinning) { while try line.next() != nil {} }
      try beside()
    }
  }
}

extension SubscribersBenchmark {
  private func note(_ name: String, _ unit: String, _ value: Double) {
    if let place = samples.firstIndex(where: { $0.name == name }) {
      samples[place].values.append(value)
    } else {
      samples.append((name, unit, [value]))
    }
  }

  private func report() -> Report {
    Report(
      "subscribers", workload: workload,
      figures: samples.map { Report.Figure($0.name, unit: $0.unit, samples: $0.values) },
      ratios: ratios, machine: machine)
  }

  /// The engine beside many by the engine beside one, round by round.
  private var ratios: [Report.Ratio] {
    Lookers.Kind.allCases.flatMap { kind in
      plan.levels.dropFirst().map { level in
        let pairs = zip(engine(level, kind), engine(plan.levels[0], kind)).map { $0 / $1 }
        let name = kind.rawValue.replacing(" ", with: "-")
        return Report.Ratio(
          name: "feeds/engine-time-\(level)-\(name)", value: WireSamples.median(pairs))
      }
    }
  }

  private func engine(_ level: Int, _ kind: Lookers.Kind) -> [Double] {
    samples.first { $0.name == "\(level) x \(kind.rawValue): engine" }?.values ?? []
  }

  private var workload: String {
    "one venue (memory, dedicated, park, on one processor); \(plan.levels) sessions that take market data "
      + "by price, 10 deep, or one firm's drop copy; \(plan.orders) orders of one session, "
      + "\(Self.window) under way, then \(plan.single) one at a time; \(plan.rounds) rounds; engine: the "
      + "thread's time by schedstat; each plain message's length, checksum and number checked"
  }
}
