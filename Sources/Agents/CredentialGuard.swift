import Market

/// Makes guessing slow: what each session's failed logons cost the next ones.
struct CredentialGuard {
  /// Limits of guessing, per session.
  struct Limits: Sendable {
    /// From a failure to the end of its connection; until then the session is not tried again.
    var delayNanos: Int64 = 1_000_000_000
    /// Failures in a row that lock the session.
    var failures = 5
    /// How long it is locked.
    var lockNanos: Int64 = 60_000_000_000
  }

  private struct Record {
    var failures = 0
    var closedUntil = Instant.none
  }

  let limits = Limits()
  private var records: [SessionID: Record] = [:]

  /// Why `session` may not be tried now; nil if it may.
  func refusal(of session: SessionID, now: Instant) -> Notice.Refusal? {
    guard let record = records[session], now < record.closedUntil else { return nil }
    return record.failures >= limits.failures ? .sessionLocked : .tooSoonAfterFailure
  }

  /// A logon has failed; returns when its connection is to be closed.
  mutating func failed(_ session: SessionID, now: Instant) -> Instant {
    var record = records[session] ?? Record()
    if record.failures >= limits.failures { record.failures = 0 }
    record.failures += 1
    let isLocked = record.failures >= limits.failures
    record.closedUntil = now.adding(
      nanoseconds: isLocked ? limits.lockNanos : limits.delayNanos)
    records[session] = record
    return now.adding(nanoseconds: limits.delayNanos)
  }

  mutating func succeeded(_ session: SessionID) { records[session] = nil }
}
