import CLinux
import Foundation

extension Benchmark {
  static var load: Benchmark {
    Benchmark(name: "load", about: "one venue under load for 10 s, to be profiled") {
      try LoadBenchmark().measure()
    }
  }
}

/// Orders to one venue, as WIRE_DURABILITY (memory, disk) and WIRE_LOAD (pipelined, single) say.
struct LoadBenchmark {
  static let seconds = 10.0
  static let ordersPerSample = 50_000

  func measure() throws -> Report {
    let environment = ProcessInfo.processInfo.environment
    let kind = WireServer.Kind(rawValue: environment["WIRE_DURABILITY"] ?? "memory") ?? .memory
    let isSingle = environment["WIRE_LOAD"] == "single"
    let machine = Machine()
    let setup = try WireSetup(orders: 3_000_000, documents: 1_000, processors: "1")
    if clinux_processor_count() >= 2 { _ = clinux_pin_thread(0) }
    defer { try? FileManager.default.removeItem(atPath: setup.folder) }
    try WireMarket(buyers: 1, documents: 10).write(to: setup.market)
    let server = try WireServer(kind, setup)
    defer { server.process.stop() }
    FileHandle.standardError.write(Data("the venue is process \(server.process.id)\n".utf8))
    let end = Clock.now() + UInt64(Self.seconds * 1e9)
    var samples: [Double] = []
    var costs: [String: [Double]] = [:]
    while Clock.now() < end, server.line.sent < setup.orders - 100_000 {
      if isSingle {
        var trips = RoundTrips()
        try trips.run(server.line, count: 10_000, .blocking)
        samples.append(trips.latencies.nanos(at: 50))
      } else {
        let before = ProcessorTime(of: server.process.id)
        samples.append(try Pipeline.run(server.line, count: Self.ordersPerSample))
        let after = ProcessorTime(of: server.process.id)
        for (name, nanos) in after.since(before) {
          costs[name, default: []].append(Double(nanos) / Double(Self.ordersPerSample))
        }
      }
    }
    let series = samples.map { String(Int($0)) }.joined(separator: " ")
    FileHandle.standardError.write(Data("\(series)\n".utf8))
    let figure = Report.Figure(
      isSingle ? "round trip p50" : "rate", unit: isSingle ? "ns" : "orders/s", samples: samples)
    return Report(
      "load", workload: "\(kind.rawValue), \(Self.seconds) s",
      figures: [figure] + Self.processorTime(costs), ratios: [], machine: machine)
  }

  /// What each thread of the venue runs for an order, the busiest first.
  private static func processorTime(_ costs: [String: [Double]]) -> [Report.Figure] {
    costs.filter { $0.value.contains { $0 > 0 } }
      .map { Report.Figure("processor time of \($0.key)", unit: "ns/order", samples: $0.value) }
      .sorted { $0.median > $1.median }
  }
}
