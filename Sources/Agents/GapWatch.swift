import Market
import Synchronization

/// Whether the wall clock is away from log time: the program sees it, the engine journals it.
public final class WallClockSight: Sendable {
  private let away = Atomic<Bool>(false)

  public init() {}

  var isAway: Bool { away.load(ordering: .relaxed) }

  /// The wall clock was compared with log time: it is ahead by so much.
  public func note(aheadNanos: Int64) {
    away.store(aheadNanos.magnitude >= LogClock.jumpNanos, ordering: .relaxed)
  }
}

/// Notices where the venue's time has a gap, and when it has listened long enough to go on.
///
/// ```
/// look, look, .......... look -> TimeGap(from: the last look before)
///                        listening for a second, with looks -> Resumed
/// ```
/// The engine is looked at ten times a second, so a gap of 2 s is seen from 1.9 s on. What waited in rings and sockets
/// meanwhile is taken before durations go on. A gap in the gap is another record, and the second begins again.
/// Owner: the engine.
struct GapWatch {
  /// What is to be journaled.
  enum Record {
    case gap(TimeGap)
    case resumed
  }

  /// From here on time that has passed between two looks is a gap.
  static var leastNanos: Int64 { 2_000_000_000 }
  /// How long it listens before durations go on.
  static var listeningNanos: Int64 { 1_000_000_000 }

  private var ranAt = Instant.none
  private var wasAway = false
  private var gap: TimeGap?
  private var resumesAt = Instant.none

  /// The engine runs, and can take commands.
  mutating func look(now: Instant, isWallClockAway: Bool) {
    defer { (ranAt, wasAway) = (now, isWallClockAway) }
    guard ranAt != .none else { return }
    if now.nanoseconds - ranAt.nanoseconds >= Self.leastNanos {
      begin(.dutyCycle, now: now)
    } else if isWallClockAway && !wasAway {
      begin(.wallClock, now: now)
    }
  }

  /// What happens until the next look is no gap: the process prepares itself, and its doors are closed.
  mutating func forget() { self = GapWatch() }

  /// Whether there is a record to journal.
  func isDue(at now: Instant) -> Bool {
    gap != nil || (resumesAt != .none && now >= resumesAt)
  }

  /// The record that is due; the caller journals it.
  mutating func take(at now: Instant) -> Record? {
    guard isDue(at: now) else { return nil }
    if let gap {
      self.gap = nil
      resumesAt = now.adding(nanoseconds: Self.listeningNanos)
      return .gap(gap)
    }
    resumesAt = .none
    return .resumed
  }

  private mutating func begin(_ cause: TimeGapCause, now: Instant) {
    guard gap == nil else { return }
    var body = TimeGap()
    body.from = ranAt
    body.cause = cause.rawValue
    gap = body
  }
}
