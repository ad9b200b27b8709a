import CLinux
import Foundation

extension Benchmark {
  static var allocations: Benchmark {
    Benchmark(
      name: "allocations",
      about: "heap allocations and locks per order and thread of a running venue"
    ) {
      try AllocationBenchmark().measure()
    }
  }
}

/// A venue in steady state under a library that counts: no allocation and no lock is allowed on the
/// order path.
struct AllocationBenchmark {
  static let warmUp = 20_000
  static let pipelined = 100_000
  static let single = 2_000
  /// Threads on the order path, and what each may do per order: nothing, a rare event aside.
  static let orderPath = ["venue", "gateway", "engine"]
  static let allocationsMost = 0.001
  /// The committer's role is a lock that the engine only tries; with `disk` it gives it back now and
  /// then to a committer that waits for it.
  static let locksMost = 0.01

  func measure() throws -> Report {
    let setup = try WireSetup(orders: 400_000, documents: 1_000, processors: nil)
    defer { try? FileManager.default.removeItem(atPath: setup.folder) }
    try WireMarket(buyers: 1, documents: 10).write(to: setup.market)
    var figures: [Report.Figure] = []
    var tooMany: [String] = []
    for layout in ["combined", "dedicated"] {
      for kind in [WireServer.Kind.memory, .disk] {
        for (thread, calls) in try run(kind, layout, setup) {
          for (call, perOrder, most) in [
            ("allocations", calls.allocations, Self.allocationsMost),
            ("locks", calls.locks, Self.locksMost),
          ] {
            let name = "\(layout) \(kind.rawValue) \(thread) \(call)"
            figures.append(Report.Figure(name, unit: "per order", samples: [perOrder]))
            if Self.orderPath.contains(thread) && perOrder > most { tooMany.append(name) }
          }
        }
      }
    }
    let report = Report("allocations", workload: Self.workload, figures: figures, ratios: [])
    guard tooMany.isEmpty else {
      print(report.table())
      throw Benchmark.VoidRun(
        reason: "calls on the order path: \(tooMany.joined(separator: ", "))")
    }
    return report
  }

  private static var workload: String {
    "\(pipelined) orders with a window of \(Pipeline.window), then \(single) one at a time, after "
      + "\(warmUp) of each; each order rests and is acknowledged"
  }

  /// What a thread has called.
  private struct Calls {
    var allocations = 0.0
    var locks = 0.0
  }

  /// Calls per order by the name of the thread.
  private func run(
    _ kind: WireServer.Kind, _ layout: String, _ setup: WireSetup
  ) throws -> [(String, Calls)] {
    var setup = setup
    setup.layout = layout
    let counters = "\(setup.folder)/counters-\(layout)-\(kind.rawValue)"
    setup.venueEnvironment = [
      "LD_PRELOAD": "\(setup.peers)/call_counter.so", "CALL_COUNTER": counters,
    ]
    let server = try WireServer(kind, setup)
    defer { server.process.stop() }
    try load(server.line, Self.warmUp)
    let before = try Self.read(counters)
    try load(server.line, Self.pipelined)
    let after = try Self.read(counters)
    guard let main = after["cangdan"], main.allocations > 1_000, main.locks > 10 else {
      throw Benchmark.VoidRun(reason: "the counter does not count: the start-up allocates")
    }
    let orders = Double(Self.pipelined + Self.single)
    return after.map { thread, calls in
      let first = before[thread, default: Calls()]
      let allocations = (calls.allocations - first.allocations) / orders
      return (thread, Calls(allocations: allocations, locks: (calls.locks - first.locks) / orders))
    }
    .sorted { $0.0 < $1.0 }
  }

  private func load(_ line: FIXLine, _ count: Int) throws {
    _ = try Pipeline.run(line, count: count)
    var trips = RoundTrips()
    try trips.run(line, count: Self.single, .blocking)
  }

  /// The counts so far, by the name of the thread; see peers/call_counter.c.
  private static func read(_ file: String) throws -> [String: Calls] {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    var calls: [String: Calls] = [:]
    for start in stride(from: 0, to: bytes.count - 39, by: 40) {
      let entry = bytes[start..<start + 40]
      let name = String(decoding: entry.prefix { $0 != 0 }, as: UTF8.self)
      if name.isEmpty { continue }
      calls[name, default: Calls()].allocations += number(in: entry, at: 24)
      calls[name, default: Calls()].locks += number(in: entry, at: 32)
    }
    return calls
  }

  private static func number(in entry: Data, at offset: Int) -> Double {
    let bytes = entry[entry.startIndex + offset..<entry.startIndex + offset + 8]
    return Double(bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }
}
