import Market
import MarketDefinition

/// Keeps the calendar ahead of the running venue. Owner: the main thread.
struct CalendarWatch: ~Copyable {
  private let plan: PhasePlan
  private let isFollowed: Bool
  private var scheduled: ScheduledPhases
  private var nextLook = Instant.none
  private let venue: VenueDefinition
  /// The last day whose net run this process has published: the core knows those before.
  private var lastNetRun: UInt32 = 0

  init(
    _ plan: PhasePlan, of venue: VenueDefinition, isFollowed: Bool, scheduled: ScheduledPhases
  ) {
    self.plan = plan
    self.venue = venue
    self.isFollowed = isFollowed
    self.scheduled = scheduled
  }

  /// Once an hour, publishes what the days ahead bring and the log does not have; at its time, the day's
  /// net run.
  mutating func look(now: Instant, _ control: inout ControlPort) {
    guard isFollowed else { return }
    if let run = venue.netRun(at: now), run.day > lastNetRun, control.write(.clearNet, run) {
      lastNetRun = run.day
    }
    guard now >= nextLook else { return }
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
