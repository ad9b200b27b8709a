public import Market
import Memory
import Records

/// The instruments whose day orders expire, in the order in which they closed.
struct ExpiryQueue: BitwiseCopyable {
  var first = InstrumentID.none
  var last = InstrumentID.none
}

extension Venue {
  /// The instant at which a phase changes or an order expires next; nil where none is set.
  public var nextTimer: Instant? {
    guard let timer = timers.first?.at, let expiry = expiries.first?.at else {
      return timers.first?.at ?? expiries.first?.at
    }
    return min(timer, expiry)
  }

  /// Whether a timer is to run at or before `instant`.
  public func hasTimerDue(at instant: Instant) -> Bool {
    nextTimer.map { $0 <= instant } ?? false
  }

  /// Whether a `tick` would go on with something: the engine sends one when nothing else is queued.
  public var hasPendingWork: Bool {
    isCatchingUp || expiring.first != .none || elections.first != .none
      || hasExpiryDue(at: now)
  }

  /// Runs the timers that are due, as many phase changes as one step may make.
  mutating func runDueTimers(into events: inout RecordBuffer) {
    var left = VenueLimits.phaseChangesPerStep
    isCatchingUp = false
    while let timer = timers.first, timer.at <= now {
      let changes = timer.instrument == .none ? Int(reference.instrumentCount) : 1
      guard changes <= left else {
        isCatchingUp = true
        return
      }
      left -= changes
      _ = timers.removeFirst()
      enter(timer.phase, of: timer.instrument, cause: .calendar, into: &events)
    }
  }

  mutating func setPhase(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let set = body(SetPhase.self, of: command, into: &events) else { return }
    guard let phase = TradingPhase(rawValue: set.phaseCode) else {
      return refuse(.invalidValue, detail: Int64(set.phaseCode), into: &events)
    }
    guard set.instrument == .none || reference.knows(set.instrument) else {
      return refuse(.unknownInstrument, detail: Int64(set.instrument.rawValue), into: &events)
    }
    enter(phase, of: set.instrument, cause: .venueOperator, into: &events)
  }

  mutating func schedulePhase(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let set = body(SchedulePhase.self, of: command, into: &events) else { return }
    guard let phase = TradingPhase(rawValue: set.phaseCode) else {
      return refuse(.invalidValue, detail: Int64(set.phaseCode), into: &events)
    }
    guard set.instrument == .none || reference.knows(set.instrument) else {
      return refuse(.unknownInstrument, detail: Int64(set.instrument.rawValue), into: &events)
    }
    guard set.at > now else {
      return refuse(.instantPast, detail: set.at.nanoseconds, into: &events)
    }
    let timer = PhaseTimer(at: set.at, instrument: set.instrument, phase: phase)
    if !timers.add(timer) { refuse(.limitReached, into: &events) }
  }

  private mutating func enter(
    _ phase: TradingPhase, of instrument: InstrumentID, cause: PhaseCause,
    into events: inout RecordBuffer
  ) {
    guard instrument == .none else {
      return enterOne(WaitingPhase(phase: phase, cause: cause), of: instrument, into: &events)
    }
    for number in 1..<(reference.instrumentCount + 1) {
      let instrument = InstrumentID(rawValue: number)
      if reference[instrument].bookMode != nil {
        enterOne(WaitingPhase(phase: phase, cause: cause), of: instrument, into: &events)
      }
    }
  }

  /// A closed instrument stays closed until its day orders have expired; the next phase waits.
  private mutating func enterOne(
    _ next: WaitingPhase, of instrument: InstrumentID, into events: inout RecordBuffer
  ) {
    if reference[instrument].isExpiring {
      reference[instrument].waiting = next.phase == .closed ? nil : next
      return
    }
    guard reference[instrument].phase != next.phase else { return }
    reference[instrument].phase = next.phase
    var changed = PhaseChanged()
    changed.instrument = instrument
    changed.phaseCode = next.phase.rawValue
    changed.cause = next.cause.rawValue
    changed.symbol = reference[instrument].symbol
    events.append(eventHead(.phaseChanged, for: .venue), body: changed)
    if next.phase == .closed { startExpiry(of: instrument) }
    if next.phase == .open { callElection(of: instrument) }
  }

  private mutating func startExpiry(of instrument: InstrumentID) {
    guard !reference[instrument].lists[.day].isEmpty else { return }
    reference[instrument].isExpiring = true
    reference[instrument].nextExpiring = .none
    if expiring.first == .none {
      expiring.first = instrument
    } else {
      reference[expiring.last].nextExpiring = instrument
    }
    expiring.last = instrument
  }

  /// One step of expiry: at most `Limits.ordersPerStep` orders and instruments together.
  mutating func expireSome(into events: inout RecordBuffer) {
    var left = Limits.ordersPerStep
    while left > 0, expiring.first != .none {
      let instrument = expiring.first
      let slot = reference[instrument].lists[.day].first
      left -= 1
      if slot == Order.none {
        endExpiry(of: instrument, into: &events)
      } else {
        expire(slot, into: &events)
      }
    }
  }

  private mutating func endExpiry(of instrument: InstrumentID, into events: inout RecordBuffer) {
    precondition(expiring.first == instrument, "instruments expire in turn")
    expiring.first = reference[instrument].nextExpiring
    reference[instrument].nextExpiring = .none
    reference[instrument].isExpiring = false
    if let waiting = reference[instrument].waiting {
      reference[instrument].waiting = nil
      enterOne(waiting, of: instrument, into: &events)
    }
  }

  mutating func expire(_ slot: UInt32, into events: inout RecordBuffer) {
    withdraw(slot, as: .expired)
    report(orders[slot], Execution(.expired), into: &events)
  }
}
