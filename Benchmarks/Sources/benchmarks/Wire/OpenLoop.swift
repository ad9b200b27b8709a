import Glibc

/// Orders at a fixed rate, whatever the answers do; latency from the moment at which each order
/// should have left.
struct OpenLoop {
  /// Orders per second over all lines.
  let rate: Double
  let count: Int
  /// Every so many orders of a line one crosses the seller's offers; 0 for none.
  var crossEvery = 0
  /// Orders of one line under way at most; more is no measurement but a queue.
  var underWay = 1 << 17
  /// Called all the time meanwhile.
  var beside: () throws -> Void = {}

  /// What came of it, per line.
  struct Outcome {
    var acknowledgments: [Latencies]
    var fills = Latencies()
    /// Orders per second that were sent and answered.
    var rate = 0.0
    /// How many orders crossed.
    var crossed = 0
  }

  /// Orders that are sent between two looks at the sockets.
  private static let burst = 64

  func run(_ lines: [FIXLine]) throws -> Outcome {
    var outcome = Outcome(acknowledgments: Array(repeating: Latencies(), count: lines.count))
    let times = Intended(lines: lines.count, size: underWay)
    let firsts = lines.map(\.sent)
    let interval = 1e9 / rate
    let start = Clock.now() + 1_000_000
    var sent = 0
    var answered = 0
    var lastProgress = start
    while answered < count + outcome.crossed {
      try beside()
      let now = Clock.now()
      let due = now < start ? 0 : min(count, Int(Double(now - start) / interval) + 1)
      let until = min(due, sent + Self.burst)
      while sent < until {
        let place = sent % lines.count
        let isCrossing = crosses(lines[place].sent - firsts[place])
        let order = lines[place].enqueue(price: isCrossing ? WireMarket.crossingPrice : 500)
        if isCrossing { outcome.crossed += 1 }
        times.set(place, order, start + UInt64(Double(sent) * interval))
        sent += 1
      }
      for line in lines where line.hasUnsent { try line.flush() }
      let before = answered
      for place in lines.indices where lines[place].outstanding > 0 || crossEvery > 0 {
        answered += try take(lines[place], place, times, &outcome)
      }
      if answered > before { lastProgress = now }
      guard now < lastProgress + 20_000_000_000 else {
        throw FIXLine.Fault(description: "no answer for 20 s, \(answered) of \(count) answered")
      }
    }
    outcome.rate = Double(count) * 1e9 / Double(Clock.now() - start)
    return outcome
  }

  private func crosses(_ index: Int) -> Bool { crossEvery > 0 && index % crossEvery == 0 }

  /// Takes the answers that are there; how many.
  private func take(
    _ line: FIXLine, _ place: Int, _ times: borrowing Intended, _ outcome: inout Outcome
  ) throws -> Int {
    guard try line.receive(.spinning) else { return 0 }
    let now = Clock.now()
    var count = 0
    while let reply = try line.next() {
      guard reply.kind != .session else { continue }
      let intended = times.get(place, reply.order)
      let nanos = now > intended ? now - intended : 0
      if reply.kind == .fill {
        outcome.fills.record(nanos: nanos)
      } else {
        outcome.acknowledgments[place].record(nanos: nanos)
      }
      count += 1
    }
    guard line.outstanding < underWay else {
      throw FIXLine.Fault(description: "\(underWay) orders under way: the rate is too high")
    }
    return count
  }
}

/// When each order should have left, by line and number.
@safe
struct Intended: ~Copyable {
  private let times: UnsafeMutablePointer<UInt64>
  private let size: Int

  init(lines: Int, size: Int) {
    unsafe times = .allocate(capacity: lines * size)
    unsafe times.update(repeating: 0, count: lines * size)
    self.size = size
  }

  deinit { unsafe times.deallocate() }

  func set(_ line: Int, _ order: Int, _ time: UInt64) {
    unsafe times[line * size + order & (size - 1)] = time
  }

  func get(_ line: Int, _ order: Int) -> UInt64 {
    unsafe times[line * size + order & (size - 1)]
  }
}
