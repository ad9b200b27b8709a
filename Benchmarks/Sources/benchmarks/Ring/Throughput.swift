import Rings
import Synchronization

/// As many records as possible from one thread to another.
struct Throughput {
  let recordBytes: Int
  let count: Int
  /// Whether the receiver reads every byte, so that the sender meets a full ring.
  let readsAll: Bool

  /// Records between two flushes.
  static var batch: Int { 32 }

  struct Outcome {
    /// Millions of records per second.
    let rate: Double
    /// Times the sender had to wait for room, for each thousand records.
    let waits: Double
  }

  func measure<S: Sender & ~Copyable, R: Receiver & ~Copyable>(
    _ sender: consuming S, _ receiver: consuming R, _ what: String
  ) throws -> Outcome {
    let waits = Mutex(0)
    let result = Mutex((check: StampCheck(), sum: 0))
    let ends = (sender: Parcel(sender), receiver: Parcel(receiver))
    let start = Clock.now()
    let sending = PinnedThread(processor: 0) {
      var sender = ends.sender.open()
      let waited = send(through: &sender)
      waits.withLock { $0 = waited }
    }
    let receiving = PinnedThread(processor: 1) {
      var receiver = ends.receiver.open()
      let outcome = receive(from: &receiver)
      result.withLock { $0 = outcome }
    }
    sending.join()
    receiving.join()
    let nanos = Double(Clock.now() - start)
    try result.withLock { $0.check }.verify(sent: count, what)
    return Outcome(
      rate: Double(count) * 1_000 / nanos,
      waits: Double(waits.withLock { $0 }) * 1_000 / Double(count))
  }

  private func send<S: Sender & ~Copyable>(through sender: inout S) -> Int {
    var record = Stamped(byteCount: recordBytes)
    var waits = 0
    for number in 0..<count {
      record.stamp(UInt64(number), sent: 0)
      waits += sender.send(record.bytes)
      if number % Self.batch == Self.batch - 1 { sender.flush() }
    }
    sender.flush()
    return waits
  }

  private func receive<R: Receiver & ~Copyable>(
    from receiver: inout R
  ) -> (check: StampCheck, sum: Int) {
    var check = StampCheck()
    var sum = 0
    while check.received < UInt64(count) {
      receiver.receive { record in
        _ = check.receive(record)
        if readsAll { sum &+= Self.sum(record) }
      }
    }
    return (check, sum)
  }

  private static func sum(_ record: RawSpan) -> Int {
    var sum = 0
    for offset in record.byteOffsets {
      sum = sum &* 31 &+ Int(unsafe record.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
    }
    return sum
  }
}
