import Storage

extension Benchmark {
  /// Orders with every guard, documents, money, and what settles them, beside a textbook's bare book.
  static var venue: Benchmark {
    Benchmark(
      name: "venue",
      about: "orders with all guards, documents, money and settlement, to a textbook's bare book",
      quick: { try VenueBenchmark.measure([.warm], rounds: 3) },
      measure: { try VenueBenchmark.measure([.warm, .large], rounds: 7) })
  }
}

extension CountedLoop {
  /// A command of the venue's workload: an order, or an institution's answer.
  static var venue: CountedLoop {
    CountedLoop(
      name: "venue", about: "a command of the venue's workload, an order or an answer"
    ) { count in
      let log = try VenueLog(.counted)
      guard count <= log.commandCount else {
        throw Benchmark.VoidRun(reason: "the log has \(log.commandCount) commands, not \(count)")
      }
      let pass = VenuePass(log, commands: count)
      guard pass.digest.count >= count else {
        throw Benchmark.VoidRun(reason: "not every command was answered")
      }
    }
  }
}

/// The venue and the textbook in turn over the same orders; both must make the same fills.
struct VenueBenchmark {
  private var figures: [Report.Figure] = []
  private var ratios: [Report.Ratio] = []
  private var described: [String] = []

  static func measure(_ workloads: [VenueWorkload], rounds: Int) throws -> Report {
    var benchmark = VenueBenchmark()
    for workload in workloads { try benchmark.compare(workload, rounds: rounds) }
    return Report(
      "venue", workload: benchmark.described.joined(separator: "; "), figures: benchmark.figures,
      ratios: benchmark.ratios)
  }

  private mutating func compare(_ workload: VenueWorkload, rounds: Int) throws {
    Progress.say("\(workload.name): recording")
    let log = try VenueLog(workload)
    let file = try StreamFile(log.stream)
    var ours: [Double] = []
    var theirs: [Double] = []
    var first: VenuePass?
    for round in 1...rounds {
      Progress.say("\(workload.name): round \(round) of \(rounds)")
      let pass = VenuePass(log, commands: log.commandCount)
      let textbook = try Textbook.run(file, .rate).result
      guard textbook.checksums == log.checksums else {
        throw Benchmark.VoidRun(
          reason: "the venue gave \(log.checksums), the textbook \(textbook.checksums)")
      }
      if let first, first.digest != pass.digest || first.state != pass.state {
        throw Benchmark.VoidRun(reason: "two passes differ")
      }
      first = pass
      ours.append(Double(pass.nanos))
      theirs.append(Double(textbook.nanos))
    }
    if let first { describe(log, first, rounds: rounds) }
    add(log, ours, theirs)
  }

  private mutating func describe(_ log: borrowing VenueLog, _ pass: VenuePass, rounds: Int) {
    let workload = log.workload
    described.append(
      "\(workload.name): \(workload.documents) documents, \(workload.depth) orders resting, "
        + "\(workload.orders) orders, \(log.commandCount) commands, \(log.checksums.fills) fills, "
        + "\(log.delivered) documents delivered, \(rounds) rounds in turn; stream "
        + "\(String(log.stream.hash, radix: 16)), \(pass.digest.count) events, CRC "
        + "\(String(pass.digest.crc, radix: 16)), state \(String(pass.state, radix: 16))")
  }

  private mutating func add(_ log: borrowing VenueLog, _ ours: [Double], _ theirs: [Double]) {
    let workload = log.workload
    let orders = Double(workload.orders)
    let perOrder = Report.Figure(
      "\(workload.name) venue, an order with its settlement", unit: "ns",
      samples: ours.map { $0 / orders })
    let perCommand = Report.Figure(
      "\(workload.name) venue, a command", unit: "ns",
      samples: ours.map { $0 / Double(log.commandCount) })
    let textbook = Report.Figure(
      "\(workload.name) textbook, an order", unit: "ns", samples: theirs.map { $0 / orders })
    figures += [perOrder, perCommand, textbook]
    ratios += [
      Report.Ratio(
        name: "venue/\(workload.ratioName)", value: textbook.median / perCommand.median),
      Report.Ratio(
        name: "venue/\(workload.ratioName), orders with settlement",
        value: textbook.median / perOrder.median),
    ]
  }
}
