import Market

/// How much of a processor a thread may use: a share of the time, and some of it saved up.
struct ProcessorBudget {
  /// Percent of one processor.
  private let percent: Int64
  /// Processor time that may be used now, nanoseconds; below zero the thread rests.
  private var credit = Self.burstNanos
  private var lastRan: Int64?
  private var lastLook = Instant.none

  /// What an idle thread saves up: a burst of honest connections is not slowed.
  static let burstNanos: Int64 = 250_000_000
  /// The longest rest; then is looked again.
  static let restNanosMax: Int64 = 50_000_000

  init(percent: Int64) {
    precondition(1...100 ~= percent, "a share of a processor")
    self.percent = percent
  }

  /// Whether half of what may be saved up is there: passwords take from above that, so that they leave
  /// something for handshakes.
  var hasReserve: Bool { credit >= Self.burstNanos / 2 }

  /// Percent of what may be run at once that is used, 100 where the thread rests.
  var usedPercent: Int64 { 100 - max(0, credit) * 100 / Self.burstNanos }

  /// How long the thread is to rest, where it has run `ranNanos` since its start.
  mutating func rest(ranNanos: Int64, now: Instant) -> Int64 {
    if let lastRan {
      let elapsed = max(0, now.nanoseconds - lastLook.nanoseconds)
      let earned = min(elapsed, 100 * Self.burstNanos) * percent / 100
      credit = min(Self.burstNanos, credit + earned) - (ranNanos - lastRan)
    }
    lastRan = ranNanos
    lastLook = now
    return credit >= 0 ? 0 : min(Self.restNanosMax, -credit * 100 / percent)
  }
}
