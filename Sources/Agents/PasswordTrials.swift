import Market
import Secrets

/// A password that is to be judged, and who has shown it.
struct PasswordCase {
  enum Origin {
    /// A connection that wants to log on, and how long the present password is good.
    case logon(token: UInt64, PasswordTerms)
    /// UserRequest(BE) of a session that is logged on.
    case demand
  }

  let origin: Origin
  let compID: CompID
  var trial: PasswordTrial
}

/// What has come of a session's demand.
struct PasswordAnswer {
  let session: SessionID
  let status: UserStatus
  let reason: UserReason?
}

/// Passwords that wait to be judged, one after the other: those of strangers and those of sessions that are
/// logged on take turns, so that a flood of the ones does not keep out the others.
struct PasswordTrials {
  private var strangers: [PasswordCase] = []
  private var sessions: [PasswordCase] = []
  /// The one that is judged now.
  private(set) var current: PasswordCase?
  /// The desk has a task of it.
  private var isAtDesk = false
  /// Since when its next task waits.
  private var readySince = Instant.none
  private var wasStranger = false

  /// How long a task waits at most for the processor time that others are to have left.
  static let patienceNanos: Int64 = 500_000_000

  /// Strangers' passwords that wait for their turn.
  var strangersCount: Int { strangers.count }

  /// Whether a task waits to be given to the desk.
  var isWaiting: Bool { current != nil && !isAtDesk }

  mutating func append(_ entry: PasswordCase) {
    switch entry.origin {
    case .logon: strangers.append(entry)
    case .demand: sessions.append(entry)
    }
  }

  /// The next one in turn, if none is judged now.
  mutating func takeNext() -> PasswordCase? {
    guard current == nil else { return nil }
    let takesStranger = sessions.isEmpty || (!wasStranger && !strangers.isEmpty)
    if takesStranger ? strangers.isEmpty : sessions.isEmpty { return nil }
    wasStranger = takesStranger
    return takesStranger ? strangers.removeFirst() : sessions.removeFirst()
  }

  /// It is judged from now on.
  mutating func begin(_ entry: PasswordCase, now: Instant) {
    precondition(current == nil, "one password at a time")
    current = entry
    readySince = now
  }

  /// The task to give to the desk, if it may have one now.
  mutating func takeTask(hasReserve: Bool, now: Instant) -> PasswordTask? {
    guard !isAtDesk, let current else { return nil }
    guard hasReserve || now >= readySince.adding(nanoseconds: Self.patienceNanos) else {
      return nil
    }
    isAtDesk = true
    return current.trial.task
  }

  /// What the desk has found; the verdict and whose it is, where it was the last task.
  mutating func take(
    _ result: PasswordResult, now: Instant
  ) -> (PasswordCase, PasswordTrial.Verdict)? {
    guard isAtDesk, var entry = current else { preconditionFailure("a result is that of a task") }
    isAtDesk = false
    readySince = now
    guard let verdict = entry.trial.take(result) else {
      current = entry
      return nil
    }
    current = nil
    return (entry, verdict)
  }
}
