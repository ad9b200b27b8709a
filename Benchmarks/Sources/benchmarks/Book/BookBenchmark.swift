extension Benchmark {
  /// Commands per second of our books and of a textbook's, over the streams of BOOK_WORKLOAD.md.
  static var book: Benchmark {
    Benchmark(
      name: "book", about: "price-time books against a textbook's (--quick: no 10,000,000 orders)",
      quick: { try BookBenchmark.measure(BookBenchmark.quick) },
      measure: { try BookBenchmark.measure(BookBenchmark.full) })
  }
}

/// Both books in turn over the common streams, whose results are known, and over the same streams with
/// more and more resting orders, where one must give what the other gives.
struct BookBenchmark {
  static var quick: [BookWorkload] {
    [.one(rounds: 3), .many(rounds: 3)] + [1, 10, 100].map { .size($0, rounds: 1) }
  }
  static var full: [BookWorkload] {
    [.one(rounds: 5), .many(rounds: 5)] + [1, 10, 100, 1_000].map { .size($0, rounds: 3) }
  }

  /// One command in this many is timed for the latencies.
  static var sampling: Int { 64 }

  private var figures: [Report.Figure] = []
  private var ratios: [Report.Ratio] = []

  static func measure(_ workloads: [BookWorkload]) throws -> Report {
    var benchmark = BookBenchmark()
    for workload in workloads { try benchmark.compare(workload) }
    let described = workloads.map { "\($0.name): \($0.commands) commands, \($0.rounds) rounds" }
    return Report(
      "book",
      workload: described.joined(separator: "; ")
        + "; the books in turn, with the same checksums and events in each; latencies of 1 command "
        + "in \(sampling), a reading of the clock included",
      figures: benchmark.figures, ratios: benchmark.ratios)
  }

  /// All contenders in turn, then the latencies of both books.
  private mutating func compare(_ workload: BookWorkload) throws {
    Progress.say("\(workload.name): making the stream")
    let stream = try workload.stream()
    let file = try StreamFile(stream)
    var judge = BookJudge(workload)
    var samples: [BookContender: [Double]] = [:]
    let contenders = BookContender.allCases.filter { workload.known != nil || !$0.writes }
    for round in 1...workload.rounds {
      Progress.say("\(workload.name): round \(round) of \(workload.rounds)")
      for contender in contenders {
        let result = try contender.run(stream, file)
        try judge.judge(result, of: contender)
        samples[contender, default: []].append(
          Double(workload.commands) * 1_000 / Double(result.nanos))
      }
    }
    let rates = samples.mapValues { Report.Figure("", unit: "", samples: $0).median }
    for contender in contenders {
      figures.append(
        Report.Figure(
          "\(workload.name) \(contender.rawValue)", unit: "M commands/s",
          samples: samples[contender, default: []]))
    }
    addRatio("rate-vs-textbook", workload, rates[.book], rates[.textbook])
    addRatio(
      "rate-with-events-vs-textbook", workload, rates[.bookWriting], rates[.textbookWriting])
    Progress.say("\(workload.name): latencies")
    figures += try latencies(workload, stream, &judge)
    figures += try textbookLatencies(workload, file, &judge)
  }

  private mutating func addRatio(
    _ name: String, _ workload: BookWorkload, _ ours: Double?, _ theirs: Double?
  ) {
    guard let ours, let theirs else { return }
    ratios.append(
      Report.Ratio(name: "book/\(name)-\(workload.ratioName)", value: ours / theirs))
  }

  private func latencies(
    _ workload: BookWorkload, _ stream: BookStream, _ judge: inout BookJudge
  ) throws -> [Report.Figure] {
    var driver = BookPass.prefilled(stream, NoListener.self)
    var latencies = Latencies()
    for index in stream.prefill..<stream.commands.count {
      let command = stream.commands[index]
      guard index % Self.sampling == 0 else {
        driver.apply(command, hash: driver.hash(of: command))
        continue
      }
      let start = Clock.now()
      driver.apply(command, hash: driver.hash(of: command))
      latencies.record(nanos: Clock.now() - start)
    }
    try judge.judge(driver.result(nanos: 0), of: .book)
    return [("p50", 50), ("p99", 99), ("p99.9", 99.9), ("max", 100)].map { figure, percentile in
      Report.Figure(
        "\(workload.name) book \(figure)", unit: "ns", samples: [latencies.nanos(at: percentile)])
    }
  }

  private func textbookLatencies(
    _ workload: BookWorkload, _ file: borrowing StreamFile, _ judge: inout BookJudge
  ) throws -> [Report.Figure] {
    let printed = try Textbook.run(file, .latency)
    try judge.judge(try printed.result, of: .textbook)
    return try [("p50", "p50"), ("p99", "p99"), ("p99.9", "p999"), ("max", "max")].map {
      figure, key in
      Report.Figure(
        "\(workload.name) textbook \(figure)", unit: "ns",
        samples: [Double(try printed.value(key))])
    }
  }
}
