import Market
import Memory
import Records
import Storage
import Transport

/// A connection to a venue's log: a follower, or whoever has not said yet what it is. Owner: the sender's thread.
final class SenderLine {
  private var connection: Connection?
  private var inbound = ByteBuffer(capacity: 16 * LogMessage.byteCount)
  private var outbound = ByteBuffer(capacity: SenderLine.outboundBytes)
  private var batch = RecordBuffer(capacity: ReceivedBatch.byteCountMost)
  private var reader: CommandLogReader?
  /// A record of the log that was read and belongs to the next batch.
  private var isAhead = false
  /// Whether it is sent what is written; else it asks.
  var isFollowing: Bool { reader != nil }
  /// When it is closed unless it says something, and when it is told again that the venue is there.
  var until: Instant
  var toldAt: Instant
  var interest = Poller.Interest.readable

  /// Room for two batches.
  static var outboundBytes: Int { 2 * (ReceivedBatch.byteCountMost + LogMessage.byteCount) }

  init(_ connection: consuming Connection, until: Instant, now: Instant) {
    self.connection = consume connection
    self.until = until
    toldAt = now
  }

  var rawDescriptor: CInt? { connection?.rawDescriptor }
  var hasOutput: Bool { !outbound.isEmpty }

  /// What it has said next.
  func next() -> LogMessage.Arrival {
    let arrival = LogMessage.front(of: inbound, payloadMost: 0)
    if case .message = arrival { inbound.didRead(LogMessage.byteCount) }
    return arrival
  }

  /// Reads once; false where it has ended.
  func receive() -> Bool {
    inbound.compact()
    guard inbound.writableCount > 0, let line = connection.take() else { return true }
    let outcome = line.receive(into: &inbound)
    connection = consume line
    return outcome != .ended
  }

  /// Writes until the socket takes no more; false where it has ended.
  func send() -> Bool {
    guard let line = connection.take() else { return false }
    var isOpen = true
    while !outbound.isEmpty, isOpen {
      switch line.send(from: &outbound) {
      case .moved: continue
      case .wouldBlock:
        connection = consume line
        return true
      case .ended: isOpen = false
      }
    }
    connection = consume line
    return isOpen
  }

  /// Puts a message behind what waits; one for which there is no room is left out, for what waits says as much.
  func tell(_ message: LogMessage) { _ = message.append(to: &outbound) }

  /// From now on what follows `sequence` is sent.
  func follow(_ directory: String, behind sequence: Sequence) throws(StorageError) {
    reader = try CommandLogReader(
      directory: directory, from: sequence.next, windowBytes: Self.windowBytes)
  }

  /// What of the log is read at once: a batch is often a record or two.
  private static var windowBytes: Int { 1 << 16 }

  /// Puts as many whole batches up to `limit` behind what waits as there is room for; how many.
  func feed(upTo limit: Sequence, _ head: LogMessage) throws(StorageError) -> Int {
    var count = 0
    while outbound.freeBytes >= Self.outboundBytes / 2, try readBatch(upTo: limit) {
      var message = head
      message.sequence = batch.bytes.loadHead(at: lastOffset).sequence.rawValue
      message.payloadBytes = UInt32(batch.count)
      tell(message)
      let fits = outbound.append(batch.bytes)
      precondition(fits, "room was made for a batch")
      count += 1
    }
    return count
  }

  private var lastOffset = 0

  /// Reads the log's next batch; false where there is none up to `limit`, at which one ends.
  private func readBatch(upTo limit: Sequence) throws(StorageError) -> Bool {
    guard var open = reader.take() else { return false }
    batch.removeAll()
    let isThere = try readBatch(&open, upTo: limit)
    reader = consume open
    return isThere
  }

  private func readBatch(
    _ reader: inout CommandLogReader, upTo limit: Sequence
  ) throws(StorageError) -> Bool {
    while true {
      if !isAhead {
        guard reader.nextSequence <= limit, try reader.next() else { return batch.count > 0 }
      }
      let isHeader = reader.record.loadHead().typeCode == CommandType.batch.rawValue
      isAhead = isHeader && batch.count > 0
      if isAhead { return true }
      lastOffset = batch.append(record: reader.record)
    }
  }
}
