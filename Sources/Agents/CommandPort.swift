import Market
public import Records
public import Rings

/// A gateway's end of its way to the engine.
///
/// Records are written as they come and published once per duty cycle; the last eighth of the ring is
/// kept for cancels and the life of connections.
public struct CommandPort: ~Copyable {
  private var ring: RingProducer
  private let engine: Parking
  private let reserve: Int

  public init(_ ring: consuming RingProducer, engine: Parking) {
    reserve = ring.capacityBytes / 8
    self.ring = ring
    self.engine = engine
  }

  /// Bytes that the engine has not taken, as far as this end knows.
  var usedBytes: Int { ring.capacityBytes - ring.freeBytes }
  var capacityBytes: Int { ring.capacityBytes }

  /// Whether a record may be written, however long; `isUrgent` for cancels and connections.
  public func hasRoom(isUrgent: Bool) -> Bool {
    // Twice a record, since the end of the ring may be left unused.
    let needed = 2 * (Limits.recordBytes + 8)
    return ring.freeBytes >= needed + (isUrgent ? 0 : reserve)
  }

  /// Writes the one record in `buffer`; the caller has made sure of the room.
  public mutating func write(_ buffer: borrowing RecordBuffer) {
    let fits = ring.write(buffer.bytes)
    precondition(fits, "the room was there a moment ago, and nobody else writes")
  }

  /// Shows the engine what was written, and wakes it if it sleeps.
  public mutating func publish() {
    if ring.publish() { engine.signal() }
  }
}
