public import FIX44
public import FIXWire
public import Market

/// What the session machine needs to know of one inbound message; plain values, no bytes.
public struct InboundMessage: Sendable, BitwiseCopyable {
  /// The kinds of message that the machine tells apart.
  public enum Kind: UInt8, Sendable, BitwiseCopyable {
    case application
    case logon
    case heartbeat
    case testRequest
    case resendRequest
    case reject
    case sequenceReset
    case logout
  }

  public var kind = Kind.application
  /// PossDupFlag(43)=Y.
  public var possDup = false
  /// PossResend(97)=Y; the machine delivers such a message like any other.
  public var possResend = false
  /// GapFillFlag(123)=Y on SequenceReset(4).
  public var gapFillFlag = false
  /// ResetSeqNumFlag(141)=Y on Logon(A).
  public var resetSeqNumFlag = false
  /// TestMessageIndicator(464)=Y on Logon(A).
  public var testMessageIndicator = false
  /// MsgType(35).
  public var msgType = MsgType(rawValue: 0)
  public var msgSeqNum = MsgSeqNum(rawValue: 0)
  /// SendingTime(52).
  public var sendingTime = Instant.none
  /// OrigSendingTime(122); none where absent.
  public var origSendingTime = Instant.none
  /// When the gateway had the message; a held message keeps the time at which it arrived.
  public var received = Instant.none
  /// SenderCompID(49); empty if it is longer than any that we know.
  public var senderCompID = CompID()
  /// TargetCompID(56); empty if it is longer than any that we know.
  public var targetCompID = CompID()
  /// SenderSubID(50); empty where absent.
  public var senderSubID = CompID()
  /// TestReqID(112) of TestRequest(1) and Heartbeat(0); empty where absent.
  public var testReqID = Text32()
  /// HeartBtInt(108) of Logon(A), seconds.
  public var heartBtInt: Int64 = 0
  /// EncryptMethod(98) of Logon(A).
  public var encryptMethod: Int64 = 0
  /// NextExpectedMsgSeqNum(789) of Logon(A); zero where absent.
  public var nextExpectedMsgSeqNum = MsgSeqNum(rawValue: 0)
  /// MaxMessageSize(383) of Logon(A); zero where absent.
  public var maxMessageSize: UInt64 = 0
  /// BeginSeqNo(7) of ResendRequest(2).
  public var beginSeqNo = MsgSeqNum(rawValue: 0)
  /// EndSeqNo(16) of ResendRequest(2); zero for no end.
  public var endSeqNo = MsgSeqNum(rawValue: 0)
  /// NewSeqNo(36) of SequenceReset(4).
  public var newSeqNo = MsgSeqNum(rawValue: 0)
  /// The field that another one demands and that is missing; zero for none. An application message is
  /// delivered all the same: its answer is the application's.
  public var conditionallyMissing = Tag(rawValue: 0)
  /// What validation found wrong: such a message is answered by Reject(3) when its turn comes.
  public var fault: SessionFault?

  public init() {}

  /// Whether it belongs to the session itself and is never resent.
  public var isAdmin: Bool { kind != .application }
}

/// What is wrong with a message on session level: what a Reject(3) says.
public struct SessionFault: Sendable, BitwiseCopyable, Equatable {
  /// SessionRejectReason(373).
  public var sessionRejectReason: SessionRejectReason
  /// RefTagID(371); zero where no tag is to blame.
  public var refTagID: Tag
  /// The sentence in Text(58).
  public var text: SessionText

  public init(sessionRejectReason: SessionRejectReason, refTagID: Tag, text: SessionText) {
    self.sessionRejectReason = sessionRejectReason
    self.refTagID = refTagID
    self.text = text
  }

  /// A fault that validation found, with the standard's words for it.
  public init(sessionRejectReason: SessionRejectReason, refTagID: Tag) {
    self.init(
      sessionRejectReason: sessionRejectReason, refTagID: refTagID,
      text: .invalidField(sessionRejectReason: sessionRejectReason, refTagID: refTagID))
  }
}
