import CLinux
import Foundation
import Secrets
import TLS

extension Benchmark {
  static var strangers: Benchmark {
    Benchmark(
      name: "strangers", about: "orders while strangers flood the doors (--quick: a minute)",
      quick: { try StrangersBenchmark(rounds: 3, roundTrips: 1_500).measure() },
      measure: { try StrangersBenchmark(rounds: 9, roundTrips: 4_000).measure() })
  }
}

/// One session's orders, one at a time, without and with a flood at the doors, in turn within each round.
struct StrangersBenchmark {
  /// The session that has a password.
  static let guarded = "B01"

  /// Where the threads run that work for strangers.
  enum Place: String, CaseIterable {
    /// Not on the processor of the path of orders (`--cpus`).
    case apart
    /// On the same processor, all of them.
    case shared

    /// What its ratios are named by.
    var suffix: String { self == .apart ? "" : "-shared" }
  }

  /// What was measured of one flood in one place.
  struct Measured {
    var calm: [Latencies] = []
    var disturbed: [Latencies] = []
    /// Connections and bytes a second, and the share of a processor of the threads that work for strangers:
    /// the doorkeeper's and the passwords'.
    var rates: [Double] = []
    var bytes: [Double] = []
    var shares: [Double] = []
  }

  let rounds: Int
  let roundTrips: Int
  private var measured: [Place: [Flood: Measured]] = [:]
  private var resident: [Double] = []

  init(rounds: Int, roundTrips: Int) {
    self.rounds = rounds
    self.roundTrips = roundTrips
  }

  func measure() throws -> Report {
    var measured = self
    let machine = Machine()
    try measured.run()
    return measured.report(machine)
  }

  private mutating func run() throws {
    let count = clinux_processor_count()
    if count >= 2 { _ = clinux_pin_thread(0) }
    goBeforeAll()
    if count >= 2 { try run(.apart, processors: "0-\(count - 1)") }
    try run(.shared, processors: count >= 2 ? "1" : "0")
  }

  private mutating func run(_ place: Place, processors: String) throws {
    let kinds = Flood.allCases.count
    var setup = try WireSetup(
      orders: 2 * kinds * rounds * roundTrips + 100_000, documents: 1_000,
      processors: processors)
    defer { try? FileManager.default.removeItem(atPath: setup.folder) }
    try WireMarket(buyers: 3, documents: 10).write(to: setup.market)
    let certificates = try BenchmarkCertificates(folder: setup.folder)
    let port = ServerProcess.freePort()
    setup.venueArguments =
      certificates.venueArguments + [
        "--fixs-port", "\(port)", "--credentials", try password(setup),
      ]
    if place == .apart { setup.venueArguments += ["--cpus", "1,1"] }
    let server = try WireServer(.memory, setup)
    defer { server.process.stop() }
    server.line.stampArrivals()
    var warmUp = RoundTrips()
    try warmUp.run(server.line, count: roundTrips, .blocking)
    resident.append(Self.residentMebibytes(server.process.id))
    let client = try certificates.client()
    for flood in Flood.allCases {
      let flooder = try Flooder(
        flood, port: flood.isSecure ? port : server.port, setup, client)
      defer { flooder.stop() }
      for _ in 0..<rounds {
        measured[place, default: [:]][flood, default: Measured()].add(
          try round(flooder, server))
      }
      resident.append(Self.residentMebibytes(server.process.id))
    }
  }

  /// The client never waits for its processor where that is allowed; what it starts is not as urgent.
  private func goBeforeAll() {
    var first = sched_param(sched_priority: 1)
    let resetOnFork: CInt = 0x4000_0000
    _ = unsafe sched_setscheduler(0, SCHED_FIFO | resetOnFork, &first)
  }

  private func round(_ flooder: Flooder, _ server: WireServer) throws -> Round {
    flooder.pause()
    usleep(300_000)
    var quiet = RoundTrips()
    try quiet.run(server.line, count: roundTrips, .blocking)
    flooder.goOn()
    // The doorkeeper has used up what it had saved: what is measured lasts.
    usleep(700_000)
    let before = flooder.done()
    let time = ProcessorTime(of: server.process.id)
    let start = Clock.now()
    var trips = RoundTrips()
    try trips.run(server.line, count: roundTrips, .blocking)
    let seconds = Double(Clock.now() - start) / 1e9
    let used = ProcessorTime(of: server.process.id).since(time)
    let ran = (used["doorkeeper"] ?? 0) + (used["passwords"] ?? 0)
    let done = flooder.done()
    return Round(
      calm: quiet.arrivals, disturbed: trips.arrivals,
      rate: Double(done.connections - before.connections) / (seconds + 0.05),
      bytes: Double(done.bytes - before.bytes) / (seconds + 0.05),
      share: Double(ran) / 1e7 / seconds)
  }

