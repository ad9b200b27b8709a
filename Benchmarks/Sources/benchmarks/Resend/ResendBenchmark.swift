import CLinux
import Foundation
import Glibc
import Market

extension Benchmark {
  static var resend: Benchmark {
    Benchmark(
      name: "resend", about: "orders while ten clients are sent 1,000,000 messages again each",
      quick: { try ResendBenchmark(.quick).measure() },
      measure: { try ResendBenchmark(.full).measure() })
  }
}

/// One client trades; ten have been away and ask for all that they have missed. Rounds in which these
/// read and rounds in which they do not stand in turns, so that both see the same machine.
final class ResendBenchmark {
  /// How much is measured.
  struct Plan {
    /// Messages of each client's history.
    var history: Int
    /// Pairs of rounds, and the orders of each round, one at a time.
    var rounds: Int
    var orders: Int
    /// The same with a window, against clients that read as fast as they can.
    var loadRounds: Int
    var loadOrders: Int

    static let quick = Plan(
      history: 60_000, rounds: 5, orders: 5_000, loadRounds: 2, loadOrders: 30_000)
    static let full = Plan(
      history: 1_000_000, rounds: 25, orders: 20_000, loadRounds: 5, loadOrders: 100_000)
  }

  static let clients = 10
  /// Messages that they read in a second, all together.
  static let rate = 20_000.0

  private let plan: Plan
  private var setup: WireSetup
  private var samples: ResendSamples
  private let names = (1...clients).map(WireMarket.buyer)

  init(_ plan: Plan) throws {
    self.plan = plan
    samples = ResendSamples(machine: Machine())
    let processors = clinux_processor_count() < 2 ? nil : "1"
    let orders = 2 * (plan.rounds * plan.orders + plan.loadRounds * plan.loadOrders) + 20_000
    setup = try WireSetup(orders: orders, documents: 1_000, processors: processors)
  }

  func measure() throws -> Report {
    if clinux_processor_count() >= 2 { _ = clinux_pin_thread(0) }
    defer { try? FileManager.default.removeItem(atPath: setup.folder) }
    try WireMarket(buyers: 1 + Self.clients, documents: 10).write(to: setup.market)
    let ranges = try makeHistory()
    let server = try WireServer(.memory, setup)
    defer { server.process.stop() }
    var warmUp = RoundTrips()
    try warmUp.run(server.line, count: 2_000, .blocking)
    let faults = ThreadFaults(of: server.process.id)
    let readers = ResendReaders(lines: Self.clients, rate: Self.rate)
    let start = Clock.now()
    let thread = readers.start(names, ranges, port: server.port)
    do {
      try run(server, readers)
      samples.secondsToAll.append(Double(Clock.now() - start) / 1e9)
      samples.waits.append(Double(ThreadFaults(of: server.process.id).major - faults.major))
      try readers.set(.end)
    } catch {
      try? readers.set(.end)
      thread.join()
      throw error
    }
    thread.join()
    return samples.report(workload)
  }

  /// Has each client log on once, and gives it a history while no venue runs.
  private func makeHistory() throws -> [ClosedRange<Int>] {
    Progress.say("storing \(plan.history) messages for each of \(Self.clients) clients")
    do {
      let server = try WireServer(.memory, setup)
      for name in names { _ = try server.open(name) }
      server.process.stop()
    }
    var history = ResendHistory(folder: setup.dataFolder(.memory), count: plan.history)
    // Sessions are numbered as the definition names them, from 1; the first one is the trader's.
    let sessions = names.indices.map { SessionID(rawValue: UInt32($0 + 2)) }
    try history.store(for: sessions, names: names)
    try history.dropFromMemory()
    return sessions.compactMap { history.ranges[$0] }
  }

  private func run(_ server: WireServer, _ readers: ResendReaders) throws {
    for _ in 0..<plan.rounds { try round(server, readers) }
    for _ in 0..<plan.loadRounds { try loadRound(server, readers) }
    guard readers.areWaiting else {
      throw Benchmark.VoidRun(reason: "the history was too short for all rounds")
    }
    let (start, before) = (Clock.now(), readers.count)
    try readers.set(.free)
    while readers.areWaiting {
      try readers.check()
      usleep(1_000)
    }
    try readers.check()
    guard readers.count == plan.history * Self.clients else {
      throw Benchmark.VoidRun(reason: "\(readers.count) messages came")
    }
    samples.free.append(Self.rate(readers.count - before, since: start))
  }

  private func round(_ server: WireServer, _ readers: ResendReaders) throws {
    try readers.set(.none)
    usleep(200_000)
    var alone = RoundTrips()
    try alone.run(server.line, count: plan.orders, .blocking)
    let (start, before) = (Clock.now(), readers.count)
    try readers.set(.paced)
    usleep(200_000)
    var beside = RoundTrips()
    try beside.run(server.line, count: plan.orders, .blocking)
    samples.paced.append(Self.rate(readers.count - before, since: start))
    samples.add(alone, beside)
  }

  private func loadRound(_ server: WireServer, _ readers: ResendReaders) throws {
    try readers.set(.none)
    usleep(200_000)
    samples.ratesAlone.append(try Pipeline.run(server.line, count: plan.loadOrders))
    let figures = try ResendFigures(setup)
    try readers.set(.free)
    let (start, before) = (Clock.now(), readers.count)
    samples.ratesBeside.append(try Pipeline.run(server.line, count: plan.loadOrders))
    samples.underLoad.append(Self.rate(readers.count - before, since: start))
    samples.shares.append(try ResendFigures(setup).share(since: figures))
  }

  private static func rate(_ count: Int, since start: UInt64) -> Double {
    Double(count) * 1e9 / Double(Clock.now() - start)
  }

  private var workload: String {
    "\(Self.clients) clients, \(plan.history) messages of history each, written to their session stores "
      + "and dropped from memory before the venue starts; each asks for all of it by one "
      + "ResendRequest(2), and every number and checksum is looked at. \(plan.rounds) pairs of rounds of "
      + "\(plan.orders) orders of one more client, one at a time, while the ten read nothing, and while "
      + "they read \(Int(Self.rate)) messages a second together; then \(plan.loadRounds) pairs of "
      + "\(plan.loadOrders) orders with a window of \(Pipeline.window) while they read nothing, and as fast "
      + "as they can; then they read the rest. Venue: memory, combined, park, on processor "
      + "\(setup.processors ?? "any"); all clients on processor 0, readers give way"
  }
}
