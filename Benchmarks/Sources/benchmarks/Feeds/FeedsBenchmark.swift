import Compression
import FIXWire
import Memory
import OrderEntry
import Records

extension Benchmark {
  /// A drop copy, from events to compressed bytes, beside what zlib and zstd make of the same bytes.
  static var feeds: Benchmark {
    Benchmark(
      name: "feeds",
      about: "a drop copy: projected, encoded, compressed message by message, beside zlib and zstd",
      quick: { try FeedsBenchmark.measure(orders: 10_000, rounds: 3) },
      measure: { try FeedsBenchmark.measure(orders: 100_000, rounds: 7) })
  }
}

/// The same messages through our encoder and LZ4 frames, and through the compressors of others, in turn.
struct FeedsBenchmark {
  /// What a round costs, nanoseconds of the processor for all messages.
  private struct Round {
    var project: Double = 0
    var encode: Double = 0
    var compress: Double = 0
  }

  static func measure(orders: Int, rounds: Int) throws -> Report {
    let workload = VenueWorkload(
      name: "64 firms", ratioName: "", firms: 64, documents: 65_536, depth: 10_000,
      orders: orders)
    Progress.say("making the day")
    let corpus = try FeedCorpus(workload)
    let file = try FeedFile(corpus)
    var ours: [Round] = []
    var sent = 0
    var theirs: [FeedPeer.Result] = []
    for round in 1...rounds {
      Progress.say("round \(round) of \(rounds)")
      var result = Round()
      result.project = try project(corpus)
      result.encode = try encode(corpus) - result.project
      (sent, result.compress) = try compress(file)
      ours.append(result)
      theirs.append(try FeedPeer.run(file))
    }
    return report(corpus, file, ours, sent, theirs)
  }

  /// Which messages there are, and nothing written of them.
  private static func project(_ corpus: borrowing FeedCorpus) throws -> Double {
    let start = Clock.processor()
    let found = corpus.projected()
    let nanos = Clock.processor() - start
    guard found == corpus.count else {
      throw Benchmark.VoidRun(reason: "\(found) of \(corpus.count) events are copied")
    }
    return Double(nanos)
  }

  /// Projected and encoded.
  private static func encode(_ corpus: borrowing FeedCorpus) throws -> Double {
    var encoder = MessageEncoder(capacity: ReportEncoder.messageBytesMax)
    var offset = 0
    var byteCount = 0
    let start = Clock.processor()
    for number in 1...UInt64(corpus.count) {
      try corpus.encode(at: offset, number: number, into: &encoder)
      byteCount += encoder.message.byteCount
      offset += corpus.events.bytes.recordLength(at: offset)
    }
    let nanos = Clock.processor() - start
    guard byteCount > 100 * corpus.count else {
      throw Benchmark.VoidRun(reason: "messages are too short")
    }
    return Double(nanos)
  }

  /// One frame, flushed behind each message; how many bytes leave, and the time.
  private static func compress(_ file: borrowing FeedFile) throws -> (Int, Double) {
    var writer = LZ4FrameWriter()
    var out = ByteBuffer(capacity: 4 * LZ4FrameWriter.roomBytes)
    var sent = 0
    let start = Clock.processor()
    file.forEachMessage { message in
      writer.append(message, to: &out)
      sent += out.count
      out.removeAll()
    }
    return (sent, Double(Clock.processor() - start))
  }

  private static func report(
    _ corpus: borrowing FeedCorpus, _ file: borrowing FeedFile, _ ours: [Round], _ sent: Int,
    _ theirs: [FeedPeer.Result]
  ) -> Report {
    let count = Double(corpus.count)
    func figure(_ name: String, _ samples: [Double]) -> Report.Figure {
      Report.Figure(name, unit: "ns", samples: samples.map { $0 / count })
    }
    var figures = [
      figure("project a message", ours.map(\.project)),
      figure("encode a message", ours.map(\.encode)),
      figure("compress a message, LZ4", ours.map(\.compress)),
      Report.Figure(
        "plain bytes of a message", unit: "B", samples: [Double(file.byteCount) / count]),
      Report.Figure("sent bytes of a message, LZ4", unit: "B", samples: [Double(sent) / count]),
    ]
    for name in FeedPeer.names {
      figures.append(figure("compress a message, \(name)", theirs.map { $0.nanos(name) }))
      figures.append(
        Report.Figure(
          "sent bytes of a message, \(name)", unit: "B",
          samples: theirs.map { $0.bytes(name) / count }))
    }
    let compress = figures[2].median
    let zlib = Report.Figure(
      "zlib 1", unit: "ns", samples: theirs.map { $0.nanos("zlib 1") / count })
    let zlibBytes = theirs[0].bytes("zlib 1")
    return Report(
      "feeds",
      workload: "a day of \(corpus.workload.orders) orders and \(corpus.count) copied events "
        + "(\(String(corpus.digest, radix: 16))), a supervisor's drop copy, a flush behind each message, "
        + "\(ours.count) rounds in turn",
      figures: figures,
      ratios: [
        Report.Ratio(name: "feeds/lz4-drop-copy", value: Double(file.byteCount) / Double(sent)),
        Report.Ratio(name: "feeds/size-vs-zlib", value: Double(sent) / zlibBytes),
        Report.Ratio(name: "feeds/time-vs-zlib", value: compress / zlib.median),
      ])
  }
}
