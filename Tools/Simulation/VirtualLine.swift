import Linux
import Transport

/// A connection between a counterparty and the venue, and the network in between: bytes arrive late, in pieces,
/// or not at all.
final class VirtualLine {
  private var ours: Descriptor?
  /// Sent by the counterparty and not yet at the venue.
  private(set) var outbound: [UInt8] = []
  /// Sent by the venue and not yet at the counterparty.
  private(set) var inbound: [UInt8] = []
  /// Whether the venue has closed it, or is gone; the counterparty learns of it behind what is on the way.
  private(set) var isClosedByVenue = false
  /// Whether the counterparty has let go of it.
  private(set) var isClosedByPeer = false
  /// Whether it leads to a venue of which the other machine is the successor.
  var isOfOldVenue = false

  /// A line whose other end is given to the venue.
  init(admitting admit: (consuming Connection) -> Void) {
    let (ours, theirs) = VirtualSocket.pair()
    self.ours = Descriptor(owning: ours)
    admit(Connection(owning: Descriptor(owning: theirs)))
  }

  /// The counterparty sends.
  func send(_ bytes: [UInt8]) { outbound += bytes }

  /// Brings up to `most` bytes to the venue; how many.
  func deliver(_ most: Int) -> Int {
    guard let file = ours?.rawValue else { return 0 }
    if let count = VirtualSocket.give(&outbound, most, file) { return count }
    outbound = []
    return 0
  }

  /// Takes what the venue has written so far, on its way.
  func collect() {
    guard let file = ours?.rawValue, !isClosedByVenue else { return }
    isClosedByVenue = !VirtualSocket.take(file, &inbound)
  }

  /// Up to `most` bytes arrive at the counterparty.
  func arrive(_ most: Int) -> [UInt8] {
    let bytes = Array(inbound.prefix(most))
    inbound.removeFirst(bytes.count)
    return bytes
  }

  /// The network breaks: what is on the way is lost but for `keeping` bytes of what the venue has sent.
  func cut(keeping count: Int) {
    outbound = []
    inbound = Array(inbound.prefix(count))
    close()
    isClosedByVenue = true
  }

  /// The venue's process has come to its end: what it has sent until now is on its way, and no more.
  func freeze() {
    collect()
    isClosedByVenue = true
  }

  /// The counterparty lets go of it.
  func close() {
    ours = nil
    isClosedByPeer = true
  }
}
