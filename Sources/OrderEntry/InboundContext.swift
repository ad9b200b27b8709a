public import FIX44
public import Market
import Records

/// What the gateway knows of an application message besides its bytes.
public struct InboundContext: Sendable, BitwiseCopyable {
  /// Whose message it is.
  public var session: SessionID
  /// The session's numbering period.
  public var epoch: Epoch
  /// MsgSeqNum(34).
  public var msgSeqNum: MsgSeqNum
  /// Log time at which the gateway had the whole message.
  public var received: Instant
  /// PossDupFlag(43)=Y.
  public var possDup = false
  /// PossResend(97)=Y.
  public var possResend = false
  /// What the counterparty is; it decides which messages it may send.
  public var role: SessionRole
  /// Whether the message is over the session's limit.
  public var isThrottled = false
  /// Whether the venue takes new orders and deals; if not, it takes cancels, queries and answers.
  public var takesNewWork = true
  /// The field that another one demands and that is missing; zero for none.
  public var conditionallyMissing = Tag(rawValue: 0)
  /// The gateway's number of the connection.
  public var connection: UInt32 = 0
  /// East of UTC, seconds: where days of ExpireDate(432) end. Shanghai, the default, is 28,800 all year.
  public var marketUTCOffsetSeconds: Int32 = 28_800

  /// A message that is no repeat, from a session within its limits.
  public init(
    session: SessionID, epoch: Epoch, msgSeqNum: MsgSeqNum, received: Instant, role: SessionRole
  ) {
    self.session = session
    self.epoch = epoch
    self.msgSeqNum = msgSeqNum
    self.received = received
    self.role = role
  }

  /// The head of the command record; sequence and time are the engine's to give.
  func head(_ type: CommandType) -> RecordHead {
    var head = RecordHead()
    head.typeCode = type.rawValue
    head.session = session
    head.epoch = epoch
    head.msgSeqNum = msgSeqNum
    head.received = received
    if possDup { head.flags.insert(.possDup) }
    if possResend { head.flags.insert(.possResend) }
    return head
  }
}
