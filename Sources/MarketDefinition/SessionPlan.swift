public import Market

/// What the schedules of a definition's sessions say, as commands that the log does not hold yet.
public struct SessionPlan: Sendable {
  private let schedules: [SessionID: SessionSchedule]
  private let sessions: [SessionID]

  /// A plan for the sessions of `definition` by their numbers in `index`.
  public init(definition: Definition, index: ReferenceIndex) {
    var schedules: [SessionID: SessionSchedule] = [:]
    var sessions: [SessionID] = []
    for session in definition.sessions {
      let key = ReferenceIndex.SessionKey(compID: session.compID, subID: session.subID)
      guard let id = index.session(key) else { continue }
      sessions.append(id)
      schedules[id] = session.schedule
    }
    self.schedules = schedules
    self.sessions = sessions
  }

  /// What is to be journaled, and when to look again.
  public struct Steps: Sendable {
    public var changes: [(session: SessionID, body: ScheduleSession)] = []
    public var nextLook: Instant
  }

  /// What is to be journaled at `now`, where `said` is what the log says of each session. Sessions of one
  /// schedule change at one moment; what was missed while the venue was away is done now, once.
  public func steps(now: Instant, since said: [SessionID: ScheduleSession]) -> Steps {
    var steps = Steps(nextLook: now.adding(nanoseconds: Self.lookNanos))
    var states: [String: SessionSchedule.State] = [:]
    for session in sessions {
      var body = ScheduleSession()
      if let schedule = schedules[session] {
        let state = states[schedule.name] ?? schedule.state(at: now)
        states[schedule.name] = state
        body = ScheduleSession(state)
        for moment in [state.changesAt, state.nextResetAt].compactMap({ $0 }) {
          steps.nextLook = min(steps.nextLook, moment)
        }
      }
      if !body.says(said[session] ?? ScheduleSession()) {
        steps.changes.append((session, body))
      }
    }
    return steps
  }

  /// A schedule's next change may come within reach of `SessionSchedule.daysAhead` later.
  private static var lookNanos: Int64 { 3_600_000_000_000 }
}

extension ScheduleSession {
  init(_ state: SessionSchedule.State) {
    self.init()
    isOpen = state.isOpen ? 1 : 0
    changesAt = state.changesAt ?? .none
    resetAt = state.resetAt ?? .none
  }

  /// Whether it says what `other` says.
  fileprivate func says(_ other: ScheduleSession) -> Bool {
    isOpen == other.isOpen && changesAt == other.changesAt && resetAt == other.resetAt
  }
}
