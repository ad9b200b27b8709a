import MarketCore
import Memory
import Records
public import Rings
import Storage

/// The rings that the engine reads: of operator and clock, of the gateway, of the publisher.
///
/// | ring | its turn | its share of a duty cycle |
/// |---|---|---|
/// | control | first | half of its commands |
/// | gateway | behind it | all that is left |
/// | publisher | last; before the gateway where something of it was left in the last cycle | 64 commands |
///
/// So a ring that is always full keeps nobody's commands waiting, whatever room there is in batch and events.
public struct EngineRings: ~Copyable {
  private(set) var gateway: RingConsumer
  private(set) var publisher: RingConsumer
  private(set) var control: RingConsumer
  /// Something of the publisher's was left in the last cycle.
  private var publisherWaits = false

  /// Commands of the publisher's in one duty cycle; the rest waits for the next one.
  static var publisherShare: Int { 64 }

  public init(
    gateway: consuming RingConsumer, publisher: consuming RingConsumer,
    control: consuming RingConsumer
  ) {
    self.gateway = gateway
    self.publisher = publisher
    self.control = control
  }

  /// Moves the commands of one duty cycle into the batch and applies them.
  mutating func drain(
    _ batch: inout RecordBuffer, _ venue: inout Venue, _ events: inout EventWriter,
    _ stamp: inout Stamp, _ room: inout Int
  ) {
    var share = room / 2
    let rest = room - share
    Self.drain(&control, &batch, &venue, &events, &stamp, &share)
    room = rest + share
    let isFirst = publisherWaits
    if isFirst { drainPublisher(&batch, &venue, &events, &stamp, &room) }
    Self.drain(&gateway, &batch, &venue, &events, &stamp, &room)
    if publisher.isEmpty {
      publisherWaits = false
      return
    }
    if !isFirst { drainPublisher(&batch, &venue, &events, &stamp, &room) }
    publisherWaits = !publisher.isEmpty
  }

  private mutating func drainPublisher(
    _ batch: inout RecordBuffer, _ venue: inout Venue, _ events: inout EventWriter,
    _ stamp: inout Stamp, _ room: inout Int
  ) {
    let share = min(room, Self.publisherShare)
    var left = share
    Self.drain(&publisher, &batch, &venue, &events, &stamp, &left)
    room -= share - left
  }
}
