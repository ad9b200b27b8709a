import Linux
import Memory
import Storage
import Transport

/// The line between a venue that sends its log and its follower: bytes arrive late, in pieces, or not at all.
final class VirtualLink {
  /// One direction: out of a socket, on the way, into another one.
  private struct Way {
    var bytes: [UInt8] = []
    /// What has come of a message that is not whole, where a mistake is planted.
    var part: [UInt8] = []
  }

  /// Our ends of the venue's socket and of the follower's.
  private var venue: Descriptor?
  private var follower: Descriptor?
  private var toVenue = Way()
  private var toFollower = Way()
  private let mutation: Mutation?
  private let number: UInt64

  /// The line of the follower of that name.
  init(_ number: UInt64, _ mutation: Mutation?) {
    (self.number, self.mutation) = (number, mutation)
  }

  /// A line anew: the other ends, the venue's and the follower's.
  func open() -> Ends {
    cut()
    let (ours, theirs) = VirtualSocket.pair()
    let (own, their) = VirtualSocket.pair()
    venue = Descriptor(owning: ours)
    follower = Descriptor(owning: own)
    return Ends(
      venue: Connection(owning: Descriptor(owning: theirs)),
      follower: Connection(owning: Descriptor(owning: their)))
  }

  /// What the venue and the follower have of a line.
  struct Ends: ~Copyable {
    let venue: Connection
    let follower: Connection
  }

  /// Breaks it: what is on the way is lost.
  func cut() {
    venue = nil
    follower = nil
    (toVenue, toFollower) = (Way(), Way())
  }

  /// Takes what was written at both ends, and brings up to `most` bytes each way on.
  func move(_ most: Int) {
    guard let venueEnd = venue?.rawValue, let followerEnd = follower?.rawValue else { return }
    let isWhole =
      VirtualSocket.take(venueEnd, &toFollower.part)
      && VirtualSocket.take(followerEnd, &toVenue.part)
    passOn()
    let isTaken =
      VirtualSocket.give(&toVenue.bytes, most, venueEnd) != nil
      && VirtualSocket.give(&toFollower.bytes, most, followerEnd) != nil
    if !isWhole && toVenue.bytes.isEmpty && toFollower.bytes.isEmpty || !isTaken { cut() }
  }

  /// Puts what was taken on the way: as it is, or falsified where such a mistake is planted.
  private func passOn() {
    while let message = Self.first(of: &toFollower.part, isAsItIs: mutation == nil) {
      toFollower.bytes += message
      if mutation == .acknowledgedUnsynced, Self.number(message, 4, 2) == UInt64(batchKind) {
        toVenue.bytes += acknowledgment(of: message)
      }
    }
    while let message = Self.first(of: &toVenue.part, isAsItIs: mutation == nil) {
      toVenue.bytes += mutation == .termForgotten ? Self.withoutTerm(message) : message
    }
  }

  private var batchKind: UInt16 { LogMessage.Kind.batch.rawValue }

  /// The next whole message, or whatever there is.
  private static func first(of bytes: inout [UInt8], isAsItIs: Bool) -> [UInt8]? {
    let head = LogMessage.byteCount
    guard isAsItIs ? !bytes.isEmpty : bytes.count >= head else { return nil }
    let length = isAsItIs ? bytes.count : head + Int(number(bytes, 52, 4))
    guard bytes.count >= length else { return nil }
    defer { bytes.removeFirst(length) }
    return Array(bytes[..<length])
  }

  /// A number of the message, as it stands on the line.
  private static func number(_ bytes: [UInt8], _ offset: Int, _ width: Int) -> UInt64 {
    bytes[offset..<offset + width].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// What a follower would say that had that batch on its disk.
  private func acknowledgment(of batch: [UInt8]) -> [UInt8] {
    var message = LogMessage(.acknowledged)
    message.logID = Self.number(batch, 8, 8)
    message.term = Self.number(batch, 16, 8)
    message.sequence = Self.number(batch, 24, 8)
    message.follower = number
    return Self.bytes(message)
  }

  private static func withoutTerm(_ bytes: [UInt8]) -> [UInt8] {
    guard let kind = LogMessage.Kind(rawValue: UInt16(number(bytes, 4, 2))) else { return bytes }
    var message = LogMessage(kind)
    message.logID = number(bytes, 8, 8)
    message.sequence = number(bytes, 24, 8)
    message.committed = number(bytes, 32, 8)
    message.follower = number(bytes, 40, 8)
    message.coreVersion = UInt32(number(bytes, 48, 4))
    message.detail = UInt32(number(bytes, 56, 4))
    return Self.bytes(message)
  }

  private static func bytes(_ message: LogMessage) -> [UInt8] {
    var buffer = ByteBuffer(capacity: LogMessage.byteCount)
    let fits = message.append(to: &buffer)
    precondition(fits, "a message fits where there is room for one")
    let bytes = Span<UInt8>(_bytes: buffer.readable)
    return bytes.indices.map { bytes[$0] }
  }
}
