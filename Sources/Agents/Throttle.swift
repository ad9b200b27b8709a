import Market

/// Counts messages in a sliding window: at most `limit` within any `windowNanos`.
struct Throttle {
  private let limit: Int
  private let windowNanos: Int64
  /// When the last `limit` messages came, as a ring; empty where there is no limit.
  private var times: [Instant]
  private var next = 0

  init(limit: Int, windowNanos: Int64) {
    self.limit = limit
    self.windowNanos = windowNanos
    times = [Instant](repeating: Instant(nanoseconds: .min), count: limit)
  }

  /// Whether a message at `now` is within the limit; only those within it count.
  mutating func admits(now: Instant) -> Bool {
    if limit == 0 { return true }
    let (age, isLong) = now.nanoseconds.subtractingReportingOverflow(times[next].nanoseconds)
    guard isLong || age >= windowNanos else { return false }
    times[next] = now
    next = next + 1 == limit ? 0 : next + 1
    return true
  }
}
