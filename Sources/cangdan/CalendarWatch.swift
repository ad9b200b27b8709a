import Market
import MarketDefinition

/// Keeps the calendar ahead of the running venue. Owner: the main thread.
struct CalendarWatch: ~Copyable {
  private let plan: PhasePlan
  private let isFollowed: Bool
  private var scheduled: ScheduledPhases
  private var nextLook = Instant.none

  init(
    _ plan: PhasePlan, isFollowed: Bool, scheduled: ScheduledPhases
  ) {
    self.plan = plan
    self.isFollowed = isFollowed
    self.scheduled = scheduled
  }

  /// Once an hour, publishes what the days ahead bring and the log does not have.
  mutating func look(now: Instant, _ control: inout ControlPort) {
    guard isFollowed, now >= nextLook else { return }
    nextLook = now.adding(nanoseconds: 3_600_000_000_000)
    for phase in plan.steps(now: now, since: scheduled) {
      guard control.write(.schedulePhase, phase) else {
        // The ring is full of the operator's commands: what is missing comes with the next look.
        nextLook = now.adding(nanoseconds: 1_000_000_000)
        return
      }
      scheduled.note(phase)
    }
  }
}
