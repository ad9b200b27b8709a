import CLinux
import Foundation

extension Benchmark {
  static var wire: Benchmark {
    Benchmark(
      name: "wire", about: "orders over TCP beside an echo and QuickFIX (--quick: 20 s)",
      quick: { try WireBenchmark(.quick).measure() },
      measure: { try WireBenchmark(.full).measure() })
  }
}

/// Round trips, rates, open loops and many sessions, with the servers in turn within each round.
final class WireBenchmark {
  /// How much is measured.
  struct Plan {
    var rounds: Int
    /// Orders of a round, one at a time; one with a window.
    var roundTrips: Int
    var pipelined: Int
    /// Repetitions and length of the open loops and of the many sessions.
    var openRounds: Int
    var openSeconds: Double

    static let quick = Plan(
      rounds: 5, roundTrips: 1_000, pipelined: 30_000, openRounds: 1, openSeconds: 0.3)
    static let full = Plan(
      rounds: 5, roundTrips: 3_000, pipelined: 100_000, openRounds: 5, openSeconds: 0.5)
  }

  static let warmUp = (single: 500, pipelined: 5_000)
  static let documents = 60_000
  static let sessions = [16, 64]
  static let loads = [10, 50, 80]

  let plan: Plan
  var setup: WireSetup
  /// Processors of the servers while rates are measured, for `taskset`; nil for all.
  private let rateProcessors: String?
  var servers: [WireServer] = []
  var samples: WireSamples
  private let waiting: FIXLine.Waiting

  init(_ plan: Plan) throws {
    self.plan = plan
    let environment = ProcessInfo.processInfo.environment
    let isAlone = clinux_processor_count() < 2
    let wanted = environment["WIRE_SERVERS"]
    let processors = wanted ?? (isAlone ? "all" : "1")
    rateProcessors = wanted == "all" ? nil : wanted
    samples = WireSamples(machine: Machine())
    setup = try WireSetup(
      orders: WireSetup.defaultOrders, documents: 2 * Self.documents,
      processors: processors == "all" ? nil : processors)
    waiting = environment["WIRE_CLIENT"] == "spinning" ? .spinning : .blocking
  }

  func measure() throws -> Report {
    if clinux_processor_count() >= 2 { _ = clinux_pin_thread(0) }
    defer { try? FileManager.default.removeItem(atPath: setup.folder) }
    defer { stopAll() }
    try WireMarket(buyers: 1 + (Self.sessions.max() ?? 0), documents: Self.documents)
      .write(to: setup.market)
    let probe = try SyncProbe(folder: setup.folder)
    for kind in [WireServer.Kind.memory, .disk, .quickfix, .echo, .pollingEcho] {
      let server = try start(kind)
      samples.replyBytes[kind] = server.line.lastReplyBytes
      if kind == .memory { setup.replyBytes = server.line.lastReplyBytes }
    }
    for _ in 0..<plan.rounds { try round(probe) }
    for kind in [WireServer.Kind.memory, .disk] {
      samples.stages[kind] = try Stages(in: setup.dataFolder(kind))
    }
    for kind in [WireServer.Kind.memory, .disk] {
      stopAll()
      setup.orders = WireSetup.defaultOrders + ordersOfLoops(kind)
      let server = try start(kind)
      try openLoops(server)
      for count in Self.sessions { try manySessions(server, count) }
    }
    return samples.report(workload)
  }

  /// Starts a server and warms it up.
  private func start(_ kind: WireServer.Kind) throws -> WireServer {
    let server = try WireServer(kind, setup)
    servers.append(server)
    var warmUp = RoundTrips()
    try warmUp.run(server.line, count: Self.warmUp.single, waiting)
    _ = try Pipeline.run(server.line, count: Self.warmUp.pipelined)
    return server
  }

  private func stopAll() {
    for server in servers {
      server.process.stop()
      try? FileManager.default.removeItem(atPath: setup.dataFolder(server.kind))
    }
    servers = []
  }

  /// Orders of the open loops and of the many sessions.
  private func ordersOfLoops(_ kind: WireServer.Kind) -> Int {
    let shares = Self.loads.reduce(0, +) + 50 * Self.sessions.count
    let seconds = plan.openSeconds * Double(plan.openRounds * shares) / 100
    return Int(samples.medianRate(kind) * seconds)
  }

  private func round(_ probe: SyncProbe) throws {
    samples.sync.append(try probe.median(of: 200))
    for server in servers {
      try server.process.move(to: setup.processors)
      var trips = RoundTrips()
      let before = DiskWrites()
      try trips.run(server.line, count: plan.roundTrips, waiting)
      if server.kind == .disk, let size = DiskWrites().kibibytesPerSync(since: before) {
        samples.kibibytesPerSync.append(size)
      }
      samples.roundTrips[server.kind, default: []].append(trips.latencies)
      if trips.inside.count > 0 {
        samples.inside[server.kind, default: []].append(trips.inside)
      }
    }
    for server in servers {
      try server.process.move(to: rateProcessors)
      samples.rates[server.kind, default: []].append(
        try Pipeline.run(server.line, count: plan.pipelined))
    }
  }

  /// Orders at parts of the rate found; every twentieth is filled by an offer of the seller.
  private func openLoops(_ server: WireServer) throws {
    let seller = try server.open(WireMarket.seller, side: 2)
    let price = WireMarket.crossingPrice
    _ = try Pipeline.run(seller, count: Self.documents, price: price...price)
    try WireServer.logOut(seller)
    for _ in 0..<plan.openRounds {
      for load in Self.loads {
        let rate = samples.medianRate(server.kind) * Double(load) / 100
        let count = Int(rate * plan.openSeconds)
        let crossed = samples.crossed[server.kind, default: 0]
        let canCross = crossed + count / 20 + 1 <= Self.documents
        let loop = OpenLoop(rate: rate, count: count, crossEvery: canCross ? 20 : 0)
        let outcome = try loop.run([server.line])
        samples.crossed[server.kind] = crossed + outcome.crossed
        samples.add(outcome, server.kind, load: load)
      }
    }
  }

  /// Half the rate found, over many sessions.
  private func manySessions(_ server: WireServer, _ count: Int) throws {
    let lines = try (1...count).map { try server.open(WireMarket.buyer($0)) }
    for _ in 0..<plan.openRounds {
      let rate = samples.medianRate(server.kind) / 2
      let outcome = try OpenLoop(rate: rate, count: Int(rate * plan.openSeconds)).run(lines)
      samples.add(outcome, server.kind, sessions: count)
    }
    for line in lines { try WireServer.logOut(line) }
  }

  private var workload: String {
    "\(plan.rounds) rounds, servers in turn; orders of \(OrderTemplate.byteCount) bytes, one client "
      + "(processor 0, \(waiting == .blocking ? "sleeps in recv" : "spins on recv")); one at a time: "
      + "servers on \(Self.name(setup.processors)), "
      + "\(plan.roundTrips) per round, the echo sleeps in epoll_wait, the polling echo looks 64 times "
      + "first, as the venue does; rate: servers on \(Self.name(rateProcessors)), "
      + "\(plan.pipelined) per round, window \(Pipeline.window); "
      + "open loop: servers on \(Self.name(setup.processors)), for the client never sleeps, "
      + "\(plan.openRounds) x \(plan.openSeconds) s per load, from the intended time; "
      + "venue: combined, park; QuickFIX: SocketAcceptor, MemoryStore, no log, dictionary; each "
      + "answer's length, checksum, number and ClOrdID checked"
  }

  private static func name(_ processors: String?) -> String {
    processors.map { "processor \($0)" } ?? "all processors"
  }
}
