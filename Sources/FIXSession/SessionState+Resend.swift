import FIX44
import FIXWire
public import Market

/// ResendRequest(2) of the counterparty: checked, served one at a time, repeats dropped.
extension SessionState {
  /// The range being served and the one that waits.
  struct ServedResend: Sendable, Equatable {
    var current: Range?
    var waiting: Range?
    /// BeginSeqNo(7) served last, and how many times in a row on this connection.
    var lastBegin = MsgSeqNum(rawValue: 0)
    var repeats = 0

    mutating func count(_ begin: MsgSeqNum) {
      repeats = begin == lastBegin ? repeats + 1 : 1
      lastBegin = begin
    }

    /// Whether a request is not one too many from the same number: the other half of the loop
    /// detector, for a counterparty that can make nothing of what it gets.
    func mayServe(_ begin: MsgSeqNum, times: Int) -> Bool {
      current != nil || begin != lastBegin || repeats < times
    }

    /// BeginSeqNo(7), EndSeqNo(16) as asked (zero for no end), and the last number served.
    struct Range: Sendable, Equatable {
      var begin: MsgSeqNum
      var asEnd: MsgSeqNum
      var last: MsgSeqNum
    }
  }

  /// Whether a resend is under way.
  public var isResending: Bool { serving.current != nil }

  mutating func receivedResendRequest(
    _ message: InboundMessage, _ now: Instant, _ actions: inout SessionActions
  ) {
    if let fault = resendRequestFault(message) {
      send(.reject(SessionReject(of: message, fault)), now: now, &actions)
      return
    }
    guard serving.mayServe(message.beginSeqNo, times: settings.resendRequestsPerGap) else {
      let text = SessionText.resendRequestRepeated(
        beginSeqNo: message.beginSeqNo, times: serving.repeats)
      return logoutAndDisconnect(.resendLoop, text, now, &actions)
    }
    serve(from: message.beginSeqNo, asEnd: message.endSeqNo, &actions)
  }

  private func resendRequestFault(_ message: InboundMessage) -> SessionFault? {
    let begin = message.beginSeqNo
    guard begin.rawValue >= 1, begin <= numbers.lastOutbound else {
      return SessionFault(
        sessionRejectReason: .valueIncorrect, refTagID: .beginSeqNo,
        text: .beginSeqNoOutside(received: begin, last: numbers.lastOutbound))
    }
    guard message.endSeqNo.rawValue == 0 || message.endSeqNo >= begin else {
      return SessionFault(
        sessionRejectReason: .valueIncorrect, refTagID: .endSeqNo,
        text: .endSeqNoBelow(received: message.endSeqNo, begin: begin))
    }
    return nil
  }

  /// Serves a range, or lets it wait for the one in progress; a repeat of either is dropped. Ranges
  /// that wait are joined, so every one is answered to its end.
  mutating func serve(
    from begin: MsgSeqNum, asEnd: MsgSeqNum, _ actions: inout SessionActions
  ) {
    precondition(begin <= numbers.lastOutbound, "a range begins with a number that was sent")
    let last = asEnd.rawValue == 0 ? numbers.lastOutbound : min(asEnd, numbers.lastOutbound)
    let range = ServedResend.Range(begin: begin, asEnd: asEnd, last: last)
    guard let current = serving.current else {
      serving.current = range
      serving.count(begin)
      return actions.append(.resend(from: begin, to: last))
    }
    if current.begin == begin && current.asEnd == asEnd { return actions.append(.drop) }
    serving.waiting = serving.waiting.map { $0.joined(range) } ?? range
  }

  /// The range that `.resend` named has been served to its end: the next one, or our own request
  /// again where both sides were asking at once.
  public mutating func resendCompleted(now: Instant) -> SessionActions {
    var actions = SessionActions()
    serving.current = serving.waiting
    serving.waiting = nil
    if let next = serving.current { serving.count(next.begin) }
    if let next = serving.current {
      actions.append(.resend(from: next.begin, to: next.last))
    } else if gap?.repetition == .armed && phase == .active {
      gap?.repetition = .done
      askForGap(now, &actions)
    }
    return actions
  }
}

extension SessionState.ServedResend.Range {
  fileprivate func joined(_ other: Self) -> Self {
    let endless = MsgSeqNum(rawValue: 0)
    let isEndless = asEnd == endless || other.asEnd == endless
    return Self(
      begin: min(begin, other.begin), asEnd: isEndless ? endless : max(asEnd, other.asEnd),
      last: max(last, other.last))
  }
}
