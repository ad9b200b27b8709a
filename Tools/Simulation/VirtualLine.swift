import Glibc
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

  /// The bytes that the kernel keeps for each end: few, so that they are full now and then.
  private static let kernelBytes: CInt = 4_096

  /// A line whose other end is given to the venue.
  init(admitting admit: (consuming Connection) -> Void) {
    let (ours, theirs) = Self.pair()
    self.ours = Descriptor(owning: ours)
    admit(Connection(owning: Descriptor(owning: theirs)))
  }

  /// Two sockets that are connected, both without waiting.
  static func pair() -> (CInt, CInt) {
    var pair: [CInt] = [-1, -1]
    let made = unsafe socketpair(
      AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &pair)
    precondition(made == 0, "a pair of sockets can be made")
    for file in pair {
      var count = Self.kernelBytes
      _ = unsafe setsockopt(
        file, SOL_SOCKET, SO_SNDBUF, &count, socklen_t(MemoryLayout<CInt>.size))
      _ = fcntl(file, F_SETFL, O_NONBLOCK)
    }
    return (pair[0], pair[1])
  }

  /// The counterparty sends.
  func send(_ bytes: [UInt8]) { outbound += bytes }

  /// Brings up to `most` bytes to the venue; how many.
  func deliver(_ most: Int) -> Int {
    guard let file = ours?.rawValue, !outbound.isEmpty else { return 0 }
    let count = unsafe outbound.withUnsafeBytes { bytes in
      unsafe Glibc.send(
        file, bytes.baseAddress, min(most, bytes.count), CInt(MSG_NOSIGNAL))
    }
    if count > 0 { outbound.removeFirst(count) }
    if count < 0 && errno != EAGAIN { outbound = [] }
    return max(0, count)
  }

  /// Takes what the venue has written so far, on its way.
  func collect() {
    guard let file = ours?.rawValue, !isClosedByVenue else { return }
    var bytes = [UInt8](repeating: 0, count: 8_192)
    while true {
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe recv(file, buffer.baseAddress, buffer.count, 0)
      }
      if count > 0 {
        inbound += bytes[..<count]
        continue
      }
      if count == 0 || errno != EAGAIN { isClosedByVenue = true }
      return
    }
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
