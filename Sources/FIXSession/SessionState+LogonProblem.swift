import FIX44
import FIXWire
import Market

/// Why a Logon(A) is refused: the Logout(5)'s text, and the end of the connection.
struct LogonProblem {
  var reason: SessionEndReason
  var text: SessionText
}

extension SessionState {
  /// The first rule of Logon(A) that the message breaks.
  func logonProblem(_ message: InboundMessage) -> LogonProblem? {
    if side == .acceptor && !hours.isOpen {
      let text = SessionText.closing(.outsideHours(opensAt: hours.changesAt))
      return LogonProblem(reason: .outsideHours, text: text)
    }
    if let problem = logonNumberProblem(message) { return problem }
    if isInaccurate(message) {
      let text = SessionText.invalidField(
        sessionRejectReason: .sendingTimeAccuracy, refTagID: .sendingTime)
      return LogonProblem(reason: .badSendingTime, text: text)
    }
    let text = message.fault?.text ?? logonFieldProblem(message).map { .logon($0) }
    return text.map { LogonProblem(reason: .invalidLogon, text: $0) }
  }

  private func logonNumberProblem(_ message: InboundMessage) -> LogonProblem? {
    if message.resetSeqNumFlag {
      guard settings.allowsReset || side == .initiator else {
        return LogonProblem(reason: .invalidLogon, text: .logon(.resetSeqNumFlagRefused))
      }
      guard message.msgSeqNum.rawValue != 1 else { return nil }
      return LogonProblem(
        reason: .invalidLogon, text: .logon(.resetSeqNumFlagNeedsOne(received: message.msgSeqNum)))
    }
    guard message.msgSeqNum < numbers.nextInbound else { return nil }
    return LogonProblem(
      reason: .msgSeqNumTooLow,
      text: .msgSeqNumTooLow(expecting: numbers.nextInbound, received: message.msgSeqNum))
  }

  private func logonFieldProblem(_ message: InboundMessage) -> LogonRefusal? {
    guard message.encryptMethod == 0 else {
      return .encryptMethodUnsupported(received: message.encryptMethod)
    }
    let least = settings.leastHeartBtInt
    let most = settings.mostHeartBtInt
    guard message.heartBtInt >= Int64(least), message.heartBtInt <= Int64(most) else {
      return .heartBtIntOutside(received: message.heartBtInt, least: least, most: most)
    }
    guard message.testMessageIndicator == settings.isTest else {
      return .testMessageIndicatorDiffers(isTest: settings.isTest)
    }
    let size = message.maxMessageSize
    guard size == 0 || size >= settings.leastMaxMessageSize else {
      return .maxMessageSizeTooSmall(received: size, least: settings.leastMaxMessageSize)
    }
    return nextExpectedProblem(message)
  }

  /// A counterparty can't expect a number beyond the next that we send.
  private func nextExpectedProblem(_ message: InboundMessage) -> LogonRefusal? {
    let asked = message.nextExpectedMsgSeqNum
    guard settings.usesNextExpectedMsgSeqNum, !message.resetSeqNumFlag else { return nil }
    guard asked > numbers.nextOutbound else { return nil }
    return .nextExpectedMsgSeqNumTooHigh(received: asked, most: numbers.nextOutbound)
  }
}
