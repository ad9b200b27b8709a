import FIXWire
public import Linux
public import Market
import Memory
import Records
public import Rings
public import Transport

/// The doorkeeper: accepts connections, reads the first message, and hands those of known sessions to
/// their gateway. A stranger is closed without a word; nothing is stored or answered for one.
/// Owner: the doorkeeper's thread.
public struct Doorkeeper: ~Copyable {
  /// Limits before anybody is known, each with what happens there: the connection is closed.
  public struct Limits: Sendable {
    /// Connections that have not said who they are.
    public var connections = 256
    /// Of these, from one address.
    public var connectionsPerAddress = 64
    /// Bytes of the first message.
    public var firstMessageBytes = 4_096
    /// Time for the first message.
    public var logonNanos: Int64 = 10_000_000_000
    /// Passwords that wait to be verified.
    public var verifications = 16
    public init() {}
  }

  let listener: Listener
  var poller: Poller
  let directory: SessionDirectory
  var gateway: RingProducer
  let gatewayParking: Parking
  var notices: NoticeWriter
  let limits: Limits
  var waiting: [UInt64: PendingConnection] = [:]
  /// Connections whose passwords are to be verified, the first come first.
  var verifications: [UInt64] = []
  var guesses = CredentialGuard()
  var lastConnection: UInt32 = 0
  var index = FieldIndex()
  var scratch = RecordBuffer(capacity: Market.Limits.recordBytes)
  private var retryAccept = Instant.none

  static var listenerToken: UInt64 { 0 }

  public init(
    listener: consuming Listener, directory: SessionDirectory, gateway: consuming RingProducer,
    gatewayParking: Parking, notices: consuming NoticeWriter, limits: Limits = Limits()
  ) throws(SystemError) {
    let poller = try Poller(capacity: 64)
    try poller.add(
      listener.rawDescriptor, token: Self.listenerToken, interest: .readable)
    self.listener = listener
    self.poller = poller
    self.directory = directory
    self.gateway = gateway
    self.gatewayParking = gatewayParking
    self.notices = notices
    self.limits = limits
  }

  /// Where it listens.
  public var address: SocketAddress { listener.address }

  /// Waits for connections and first messages, at most `milliseconds`; returns the amount of work.
  public mutating func doWork(now: Instant, milliseconds: Int) throws(SystemError) -> Int {
    let count = try poller.wait(
      timeoutMilliseconds: verifications.isEmpty ? CInt(milliseconds) : 0)
    for place in 0..<count {
      let token = poller.ready(place).token
      if token == Self.listenerToken {
        try acceptAll(now: now)
      } else {
        read(token, now: now)
      }
    }
    closeLate(now: now)
    return count + verifyNext(now: now)
  }

  private mutating func acceptAll(now: Instant) throws(SystemError) {
    guard now >= retryAccept else { return }
    while true {
      switch try listener.accept() {
      case .none: return
      case .exhausted(let error):
        var notice = Notice(.acceptFailed)
        notice.detail = UInt32(error.code)
        notices.write(notice)
        retryAccept = now.adding(nanoseconds: 100_000_000)
        return
      case .connection(let connection, let peer):
        admit(connection, from: peer, now: now)
      }
    }
  }

  private mutating func admit(
    _ connection: consuming Connection, from peer: SocketAddress, now: Instant
  ) {
    lastConnection &+= 1
    let number = max(1, lastConnection)
    lastConnection = number
    if waiting.count >= limits.connections {
      return tell(.tooManyConnections, number, peer, CompID())
    }
    let fromThere = waiting.values.count { $0.peer.hasSameHost(as: peer) }
    if fromThere >= limits.connectionsPerAddress {
      return tell(.tooManyFromAddress, number, peer, CompID())
    }
    let token = UInt64(number)
    do throws(SystemError) {
      try poller.add(connection.rawDescriptor, token: token, interest: .readable)
    } catch {
      return tell(.tooManyConnections, number, peer, CompID())
    }
    waiting[token] = PendingConnection(
      connection, peer: peer, bytes: limits.firstMessageBytes,
      until: now.adding(nanoseconds: limits.logonNanos))
  }

  private mutating func closeLate(now: Instant) {
    for (token, pending) in waiting where pending.until <= now {
      refuse(
        token, pending.sentence?.refusal ?? .logonTimeout, pending.sentence?.compID ?? CompID())
    }
  }

  /// Closes a connection without a word, and tells the operator why.
  mutating func refuse(_ token: UInt64, _ refusal: Notice.Refusal, _ compID: CompID) {
    guard let pending = waiting.removeValue(forKey: token) else { return }
    tell(refusal, UInt32(token), pending.peer, compID)
  }

  private mutating func tell(
    _ refusal: Notice.Refusal, _ connection: UInt32, _ peer: SocketAddress, _ compID: CompID
  ) {
    var notice = Notice(.connectionRefused)
    notice.detail = refusal.rawValue
    notice.connection = connection
    notice.addressHigh = peer.high
    notice.addressLow = peer.low
    notice.port = peer.port
    notice.compID = compID
    notices.write(notice)
  }
}

/// A connection that has not yet said who it is.
final class PendingConnection {
  var socket: Connection?
  var buffer: ByteBuffer
  let peer: SocketAddress
  var until: Instant
  /// Whether the poller tells of it.
  var isPolled = true
  /// Where the secrets of its first message stand.
  var covered: [Field] = []
  /// What is to be verified.
  var proof: Doorkeeper.Proof?
  /// What has been decided, to be done at `until`.
  var sentence: Sentence?

  /// A refusal that waits.
  struct Sentence {
    let refusal: Notice.Refusal
    let compID: CompID
  }

  init(_ socket: consuming Connection, peer: SocketAddress, bytes: Int, until: Instant) {
    self.socket = consume socket
    self.peer = peer
    self.until = until
    buffer = ByteBuffer(capacity: bytes)
  }

  deinit { wipe() }

  /// Reads once. False where nothing more will come.
  func receive() -> Bool {
    guard buffer.writableCount > 0 else { return true }
    guard let open = socket.take() else { return false }
    let outcome = open.receive(into: &buffer)
    socket = consume open
    return outcome != .ended
  }
}
