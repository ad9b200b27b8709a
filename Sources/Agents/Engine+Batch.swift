import Market
import MarketCore
import Records
import Rings
import Storage

/// Sequence and time for the commands of one batch.
struct Stamp {
  private(set) var sequence: Sequence
  let time: Instant
  private(set) var count = 0

  init(sequence: Sequence, time: Instant) {
    self.sequence = sequence
    self.time = time
  }

  /// Stamps the record at `offset`.
  mutating func apply(to batch: inout RecordBuffer, at offset: Int) {
    batch.stamp(at: offset, sequence: sequence, time: time)
    sequence = sequence.next
    count += 1
  }
}

extension Engine {
  /// Moves commands from a ring into the batch and applies them, while there is room for all of it; what
  /// the next one looks up comes from memory meanwhile.
  static func drain(
    _ ring: inout RingConsumer, _ batch: inout RecordBuffer, _ venue: inout Venue,
    _ events: inout EventWriter, _ stamp: inout Stamp, _ room: inout Int
  ) {
    while room > 0, batch.available >= Limits.recordBytes,
      events.makeRoom(for: Venue.eventBytesPerApply)
    {
      guard let offset = take(&ring, &batch, &stamp) else { break }
      if let following = ring.peek() { venue.expect(following) }
      venue.apply(batch.bytes.extracting(offset..<batch.count), into: &events.records)
      room -= 1
    }
    ring.release()
  }

  /// Moves the next command into the batch; where it stands there.
  private static func take(
    _ ring: inout RingConsumer, _ batch: inout RecordBuffer, _ stamp: inout Stamp
  ) -> Int? {
    guard let record = ring.next() else { return nil }
    let offset = batch.append(record: record)
    stamp.apply(to: &batch, at: offset)
    return offset
  }

  /// An empty command: time passes, or pending work goes on.
  static func tick(
    _ batch: inout RecordBuffer, _ venue: inout Venue, _ events: inout EventWriter,
    _ stamp: inout Stamp
  ) {
    guard events.makeRoom(for: Venue.eventBytesPerApply) else { return }
    var head = RecordHead()
    head.typeCode = CommandType.tick.rawValue
    let offset = batch.append(head)
    stamp.apply(to: &batch, at: offset)
    venue.apply(batch.bytes.extracting(offset..<batch.count), into: &events.records)
  }
}
