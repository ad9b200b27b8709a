import Glibc

/// Orders one at a time: how long each answer takes.
struct RoundTrips {
  var latencies = Latencies()
  /// Until the answer came to the client's machine; only on a line that stamps arrivals.
  var arrivals = Latencies()
  /// SendingTime(52) less TransactTime(60): from the moment at which the duty cycle that reads the
  /// order began to the one at which its answer is encoded.
  var inside = Latencies()

  /// Sends `count` orders, the next when the last is answered.
  mutating func run(_ line: FIXLine, count: Int, _ waiting: FIXLine.Waiting) throws {
    for index in 0..<count {
      let price = WireMarket.restingPrices.lowerBound + index % WireMarket.restingPrices.count
      let start = Clock.now()
      let startOfDay = Clock.day()
      _ = line.enqueue(price: price)
      try line.flush()
      let reply = try answer(line, waiting)
      latencies.record(nanos: Clock.now() - start)
      if line.arrived > startOfDay { arrivals.record(nanos: line.arrived - startOfDay) }
      if reply.transactNanos > 0, reply.sendingNanos > reply.transactNanos {
        inside.record(nanos: UInt64(reply.sendingNanos - reply.transactNanos))
      }
    }
  }

  private func answer(_ line: FIXLine, _ waiting: FIXLine.Waiting) throws -> Reply {
    while true {
      while let reply = try line.next() {
        if reply.kind == .acknowledgment { return reply }
      }
      _ = try line.receive(waiting)
    }
  }
}

/// Orders with a window: how many per second.
struct Pipeline {
  /// More than a server answers in the time between an order and its answer, a sync among it: with fewer
  /// a rate would be that time once more.
  static let window = 1_024

  /// Sends `count` orders, never more than the window unanswered; orders per second.
  static func run(_ line: FIXLine, count: Int, price: ClosedRange<Int>? = nil) throws -> Double {
    let prices =
      price ?? WireMarket.restingPrices.lowerBound...WireMarket.restingPrices.upperBound - 1
    let end = line.sent + count
    let start = Clock.now()
    while line.acknowledged < end {
      while line.sent < end, line.outstanding < window {
        _ = line.enqueue(price: prices.lowerBound + line.sent % prices.count)
      }
      if line.hasUnsent { try line.flush() }
      _ = try line.receive(.blocking)
      while try line.next() != nil {}
    }
    return Double(count) * 1e9 / Double(Clock.now() - start)
  }
}
