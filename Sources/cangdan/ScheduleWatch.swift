import Market
import MarketCore
import MarketDefinition

/// Has the sessions' schedules journaled as they come to a change. Owner: the main thread.
struct ScheduleWatch {
  private let plan: SessionPlan
  private var said: [SessionID: ScheduleSession] = [:]
  private var nextLook = Instant.none

  /// Goes on from what the core says of each session.
  init(_ plan: SessionPlan, _ venue: borrowing Venue) {
    self.plan = plan
    guard venue.sessionCount > 0 else { return }
    for number in 1...venue.sessionCount {
      guard let view = venue.session(SessionID(rawValue: number)) else { continue }
      said[view.session] = ScheduleSession(view)
    }
  }

  /// Gives each change that is due to `write`, until it is false: the rest comes with the next look.
  mutating func look(
    now: Instant, write: (ScheduleSession, SessionID) throws -> Bool
  ) rethrows {
    guard now >= nextLook else { return }
    let steps = plan.steps(now: now, since: said)
    for change in steps.changes {
      guard try write(change.body, change.session) else { return }
      said[change.session] = change.body
    }
    nextLook = steps.nextLook
  }
}

extension ScheduleSession {
  fileprivate init(_ view: SessionView) {
    self.init()
    isOpen = view.isOutsideHours ? 0 : 1
    changesAt = view.hoursChangeAt
    resetAt = view.resetAt
  }
}
