import CLinux
import Foundation

extension Benchmark {
  static var sessions: Benchmark {
    Benchmark(
      name: "sessions",
      about: "1,000 sessions trading beside 10,000 idle ones (--quick: 100 beside 1,000)",
      quick: { try SessionsBenchmark(.quick).measure() },
      measure: { try SessionsBenchmark(.full).measure() })
  }
}

/// One venue, first with one session, then with idle ones beside it, then with many that trade.
///
/// The orders per second are the same throughout: of one session alone, of the same one beside the idle
/// ones, of many together.
final class SessionsBenchmark {
  /// How much is measured.
  struct Plan {
    var idle: Int
    var trading: Int
    var rounds: Int
    /// Length of each open loop, and of the idle time in which the processor is measured.
    var loopSeconds: Double
    var idleSeconds: Double

    static let quick = Plan(
      idle: 1_000, trading: 100, rounds: 3, loopSeconds: 0.5, idleSeconds: 5)
    static let full = Plan(
      idle: 10_000, trading: 1_000, rounds: 5, loopSeconds: 2, idleSeconds: 30)
  }

  /// Orders per second.
  static let rate = 2_000.0
  static let warmUp = 2_000

  private let plan: Plan
  private let machine = Machine()
  private var samples: [(name: String, unit: String, values: [Double])] = []

  init(_ plan: Plan) { self.plan = plan }

  func measure() throws -> Report {
    let descriptors = clinux_limit_descriptors(.max)
    guard descriptors > plan.idle + plan.trading + 512 else {
      throw Benchmark.VoidRun(reason: "\(descriptors) open files are too few")
    }
    if clinux_processor_count() >= 2 { _ = clinux_pin_thread(0) }
    let loops = Double(3 * plan.rounds) * plan.loopSeconds
    let setup = try WireSetup(
      orders: Int(loops * Self.rate) + 2 * Self.warmUp + 100_000, documents: 1_000,
      processors: clinux_processor_count() < 2 ? nil : "1")
    defer { try? FileManager.default.removeItem(atPath: setup.folder) }
    let few = try startingMemory(setup)
    var market = WireMarket(buyers: 1, documents: 10)
    market.crowd = plan.idle + plan.trading
    try market.write(to: setup.market)
    try time("check of the definition", setup, ["check", setup.market])
    let from = Clock.now()
    let server = try WireServer(.memory, setup)
    defer { server.process.stop() }
    note("start of the venue", "ms", Double(Clock.now() - from) / 1e6)
    let many = ResidentMemory(of: server.process.id)
    note(
      "memory of a session that is away", "bytes",
      (many.anonymous - few.anonymous) / Double(market.crowd))
    try run(server, setup)
    return report()
  }

  private func run(_ server: WireServer, _ setup: WireSetup) throws {
    _ = try Pipeline.run(server.line, count: Self.warmUp)
    try trade([server.line], "alone") {}
    let crowd = try Crowd()
    let before = ResidentMemory(of: server.process.id)
    let took = try crowd.logOn(plan.trading..<plan.trading + plan.idle, port: server.port)
    note("time until \(plan.idle) are on", "ms", Double(took) / 1e6)
    note(
      "memory of an idle session", before, ResidentMemory(of: server.process.id), plan.idle)
    try idle(server, crowd)
    try trade([server.line], "beside the idle", crowd.beat)
    try crowd.live(seconds: 1)
    try many(server, crowd)
    try askOperator(server, setup)
    try crowd.live(seconds: 1)
  }

  /// Many sessions that trade, beside those that are idle.
  private func many(_ server: WireServer, _ crowd: Crowd) throws {
    let before = ResidentMemory(of: server.process.id)
    let traders = try Crowd()
    _ = try traders.logOn(0..<plan.trading, port: server.port)
    for line in traders.lines { _ = try Pipeline.run(line, count: 4) }
    try trade(traders.lines, "each of many") { try crowd.beat() }
    note(
      "memory of a trading session", before, ResidentMemory(of: server.process.id), plan.trading)
  }

  private func note(_ name: String, _ before: ResidentMemory, _ after: ResidentMemory, _ count: Int)
  {
    note(name, "bytes", (after.anonymous - before.anonymous) / Double(count))
    note("\(name), mapped", "bytes", (after.file - before.file) / Double(count))
  }

