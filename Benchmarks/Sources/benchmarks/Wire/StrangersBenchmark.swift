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

  let rounds: Int
  let roundTrips: Int
  private var calm: [Flood: [Latencies]] = [:]
  private var disturbed: [Flood: [Latencies]] = [:]
  /// Connections and bytes a second of each flood, and the share of a processor of the threads that work for
  /// strangers: the doorkeeper's and the passwords'.
  private var rates: [Flood: [Double]] = [:]
  private var bytes: [Flood: [Double]] = [:]
  private var shares: [Flood: [Double]] = [:]
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
    let kinds = Flood.allCases.count
    var setup = try WireSetup(
      orders: 2 * kinds * rounds * roundTrips + 100_000, documents: 1_000,
      processors: clinux_processor_count() < 2 ? nil : "1")
    if clinux_processor_count() >= 2 { _ = clinux_pin_thread(0) }
    defer { try? FileManager.default.removeItem(atPath: setup.folder) }
    try WireMarket(buyers: 3, documents: 10).write(to: setup.market)
    let certificates = try BenchmarkCertificates(folder: setup.folder)
    let port = ServerProcess.freePort()
    setup.venueArguments =
      certificates.venueArguments + [
        "--fixs-port", "\(port)", "--credentials", try password(setup),
      ]
    let server = try WireServer(.memory, setup)
    defer { server.process.stop() }
    var warmUp = RoundTrips()
    try warmUp.run(server.line, count: roundTrips, .blocking)
    resident.append(Self.residentMebibytes(server.process.id))
    let client = try certificates.client()
    for flood in Flood.allCases {
      let flooder = try Flooder(
        flood, port: flood.isSecure ? port : server.port, setup, client)
      defer { flooder.stop() }
      for _ in 0..<rounds { try round(flood, flooder, server) }
      resident.append(Self.residentMebibytes(server.process.id))
    }
  }

  private mutating func round(_ flood: Flood, _ flooder: Flooder, _ server: WireServer) throws {
    flooder.pause()
    usleep(300_000)
    var quiet = RoundTrips()
    try quiet.run(server.line, count: roundTrips, .blocking)
    calm[flood, default: []].append(quiet.latencies)
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
    disturbed[flood, default: []].append(trips.latencies)
    shares[flood, default: []].append(Double(ran) / 1e7 / seconds)
    let done = flooder.done()
    rates[flood, default: []].append(
      Double(done.connections - before.connections) / (seconds + 0.05))
    bytes[flood, default: []].append(Double(done.bytes - before.bytes) / (seconds + 0.05))
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

extension StrangersBenchmark {
  private func report(_ machine: Machine) -> Report {
    var figures: [Report.Figure] = []
    var ratios: [Report.Ratio] = []
    for flood in Flood.allCases {
      guard let quiet = calm[flood], let loud = disturbed[flood] else { continue }
      let name = flood.rawValue
      for (word, latencies) in [("calm", quiet), (name, loud)] {
        for percentile in [50, 99] as [Double] {
          figures.append(
            Report.Figure(
              word == name ? "\(name) p\(Int(percentile))" : "\(name): calm p\(Int(percentile))",
              unit: "ns", samples: latencies.map { $0.nanos(at: percentile) }))
        }
      }
      figures.append(
        Report.Figure("\(name): connections", unit: "1/s", samples: rates[flood] ?? [0]))
      figures.append(
        Report.Figure("\(name): sent", unit: "bytes/s", samples: bytes[flood] ?? [0]))
      figures.append(
        Report.Figure(
          "\(name): doorkeeper and passwords", unit: "% of a processor", samples: shares[flood] ?? [0]))
      let perRound = zip(loud, quiet).map { $0.nanos(at: 99) / $1.nanos(at: 99) }
      figures.append(Report.Figure("\(name): p99 by calm p99", unit: "1", samples: perRound))
      // A flood that did not happen has disturbed nobody: no ratio says that it was borne.
      guard WireSamples.median(rates[flood] ?? [0]) >= flood.leastRate else { continue }
      ratios.append(
        Report.Ratio(
          name: "strangers/p99-disturbed \(name)", value: WireSamples.median(perRound)))
    }
    figures.append(Report.Figure("resident before", unit: "MiB", samples: [resident.first ?? 0]))
    figures.append(Report.Figure("resident behind", unit: "MiB", samples: resident.suffix(1)))
    return Report(
      "strangers", workload: workload, figures: figures, ratios: ratios, machine: machine)
  }

  private var workload: String {
    "\(rounds) rounds for each flood, without it and with it in turn: \(roundTrips) orders of "
      + "\(OrderTemplate.byteCount) bytes one at a time, one session; venue (memory, combined, park) "
      + "with all its threads on processor 1, client on processor 0, sleeps in recv; flooder: a process "
      + "of nice 10 on processor 0, \(Flood.storm.rate) connections a second asked for, "
      + "\(Flood.storm.held) at once, reset after \(Flood.storm.lifeMilliseconds) ms (storm, truncated TLS) or "
      + "\(Flood.garbage.lifeMilliseconds) ms; no ratio of a flood with fewer than \(Flood.storm.leastRate) "
      + "connections a second (slow: \(Flood.slow.leastRate)); slow: \(Flood.slow.held) held, a byte every 50 ms; wrong "
      + "passwords cost scrypt of 16 MiB; measured from 0.7 s after the flood began"
  }
}
