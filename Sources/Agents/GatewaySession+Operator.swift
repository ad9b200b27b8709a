import FIXSession
import Market
import Memory
import Records

/// What the operator and its schedule do to the session, once it is committed.
extension GatewaySession {
  /// Performs what needs no room on the way to the engine; `meetDemands` does the rest.
  mutating func controlled(_ event: RawSpan, _ tools: inout GatewayTools, now: Instant) {
    let body = event.loadBody(SessionControlled.self)
    guard let action = SessionControl(rawValue: body.actionCode) else {
      preconditionFailure("the core tells of actions that there are")
    }
    switch action {
    case .logout: logOut(event, body, &tools, now: now)
    case .setNextOutbound:
      let number = MsgSeqNum(rawValue: body.msgSeqNum)
      perform(state.setNextOutbound(number, now: now), &tools, now: now)
    case .setNextInbound:
      state.setNextInbound(MsgSeqNum(rawValue: body.msgSeqNum), now: now)
      releaseHeld(&tools, now: now)
    case .reset:
      demand(body.epoch, .operator)
      if awaitsEpoch { logOut(event, body, &tools, now: now) }
    case .disable:
      isDisabled = true
      logOut(event, body, &tools, now: now)
    case .enable: isDisabled = false
    }
    counters.set(.isDisabled, isDisabled ? 1 : 0)
    tellNumbers()
  }

  /// The schedule has come to a change: out of hours, or to numbers that begin again, it is logged out.
  mutating func scheduled(
    _ body: SessionScheduled, _ tools: inout GatewayTools, now: Instant
  ) {
    state.hours = SessionHours(isOpen: body.isOpen == 1, changesAt: body.changesAt)
    if body.epoch.rawValue > 0 { demand(body.epoch, .schedule) }
    if !state.hours.isOpen {
      let text = ClosingText.outsideHours(opensAt: body.changesAt)
      let actions = state.requestLogout(.outsideHours, text: .closing(text), now: now)
      perform(actions, &tools, now: now)
    } else if awaitsEpoch {
      let text = SessionText.closing(.scheduledReset)
      perform(state.requestLogout(.scheduledReset, text: text, now: now), &tools, now: now)
    }
    tellHours()
    tellNumbers()
  }

  private mutating func demand(_ epoch: Epoch, _ cause: EpochCause) {
    if epoch <= demandedEpoch { return }
    demandedEpoch = epoch
    demandCause = cause
  }

  /// Whether an epoch is to be opened before anybody may connect.
  var awaitsEpoch: Bool { demandedEpoch > state.numbers.epoch }

  /// Opens the epoch that is demanded, once nobody is connected; asks a connected session's numbers to
  /// be reserved. False where that has to wait.
  mutating func meetDemands(_ tools: inout GatewayTools) -> Bool {
    guard tools.port.hasRoom(isUrgent: true) else { return false }
    if awaitsEpoch {
      guard !isConnected, state.openEpoch(demandedEpoch) else { return false }
      openEpoch(demandCause.rawValue, &tools)
      keepPlace(&tools)
    } else if isConnected {
      reserveNumbers(&tools)
    }
    return true
  }

  /// Has the log hold up to where the session was served: nothing that was sent in the epoch says so yet.
  private func keepPlace(_ tools: inout GatewayTools) {
    var body = NumbersReserved()
    body.eventPosition = servedEnd
    tools.publish(.numbersReserved, head, body)
  }

  /// Logout(5) with the text behind the event, or with the usual sentence where there is none.
  private mutating func logOut(
    _ event: RawSpan, _ body: SessionControlled, _ tools: inout GatewayTools, now: Instant
  ) {
    let start = RecordHead.byteCount + MemoryLayout<SessionControlled>.size
    remark.removeAll()
    let fits = remark.append(event.extracting(start..<start + Int(body.textLength)))
    precondition(fits, "the core takes no longer text")
    let actions = state.requestLogout(
      .operatorLogout, text: .closing(.operatorLogout), now: now)
    perform(actions, &tools, now: now)
  }
}
