import Market
import Memory
import Records

extension Venue {
  /// The operator ends, mends, disables or enables a session. What the core must know after a restart
  /// changes here; the session's gateway performs the rest when the event is committed.
  mutating func controlSession(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let control = body(ControlSession.self, of: command, into: &events) else { return }
    guard reference.knows(cause.session) else {
      return refuse(
        .unknownSession, detail: Int64(cause.session.rawValue), request: control.request,
        into: &events)
    }
    guard let action = SessionControl(rawValue: control.actionCode),
      isText(control, command)
    else {
      return refuse(
        .invalidValue, detail: Int64(control.actionCode), request: control.request, into: &events)
    }
    if let refusal = perform(action, control.msgSeqNum) {
      return refuse(
        refusal.reason, detail: refusal.detail, request: control.request, into: &events)
    }
    var controlled = SessionControlled()
    controlled.actionCode = control.actionCode
    controlled.textLength = control.textLength
    controlled.request = control.request
    controlled.msgSeqNum = control.msgSeqNum
    if action == .reset { controlled.epoch = reference[cause.session].demandedEpoch }
    events.append(
      eventHead(.sessionControlled, for: cause.session), body: controlled,
      trailing: command.extracting(Self.textRange(control)))
  }

  private static func textRange(_ control: ControlSession) -> Range<Int> {
    let start = RecordHead.byteCount + MemoryLayout<ControlSession>.size
    return start..<start + Int(control.textLength)
  }

  /// Whether the text behind the command's body is one that may stand in a message.
  private func isText(_ control: ControlSession, _ command: RawSpan) -> Bool {
    let range = Self.textRange(control)
    guard range.count <= ControlSession.textBytesMax,
      RecordHead.byteCount + Int(cause.bodyLength) == range.upperBound
    else { return false }
    let bytes = Span<UInt8>(_bytes: command.extracting(range))
    for place in bytes.indices where bytes[place] < 0x20 || bytes[place] > 0x7e { return false }
    return true
  }

  /// Why it is refused; nil where it is done.
  private mutating func perform(_ action: SessionControl, _ number: UInt64) -> DefinitionRefusal? {
    switch action {
    case .logout: break
    case .setNextOutbound: return setNextOutbound(number)
    case .setNextInbound: return setNextInbound(number)
    case .reset: demandEpoch(.operator)
    case .disable: reference[cause.session].isDisabled = true
    case .enable: reference[cause.session].isDisabled = false
    }
    return nil
  }

  private mutating func setNextOutbound(_ number: UInt64) -> DefinitionRefusal? {
    let least = max(reference[cause.session].leastOutbound, 1) + 1
    if let refusal = refusal(of: number, least: least) { return refusal }
    beginFirstEpoch()
    reference[cause.session].leastOutbound = number
    return nil
  }

  private mutating func setNextInbound(_ number: UInt64) -> DefinitionRefusal? {
    let least = reference[cause.session].lastInbound.rawValue + 2
    if let refusal = refusal(of: number, least: least) { return refusal }
    beginFirstEpoch()
    reference[cause.session].lastInbound = MsgSeqNum(rawValue: number - 1)
    return nil
  }

  private func refusal(of number: UInt64, least: UInt64) -> DefinitionRefusal? {
    if number > ControlSession.msgSeqNumMax {
      return DefinitionRefusal(.invalidValue, Int64(ControlSession.msgSeqNumMax))
    }
    return number < least ? DefinitionRefusal(.msgSeqNumTooLow, Int64(least)) : nil
  }

  /// Numbers are set within an epoch, also those of a session that has never logged on.
  private mutating func beginFirstEpoch() {
    let epoch = reference[cause.session].epoch
    reference[cause.session].epoch = max(epoch, Epoch(rawValue: 1))
  }

  /// The session's hours have begun or ended, or the moment has come at which numbers begin again. A
  /// moment resets once; the first one that the log knows of a schedule is only kept.
  mutating func scheduleSession(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let schedule = body(ScheduleSession.self, of: command, into: &events) else { return }
    let before = reference[cause.session].resetAt
    var scheduled = SessionScheduled()
    scheduled.isOpen = schedule.isOpen == 0 ? 0 : 1
    scheduled.changesAt = schedule.changesAt
    if before != .none && schedule.resetAt > before {
      demandEpoch(.schedule)
      scheduled.epoch = reference[cause.session].demandedEpoch
    }
    reference[cause.session].isOutsideHours = schedule.isOpen == 0
    reference[cause.session].hoursChangeAt = schedule.changesAt
    reference[cause.session].resetAt =
      schedule.resetAt == .none ? .none : max(before, schedule.resetAt)
    events.append(eventHead(.sessionScheduled, for: cause.session), body: scheduled)
  }

  /// Both sides are to begin again at 1, in the epoch behind the last one.
  private mutating func demandEpoch(_ demandCause: EpochCause) {
    let session = reference[cause.session]
    let last = max(session.epoch, session.demandedEpoch, Epoch(rawValue: 1))
    reference[cause.session].demandedEpoch = last.next
    reference[cause.session].demandCause = demandCause
  }
}
