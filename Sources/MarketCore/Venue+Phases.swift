import Auctions
public import Market
import Memory
import Records

extension Venue {
  /// The instant at which a phase changes, an order or a document expires, a trade's state or what firms
  /// negotiate on ends, something happens to a lot of an auction, the time of a net run or a grace is over next; nil where none
  /// is set.
  public var nextTimer: Instant? {
    earlier(
      earlier(nextOwnTimer, expiries.first?.at),
      earlier(
        earlier(deadlines.first?.at, earlier(nextNegotiationEnd, auctions.nextTimer)),
        earlier(nextTitleWork, netting.endsAt)))
  }

  /// The same without orders and documents that expire and states of trades that end.
  private var nextOwnTimer: Instant? {
    earlier(
      earlier(timers.first?.at, interruptions.nextEnd(by: durations)),
      earlier(graces.first?.until, parameters.nextEffect))
  }

  /// Whether one of these is to run now; none most often, which is known without looking for the first.
  @inline(__always)  // asked before each command (benchmark `venue`)
  var isOwnTimerDue: Bool {
    timers.isDue(at: now) || interruptions.isDue(at: now, by: durations)
      || graces.isDue(at: now) || parameters.isDue(at: now)
  }

  /// Whether a timer is to run at or before `instant`.
  public func hasTimerDue(at instant: Instant) -> Bool {
    nextTimer.map { $0 <= instant } ?? false
  }

  /// Whether a `tick` would go on with something: the engine sends one when nothing else is queued.
  public var hasPendingWork: Bool {
    isCatchingUp || elections.first != .none || hasExpiryDue(at: now) || hasWork
  }

  /// Runs the timers that are due, as many phase changes as one step may make. At one instant the
  /// graces of sessions that are away go first, then changes of parameters, and the calendar before calls that end by
  /// themselves.
  mutating func runDueTimers(into events: inout RecordBuffer) {
    var left = VenueLimits.phaseChangesPerStep
    var changesLeft = VenueLimits.parameterChangesPerStep
    isCatchingUp = false
    while isOwnTimerDue, let at = nextOwnTimer {
      if graces.first?.until == at {
        endDueGrace()
        continue
      }
      if parameters.nextEffect == at {
        guard changesLeft > 0 else {
          isCatchingUp = true
          return
        }
        changesLeft -= 1
        takeNextEffect(into: &events)
        continue
      }
      let timer = timers.first.flatMap { $0.at == at ? $0 : nil }
      let changes = timer?.instrument == InstrumentID.none ? Int(reference.instrumentCount) : 1
      guard changes <= left else {
        isCatchingUp = true
        return
      }
      left -= changes
      if let timer {
        _ = timers.removeFirst()
        if timer.isOfDeals {
          changeDeals(of: timer.instrument, isOpen: timer.phase == .open, into: &events)
          continue
        }
        let next = WaitingPhase(phase: timer.phase, cause: .calendar)
        change(timer.instrument, to: next, into: &events)
      } else {
        endInterruption(into: &events)
      }
    }
  }

  mutating func setPhase(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let set = body(SetPhase.self, of: command, into: &events) else { return }
    let phase = TradingPhase(rawValue: set.phaseCode)
    guard phase != nil || set.phaseCode == 0 else {
      return refuse(.invalidValue, detail: Int64(set.phaseCode), into: &events)
    }
    guard set.instrument == .none || reference.knows(set.instrument) else {
      return refuse(.unknownInstrument, detail: Int64(set.instrument.rawValue), into: &events)
    }
    let next = phase.map { WaitingPhase(phase: $0, cause: .venueOperator) }
    change(set.instrument, to: next, into: &events)
  }

  /// One whose instant has come already runs with the next command.
  mutating func schedulePhase(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let set = body(SchedulePhase.self, of: command, into: &events) else { return }
    guard let phase = TradingPhase(rawValue: set.phaseCode) else {
      return refuse(.invalidValue, detail: Int64(set.phaseCode), into: &events)
    }
    guard set.instrument == .none || reference.knows(set.instrument) else {
      return refuse(.unknownInstrument, detail: Int64(set.instrument.rawValue), into: &events)
    }
    guard set.isOfDeals == 0 || phase == .open || phase == .closed, set.isOfDeals <= 1 else {
      return refuse(.invalidValue, detail: Int64(set.phaseCode), into: &events)
    }
    guard set.isOfDeals == 0 || set.instrument != .none else {
      return refuse(.unknownInstrument, into: &events)
    }
    var timer = PhaseTimer(at: set.at, instrument: set.instrument, phase: phase)
    timer.isOfDeals = set.isOfDeals == 1
    if !timers.add(timer) { refuse(.limitReached, into: &events) }
  }

  /// Sends one instrument, or where none is named all that trade, to a phase; nil lifts a halt.
  private mutating func change(
    _ instrument: InstrumentID, to next: WaitingPhase?, into events: inout RecordBuffer
  ) {
    guard instrument == .none else { return changeOne(instrument, to: next, into: &events) }
    for number in 1..<(reference.instrumentCount + 1) {
      let instrument = InstrumentID(rawValue: number)
      if reference[instrument].trades { changeOne(instrument, to: next, into: &events) }
    }
  }

  private mutating func changeOne(
    _ instrument: InstrumentID, to next: WaitingPhase?, into events: inout RecordBuffer
  ) {
    if next?.cause == .calendar {
      // What is halted passes it by.
    } else if next?.phase == .halted {
      reference[instrument].halts.insert(HaltScopes(.instrument))
    } else {
      let others = reference[instrument].halts.subtracting(HaltScopes(.instrument))
      if others.isEmpty && next == nil { return liftHalt(of: instrument, into: &events) }
      reference[instrument].halts = others
      if !others.isEmpty { return }
      reference[instrument].situation = nil
      if let next { followOperator(instrument, to: next.phase, into: &events) }
    }
    if let next { enter(next, of: instrument, into: &events) }
  }
}

extension Venue {
  /// The operator opens or closes an instrument: its deals too, where they have hours of their own.
  mutating func followOperator(
    _ instrument: InstrumentID, to phase: TradingPhase, into events: inout RecordBuffer
  ) {
    switch phase {
    case .open: setDeals(of: instrument, areOpen: true, into: &events)
    case .closed: setDeals(of: instrument, areOpen: false, into: &events)
    case .preOpen, .openingCall, .pause, .closingCall, .interrupted, .halted: break
    }
  }
}

func earlier(_ a: Instant?, _ b: Instant?) -> Instant? {
  guard let a, let b else { return a ?? b }
  return min(a, b)
}
