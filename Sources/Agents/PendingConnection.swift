import FIX44
import FIXWire
import Linux
import Market
import Memory
import TLS
import Transport

/// A connection that has not yet said who it is.
final class PendingConnection {
  var socket: Connection?
  var buffer: ByteBuffer
  let peer: SocketAddress
  var until: Instant
  /// Whether the poller tells of it, and of what.
  var isPolled = true
  var watched = Poller.Interest.readable
  /// Whether TLS is spoken, and how far that is.
  let isSecured: Bool
  var isShakingHands: Bool
  var handshakeBytes = 0
  /// What the peer has shown and was accepted.
  var certificate: Certificate?
  var chain: PeerChain?
  /// Its handshake began under rules that have changed since.
  var hasOldContext = false
  /// When the first message must have come.
  let logonUntil: Instant
  /// Where the secrets of its first message stand.
  var covered: [Field] = []
  /// As what it was let in.
  var admission: Admission?
  /// What became of its password; nil where none was asked for.
  var status: CodeSet.SessionStatus?
  /// What has been decided, to be done at `until`.
  var sentence: Sentence?

  /// A refusal that waits.
  struct Sentence {
    let refusal: Notice.Refusal
    let compID: CompID
  }

  init(_ socket: consuming Connection, peer: SocketAddress, bytes: Int, until: Instant) {
    isSecured = socket.isSecured
    isShakingHands = socket.isSecured
    self.socket = consume socket
    self.peer = peer
    self.until = until
    logonUntil = until
    buffer = ByteBuffer(capacity: bytes, isSecret: true)
  }

  /// What it has shown so far.
  func admission(compID: CompID, subID: CompID, connection: UInt32) -> Admission {
    Admission(
      compID: compID, subID: subID, peer: peer, isSecured: isSecured, certificate: certificate,
      chain: chain, credential: nil, connection: connection)
  }

  /// Reads once. False where nothing more will come.
  func receive() -> Bool {
    guard buffer.writableCount > 0 else { return true }
    guard let open = socket.take() else { return false }
    let outcome = open.receive(into: &buffer)
    socket = consume open
    return outcome != .ended
  }
}
