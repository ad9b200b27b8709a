import Market
import Records
import Storage

/// Times that a venue's own records hold.
enum Stages {
  /// From the moment at which the gateway had an order to the one at which the engine took it, of the
  /// acknowledgments in the event files of `folder`.
  static func receivedToDrained(in folder: String) throws -> Latencies {
    var latencies = Latencies()
    var reader = EventFileReader(directory: folder, from: 0)
    while try reader.next() {
      let head = reader.record.loadHead()
      guard head.typeCode == EventType.executionReport.rawValue, head.received != .none else {
        continue
      }
      latencies.record(nanos: UInt64(max(0, head.time.nanoseconds - head.received.nanoseconds)))
    }
    return latencies
  }
}
