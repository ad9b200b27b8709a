import Compression
import FIXWire
import Memory
import OrderEntry
import Records

extension Benchmark {
  /// Feeds, from events to compressed bytes, beside what zlib and zstd make of the same bytes.
  static var feeds: Benchmark {
    Benchmark(
      name: "feeds",
      about:
        "a drop copy and market data: encoded, compressed message by message, beside zlib and zstd",
      quick: { try FeedsBenchmark.measure(orders: 10_000, rounds: 3) },
      measure: { try FeedsBenchmark.measure(orders: 100_000, rounds: 7) })
  }
}

/// The same messages through our encoder and LZ4 frames, and through the compressors of others, in turn.
struct FeedsBenchmark {
  static func measure(orders: Int, rounds: Int) throws -> Report {
    let workload = VenueWorkload(
      name: "64 firms", ratioName: "", firms: 64, documents: 65_536, depth: 10_000,
      orders: orders)
    Progress.say("making the day")
    let corpus = try FeedCorpus(workload)
    let market = try MarketCorpus(workload)
    var copies = FeedRounds("drop-copy", try FeedFile(corpus))
    var data = FeedRounds("market-data", try FeedFile(market))
    for round in 1...rounds {
      Progress.say("round \(round) of \(rounds)")
      let projected = try project(corpus)
      copies.note("project", projected)
      copies.note("encode", try encode(corpus) - projected)
      try copies.compress()
      data.note("project and encode", try tell(market, count: data.file.count))
      try data.compress()
    }
    let day =
      "a day of \(orders) orders, \(corpus.count) copies (\(String(corpus.digest, radix: 16))) and "
      + "\(data.file.count) messages of market data (\(String(market.digest, radix: 16)))"
    return Report(
      "feeds", workload: "\(day), a flush behind each message, \(rounds) rounds in turn",
      figures: copies.figures + data.figures, ratios: copies.ratios + data.ratios)
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

  /// The book and the figures kept, what differs found, and written for one subscriber.
  private static func tell(_ market: borrowing MarketCorpus, count: Int) throws -> Double {
    let feed = try market.feed()
    var byteCount = 0
    let start = Clock.processor()
    let told = try market.tell(feed) { byteCount += $0.byteCount }
    let nanos = Clock.processor() - start
    guard told == count, byteCount > 100 * count else {
      throw Benchmark.VoidRun(reason: "\(told) of \(count) messages of market data are told")
    }
    return Double(nanos)
  }
}

/// What the rounds have measured of one feed.
struct FeedRounds: ~Copyable {
  let name: String
  let file: FeedFile
  /// Nanoseconds of the processor for all messages, by step.
  private var steps: [(name: String, nanos: [Double])] = []
  private var sent = 0
  private var theirs: [FeedPeer.Result] = []

  init(_ name: String, _ file: consuming FeedFile) {
    self.name = name
    self.file = file
  }

  mutating func note(_ step: String, _ nanos: Double) {
    if let place = steps.firstIndex(where: { $0.name == step }) {
      steps[place].nanos.append(nanos)
    } else {
      steps.append((step, [nanos]))
    }
  }

  /// One frame, flushed behind each message; and the same by the compressors of others.
  mutating func compress() throws {
    var writer = LZ4FrameWriter()
    var out = ByteBuffer(capacity: 4 * LZ4FrameWriter.roomBytes)
    var bytes = 0
    let start = Clock.processor()
    file.forEachMessage { message in
      writer.append(message, to: &out)
      bytes += out.count
      out.removeAll()
    }
    note(Self.compressing, Double(Clock.processor() - start))
    sent = bytes
    theirs.append(try FeedPeer.run(file))
  }

  private static var compressing: String { "compress, LZ4" }

  var figures: [Report.Figure] {
    let count = Double(file.count)
    var figures = steps.map { step in
      Report.Figure("\(name): \(step.name)", unit: "ns", samples: step.nanos.map { $0 / count })
    }
    figures.append(bytes("plain", Double(file.byteCount)))
    figures.append(bytes("sent, LZ4", Double(sent)))
    for peer in FeedPeer.names {
      figures.append(
        Report.Figure(
          "\(name): compress, \(peer)", unit: "ns",
          samples: theirs.map { $0.nanos(peer) / count }))
      figures.append(bytes("sent, \(peer)", theirs.first?.bytes(peer) ?? .nan))
    }
    return figures
  }

  private func bytes(_ what: String, _ all: Double) -> Report.Figure {
    Report.Figure("\(name): \(what)", unit: "B", samples: [all / Double(file.count)])
  }

  var ratios: [Report.Ratio] {
    let ours = steps.first { $0.name == Self.compressing }?.nanos ?? []
    let zlib = theirs.map { $0.nanos("zlib 1") }
    let zlibBytes = theirs.first?.bytes("zlib 1") ?? .nan
    let isCopies = name == "drop-copy"
    return [
      Report.Ratio(
        name: "feeds/lz4-\(name)", value: Double(file.byteCount) / Double(sent)),
      Report.Ratio(
        name: isCopies ? "feeds/size-vs-zlib" : "feeds/\(name)-size-vs-zlib",
        value: Double(sent) / zlibBytes),
      Report.Ratio(
        name: isCopies ? "feeds/time-vs-zlib" : "feeds/\(name)-time-vs-zlib",
        value: WireSamples.median(ours) / WireSamples.median(zlib)),
    ]
  }
}
