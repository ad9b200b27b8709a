import CAllocationCount
import FIX44
import FIXWire
import Market

extension Benchmark {
  /// FIX in and out, without a session.
  static var codec: Benchmark {
    Benchmark(name: "codec", about: "frame, parse, validate and encode FIX messages") {
      try Codec().measure()
    }
  }
}

struct Codec {
  static var repetitions: Int { 9 }
  static var passes: Int { 16 }

  static var header: OutboundHeader {
    OutboundHeader(
      .executionReport, from: CompID(Text16("CANGDAN") ?? Text16()),
      to: CompID(Text16("DEALER01") ?? Text16()), msgSeqNum: MsgSeqNum(rawValue: 1),
      sendingTime: .none)
  }
  static var clOrdID: Text32 { Text32("ORD-1000001-4711") ?? Text32() }

  private let messages = OrderMessages()

  func measure() throws -> Report {
    var work = CodecWork()
    var scalar = ScalarScan()
    var samples: [String: [Double]] = [:]
    for _ in 0..<Self.repetitions {
      try time("frame", &samples) { try work.frame($0) }
      try time("frame and parse", &samples) { try work.frame($0) &+ work.parse($0) }
      try time("frame, parse, 13 values", &samples) {
        try work.frame($0) &+ work.parse($0) &+ work.values($0)
      }
      try time("frame, parse, validate", &samples) {
        try work.frame($0) &+ work.parse($0) &+ work.validate($0)
      }
      try time("scalar parse", &samples) { scalar.parse($0) }
      try time("frame and scalar parse", &samples) { try work.frame($0) &+ scalar.parse($0) }
      let header = Self.header
      let clOrdID = Self.clOrdID
      var number: UInt64 = 0
      try time("encode", &samples) { _ in
        number &+= 1
        return work.encode(number, header, clOrdID)
      }
    }
    return report(samples)
  }

  /// Nanoseconds and allocations for each message.
  private func time(
    _ name: String, _ samples: inout [String: [Double]], _ work: (RawSpan) throws -> UInt64
  ) throws {
    var digest: UInt64 = 0
    let all = RawSpan(_elements: messages.bytes.span)
    let allocations = allocation_count()
    let start = Clock.now()
    for _ in 0..<Self.passes {
      for place in 0..<OrderMessages.count {
        digest &+= try work(
          all.extracting(messages.starts[place]..<messages.starts[place + 1]))
      }
    }
    let nanoseconds = Clock.now() - start
    let messageCount = Double(Self.passes * OrderMessages.count)
    samples["allocations", default: []]
      .append(Double(allocation_count() - allocations) / messageCount)
    guard digest > 0 else { throw Benchmark.VoidRun(reason: "\(name): no message was right") }
    samples[name, default: []].append(Double(nanoseconds) / messageCount)
  }

  private func report(_ samples: [String: [Double]]) -> Report {
    let names = [
      "frame", "frame and parse", "frame, parse, 13 values", "frame, parse, validate", "encode",
      "scalar parse", "frame and scalar parse", "allocations",
    ]
    let figures = names.map { name in
      Report.Figure(
        name, unit: name == "allocations" ? "1/message" : "ns/message",
        samples: samples[name] ?? [0])
    }
    let bytes = messages.bytes.count / OrderMessages.count
    return Report(
      "codec",
      workload: """
        \(OrderMessages.count) distinct NewOrderSingle(D) of \(bytes) bytes on average, 22 fields, \
        every second one shuffled, \(Self.passes) times; ExecutionReport(8) of 26 fields encoded; \
        \(Self.repetitions) repetitions; a message that is refused voids the run
        """,
      figures: figures,
      ratios: [
        Report.Ratio(
          name: "frame and scalar parse / frame and parse",
          value: figures[6].median / figures[1].median)
      ])
  }
}
