public import Market
import Records

/// The phases that a log has scheduled, by instrument, up to the last.
public struct ScheduledPhases: Sendable {
  /// The last instant that is scheduled for an instrument, and for its deals.
  public internal(set) var last: [InstrumentID: Instant] = [:]
  public internal(set) var lastOfDeals: [InstrumentID: Instant] = [:]

  public init() {}

  /// Takes note of one record of the log.
  public mutating func note(_ record: RawSpan) {
    guard record.loadHead().typeCode == CommandType.schedulePhase.rawValue else { return }
    note(record.loadBody(SchedulePhase.self))
  }

  /// Takes note of a phase that is scheduled.
  public mutating func note(_ phase: SchedulePhase) {
    if phase.isOfDeals == 1 {
      lastOfDeals[phase.instrument] = max(lastOfDeals[phase.instrument] ?? .none, phase.at)
    } else {
      last[phase.instrument] = max(last[phase.instrument] ?? .none, phase.at)
    }
  }
}

/// What the calendar says of the days ahead, as commands that the log does not hold yet.
public struct PhasePlan {
  /// Days that are scheduled ahead, beside the present one.
  public static var days: Int { 4 }

  private let definition: Definition
  private let index: ReferenceIndex

  /// A plan for the instruments of `definition` by their numbers in `index`.
  public init(definition: Definition, index: ReferenceIndex) {
    self.definition = definition
    self.index = index
  }

  /// What is to be journaled at `now`: of each instrument that trades the present phase, where the
  /// log does not hold it yet, and those to come. The present phase has its own instant, which is
  /// over: so a venue that begins in the middle of a day is in the phase of that time of day.
  public func steps(now: Instant, since scheduled: ScheduledPhases) -> [SchedulePhase] {
    var steps: [SchedulePhase] = []
    for instrument in definition.instruments where instrument.trades {
      guard let id = index.instrument(instrument.code) else { continue }
      for start in new(phases(of: instrument.hours, around: now), now, scheduled.last[id]) {
        steps.append(SchedulePhase(id, start.phase, start.at))
      }
      let deals = phases(of: instrument.negotiatedHours, around: now)
      for start in new(deals, now, scheduled.lastOfDeals[id]) {
        var step = SchedulePhase(id, start.phase == .open ? .open : .closed, start.at)
        step.isOfDeals = 1
        steps.append(step)
      }
    }
    return steps
  }

  /// The present phase and those to come which the log does not hold.
  private func new(
    _ phases: [TradingCalendar.PhaseStart], _ now: Instant, _ known: Instant?
  ) -> [TradingCalendar.PhaseStart] {
    let present = phases.last { $0.at <= now }?.at ?? now
    return phases.filter { $0.at >= present && $0.at > known ?? .none }
  }

  /// Yesterday's phases too: the last of them may be the present one.
  private func phases(
    of hours: String, around now: Instant
  ) -> [TradingCalendar.PhaseStart] {
    let calendar = definition.venue.calendar
    let today = CivilDate(now, utcOffsetSeconds: calendar.utcOffsetSeconds)
    return (-1...Self.days).flatMap { day in
      calendar.phases(of: hours, on: today.adding(day))
    }
  }
}

extension SchedulePhase {
  init(_ instrument: InstrumentID, _ phase: TradingPhase, _ at: Instant) {
    self.init()
    self.instrument = instrument
    phaseCode = phase.rawValue
    self.at = at
  }
}
