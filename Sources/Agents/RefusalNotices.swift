import Market
import Storage

/// The doorkeeper's way to the log: refusals one by one as long as they are few. The log of a flood is no
/// flood; what it leaves out is counted.
struct RefusalNotices: ~Copyable {
  private var writer: NoticeWriter
  private let figures: CounterBlock
  /// By reason, so that a flood of one kind hides no other.
  private var throttles: [Throttle]
  private var now = Instant.none
  /// Refusals left out that the log has no number of yet.
  private var untold: Int64 = 0
  private var nextNumber = Instant.none

  /// How often the number of those left out is told.
  private static let numberNanos: Int64 = 10_000_000_000

  init(_ writer: consuming NoticeWriter, _ figures: CounterBlock, throttle: Throttle) {
    self.writer = writer
    self.figures = figures
    let last = Notice.Refusal.allCases.map(\.rawValue).max() ?? 0
    throttles = Array(repeating: throttle, count: Int(last) + 1)
  }

  /// A round begins.
  mutating func begin(now: Instant) {
    self.now = now
    guard untold > 0, now >= nextNumber else { return }
    var notice = Notice(.refusalsLeftOut)
    notice.amount = untold
    writer.write(notice)
    untold = 0
    nextNumber = now.adding(nanoseconds: Self.numberNanos)
  }

  /// Tells of a refusal, or counts it.
  mutating func tell(_ refusal: Notice) {
    figures.add(1, at: DoorkeeperCounter.refusals(refusal.detail))
    figures.add(.refused, 1)
    if throttles[Int(refusal.detail)].admits(now: now) { return writer.write(refusal) }
    untold += 1
  }

  /// Tells of anything else.
  mutating func write(_ notice: Notice) { writer.write(notice) }
}
