import CLinux
import Foundation
import TLS

extension Benchmark {
  static var wireTLS: Benchmark {
    Benchmark(
      name: "wire-tls", about: "orders over TLS 1.3 beside plain TCP, one venue (wire --tls)"
    ) {
      try SecureWireBenchmark().measure()
    }
  }
}

/// One venue and two sessions in turn, one over plain TCP and one over TLS 1.3.
struct SecureWireBenchmark {
  static let rounds = 5
  static let roundTrips = 2_000
  static let pipelined = 50_000

  private var trips: [[Latencies]] = [[], []]
  private var rates: [[Double]] = [[], []]

  mutating func run() throws {
    var setup = try WireSetup(
      orders: 2 * (Self.rounds + 1) * (Self.roundTrips + Self.pipelined), documents: 1_000,
      processors: clinux_processor_count() < 2 ? nil : "1")
    if clinux_processor_count() >= 2 { _ = clinux_pin_thread(0) }
    defer { try? FileManager.default.removeItem(atPath: setup.folder) }
    try WireMarket(buyers: 2, documents: 10).write(to: setup.market)
    let certificates = try BenchmarkCertificates(folder: setup.folder)
    let port = ServerProcess.freePort()
    setup.venueArguments = certificates.venueArguments + ["--fixs-port", "\(port)"]
    let server = try WireServer(.memory, setup)
    defer { server.process.stop() }
    let secure = try FIXLine(
      WireMarket.buyer(1), number: 1, port: port, tls: certificates.client())
    try WireServer.logOn(secure)
    for round in 0...Self.rounds { try measure([server.line, secure], keeps: round > 0) }
  }

  /// One round; the first one warms up and is not kept.
  private mutating func measure(_ lines: [FIXLine], keeps: Bool) throws {
    for (place, line) in lines.enumerated() {
      var latencies = RoundTrips()
      try latencies.run(line, count: Self.roundTrips, .blocking)
      if keeps { trips[place].append(latencies.latencies) }
    }
    for (place, line) in lines.enumerated() {
      let rate = try Pipeline.run(line, count: Self.pipelined)
      if keeps { rates[place].append(rate) }
    }
  }

  func measure() throws -> Report {
    var measured = self
    try measured.run()
    return measured.report()
  }

  private func report() -> Report {
    var figures: [Report.Figure] = []
    for (place, name) in ["plain", "TLS"].enumerated() {
      figures += Latencies.figures("\(name) round trip", trips[place])
      figures.append(Report.Figure("\(name) rate", unit: "orders/s", samples: rates[place]))
    }
    let medians = trips.map { $0.map { $0.nanos(at: 50) } }
    let perRound = [
      ("wire-tls/rtt-vs-plain", (0..<Self.rounds).map { medians[1][$0] / medians[0][$0] }),
      ("wire-tls/rate-vs-plain", (0..<Self.rounds).map { rates[1][$0] / rates[0][$0] }),
    ]
    figures += perRound.map { Report.Figure("per round \($0.0)", unit: "1", samples: $0.1) }
    return Report(
      "wire-tls", workload: Self.workload, figures: figures,
      ratios: perRound.map { Report.Ratio(name: $0.0, value: WireSamples.median($0.1)) })
  }

  private static var workload: String {
    "\(rounds) rounds, plain and TLS in turn, one venue (memory, combined, park), two sessions; "
      + "orders of \(OrderTemplate.byteCount) bytes; \(roundTrips) one at a time, then \(pipelined) "
      + "with a window of \(Pipeline.window); TLS 1.3, AES-128-GCM, the client's part is in the figures"
  }
}

/// An authority, a venue and a client of it, as files.
struct BenchmarkCertificates {
  private let folder: String

  init(folder: String) throws {
    self.folder = folder
    let authority = try CertificateAuthority(commonName: "Benchmark", days: 1)
    try save("ca", authority.issued)
    var venue = CertificateAuthority.Request(commonName: "CANGDAN")
    venue.alternativeNames = ["DNS:localhost"]
    venue.isServer = true
    try save("venue", authority.issue(venue))
    let client = CertificateAuthority.Request(commonName: WireMarket.buyer(1))
    try save("client", authority.issue(client))
  }

  func client() throws -> TLSContext {
    let own = TLSKeyFiles(certificate: path("client.pem"), key: path("client.key"))
    return try TLSContext.client(own, authorities: path("ca.pem"))
  }

  var venueArguments: [String] {
    [
      "--fixs-certificate", path("venue.pem"), "--fixs-key", path("venue.key"), "--fixs-ca",
      path("ca.pem"),
    ]
  }

  private func path(_ file: String) -> String { "\(folder)/\(file)" }

  private func save(_ name: String, _ issued: CertificateAuthority.Issued) throws {
    for (file, text) in [("\(name).pem", issued.certificate), ("\(name).key", issued.key)] {
      let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
      let isMade = FileManager.default.createFile(
        atPath: path(file), contents: Data(text.utf8), attributes: attributes)
      precondition(isMade, "the folder of a run is its own")
    }
  }
}
