import Market
import MarketDefinition
import Records

/// The phases that a log has scheduled, by instrument, up to the last.
struct ScheduledPhases {
  private(set) var last: [InstrumentID: Instant] = [:]

  /// Takes note of one record of the log.
  mutating func note(_ record: RawSpan) {
    switch CommandType(rawValue: record.loadHead().typeCode) {
    case .schedulePhase:
      let phase = record.loadBody(SchedulePhase.self)
      last[phase.instrument] = max(last[phase.instrument] ?? .none, phase.at)
    case .logOpened, .batch, .processRestarted, .timeGap, .resumed, .tick, .sessionLogon,
      .sessionEnded, .inboundSeen, .numbersReserved, .epochOpened, .newOrder, .cancelOrder,
      .replaceOrder, .orderStatus, .refusedMessage, .massCancel, .defineFirm, .defineSession,
      .defineInstrument, .defineWarehouse, .admitDocument, .creditFunds, .setPhase,
      .setKillSwitch, nil:
      break
    }
  }

  mutating func schedule(_ instrument: InstrumentID, until: Instant) {
    last[instrument] = max(last[instrument] ?? .none, until)
  }
}

/// What the calendar says of the days ahead, as commands that the log does not hold yet.
struct PhasePlan {
  /// Days that are scheduled ahead.
  static let days = 4

  enum Step: Equatable {
    case setNow(InstrumentID, TradingPhase)
    case schedule(InstrumentID, TradingPhase, Instant)
  }

  let definition: Definition
  let index: ReferenceIndex

  /// The steps from `now` on; `scheduled` then covers them.
  func steps(now: Instant, _ scheduled: inout ScheduledPhases) -> [Step] {
    var steps: [Step] = []
    for instrument in definition.instruments where instrument.bookMode != nil {
      guard let id = index.instrument(instrument.code) else { continue }
      let phases = phases(of: instrument, around: now)
      let known = scheduled.last[id] ?? .none
      if let current = phases.last(where: { $0.at <= now }), current.at > known {
        steps.append(.setNow(id, current.phase))
      }
      for start in phases where start.at > max(now, known) {
        steps.append(.schedule(id, start.phase, start.at))
        scheduled.schedule(id, until: start.at)
      }
    }
    return steps
  }

  /// Yesterday's phases too: the last of them may be the present one.
  private func phases(
    of instrument: InstrumentDefinition, around now: Instant
  ) -> [TradingCalendar.PhaseStart] {
    let calendar = definition.venue.calendar
    let today = CivilDate(now, utcOffsetSeconds: calendar.utcOffsetSeconds)
    return (-1...Self.days).flatMap { day in
      calendar.phases(of: instrument.hours, on: CivilDate(dayNumber: today.dayNumber + day))
    }
  }
}

/// Keeps the calendar ahead of the running venue. Owner: the main thread.
struct CalendarWatch: ~Copyable {
  private let plan: PhasePlan
  private let isFollowed: Bool
  private var scheduled: ScheduledPhases
  private var control: ControlPort
  private var nextLook = Instant.none

  init(
    _ plan: PhasePlan, isFollowed: Bool, scheduled: ScheduledPhases,
    control: consuming ControlPort
  ) {
    self.plan = plan
    self.isFollowed = isFollowed
    self.scheduled = scheduled
    self.control = control
  }

  /// Once an hour, publishes what the days ahead bring and the log does not have.
  mutating func look(now: Instant) {
    guard isFollowed, now >= nextLook else { return }
    nextLook = now.adding(nanoseconds: 3_600_000_000_000)
    var ahead = scheduled
    for step in plan.steps(now: now, &ahead) {
      guard control.write(step) else {
        // The ring is full of the operator's commands: what is missing comes with the next look.
        nextLook = now.adding(nanoseconds: 1_000_000_000)
        return
      }
      if case .schedule(let instrument, _, let at) = step {
        scheduled.schedule(instrument, until: at)
      }
    }
  }
}

extension ControlPort {
  /// Publishes one step of the calendar; false where the ring is full.
  mutating func write(_ step: PhasePlan.Step) -> Bool {
    switch step {
    case .setNow(let instrument, let phase):
      var body = SetPhase()
      body.instrument = instrument
      body.phaseCode = phase.rawValue
      return write(.setPhase, body)
    case .schedule(let instrument, let phase, let at):
      return write(.schedulePhase, SchedulePhase(instrument, phase, at))
    }
  }
}