  /// Orders at the rate over `lines`, in rounds.
  private func trade(_ lines: [FIXLine], _ name: String, _ beside: @escaping () throws -> Void)
    throws
  {
    for _ in 0..<plan.rounds {
      var loop = OpenLoop(rate: Self.rate, count: Int(Self.rate * plan.loopSeconds))
      loop.underWay = 1 << 12
      loop.beside = beside
      var all = Latencies()
      for latencies in try loop.run(lines).acknowledgments { all.add(latencies) }
      note("\(name) p50", "ns", all.nanos(at: 50))
      note("\(name) p99", "ns", all.nanos(at: 99))
    }
  }

  /// What the venue's processor time is while nobody trades.
  private func idle(_ server: WireServer, _ crowd: Crowd) throws {
    try crowd.live(seconds: 2)
    let before = ProcessorTime(of: server.process.id)
    let from = Clock.now()
    try crowd.live(seconds: plan.idleSeconds)
    let wall = Double(Clock.now() - from)
    let ran = ProcessorTime(of: server.process.id).since(before)
    note("processor while idle", "%", Double(ran.values.reduce(0, +)) * 100 / wall)
    for (thread, nanos) in ran.sorted(by: { $0.value > $1.value }).prefix(3) {
      note("processor while idle, \(thread)", "%", Double(nanos) * 100 / wall)
    }
  }

  /// How long the operator waits for what shows all sessions.
  private func askOperator(_ server: WireServer, _ setup: WireSetup) throws {
    let data = ["--data", setup.dataFolder(server.kind)]
    try time("cangdan session list", setup, ["session", "list"] + data)
    try time("cangdan top", setup, ["top"] + data)
    try time("cangdan top --metrics", setup, ["top", "--metrics"] + data)
  }

  private func time(_ name: String, _ setup: WireSetup, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: setup.cangdan)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    let from = Clock.now()
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Benchmark.VoidRun(reason: "\(name) has failed")
    }
    note(name, "ms", Double(Clock.now() - from) / 1e6)
  }

  /// Memory of a venue with two sessions, before anybody is there.
  private func startingMemory(_ setup: WireSetup) throws -> ResidentMemory {
    try WireMarket(buyers: 1, documents: 10).write(to: setup.market)
    let server = try WireServer(.memory, setup)
    defer {
      server.process.stop()
      try? FileManager.default.removeItem(atPath: setup.dataFolder(.memory))
    }
    return ResidentMemory(of: server.process.id)
  }
}

extension SessionsBenchmark {
  private func note(_ name: String, _ unit: String, _ value: Double) {
    if let place = samples.firstIndex(where: { $0.name == name }) {
      samples[place].values.append(value)
    } else {
      samples.append((name, unit, [value]))
    }
  }

  private func report() -> Report {
    Report(
      "sessions", workload: workload,
      figures: samples.map { Report.Figure($0.name, unit: $0.unit, samples: $0.values) }
        + perRound.map { Report.Figure("per round \($0.0)", unit: "1", samples: $0.1) },
      ratios: perRound.map { Report.Ratio(name: $0.0, value: WireSamples.median($0.1)) },
      machine: machine)
  }

  private var perRound: [(String, [Double])] {
    ["p50", "p99"].flatMap { percentile in
      [("idle", "beside the idle"), ("many", "each of many")].map { name, figure in
        let base = values("alone \(percentile)")
        return (
          "sessions/\(name)-\(percentile)-vs-alone",
          zip(values("\(figure) \(percentile)"), base).map { $0 / $1 }
        )
      }
    }
  }

  private func values(_ name: String) -> [Double] {
    samples.first { $0.name == name }?.values ?? []
  }

  private var workload: String {
    "one venue (memory, combined, park, on one processor), \(plan.idle) idle sessions with "
      + "HeartBtInt(108)=\(Crowd.heartBtInt), \(plan.trading) that trade; open loop of "
      + "\(Int(Self.rate)) orders per second in all, \(plan.rounds) x \(plan.loopSeconds) s, from the "
      + "intended time: of one session alone, of the same beside the idle ones, of all that trade; "
      + "logons \(Crowd.window) at a time; memory as RssAnon, mapped as RssFile and RssShmem; "
      + "processor over \(plan.idleSeconds) s; each answer's length, checksum, number and ClOrdID checked"
  }
}
