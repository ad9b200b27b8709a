public import Market

/// What one event at a session demands; performed by the gateway, in order.
public enum SessionAction: Sendable, Equatable {
  /// An application message in order: decode and publish it.
  case deliver
  /// An application message in order that has consumed its number and is refused: journal it as
  /// `InboundSeen`; its Reject(3) leaves as an event when that is committed.
  case reject(SessionReject)
  /// Encode and send; the message has its number.
  case send(AdminMessage)
  /// Serve this range from the store, both ends included, then call `resendCompleted`; there is
  /// never more than one in progress.
  case resend(from: MsgSeqNum, to: MsgSeqNum)
  /// Ahead of a gap: keep the bytes in `HeldMessages`.
  case hold
  /// Seen before, or of no use any more.
  case drop
  /// A new numbering period has begun, both sides from 1: journal it. Cause as in `EpochOpened`.
  case openEpoch(cause: UInt16)
  /// Journal the Logon(A) as `SessionLogon`; the reply waits for `logonCommitted`.
  case publishLogon
  /// Write out what has been given, for 2 s at most, then close the connection.
  case disconnect(SessionEndReason)
}

/// At most four actions, in order. No allocation.
public struct SessionActions: Sendable, RandomAccessCollection {
  /// Reject(3), Logout(5) and close, or Logon(A), resend and ResendRequest(2): three, one to spare.
  public static var capacity: Int { 4 }
  private var storage = InlineArray<4, SessionAction>(repeating: .drop)
  public private(set) var count = 0

  public init() {}

  public var startIndex: Int { 0 }
  public var endIndex: Int { count }

  public subscript(index: Int) -> SessionAction {
    precondition(index >= 0 && index < count, "an action of this list")
    return storage[index]
  }

  mutating func append(_ action: SessionAction) {
    precondition(count < Self.capacity, "an event demands at most four actions")
    storage[count] = action
    count += 1
  }
}
