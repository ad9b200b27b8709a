import Market
import Records
import Storage

/// Times that a venue's own records hold, of its orders.
struct Stages {
  /// From the moment at which the gateway had an order to the one at which the engine took it.
  private(set) var receivedToDrained = Latencies()
  /// From there to the one at which it was applied and in the log; orders that were alone in their
  /// batch.
  private(set) var drainedToApplied = Latencies()
  /// From the same moment to the end of the commit that made it durable, where the next batch knew of
  /// no later one.
  private(set) var drainedToCommitted = Latencies()

  /// Reads the logs of the venue that had its data in `folder`.
  init(in folder: String) throws {
    try readEvents(folder)
    try readCommands(folder)
  }

  private mutating func readEvents(_ folder: String) throws {
    var reader = EventFileReader(directory: folder, from: 0)
    while try reader.next() {
      let head = reader.record.loadHead()
      guard head.typeCode == EventType.executionReport.rawValue, head.received != .none else {
        continue
      }
      receivedToDrained.record(from: head.received, to: head.time)
    }
  }

  private mutating func readCommands(_ folder: String) throws {
    var reader = try CommandLogReader(directory: folder)
    var last = RecordHead()
    var orders = 0
    while try reader.next() {
      let head = reader.record.loadHead()
      if head.typeCode == CommandType.batch.rawValue {
        if orders == 1 { add(reader.record.loadBody(BatchHeader.self), last) }
        orders = 0
      } else {
        orders += head.typeCode == CommandType.newOrder.rawValue ? 1 : 2
        last = head
      }
    }
  }

  /// What the header of the next batch says of an order that was alone in its own.
  private mutating func add(_ next: BatchHeader, _ order: RecordHead) {
    drainedToApplied.record(nanos: UInt64(next.previousAppliedNanos))
    if next.committedThrough == order.sequence.rawValue {
      drainedToCommitted.record(from: order.time, to: next.committedAt)
    }
  }
}

extension Latencies {
  fileprivate mutating func record(from first: Instant, to second: Instant) {
    record(nanos: UInt64(max(0, second.nanoseconds - first.nanoseconds)))
  }
}
