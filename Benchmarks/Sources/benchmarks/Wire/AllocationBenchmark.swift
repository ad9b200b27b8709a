import CLinux
import Foundation

extension Benchmark {
  static var allocations: Benchmark {
    Benchmark(
      name: "allocations", about: "heap allocations per order and thread of a running venue"
    ) {
      try AllocationBenchmark().measure()
    }
  }
}

/// A venue in steady state under an allocator that counts: none is allowed on the order path.
struct AllocationBenchmark {
  static let warmUp = 20_000
  static let pipelined = 100_000
  static let single = 2_000
  /// Threads on the order path, and what each may allocate per order: nothing, a rare event aside.
  static let orderPath = ["venue", "gateway", "engine"]
  static let most = 0.001

  func measure() throws -> Report {
    let setup = try WireSetup(orders: 400_000, documents: 1_000, processors: nil)
    defer { try? FileManager.default.removeItem(atPath: setup.folder) }
    try WireMarket(buyers: 1, documents: 10).write(to: setup.market)
    var figures: [Report.Figure] = []
    var tooMany: [String] = []
    for layout in ["combined", "dedicated"] {
      for kind in [WireServer.Kind.memory, .disk] {
        for (thread, perOrder) in try run(kind, layout, setup) {
          let name = "\(layout) \(kind.rawValue) \(thread)"
          figures.append(Report.Figure(name, unit: "per order", samples: [perOrder]))
          if Self.orderPath.contains(thread) && perOrder > Self.most { tooMany.append(name) }
        }
      }
    }
    let report = Report("allocations", workload: Self.workload, figures: figures, ratios: [])
    guard tooMany.isEmpty else {
      print(report.table())
      throw Benchmark.VoidRun(
        reason: "allocations on the order path: \(tooMany.joined(separator: ", "))")
    }
    return report
  }

  private static var workload: String {
    "\(pipelined) orders with a window of \(Pipeline.window), then \(single) one at a time, after "
      + "\(warmUp) of each; each order rests and is acknowledged"
  }

  /// Allocations per order by the name of the thread.
  private func run(
    _ kind: WireServer.Kind, _ layout: String, _ setup: WireSetup
  ) throws -> [(String, Double)] {
    var setup = setup
    setup.layout = layout
    let counters = "\(setup.folder)/counters-\(layout)-\(kind.rawValue)"
    setup.venueEnvironment = [
      "LD_PRELOAD": "\(setup.peers)/malloc_counter.so", "MALLOC_COUNTER": counters,
    ]
    let server = try WireServer(kind, setup)
    defer { server.process.stop() }
    try load(server.line, Self.warmUp)
    let before = try Self.read(counters)
    try load(server.line, Self.pipelined)
    let after = try Self.read(counters)
    guard let main = after["cangdan"], main > 1_000 else {
      throw Benchmark.VoidRun(reason: "the counter does not count: the start-up allocates")
    }
    let orders = Double(Self.pipelined + Self.single)
    return after.map { ($0.key, Double($0.value - before[$0.key, default: 0]) / orders) }
      .sorted { $0.0 < $1.0 }
  }

  private func load(_ line: FIXLine, _ count: Int) throws {
    _ = try Pipeline.run(line, count: count)
    var trips = RoundTrips()
    try trips.run(line, count: Self.single, .blocking)
  }

  /// The counts so far, by the name of the thread; see peers/malloc_counter.c.
  private static func read(_ file: String) throws -> [String: Int] {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    var counts: [String: Int] = [:]
    for start in stride(from: 0, to: bytes.count - 31, by: 32) {
      let entry = bytes[start..<start + 32]
      let count = entry.suffix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
      if count == 0 { continue }
      counts[String(decoding: entry.prefix { $0 != 0 }, as: UTF8.self), default: 0] += count
    }
    return counts
  }
}
