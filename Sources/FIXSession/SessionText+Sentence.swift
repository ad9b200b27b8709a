import FIX44
import FIXWire
import Market

/// The sentences themselves.
extension SessionText {
  /// The sentence; nothing for `.none`.
  func write(to line: inout TextLine) {
    switch self {
    case .none: break
    case .msgSeqNumTooLow(let expecting, let received):
      line.append("MsgSeqNum(34) too low, expecting ", expecting.rawValue)
      line.append(" but received ", received.rawValue)
    case .msgSeqNumMissing: line.append("MsgSeqNum(34) missing")
    case .incorrectBeginString: line.append("Incorrect BeginString(8), expecting FIX.4.4")
    case .newSeqNoNotAbove(let received, let msgSeqNum):
      line.append("Incorrect NewSeqNo(36) ", received.rawValue)
      line.append(", expecting above ", msgSeqNum.rawValue)
    case .newSeqNoBelow(let received, let expecting):
      line.append("Incorrect NewSeqNo(36) ", received.rawValue)
      line.append(", expecting at least ", expecting.rawValue)
    case .beginSeqNoOutside(let received, let last):
      line.append("Incorrect BeginSeqNo(7) ", received.rawValue)
      line.append(", expecting 1 to ", last.rawValue)
    case .endSeqNoBelow(let received, let begin):
      line.append("Incorrect EndSeqNo(16) ", received.rawValue)
      line.append(", below BeginSeqNo(7) ", begin.rawValue)
    case .testReqIDUnusable: line.append("TestReqID(112) longer than 32 bytes or not ASCII")
    case .resendLoop(let begin, let requests):
      line.append("MsgSeqNum(34) ", begin.rawValue)
      line.append(" still missing after ResendRequest(2) x ", UInt64(requests))
    case .resendRequestRepeated(let begin, let times):
      line.append("ResendRequest(2) with BeginSeqNo(7) ", begin.rawValue)
      line.append(" repeated, times ", UInt64(times))
    case .invalidField(let reason, let tag): Self.write(reason, tag, to: &line)
    case .logon(let refusal): refusal.write(to: &line)
    case .closing(let text): text.write(to: &line)
    }
  }

  /// The standard's words for SessionRejectReason(373), and the tag where one is to blame.
  private static func write(
    _ reason: SessionRejectReason, _ tag: Tag, to line: inout TextLine
  ) {
    line.append(reason.sentence)
    guard tag.rawValue > 0 else { return }
    line.append(", ", tag.name.isEmpty ? "tag " : tag.name)
    line.append(tag.name.isEmpty ? "" : "(", UInt64(tag.rawValue))
    if !tag.name.isEmpty { line.append(")") }
  }
}

extension LogonRefusal {
  fileprivate func write(to line: inout TextLine) {
    switch self {
    case .heartBtIntOutside(let received, let least, let most):
      line.append("HeartBtInt(108) ", received)
      line.append(" outside ", UInt64(least))
      line.append(" to ", UInt64(most))
    case .encryptMethodUnsupported(let received):
      line.append("EncryptMethod(98) ", received)
      line.append(" unsupported, expecting 0")
    case .testMessageIndicatorDiffers(let isTest):
      line.append("TestMessageIndicator(464) differs, expecting ", isTest ? "Y" : "N")
    case .maxMessageSizeTooSmall(let received, let least):
      line.append("MaxMessageSize(383) ", received)
      line.append(" too small, expecting at least ", least)
    case .nextExpectedMsgSeqNumTooHigh(let received, let most):
      line.append("NextExpectedMsgSeqNum(789) ", received.rawValue)
      line.append(" too high, expecting at most ", most.rawValue)
    case .resetSeqNumFlagNeedsOne(let received):
      line.append("ResetSeqNumFlag(141) with MsgSeqNum(34) ", received.rawValue)
      line.append(", expecting 1")
    case .resetSeqNumFlagRefused:
      line.append("ResetSeqNumFlag(141) is not allowed on this session")
    case .resetSeqNumFlagNotAsked: line.append("ResetSeqNumFlag(141) in reply to none")
    case .alreadyLoggedOn: line.append("Logon(A) while logged on")
    }
  }
}

extension ClosingText {
  fileprivate func write(to line: inout TextLine) {
    switch self {
    case .slowConsumer: line.append("Slow consumer: send buffer full")
    case .throttleBreach(let limit, let window):
      line.append("More than ", UInt64(limit))
      line.append(" messages in ", UInt64(window))
      line.append(" ms for too long")
    case .oversizedMessage(let bytes, let most):
      line.append("BodyLength(9): message of ", bytes)
      line.append(" bytes, at most ", most)
    case .tooMuchGarbage: line.append("Too many garbled messages")
    case .takenOver: line.append("Taken over by another connection of SenderCompID(49)")
    case .operatorLogout: line.append("Logged out by the operator")
    case .shutdown: line.append("The venue shuts down")
    case .outsideHours(let opensAt):
      line.append("Outside of the session's hours")
      if opensAt != .none {
        line.append(", which begin at ")
        line.append(opensAt)
      }
    case .invalidCredentials: line.append("Username(553) or Password(554) invalid")
    case .locked: line.append("Locked after too many failures")
    case .passwordExpired: line.append("Password(554) expired, change it by NewPassword(925)")
    case .feedSeqUnknown(let received):
      line.append("ResumeAfterFeedSeq(7842) ", received)
      line.append(" was never a FeedSeq(7840) of this session; 0 goes on from the oldest retained")
    case .accessRevoked: line.append("Access revoked")
    case .scheduledReset: line.append("Numbers begin again at 1, log on with MsgSeqNum(34) 1")
    }
  }
}

extension SessionText: CustomStringConvertible {
  /// The sentence as a string, for logs and tests.
  public var description: String {
    var line = TextLine()
    write(to: &line)
    return line.description
  }
}
