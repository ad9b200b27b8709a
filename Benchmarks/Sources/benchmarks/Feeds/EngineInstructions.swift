import CLinux
import Foundation

extension Benchmark {
  static var engineInstructions: Benchmark {
    Benchmark(
      name: "subscribers-instructions",
      about: "the engine's instructions beside them (subscribers --instructions)",
      quick: { try EngineInstructions(levels: [1, 100]).measure() },
      measure: { try EngineInstructions(levels: [1, 100, 1_000]).measure() })
  }
}

/// What the engine's thread runs for an order while others look on, counted by callgrind: FEEDS_WORKLOAD.md.
///
/// Orders come one at a time, the next when everybody was told: each is a batch of its own, however fast or
/// slow the venue is meanwhile, so counts compare. What is counted is what the engine runs only where there
/// is work: `EngineRings.drain` and `Engine.closeBatch`, and all they call.
final class EngineInstructions {
  private static let counted = ["*EngineRingsV5drain*", "*6EngineV10closeBatch*"]
  /// The price of all orders: each is an update for everybody.
  private static let price = WireMarket.restingPrices.upperBound - 1

  private static let rounds = 10
  /// Orders of a round.
  private static let orders = 10

  private let levels: [Int]
  private let machine = Machine()
  private var samples: [(name: String, counts: [Double])] = []

  init(levels: [Int]) { self.levels = levels }

  func measure() throws -> Report {
    let most = levels.max() ?? 1
    guard clinux_limit_descriptors(.max) > most + 512 else {
      throw Benchmark.VoidRun(reason: "too few open files")
    }
    var setup = try WireSetup(orders: 50_000, documents: 1_000, processors: nil)
    setup.layout = "dedicated"
    defer { try? FileManager.default.removeItem(atPath: setup.folder) }
    var market = WireMarket(buyers: 1, documents: 10)
    market.lookers = most
    try market.write(to: setup.market)
    for kind in Lookers.Kind.allCases { try count(kind, setup) }
    return report()
  }

  /// All levels beside one venue, and one subscriber once more at the end: what the orders that rest by
  /// then come to.
  private func count(_ kind: Lookers.Kind, _ setup: WireSetup) throws {
    let callgrind = Callgrind(counting: Self.counted, output: "\(setup.folder)/\(kind.prefix)")
    var setup = setup
    setup.venueWrapper = callgrind.command
    let server = try WireServer(.memory, setup)
    defer {
      server.process.stop()
      try? FileManager.default.removeItem(atPath: setup.dataFolder(.memory))
    }
    for (place, level) in (levels + levels.prefix(1)).enumerated() {
      let name = "\(level) x \(kind.rawValue)\(place < levels.count ? "" : ", again")"
      Progress.say("\(name): logging on")
      let lookers = try Lookers(kind, level, compressed: false, port: server.port)
      let counts = try (1...Self.rounds).map { round in
        Progress.say("\(name): round \(round) of \(Self.rounds)")
        try callgrind.begin(server.process.id)
        for _ in 0..<Self.orders { try order(server.line, lookers) }
        let count = try callgrind.end(server.process.id, part: place * Self.rounds + round)
        return Double(count) / Double(Self.orders)
      }
      samples.append((name, counts))
      try lookers.logOut()
    }
  }

  /// An order, its acknowledgment, and an update at everybody.
  private func order(_ line: FIXLine, _ lookers: Lookers) throws {
    let sent = Clock.day()
    _ = line.enqueue(price: Self.price)
    try line.flush()
    while line.outstanding > 0 {
      if try line.receive(.spinning) { while try line.next() != nil {} }
    }
    _ = try lookers.awaitAll(since: sent, seconds: 300)
  }

  private func report() -> Report {
    Report(
      "subscribers-instructions", workload: workload,
      figures: samples.map { Report.Figure($0.name, unit: "instructions", samples: $0.counts) },
      ratios: Lookers.Kind.allCases.map(ratio), machine: machine)
  }

  /// The engine beside the most by the engine beside one.
  private func ratio(_ kind: Lookers.Kind) -> Report.Ratio {
    let most = levels.max() ?? 1
    let counts = [levels[0], most].map { level in
      WireSamples.median(samples.first { $0.name == "\(level) x \(kind.rawValue)" }?.counts ?? [])
    }
    let name = kind.rawValue.replacing(" ", with: "-")
    return Report.Ratio(
      name: "feeds/engine-cost-\(most)-\(name)", value: counts[1] / counts[0])
  }

  private var workload: String {
    "one venue (memory, dedicated, park) under callgrind; \(levels) sessions that take market data by price, "
      + "10 deep, or one firm's drop copy, plain; \(Self.rounds) rounds of \(Self.orders) orders of one session, each "
      + "when everybody was told of the one before; instructions of \(Self.counted.joined(separator: " and ")) and all they call"
  }
}

/// A program whose instructions callgrind counts, from one moment to another.
struct Callgrind {
  /// Functions, as the linker names them, with `*` for anything: counted while one of them runs.
  let counting: [String]
  /// Begin of the names of its files.
  let output: String

  /// What stands before the program and its arguments.
  var command: [String] {
    let options = ["--instr-atstart=no", "--callgrind-out-file=\(output)"]
    return ["/usr/bin/valgrind", "--quiet", "--tool=callgrind"] + options
      + counting.map { "--toggle-collect=\($0)" }
  }

  func begin(_ process: Int32) throws {
    try control("-z", process)
    try control("--instr=on", process)
  }

  /// Instructions since `begin`; `part` is how often this was called, from 1.
  func end(_ process: Int32, part: Int) throws -> Int {
    try control("--instr=off", process)
    try control("-d", process)
    let file = "\(output).\(part)"
    let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
    let totals = text.split(separator: "\n").last { $0.hasPrefix("totals: ") }
    guard let count = totals.flatMap({ Int($0.dropFirst(8)) }), count > 0 else {
      throw Benchmark.VoidRun(reason: "\(file) has no count of \(counting)")
    }
    return count
  }

  private func control(_ argument: String, _ process: Int32) throws {
    let control = Process()
    control.executableURL = URL(fileURLWithPath: "/usr/bin/callgrind_control")
    control.arguments = [argument, "\(process)"]
    control.standardOutput = FileHandle.nullDevice
    control.standardError = FileHandle.nullDevice
    try control.run()
    control.waitUntilExit()
    guard control.terminationStatus == 0 else {
      throw Benchmark.VoidRun(reason: "callgrind_control \(argument) has failed")
    }
  }
}
