/// What was measured, and the figures and ratios made of it.
struct WireSamples {
  typealias Kind = WireServer.Kind

  /// As it was before the client was pinned to one of its processors.
  let machine: Machine
  var sync: [Double] = []
  var kibibytesPerSync: [Double] = []
  var roundTrips: [Kind: [Latencies]] = [:]
  var inside: [Kind: [Latencies]] = [:]
  /// Of all orders of the rounds.
  var stages: [Kind: Stages] = [:]
  var rates: [Kind: [Double]] = [:]
  var replyBytes: [Kind: Int] = [:]
  /// Documents used.
  var crossed: [Kind: Int] = [:]
  private var openSamples: [(name: String, unit: String, value: Double)] = []

  func medianRate(_ kind: Kind) -> Double { Self.median(rates[kind] ?? []) }

  init(machine: Machine) { self.machine = machine }

  mutating func add(_ outcome: OpenLoop.Outcome, _ kind: Kind, load: Int) {
    let name = "\(kind.rawValue) open loop \(load) %"
    note("\(name) rate", "orders/s", outcome.rate)
    note("\(name) to ack", outcome.acknowledgments[0])
    if outcome.fills.count > 0 { note("\(name) to fill", outcome.fills) }
  }

  mutating func add(_ outcome: OpenLoop.Outcome, _ kind: Kind, sessions: Int) {
    let name = "\(kind.rawValue) \(sessions) sessions"
    note("\(name) rate", "orders/s", outcome.rate)
    let medians = outcome.acknowledgments.map { $0.nanos(at: 50) }
    note("\(name) p50", "ns", Self.median(medians))
    let slowest = outcome.acknowledgments.map { $0.nanos(at: 99.9) }.max() ?? 0
    note("\(name) p99.9 of the slowest", "ns", slowest)
  }

  private mutating func note(_ name: String, _ latencies: Latencies) {
    for percentile in Latencies.percentiles {
      note("\(name) p\(Latencies.text(percentile))", "ns", latencies.nanos(at: percentile))
    }
    note("\(name) max", "ns", latencies.nanos(at: 100))
  }

  private mutating func note(_ name: String, _ unit: String, _ value: Double) {
    openSamples.append((name, unit, value))
  }

  static func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  func report(_ workload: String) -> Report {
    Report("wire", workload: workload, figures: figures(), ratios: ratios(), machine: machine)
  }

  private func figures() -> [Report.Figure] {
    var figures: [Report.Figure] = []
    for kind in Kind.allCases {
      figures += Latencies.figures("\(kind.rawValue) round trip", roundTrips[kind] ?? [])
    }
    for kind in Kind.allCases {
      figures.append(
        Report.Figure("\(kind.rawValue) rate", unit: "orders/s", samples: rates[kind] ?? []))
    }
    for kind in Kind.allCases {
      guard let stages = stages[kind], let sent = inside[kind] else { continue }
      let name = kind.rawValue
      figures += Latencies.figures("\(name) received to drained", [stages.receivedToDrained])
      figures += Latencies.figures("\(name) drained to applied", [stages.drainedToApplied])
      figures += Latencies.figures("\(name) drained to committed", [stages.drainedToCommitted])
      figures += Latencies.figures("\(name) drained to sent", sent)
    }
    figures.append(Report.Figure("fdatasync of 200 bytes p50", unit: "ns", samples: sync))
    if !kibibytesPerSync.isEmpty {
      figures.append(
        Report.Figure("disk written per sync", unit: "KiB", samples: kibibytesPerSync))
    }
    for kind in Kind.allCases {
      figures.append(
        Report.Figure(
          "\(kind.rawValue) reply", unit: "bytes", samples: [Double(replyBytes[kind] ?? 0)]))
    }
    return figures + openFigures()
      + perRound.map {
        Report.Figure("per round \($0.0)", unit: "1", samples: $0.1)
      }
  }

  private func openFigures() -> [Report.Figure] {
    var names: [(String, String)] = []
    var values: [String: [Double]] = [:]
    for sample in openSamples {
      if values[sample.name] == nil { names.append((sample.name, sample.unit)) }
      values[sample.name, default: []].append(sample.value)
    }
    return names.map { Report.Figure($0.0, unit: $0.1, samples: values[$0.0] ?? []) }
  }

  /// Each ratio by its rounds: what was measured in one round is compared with the same round's.
  private var perRound: [(String, [Double])] {
    let trips = { (kind: Kind) in (roundTrips[kind] ?? []).map { $0.nanos(at: 50) } }
    let floor = trips(.echo)
    let polling = trips(.pollingEcho)
    let quickfix = trips(.quickfix)
    let memory = trips(.memory)
    let disk = trips(.disk)
    func rounds(_ ratio: (Int) -> Double) -> [Double] { floor.indices.map(ratio) }
    func rate(_ kind: Kind, _ round: Int) -> Double { rates[kind]?[round] ?? 0 }
    return [
      (
        "wire/cost-vs-quickfix",
        rounds { max(0, memory[$0] - floor[$0]) / max(1, quickfix[$0] - floor[$0]) }
      ),
      (
        "wire/cost-vs-quickfix-polling-floor",
        rounds { max(0, memory[$0] - polling[$0]) / max(1, quickfix[$0] - polling[$0]) }
      ),
      ("wire/rtt-vs-floor", rounds { memory[$0] / floor[$0] }),
      ("wire/rtt-vs-polling-floor", rounds { memory[$0] / polling[$0] }),
      ("wire/rate-vs-quickfix", rounds { rate(.memory, $0) / rate(.quickfix, $0) }),
      ("wire/rtt-disk-vs-bound", rounds { disk[$0] / (floor[$0] + 2 * sync[$0]) }),
      ("wire/rate-disk-vs-quickfix", rounds { rate(.disk, $0) / rate(.quickfix, $0) }),
    ]
  }

  private func ratios() -> [Report.Ratio] {
    perRound.map { Report.Ratio(name: $0.0, value: Self.median($0.1)) }
  }
}
