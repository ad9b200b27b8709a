import Market

extension CountedLoop {
  /// An order as it comes: frame, parse, validate, 13 values.
  static var orderIn: CountedLoop {
    CountedLoop(name: "order-in", about: "frame, parse, validate an order, read 13 values") {
      count in
      let messages = OrderMessages()
      let all = RawSpan(_elements: messages.bytes.span)
      var work = CodecWork()
      var digest: UInt64 = 0
      for pass in 0..<count {
        let place = pass % OrderMessages.count
        let message = all.extracting(messages.starts[place]..<messages.starts[place + 1])
        digest &+= try work.frame(message) &+ work.parse(message)
        digest &+= try work.validate(message) &+ work.values(message)
      }
      guard digest > 0 else { throw Benchmark.VoidRun(reason: "no order was right") }
    }
  }

  /// An ExecutionReport(8) as it goes.
  static var reportOut: CountedLoop {
    CountedLoop(name: "report-out", about: "encode an ExecutionReport of 26 fields") { count in
      var work = CodecWork()
      let header = Codec.header
      let clOrdID = Codec.clOrdID
      var digest: UInt64 = 0
      for pass in 0..<count {
        digest &+= work.encode(UInt64(pass), header, clOrdID)
      }
      guard digest > 0 else { throw Benchmark.VoidRun(reason: "nothing was written") }
    }
  }
}
