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

extension EngineRings {
  /// Moves commands from a ring into the batch and applies them, while there is room for all of it.
  ///
  /// A few are moved before they are applied, so that what they look up comes from memory at once and
  /// not one after the other (benchmark load). A segment of events is ended for a command that wants the
  /// room, never before there is one: a log that ends there is applied again without its padding.
  static func drain(
    _ ring: inout RingConsumer, _ batch: inout RecordBuffer, _ venue: inout Venue,
    _ events: inout EventWriter, _ stamp: inout Stamp, _ room: inout Int
  ) {
    while room > 0, batch.available >= Limits.recordBytes, !ring.isEmpty,
      events.makeRoom(for: Venue.eventBytesPerApply)
    {
      let most = min(room, Venue.expectedMost, events.records.available / Venue.eventBytesPerApply)
      let before = stamp.count
      var offset = batch.count
      while stamp.count < before + most, take(&ring, &batch, &stamp) {}
      if stamp.count == before { break }
      venue.expect(batch.bytes.extracting(offset..<batch.count))
      room -= stamp.count - before
      while offset < batch.count {
        let end = offset + batch.bytes.recordLength(at: offset)
        venue.apply(batch.bytes.extracting(offset..<end), into: &events.records)
        offset = end
      }
    }
    ring.release()
  }

  /// Moves the next command into the batch; false where there is none, or no room.
  private static func take(
    _ ring: inout RingConsumer, _ batch: inout RecordBuffer, _ stamp: inout Stamp
  ) -> Bool {
    guard batch.available >= Limits.recordBytes, let record = ring.next() else { return false }
    stamp.apply(to: &batch, at: batch.append(record: record))
    return true
  }

}

extension Engine {
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

  /// A command of the engine's own; the caller has made room for its events.
  static func put<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, _ batch: inout RecordBuffer, _ venue: inout Venue,
    _ events: inout EventWriter, _ stamp: inout Stamp
  ) {
    var head = RecordHead()
    head.typeCode = type.rawValue
    let offset = batch.append(head, body: body)
    stamp.apply(to: &batch, at: offset)
    venue.apply(batch.bytes.extracting(offset..<batch.count), into: &events.records)
  }
}