  /// A file of credentials with one password.
  private func password(_ setup: WireSetup) throws -> String {
    let bytes = Array("the-right-password".utf8)
    guard let hash = unsafe PasswordHash.make(of: bytes.span.bytes) else {
      throw FIXLine.Fault(description: "OpenSSL gave no hash")
    }
    let path = "\(setup.folder)/credentials.yaml"
    let isMade = FileManager.default.createFile(
      atPath: path, contents: Data("sessions:\n  \"\(Self.guarded)\": \"\(hash.text)\"\n".utf8),
      attributes: [.posixPermissions: 0o600])
    precondition(isMade, "the folder of a run is its own")
    return path
  }

  private static func residentMebibytes(_ process: Int32) -> Double {
    let bytes = FileManager.default.contents(atPath: "/proc/\(process)/status") ?? Data()
    let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      .first { $0.hasPrefix("VmRSS:") }
    return Double(line?.split(separator: " ").dropLast().last ?? "0").map { $0 / 1_024 } ?? 0
  }
}

/// One round: without a flood, and with it.
private struct Round {
  let calm: Latencies
  let disturbed: Latencies
  let rate: Double
  let bytes: Double
  let share: Double
}

extension StrangersBenchmark.Measured {
  fileprivate mutating func add(_ round: Round) {
    calm.append(round.calm)
    disturbed.append(round.disturbed)
    rates.append(round.rate)
    bytes.append(round.bytes)
    shares.append(round.share)
  }

  /// The 99th percentile with the flood by that without it, round by round.
  fileprivate var ratios: [Double] {
    zip(disturbed, calm).map { $0.nanos(at: 99) / $1.nanos(at: 99) }
  }

  fileprivate func figures(_ name: String) -> [Report.Figure] {
    var figures: [Report.Figure] = []
    for (word, latencies) in [(": calm", calm), ("", disturbed)] {
      for percentile in [50, 99] as [Double] {
        figures.append(
          Report.Figure(
            "\(name)\(word) p\(Int(percentile))", unit: "ns",
            samples: latencies.map { $0.nanos(at: percentile) }))
      }
    }
    return figures + [
      Report.Figure("\(name): connections", unit: "1/s", samples: rates),
      Report.Figure("\(name): sent", unit: "bytes/s", samples: bytes),
      Report.Figure("\(name): doorkeeper and passwords", unit: "% of a processor", samples: shares),
      Report.Figure("\(name): p99 by calm p99", unit: "1", samples: ratios),
    ]
  }
}

extension StrangersBenchmark {
  private func report(_ machine: Machine) -> Report {
    var figures: [Report.Figure] = []
    var ratios: [Report.Ratio] = []
    for place in Place.allCases {
      for flood in Flood.allCases {
        guard let found = measured[place]?[flood] else { continue }
        figures += found.figures("\(flood.rawValue) (\(place.rawValue))")
        // A flood that did not happen has disturbed nobody: no ratio says that it was borne.
        guard WireSamples.median(found.rates) >= flood.leastRate else { continue }
        ratios.append(
          Report.Ratio(
            name: "strangers/p99-disturbed\(place.suffix) \(flood.rawValue)",
            value: WireSamples.median(found.ratios)))
      }
    }
    figures.append(Report.Figure("resident before", unit: "MiB", samples: [resident.first ?? 0]))
    figures.append(Report.Figure("resident behind", unit: "MiB", samples: resident.suffix(1)))
    return Report(
      "strangers", workload: workload, figures: figures, ratios: ratios, machine: machine)
  }

  private var workload: String {
    "\(rounds) rounds for each flood, without it and with it in turn: \(roundTrips) orders of "
      + "\(OrderTemplate.byteCount) bytes one at a time, one session, each from its send to the arrival of its "
      + "answer in the client's kernel; venue (memory, combined, park): the path of orders has processor 1 for "
      + "itself (apart), or all its threads share it (shared); client on processor 0, before all others where "
      + "that is allowed (SCHED_FIFO), sleeps in recv; flooder: a process of nice 10 on processor 0, \(Flood.storm.rate) connections a second asked for, "
      + "\(Flood.storm.held) at once, reset after \(Flood.storm.lifeMilliseconds) ms (storm, truncated TLS) or "
      + "\(Flood.garbage.lifeMilliseconds) ms; no ratio of a flood with fewer than \(Flood.storm.leastRate) "
      + "connections a second (slow: \(Flood.slow.leastRate)); slow: \(Flood.slow.held) held, a byte every 50 ms; wrong "
      + "passwords cost scrypt of 16 MiB; measured from 0.7 s after the flood began"
  }
}
