import Linux
public import Market
import Records
public import Rings

/// The doorkeeper's ends of its way to a gateway: connections and answers there, demands about passwords back.
public struct HandoverWay: ~Copyable {
  fileprivate var ring: RingProducer
  fileprivate let parking: Parking
  fileprivate var demands: RingConsumer

  /// `parking` is where the gateway sleeps, `demands` what it asks.
  public init(
    _ ring: consuming RingProducer, waking parking: Parking, demands: consuming RingConsumer
  ) {
    self.ring = ring
    self.parking = parking
    self.demands = demands
  }

  /// Gives the record to the gateway; false where the ring is full.
  fileprivate mutating func send(_ record: borrowing RecordBuffer) -> Bool {
    guard ring.write(record.bytes) else { return false }
    ring.publish()
    parking.signal()
    return true
  }
}

/// The doorkeeper's ways to gateway and publisher. Which of them has a session does not change while the process
/// runs, whatever rules are read again.
public struct HandoverWays: ~Copyable {
  private var gateway: HandoverWay
  private var publisher: HandoverWay
  private let published: Set<SessionID>

  /// `published` are the publisher's sessions; all others are the gateway's.
  public init(
    gateway: consuming HandoverWay, publisher: consuming HandoverWay, published: Set<SessionID>
  ) {
    self.gateway = gateway
    self.publisher = publisher
    self.published = published
  }

  /// Gives the record to who has the session; false where the ring there is full.
  mutating func send(_ record: borrowing RecordBuffer, to session: SessionID) -> Bool {
    published.contains(session) ? publisher.send(record) : gateway.send(record)
  }

  /// Whether somebody has asked something.
  var hasDemands: Bool { !gateway.demands.isEmpty || !publisher.demands.isEmpty }

  /// The next demand; nil where there is none.
  mutating func nextDemand() -> ReceivedDemand? {
    if let demand = Self.next(&gateway.demands) { return demand }
    return Self.next(&publisher.demands)
  }

  private static func next(_ ring: inout RingConsumer) -> ReceivedDemand? {
    guard let record = ring.next() else { return nil }
    return ReceivedDemand(record)
  }

  /// Takes the demands that were read out of memory.
  mutating func wipeDemands() {
    gateway.demands.wipeAndRelease()
    publisher.demands.wipeAndRelease()
  }
}
