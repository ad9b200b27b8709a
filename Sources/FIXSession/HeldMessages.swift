public import Market
import Memory

/// Messages ahead of a gap, bytes and all, until their turn comes. First in, first out, numbers
/// strictly rising; what does not fit, or is no higher than the last, is refused and comes again
/// with the resend.
///
/// After every event the gateway lets out what has become due:
/// ```
/// while held.isDue(for: session) {
///   let message = decode(held.front, received: held.frontReceived)
///   perform(session.received(message, now: now), held.front)
///   held.removeFirst()
/// }
/// if let number = held.frontNumber { perform(session.foundHeld(number, now: now)) }
/// ```
/// and empties it when the connection ends or an epoch opens. All memory is taken in `init`.
public struct HeldMessages: ~Copyable {
  /// How much may be held.
  public struct Limits: Sendable, Equatable {
    public var messages = 1_000
    public var bytes = 262_144
    public init() {}
  }

  private struct Entry {
    var msgSeqNum = MsgSeqNum(rawValue: 0)
    var received = Instant.none
    var byteCount = 0
  }

  public let limits: Limits
  private var bytes: ByteBuffer
  private var entries: [Entry]
  private var head = 0
  /// Messages held.
  public private(set) var count = 0

  public init(limits: Limits = Limits()) {
    precondition(limits.messages >= 1 && limits.bytes >= 1, "at least one message can be held")
    self.limits = limits
    bytes = ByteBuffer(capacity: limits.bytes, isSecret: true)
    entries = Array(repeating: Entry(), count: limits.messages)
  }

  public var isEmpty: Bool { count == 0 }

  /// Keeps a message; false if it is refused, which `SessionState.couldNotHold` is to be told.
  public mutating func append(
    _ message: RawSpan, _ msgSeqNum: MsgSeqNum, received: Instant
  ) -> Bool {
    precondition(!message.isEmpty, "a message has bytes")
    guard count < limits.messages else { return false }
    guard count == 0 || entries[slot(count - 1)].msgSeqNum < msgSeqNum else { return false }
    guard bytes.append(message) else { return false }
    entries[slot(count)] = Entry(
      msgSeqNum: msgSeqNum, received: received, byteCount: message.byteCount)
    count += 1
    return true
  }

  /// Whether `front` is the message expected next; what is below that is thrown away first.
  public mutating func isDue(for session: SessionState) -> Bool {
    guard session.takesHeldMessages else { return false }
    while count > 0, entries[head].msgSeqNum < session.numbers.nextInbound { removeFirst() }
    return count > 0 && entries[head].msgSeqNum == session.numbers.nextInbound
  }

  /// The bytes of the first message.
  public var front: RawSpan {
    @_lifetime(borrow self)
    get {
      precondition(count > 0, "a message is held")
      return bytes.readable.extracting(first: entries[head].byteCount)
    }
  }

  /// MsgSeqNum(34) of the first message; nil where none is held.
  public var frontNumber: MsgSeqNum? { count > 0 ? entries[head].msgSeqNum : nil }

  /// When the first message arrived.
  public var frontReceived: Instant {
    precondition(count > 0, "a message is held")
    return entries[head].received
  }

  /// Lets go of the first message: it has been processed, or its number has passed.
  public mutating func removeFirst() {
    precondition(count > 0, "a message is held")
    bytes.didRead(entries[head].byteCount)
    head = slot(1)
    count -= 1
  }

  /// Overwrites what was let go of.
  public mutating func wipeUnused() { bytes.wipeUnused() }

  /// Lets go of all: the connection has ended, or an epoch has opened.
  public mutating func removeAll() {
    while count > 0 { removeFirst() }
  }

  private func slot(_ place: Int) -> Int { (head + place) % limits.messages }
}

extension SessionState {
  /// Whether messages in order are processed at present.
  var takesHeldMessages: Bool {
    switch phase {
    case .active, .loggingOut: true
    case .disconnected, .awaitingLogon, .committingLogon, .awaitingLogonReply, .rejecting,
      .loggedOut, .ended:
      false
    }
  }
}
