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
    if next.cause == .calendar { noteCalendar(next.phase, of: instrument) }
    switch next.cause {
    case .venueOperator: break
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

  /// The calendar has come to a phase, also where the instrument is halted: with a close its trading day
  /// ends.
  private mutating func noteCalendar(_ phase: TradingPhase, of id: InstrumentID) {
    if phase == .closed && reference[id].calendarPhase != .closed && reference[id].areDealsClosed {
      reference[id].tradingDay += 1
    }
    reference[id].calendarPhase = phase
    if reference[id].isHeld { reviewNegotiation() }
  }

  /// The operator lifts a halt: the phase that the calendar has come to is entered, open by way of a
  /// call, which ends by itself where the instrument says how long one is.
  mutating func liftHalt(of id: InstrumentID, into events: inout RecordBuffer) {
    guard reference[id].isHeld else { return }
    reference[id].halts = HaltScopes()
    reference[id].situation = nil
    let isOpen = reference[id].calendarPhase == .open
    let phase = isOpen ? .interrupted : reference[id].calendarPhase
    enter(WaitingPhase(phase: phase, cause: .venueOperator), of: id, into: &events)
    if isOpen && reference[id].interruptionNanos > 0 { endCallByItself(id) }
  }

  /// Goes on until there is work to do, or nothing is left.
  mutating func proceed(_ instrument: InstrumentID, into events: inout RecordBuffer) {
    while reference[instrument].progress.work == nil {
      forgetEmptyLists(of: instrument)
      if let kind = reference[instrument].progress.nextWork {
        work.append(instrument, kind, behind: fences.setCount, in: &reference)
      } else if let next = reference[instrument].progress.entering {
        enterNow(next, instrument, into: &events)
      } else if let next = reference[instrument].progress.waiting.removeFirst() {
        leave(for: next, instrument)
      } else {
        return
      }
    }
  }

  /// A list whose orders have all traded or gone meanwhile is no work: nothing comes between because of it.
  private mutating func forgetEmptyLists(of id: InstrumentID) {
    while let kind = reference[id].progress.ending.first, reference[id].lists[kind].isEmpty {
      reference[id].progress.ending.remove(kind)
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
    subscriptions.market.change(from: reference[id].phase, to: next.phase)
    reference[id].phase = next.phase
    var changed = PhaseChanged()
    changed.instrument = id
    changed.phaseCode = next.phase.rawValue
    changed.cause = next.cause.rawValue
    changed.symbol = reference[id].symbol
    events.append(eventHead(.phaseChanged, for: .venue), body: changed)
    followPause(of: id)
    reviewNegotiation()
    if reference.auctionTerms[id.rawValue].lots > 0 { followPhase(of: id) }
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

  /// Ends the first order that a changed band leaves outside, then of the lists that end.
  mutating func endOne(
    of id: InstrumentID, _ budget: inout WorkBudget, into events: inout RecordBuffer
  ) {
    guard let kind = reference[id].progress.ending.first, !reference[id].progress.isSweeping else {
      budget.orders -= 1
      return sweepOnce(id, into: &events)
    }
    let slot = reference[id].lists[kind].first
    if slot != Order.none {
      budget.orders -= 1
      end(slot, in: kind, into: &events)
    }
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
