public import FIX44
public import Market

/// What a message of ours says before its body.
public struct OutboundHeader: Sendable, BitwiseCopyable {
  /// MsgType(35).
  public var msgType: MsgType
  /// SenderCompID(49).
  public var senderCompID: CompID
  /// TargetCompID(56).
  public var targetCompID: CompID
  /// TargetSubID(57); absent where empty.
  public var targetSubID = CompID()
  /// SenderSubID(50); absent where empty.
  public var senderSubID = CompID()
  /// OnBehalfOfCompID(115), the originating session on drop copies; absent where empty.
  public var onBehalfOfCompID = CompID()
  /// MsgSeqNum(34).
  public var msgSeqNum: MsgSeqNum
  /// SendingTime(52).
  public var sendingTime: Instant
  /// Digits of SendingTime(52) and OrigSendingTime(122).
  public var precision = TimestampPrecision.milliseconds
  /// PossDupFlag(43)=Y, with OrigSendingTime(122) where there is one; none for an ordinary message.
  public var possDup: PossDup?
  /// PossResend(97)=Y.
  public var possResend = false
  /// LastMsgSeqNumProcessed(369); absent where nil.
  public var lastMsgSeqNumProcessed: MsgSeqNum?

  /// PossDupFlag(43)=Y.
  public struct PossDup: Sendable, BitwiseCopyable {
    /// OrigSendingTime(122).
    public var origSendingTime: Instant
    public init(origSendingTime: Instant) { self.origSendingTime = origSendingTime }
  }

  public init(
    _ msgType: MsgType, from senderCompID: CompID, to targetCompID: CompID,
    msgSeqNum: MsgSeqNum, sendingTime: Instant
  ) {
    self.msgType = msgType
    self.senderCompID = senderCompID
    self.targetCompID = targetCompID
    self.msgSeqNum = msgSeqNum
    self.sendingTime = sendingTime
  }
}
