extension Benchmark {
  /// Commands per second of our books and of a textbook's, over the stream of BOOK_WORKLOAD.md.
  static var book: Benchmark {
    Benchmark(
      name: "book", about: "price-time books, 1 and 128 instruments, against a textbook's",
      measure: BookBenchmark.measure)
  }
}

enum BookBenchmark {
  static var rounds: Int { 5 }
  /// One command in this many is timed for the latencies.
  static var sampling: Int { 64 }

  static func measure() throws -> Report {
    var figures: [Report.Figure] = []
    var ratios: [Report.Ratio] = []
    for workload in [BookWorkload.one, .many] {
      let stream = try stream(of: workload)
      let file = try StreamFile(stream)
      let rates = try rates(workload, stream, file)
      figures.append(rates.ours)
      figures.append(rates.textbook)
      ratios.append(
        Report.Ratio(
          name: "book/rate-vs-textbook-\(workload.instruments)",
          value: rates.ours.median / rates.textbook.median))
      figures += try latencies(workload, stream)
      figures += try textbookLatencies(workload, file)
    }
    return Report(
      "book",
      workload: "5,000,000 commands, \(rounds) rounds in turn, checksums verified in each; "
        + "latencies of 1 command in \(sampling), a reading of the clock included",
      figures: figures, ratios: ratios)
  }

  /// The stream, if it is the one that everybody uses.
  private static func stream(of workload: BookWorkload) throws -> BookStream {
    let stream = StreamGenerator.make(instruments: workload.instruments)
    guard stream.maxID == workload.maxID, stream.hash == workload.streamHash else {
      throw Benchmark.VoidRun(reason: "\(workload.name) is another stream")
    }
    return stream
  }

  private static func rates(
    _ workload: BookWorkload, _ stream: BookStream, _ file: borrowing StreamFile
  ) throws -> (ours: Report.Figure, textbook: Report.Figure) {
    var ours: [Double] = []
    var textbook: [Double] = []
    for _ in 0..<rounds {
      ours.append(try rate(workload, stream))
      let result = try Textbook.run(file, .rate)
      try verify(result.checksums, workload, "the textbook")
      textbook.append(perSecond(stream, nanos: try result.value("nanoseconds")))
    }
    return (
      Report.Figure("\(workload.name) book", unit: "M commands/s", samples: ours),
      Report.Figure("\(workload.name) textbook", unit: "M commands/s", samples: textbook)
    )
  }

  private static func rate(_ workload: BookWorkload, _ stream: BookStream) throws -> Double {
    var driver = BookDriver(instruments: workload.instruments)
    for index in 0..<stream.prefill { driver.apply(stream.commands[index]) }
    let start = Clock.now()
    for index in stream.prefill..<stream.commands.count { driver.apply(stream.commands[index]) }
    let nanos = Clock.now() - start
    try verify(driver.checksums, workload, "the book")
    return perSecond(stream, nanos: nanos)
  }

  private static func latencies(
    _ workload: BookWorkload, _ stream: BookStream
  ) throws -> [Report.Figure] {
    var driver = BookDriver(instruments: workload.instruments)
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
    try verify(driver.checksums, workload, "the book")
    let name = "\(workload.name) book"
    return [("p50", 50), ("p99", 99), ("p99.9", 99.9), ("max", 100)].map { figure, percentile in
      Report.Figure("\(name) \(figure)", unit: "ns", samples: [latencies.nanos(at: percentile)])
    }
  }

  private static func textbookLatencies(
    _ workload: BookWorkload, _ file: borrowing StreamFile
  ) throws -> [Report.Figure] {
    let result = try Textbook.run(file, .latency)
    try verify(result.checksums, workload, "the textbook")
    let name = "\(workload.name) textbook"
    return try [("p50", "p50"), ("p99", "p99"), ("p99.9", "p999"), ("max", "max")].map {
      figure, key in
      Report.Figure("\(name) \(figure)", unit: "ns", samples: [Double(try result.value(key))])
    }
  }

  private static func verify(
    _ found: BookChecksums, _ workload: BookWorkload, _ who: String
  ) throws {
    guard found == workload.checksums else {
      throw Benchmark.VoidRun(
        reason: "\(who) gave \(found) for \(workload.name), not \(workload.checksums)")
    }
  }

  private static func perSecond(_ stream: BookStream, nanos: UInt64) -> Double {
    Double(stream.commands.count - stream.prefill) * 1_000 / Double(nanos)
  }
}
