import Market

/// Counts messages in a sliding window: at most a limit within any window; and the windows in a row in
/// which messages were beyond it.
struct Throttle {
  private let windowNanos: Int64
  /// 0 where nobody counts them.
  private let breachWindows: UInt32
  /// When the last messages within the limit came, as a ring; empty where there is no limit.
  private var times: [Instant]
  private var next = 0
  /// Windows in a row with refused messages, one behind the other from the first refusal on.
  private var windowsOver: UInt32 = 0
  /// Where the last of these ends.
  private var windowEnd = Instant(nanoseconds: .min)

  init(limit: Int, windowNanos: Int64, breachWindows: UInt32 = 0) {
    self.windowNanos = windowNanos
    self.breachWindows = breachWindows
    times = [Instant](repeating: Instant(nanoseconds: .min), count: limit)
  }

  init(_ terms: ThrottleTerms) {
    self.init(
      limit: Int(terms.limit), windowNanos: terms.windowNanos, breachWindows: terms.breachWindows)
  }

  /// Whether a message at `now` is within the limit; only those within it count.
  mutating func admits(now: Instant) -> Bool {
    if times.isEmpty { return true }
    guard hasPassed(windowNanos, since: times[next], now: now) else {
      noteRefusal(now: now)
      return false
    }
    times[next] = now
    next = next + 1 == times.count ? 0 : next + 1
    return true
  }

  /// Whether messages were refused in so many windows in a row that the session has to go.
  var isBreached: Bool { breachWindows > 0 && windowsOver >= breachWindows }

  /// The session has gone: its windows are counted anew.
  mutating func forgetBreach() { windowsOver = 0 }

  private mutating func noteRefusal(now: Instant) {
    if windowsOver > 0 && now < windowEnd { return }
    let isNext = windowsOver > 0 && !hasPassed(windowNanos, since: windowEnd, now: now)
    windowsOver = isNext ? windowsOver + 1 : 1
    windowEnd = (isNext ? windowEnd : now).adding(nanoseconds: windowNanos)
  }

  private func hasPassed(_ nanos: Int64, since start: Instant, now: Instant) -> Bool {
    let (age, isLong) = now.nanoseconds.subtractingReportingOverflow(start.nanoseconds)
    return isLong || age >= nanos
  }
}
