import Market

/// The time by which durations run: it stands while the venue does not run, so that whoever was given five minutes has
/// five minutes in which an answer could come.
///
/// It runs as log time does, less what it has stood. Between the end of a process and `Resumed` it stands where the
/// process ended.
struct DurationClock: BitwiseCopyable {
  /// How long it has stood before, in nanoseconds.
  private(set) var stoodNanos: Int64 = 0
  /// Since when it stands; none while it runs.
  private(set) var stands = Instant.none

  /// Its reading at a time of the log.
  func reading(at now: Instant) -> Instant {
    (stands == .none ? now : min(now, stands)).adding(nanoseconds: -stoodNanos)
  }

  /// The time of the log at which it comes to a reading, if it does not stand from now on.
  func time(of reading: Instant) -> Instant { reading.adding(nanoseconds: stoodNanos) }

  /// Whether it goes on with log time.
  var isRunning: Bool { stands == .none }

  /// Stands since a time of the log.
  mutating func stop(at time: Instant) {
    if stands == .none { stands = time }
  }

  /// Goes on.
  mutating func goOn(at now: Instant) {
    if stands == .none { return }
    stoodNanos += now.nanoseconds - stands.nanoseconds
    stands = .none
  }
}
