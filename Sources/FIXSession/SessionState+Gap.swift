public import Market

/// Messages that are missing, and the ResendRequest(2) that asks for them.
extension SessionState {
  /// A gap before messages that have come: asked for once, again only after a time without progress.
  struct Gap: Sendable, Equatable {
    /// The last number that is missing; the gap is filled when the number expected lies above it.
    var until: MsgSeqNum
    /// When it was last asked for, or last shrank.
    var quietSince: Instant
    /// ResendRequest(2) for the number expected now.
    var requests: Int
    var repetition = Repetition.none

    /// Whether to ask again when a resend of ours is finished: both sides were asking at once, and
    /// the counterparty may have put our request aside. Once per gap.
    enum Repetition: Sendable { case none, armed, done }

    mutating func armRepeat() {
      if repetition == .none { repetition = .armed }
    }

    mutating func progressed(at now: Instant) {
      quietSince = now
      requests = 0
    }
  }

  /// Opens a gap up to `until`, or lengthens the one that is open. The counterparty is asked unless
  /// it has been already, or has promised to resend (789).
  mutating func openGap(
    until: MsgSeqNum, _ now: Instant, isPromised: Bool, _ actions: inout SessionActions
  ) {
    precondition(until >= numbers.nextInbound, "a gap has a number in it")
    if let open = gap {
      gap?.until = max(open.until, until)
      return
    }
    gap = Gap(until: until, quietSince: now, requests: 0)
    if !isPromised { askForGap(now, &actions) }
  }

  /// Held messages are full, or hold a later number: this one must come again before the gap is
  /// filled. The gateway says so when `HeldMessages` refuses what was to be held.
  public mutating func couldNotHold(_ msgSeqNum: MsgSeqNum) {
    guard let open = gap, msgSeqNum >= numbers.nextInbound else { return }
    gap?.until = max(open.until, msgSeqNum)
  }

  /// What is held begins with this number, and nothing of it is due: where no gap is open, there is
  /// another one before it.
  public mutating func foundHeld(_ msgSeqNum: MsgSeqNum, now: Instant) -> SessionActions {
    var actions = SessionActions()
    guard gap == nil, phase == .active, msgSeqNum > numbers.nextInbound else { return actions }
    let before = MsgSeqNum(rawValue: msgSeqNum.rawValue - 1)
    openGap(until: before, now, isPromised: false, &actions)
    return actions
  }

  /// ResendRequest(2) from the number expected, without end.
  mutating func askForGap(_ now: Instant, _ actions: inout SessionActions) {
    gap?.requests += 1
    gap?.quietSince = now
    send(
      .resendRequest(beginSeqNo: numbers.nextInbound, endSeqNo: MsgSeqNum(rawValue: 0)),
      now: now, &actions)
  }

  /// Asks again after the wait; a gap that stays after the last request ends the session.
  mutating func checkGap(_ now: Instant, _ actions: inout SessionActions) {
    guard let open = gap, now >= gapDeadline(open) else { return }
    guard open.requests < settings.resendRequestsPerGap else {
      let text = SessionText.resendLoop(
        beginSeqNo: numbers.nextInbound, requests: open.requests)
      return logoutAndDisconnect(.resendLoop, text, now, &actions)
    }
    askForGap(now, &actions)
  }

  func gapDeadline(_ gap: Gap) -> Instant {
    let wait = max(settings.leastResendWait, 2 * Int64(heartBtInt) * .second)
    return gap.quietSince.adding(nanoseconds: wait)
  }
}
