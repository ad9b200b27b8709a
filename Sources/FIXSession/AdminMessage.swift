public import FIX44
public import Market

/// An administrative message that the machine wants sent, with the number that it has given it.
public struct AdminMessage: Sendable, BitwiseCopyable, Equatable {
  /// The message by its kind.
  public enum Body: Sendable, BitwiseCopyable, Equatable {
    case logon(LogonFields)
    /// Heartbeat(0); the TestReqID(112) that it answers, or empty.
    case heartbeat(testReqID: Text32)
    case testRequest(testReqID: Text32)
    case resendRequest(beginSeqNo: MsgSeqNum, endSeqNo: MsgSeqNum)
    case reject(SessionReject)
    /// SequenceReset(4) with GapFillFlag(123)=Y, always with PossDupFlag(43)=Y.
    case gapFill(newSeqNo: MsgSeqNum)
    /// SequenceReset(4) in reset mode, GapFillFlag(123)=N: what lies between is not resent by itself.
    case sequenceReset(newSeqNo: MsgSeqNum)
    case logout(SessionText)
  }

  public var msgSeqNum: MsgSeqNum
  public var body: Body

  public init(msgSeqNum: MsgSeqNum, body: Body) {
    self.msgSeqNum = msgSeqNum
    self.body = body
  }

  /// Whether the header carries PossDupFlag(43)=Y and OrigSendingTime(122).
  public var possDup: Bool {
    switch body {
    case .gapFill: true
    case .logon, .heartbeat, .testRequest, .resendRequest, .reject, .sequenceReset, .logout:
      false
    }
  }
}

/// The standard fields of a Logon(A) that the machine decides; own tags are the gateway's.
public struct LogonFields: Sendable, BitwiseCopyable, Equatable {
  /// HeartBtInt(108), seconds.
  public var heartBtInt: UInt32 = 0
  /// ResetSeqNumFlag(141); left out where false.
  public var resetSeqNumFlag = false
  /// TestMessageIndicator(464); left out where false.
  public var testMessageIndicator = false
  /// NextExpectedMsgSeqNum(789); left out where zero.
  public var nextExpectedMsgSeqNum = MsgSeqNum(rawValue: 0)
  /// MaxMessageSize(383); left out where zero.
  public var maxMessageSize: UInt64 = 0

  public init() {}
}

/// A session-level Reject(3).
public struct SessionReject: Sendable, BitwiseCopyable, Equatable {
  /// RefSeqNum(45).
  public var refSeqNum: MsgSeqNum
  /// RefMsgType(372).
  public var refMsgType: MsgType
  public var fault: SessionFault

  public init(refSeqNum: MsgSeqNum, refMsgType: MsgType, fault: SessionFault) {
    self.refSeqNum = refSeqNum
    self.refMsgType = refMsgType
    self.fault = fault
  }

  init(of message: InboundMessage, _ fault: SessionFault) {
    self.init(refSeqNum: message.msgSeqNum, refMsgType: message.msgType, fault: fault)
  }
}
