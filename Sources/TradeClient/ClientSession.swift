import FIX44
public import FIXSession
import FIXWire
public import Market
public import Memory

/// What the session of a client has done or seen, in order.
public enum ClientNotice: Equatable, Sendable {
  /// A message has left.
  case sent(WireMessage)
  /// A message has come; it may be ahead of a gap, or a repeat.
  case arrived(WireMessage)
  /// A message has come, in order, once.
  case delivered(WireMessage)
  case loggedOn
  /// Numbers begin again at 1.
  case epochOpened
  /// The connection is to be closed when everything is written.
  case disconnect(SessionEndReason)
  /// Bytes that are no message of FIX 4.4.
  case garbled(byteCount: Int)
}

/// The client's end of one FIX session: bytes in, bytes out, no I/O and no clock.
///
/// The caller reads the socket into `input` and calls `process`, calls `timer` at `deadline`, writes
/// what `output` holds, and takes what has happened with `takeNotices`.
public struct ClientSession: ~Copyable {
  /// A message that may be asked for again.
  struct Stored {
    let msgSeqNum: MsgSeqNum
    let bytes: [UInt8]
  }

  public internal(set) var state: SessionState
  /// Bytes from the venue that have not been looked at.
  public var input = ByteBuffer(capacity: 1 << 18)
  /// Bytes to the venue that have not been written.
  public var output = ByteBuffer(capacity: 1 << 21)
  /// Fields of our own on Logon(A), such as 7812; what is changed counts from the next connection.
  public var logonFields: [WireMessage.Field]
  var stored: [Stored] = []
  var held = HeldMessages()
  var index = FieldIndex()
  var timestamps = TimestampReader()
  var encoder = MessageEncoder(capacity: 1 << 16)
  private var notices: [ClientNotice] = []

  /// The longest message taken, bytes.
  static var messageBytesMax: Int { 1 << 16 }
  /// Messages kept to be resent; older ones are gap-filled.
  static var storedMax: Int { 10_000 }

  public init(
    _ identity: SessionIdentity, _ settings: SessionSettings, numbers: SessionNumbers,
    logonFields: [WireMessage.Field] = []
  ) {
    state = SessionState(
      side: .initiator, identity: identity, settings: settings, numbers: numbers)
    self.logonFields = logonFields
  }

  /// When `timer` has something to do.
  public var deadline: Instant { state.deadline }

  /// The connection stands: Logon(A), with 141=Y if `reset`.
  public mutating func connected(reset: Bool, now: Instant) {
    input.removeAll()
    output.removeAll()
    held.removeAll()
    perform(state.connected(reset: reset, now: now), nil, now)
  }

  /// The connection is gone.
  public mutating func connectionLost() -> SessionEnd {
    held.removeAll()
    output.removeAll()
    return state.connectionLost()
  }

  /// Time has passed.
  public mutating func timer(now: Instant) {
    guard now >= state.deadline else { return }
    perform(state.timer(now: now), nil, now)
  }

  /// Logout(5), and wait for the venue's.
  public mutating func logout(now: Instant) {
    perform(state.requestLogout(.logout, text: .none, now: now), nil, now)
  }

  /// Sends a message with the next number. False unless logged on.
  public mutating func send(_ message: OutboundMessage, now: Instant) -> Bool {
    guard state.maySendApplication else { return false }
    var header = state.header(sendingTime: now, precision: .milliseconds)
    header.msgType = message.msgType
    header.msgSeqNum = state.nextOutbound()
    encoder.begin(header)
    write(message.fields)
    encoder.finish()
    store(header.msgSeqNum)
    emit(now)
    return true
  }

  /// What has happened since the last call.
  public mutating func takeNotices() -> [ClientNotice] {
    defer { notices = [] }
    return notices
  }

  mutating func note(_ notice: ClientNotice) { notices.append(notice) }

  /// Lets the machine change, and performs what it demands.
  mutating func advance(
    _ received: Received?, _ now: Instant, _ event: (inout SessionState) -> SessionActions
  ) {
    let wasLoggedOn = state.isLoggedOn
    let actions = event(&state)
    if !wasLoggedOn && state.isLoggedOn { note(.loggedOn) }
    perform(actions, received, now)
  }

  mutating func isDue() -> Bool { held.isDue(for: state) }

  mutating func couldNotHold(_ msgSeqNum: MsgSeqNum) { state.couldNotHold(msgSeqNum) }

  mutating func noteSent(now: Instant) { state.didSend(now: now) }
}
