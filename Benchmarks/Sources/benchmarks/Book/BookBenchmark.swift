extension Benchmark {
  /// Commands per second of our books and of a textbook's, over the streams of BOOK_WORKLOAD.md.
  static var book: Benchmark {
    Benchmark(
      name: "book", about: "price-time books against a textbook's (--quick: no 10,000,000 orders)",
      quick: { try BookBenchmark.measure(.quick) },
      measure: { try BookBenchmark.measure(.full) })
  }
}

/// Both books in turn over the common streams, whose results are known, and over the same streams with
/// more and more resting orders, where one must give what the other gives.
struct BookBenchmark {
  struct Plan {
    var rounds: Int
    /// Instruments of the streams that differ in size, with 10,000 orders each.
    var sizes: [Int]
    var sizeRounds: Int
    var sizeCommands: Int

    static let quick = Plan(
      rounds: 3, sizes: [1, 10, 100], sizeRounds: 1, sizeCommands: 1_000_000)
    static let full = Plan(
      rounds: 5, sizes: [1, 10, 100, 1_000], sizeRounds: 3, sizeCommands: 1_000_000)
  }

  /// One command in this many is timed for the latencies.
  static var sampling: Int { 64 }
  /// How many commands ahead the index is asked for its line, within what the engine knows: it takes
  /// up to 512 commands at once.
  static var lookahead: Int { 6 }

  let plan: Plan
  private var figures: [Report.Figure] = []
  private var ratios: [Report.Ratio] = []

  private init(_ plan: Plan) { self.plan = plan }

  static func measure(_ plan: Plan) throws -> Report {
    var benchmark = BookBenchmark(plan)
    return try benchmark.measure()
  }

  private mutating func measure() throws -> Report {
    for workload in [BookWorkload.one, .many] {
      Progress.say("\(workload.name): making the stream")
      let stream = StreamGenerator.make(instruments: workload.instruments)
      guard stream.maxID == workload.maxID, stream.hash == workload.streamHash else {
        throw Benchmark.VoidRun(reason: "\(workload.name) is another stream")
      }
      try compare(workload.name, stream, rounds: plan.rounds, expected: workload.checksums)
    }
    for instruments in plan.sizes {
      let name = Self.name(instruments * 10_000)
      Progress.say("\(name): making the stream")
      let stream = StreamGenerator.make(instruments: instruments, commands: plan.sizeCommands)
      try compare(name, stream, rounds: plan.sizeRounds, expected: nil)
    }
    return Report(
      "book",
      workload:
        "w1, w128: 5,000,000 commands, \(plan.rounds) rounds in turn, checksums verified in "
        + "each; by resting orders: \(plan.sizeCommands) commands, \(plan.sizeRounds) rounds, both "
        + "books with the same checksums; latencies of 1 command in \(Self.sampling), a reading of "
        + "the clock included",
      figures: figures, ratios: ratios)
  }

  /// Both books in turn, then the latencies of each. Without expected checksums those of the first
  /// run are expected of all others.
  private mutating func compare(
    _ name: String, _ stream: BookStream, rounds: Int, expected: BookChecksums?
  ) throws {
    let file = try StreamFile(stream)
    var expected = expected
    var ours: [Double] = []
    var alone: [Double] = []
    var textbook: [Double] = []
    for round in 1...rounds {
      Progress.say("\(name): round \(round) of \(rounds)")
      let run = Self.run(stream, lookahead: Self.lookahead)
      try Self.verify(run.checksums, &expected, "the book", name)
      ours.append(Self.perSecond(stream, nanos: run.nanos))
      let runAlone = Self.run(stream, lookahead: 0)
      try Self.verify(runAlone.checksums, &expected, "the book", name)
      alone.append(Self.perSecond(stream, nanos: runAlone.nanos))
      let result = try Textbook.run(file, .rate)
      try Self.verify(try result.checksums, &expected, "the textbook", name)
      textbook.append(Self.perSecond(stream, nanos: try result.value("nanoseconds")))
    }
    let rate = Report.Figure("\(name) book", unit: "M commands/s", samples: ours)
    let theirs = Report.Figure("\(name) textbook", unit: "M commands/s", samples: textbook)
    figures += [
      rate, Report.Figure("\(name) book, none ahead", unit: "M commands/s", samples: alone), theirs,
    ]
    ratios.append(
      Report.Ratio(name: Self.ratioName(name), value: rate.median / theirs.median))
    Progress.say("\(name): latencies")
    figures += try Self.latencies(name, stream, &expected)
    figures += try Self.textbookLatencies(name, file, &expected)
  }

  private static func run(
    _ stream: BookStream, lookahead: Int
  ) -> (checksums: BookChecksums, nanos: UInt64) {
    var driver = BookDriver(instruments: stream.instruments)
    for index in 0..<stream.prefill { driver.apply(stream.commands[index]) }
    let end = stream.commands.count
    let start = Clock.now()
    for index in stream.prefill..<end {
      let ahead = index + lookahead
      if lookahead > 0 && ahead < end { driver.expect(stream.commands[ahead]) }
      driver.apply(stream.commands[index])
    }
    return (driver.checksums, Clock.now() - start)
  }

  private static func latencies(
    _ name: String, _ stream: BookStream, _ expected: inout BookChecksums?
  ) throws -> [Report.Figure] {
    var driver = BookDriver(instruments: stream.instruments)
    var latencies = Latencies()
    for index in 0..<stream.commands.count {
      guard index >= stream.prefill, index % sampling == 0 else {
        driver.apply(stream.commands[index])
        continue
      }
      let start = Clock.now()
      driver.apply(stream.commands[index])
      latencies.record(nanos: Clock.now() - start)
    }
    try verify(driver.checksums, &expected, "the book", name)
    return [("p50", 50), ("p99", 99), ("p99.9", 99.9), ("max", 100)].map { figure, percentile in
      Report.Figure(
        "\(name) book \(figure)", unit: "ns", samples: [latencies.nanos(at: percentile)])
    }
  }

  private static func textbookLatencies(
    _ name: String, _ file: borrowing StreamFile, _ expected: inout BookChecksums?
  ) throws -> [Report.Figure] {
    let result = try Textbook.run(file, .latency)
    try verify(try result.checksums, &expected, "the textbook", name)
    return try [("p50", "p50"), ("p99", "p99"), ("p99.9", "p999"), ("max", "max")].map {
      figure, key in
      Report.Figure(
        "\(name) textbook \(figure)", unit: "ns", samples: [Double(try result.value(key))])
    }
  }

  private static func verify(
    _ found: BookChecksums, _ expected: inout BookChecksums?, _ who: String, _ name: String
  ) throws {
    if let expected, found != expected {
      throw Benchmark.VoidRun(reason: "\(who) gave \(found) for \(name), not \(expected)")
    }
    expected = found
  }

  private static func perSecond(_ stream: BookStream, nanos: UInt64) -> Double {
    Double(stream.commands.count - stream.prefill) * 1_000 / Double(nanos)
  }

  /// `w1` has the ratio `book/rate-vs-textbook-1`, 10,000 orders `book/rate-vs-textbook-10k-orders`.
  private static func ratioName(_ name: String) -> String {
    "book/rate-vs-textbook-"
      + (name.hasPrefix("w") ? String(name.dropFirst()) : name.replacing(" ", with: "-"))
  }

  private static func name(_ orders: Int) -> String {
    orders < 1_000_000 ? "\(orders / 1_000)k orders" : "\(orders / 1_000_000)M orders"
  }
}
