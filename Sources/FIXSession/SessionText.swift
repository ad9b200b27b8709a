public import FIX44
public import FIXWire
public import Market

/// The sentences in Text(58) of Reject(3) and Logout(5); each names its tag and number.
public enum SessionText: Sendable, BitwiseCopyable, Equatable {
  /// No Text(58) at all.
  case none
  case msgSeqNumTooLow(expecting: MsgSeqNum, received: MsgSeqNum)
  case msgSeqNumMissing
  case incorrectBeginString
  /// GapFill: NewSeqNo(36) must be above MsgSeqNum(34).
  case newSeqNoNotAbove(received: MsgSeqNum, msgSeqNum: MsgSeqNum)
  /// Reset: NewSeqNo(36) must not be below the number expected.
  case newSeqNoBelow(received: MsgSeqNum, expecting: MsgSeqNum)
  case beginSeqNoOutside(received: MsgSeqNum, last: MsgSeqNum)
  case endSeqNoBelow(received: MsgSeqNum, begin: MsgSeqNum)
  case testReqIDUnusable
  case resendLoop(beginSeqNo: MsgSeqNum, requests: Int)
  case resendRequestRepeated(beginSeqNo: MsgSeqNum, times: Int)
  /// What validation found, by SessionRejectReason(373) and tag.
  case invalidField(sessionRejectReason: SessionRejectReason, refTagID: Tag)
  case logon(LogonRefusal)
  case closing(ClosingText)
}

/// Why a Logon(A) is refused.
public enum LogonRefusal: Sendable, BitwiseCopyable, Equatable {
  case heartBtIntOutside(received: Int64, least: UInt32, most: UInt32)
  case encryptMethodUnsupported(received: Int64)
  case testMessageIndicatorDiffers(isTest: Bool)
  case maxMessageSizeTooSmall(received: UInt64, least: UInt64)
  case nextExpectedMsgSeqNumTooHigh(received: MsgSeqNum, most: MsgSeqNum)
  case resetSeqNumFlagNeedsOne(received: MsgSeqNum)
  case resetSeqNumFlagNotAsked
  case resetSeqNumFlagRefused
  case alreadyLoggedOn
}

/// Why our side ends a session that broke no rule of numbering.
public enum ClosingText: Sendable, BitwiseCopyable, Equatable {
  case slowConsumer
  case throttleBreach(limit: UInt32, windowMilliseconds: UInt32)
  case oversizedMessage(bytes: UInt64, most: UInt64)
  case tooMuchGarbage
  case takenOver
  case operatorLogout
  case shutdown
  /// The session's hours are over, or have not begun; they begin at the instant, none where that is not
  /// known.
  case outsideHours(opensAt: Instant)
  case scheduledReset
  case accessRevoked
  case invalidCredentials
  case locked
  case passwordExpired
  /// ResumeAfterFeedSeq(7842) is no FeedSeq(7840) of the session's drop copy.
  case feedSeqUnknown(received: UInt64)
}
