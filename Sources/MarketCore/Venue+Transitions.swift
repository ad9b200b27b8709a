import Market
import Matching
import Memory
import Records

/// From phase to phase, as `PhaseTransition` says; what concerns many orders is work in steps.
extension Venue {
  /// Sends an instrument to a phase: now, or when it has done what it is about. A call that would
  /// end by itself does not any more.
  ///
  /// What the operator has halted stays so until the operator sets another phase (rule book Art. 49):
  /// phases of the calendar pass it by, and behind a close of the calendar it is halted again.
  mutating func enter(
    _ next: WaitingPhase, of instrument: InstrumentID, into events: inout RecordBuffer
  ) {
    if next.cause == .calendar { reference[instrument].calendarPhase = next.phase }
    switch next.cause {
    case .venueOperator: reference[instrument].isHeld = next.phase == .halted
    case .calendar, .market:
      guard !reference[instrument].isHeld || next.phase == .closed else { return }
    }
    interruptions.remove(instrument, in: &reference)
    reference[instrument].progress.waiting.add(next)
    if next.phase == .closed && reference[instrument].isHeld {
      reference[instrument].progress.waiting.add(
        WaitingPhase(phase: .halted, cause: .venueOperator))
    }
    proceed(instrument, into: &events)
  }

  /// The operator lifts a halt: the phase that the calendar has come to is entered, open by way of a
  /// call, which ends by itself where the instrument says how long one is.
  mutating func liftHalt(of id: InstrumentID, into events: inout RecordBuffer) {
    guard reference[id].isHeld else { return }
    let isOpen = reference[id].calendarPhase == .open
    let phase = isOpen ? .interrupted : reference[id].calendarPhase
    enter(WaitingPhase(phase: phase, cause: .venueOperator), of: id, into: &events)
    if isOpen && reference[id].interruptionNanos > 0 { endCallByItself(id) }
  }

  /// Goes on until there is work to do, or nothing is left.
  private mutating func proceed(_ instrument: InstrumentID, into events: inout RecordBuffer) {
    while reference[instrument].progress.work == nil {
      if let kind = reference[instrument].progress.nextWork {
        work.append(instrument, kind, in: &reference)
      } else if let next = reference[instrument].progress.entering {
        enterNow(next, instrument, into: &events)
      } else if let next = reference[instrument].progress.waiting.removeFirst() {
        leave(for: next, instrument)
      } else {
        return
      }
    }
  }

  /// What comes before a phase is entered.
  private mutating func leave(for next: WaitingPhase, _ id: InstrumentID) {
    let instrument = reference[id]
    guard instrument.phase != next.phase else { return }
    reference[id].progress.entering = next
    guard PhaseTransition(from: instrument.phase, to: next.phase).uncrosses else { return }
    if books.isCrossed(instrument.book) { reference[id].progress.uncross = .due }
    end(.auction, of: id)
  }

  /// The phase begins; then what comes after.
  private mutating func enterNow(
    _ next: WaitingPhase, _ id: InstrumentID, into events: inout RecordBuffer
  ) {
    let transition = PhaseTransition(from: reference[id].phase, to: next.phase)
    reference[id].progress.entering = nil
    reference[id].phase = next.phase
    var changed = PhaseChanged()
    changed.instrument = id
    changed.phaseCode = next.phase.rawValue
    changed.cause = next.cause.rawValue
    changed.symbol = reference[id].symbol
    events.append(eventHead(.phaseChanged, for: .venue), body: changed)
    if next.phase == .open { callElection(of: id) }
    if transition.cancelsAllOrNone { end(.allOrNone, of: id) }
    if transition.expires {
      end(.day, of: id)
      end(.auction, of: id)
      end(.atClose, of: id)
    }
    if transition.entersAtClose {
      reference[id].progress.isEnteringAtClose = !reference[id].lists[.atClose].isEmpty
    }
  }

  private mutating func end(_ kind: OrderListKind, of id: InstrumentID) {
    if !reference[id].lists[kind].isEmpty { reference[id].progress.ending.insert(kind) }
  }

  /// One step of the work that is pending: what stands behind fences, then in the order of `WorkKind`.
  ///
  /// It goes on while its budget lasts; what begins is done whole.
  mutating func workOn(into events: inout RecordBuffer) {
    var budget = WorkBudget()
    while !budget.isUsedUp {
      guard fences.isEmpty else {
        workOnFence(&budget, into: &events)
        continue
      }
      guard let (kind, instrument) = work.first else {
        if massStatuses.isEmpty { return }
        workOnMassStatus(&budget, into: &events)
        continue
      }
      // A band that was changed meanwhile comes before the work that its instrument stands for.
      if reference[instrument].progress.nextWork == kind {
        perform(kind, of: instrument, &budget, into: &events)
      }
      if reference[instrument].progress.nextWork != kind {
        work.removeFirst(kind, in: &reference)
        proceed(instrument, into: &events)
      }
    }
  }

  private mutating func perform(
    _ kind: WorkKind, of id: InstrumentID, _ budget: inout WorkBudget,
    into events: inout RecordBuffer
  ) {
    switch kind {
    case .lists: endOne(of: id, &budget, into: &events)
    case .entries: enterOneAtClose(of: id, &budget, into: &events)
    case .uncross: uncrossOnce(id, &budget, into: &events)
    }
  }

  /// Ends the first order that a changed band leaves outside, then of the lists that end.
  private mutating func endOne(
    of id: InstrumentID, _ budget: inout WorkBudget, into events: inout RecordBuffer
  ) {
    budget.orders -= 1
    guard let kind = reference[id].progress.ending.first, !reference[id].progress.isSweeping else {
      return sweepOnce(id, into: &events)
    }
    let slot = reference[id].lists[kind].first
    if slot != Order.none { end(slot, in: kind, into: &events) }
    if reference[id].lists[kind].isEmpty { reference[id].progress.ending.remove(kind) }
  }

  private mutating func end(
    _ slot: UInt32, in kind: OrderListKind, into events: inout RecordBuffer
  ) {
    switch kind {
    case .day, .auction, .atClose: expire(slot, into: &events)
    case .allOrNone: cancel(slot, reason: Execution.exchangeOption, into: &events)
    }
  }
}
