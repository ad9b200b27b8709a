import CLinux
import Glibc
import Rings
import Synchronization

/// The way of single records from one thread to another, one at a time.
struct Hop {
  let recordBytes: Int
  /// From the receipt of one record to the sending of the next, in nanoseconds.
  let pauseNanos: UInt64
  let count: Int

  /// No run takes longer; a machine with other work gives fewer samples.
  static var longestNanos: UInt64 { 1_000_000_000 }

  struct Outcome: Sendable {
    var sent = 0
    var check = StampCheck()
    var latencies = Latencies()
  }

  func measure<S: Sender & ~Copyable, R: Receiver & ~Copyable>(
    _ sender: consuming S, _ receiver: consuming R, _ what: String
  ) throws -> Latencies {
    let received = Cursor(0)
    let sent = Mutex(0)
    let result = Mutex(Outcome())
    let ends = (sender: Parcel(sender), receiver: Parcel(receiver))
    let sending = PinnedThread(processor: 0) {
      var sender = ends.sender.open()
      let count = send(through: &sender, received)
      sent.withLock { $0 = count }
    }
    let receiving = PinnedThread(processor: 1) {
      var receiver = ends.receiver.open()
      let outcome = receive(from: &receiver, received)
      result.withLock { $0 = outcome }
    }
    sending.join()
    receiving.join()
    let outcome = result.withLock { $0 }
    try outcome.check.verify(sent: sent.withLock { $0 }, what)
    return outcome.latencies
  }

  /// Sends until the count or the time is reached; the last record says so. The number sent.
  private func send<S: Sender & ~Copyable>(through sender: inout S, _ received: Cursor) -> Int {
    var record = Stamped(byteCount: recordBytes)
    let end = Clock.now() + Self.longestNanos
    var number = 0
    while true {
      let isLast = number == count - 1 || Clock.now() > end
      let due = Clock.now() + pauseNanos
      while Clock.now() < due { clinux_pause() }
      record.stamp(UInt64(number), sent: isLast ? 0 : Clock.now())
      _ = sender.send(record.bytes)
      sender.flush()
      number += 1
      if isLast { return number }
      wait(for: UInt64(number), received)
    }
  }

  private func wait(for number: UInt64, _ received: Cursor) {
    var looks = 0
    while received.load() < number {
      clinux_pause()
      looks += 1
      if looks > 1_000 { sched_yield() }
    }
  }

  private func receive<R: Receiver & ~Copyable>(
    from receiver: inout R, _ received: Cursor
  ) -> Outcome {
    var outcome = Outcome()
    var isLast = false
    while !isLast {
      receiver.receive { record in
        let now = Clock.now()
        let sent = outcome.check.receive(record)
        isLast = sent == 0
        if !isLast { outcome.latencies.record(nanos: now - sent) }
        received.store(outcome.check.received)
      }
    }
    return outcome
  }
}
