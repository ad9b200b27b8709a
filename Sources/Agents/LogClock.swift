public import Market

/// Log time: the wall clock at the start plus monotonic time since, drawn towards the wall clock by
/// at most 500 millionths, never back.
///
/// It reads no clock itself; the program gives it both readings.
public struct LogClock: Sendable {
  /// Nanoseconds of drift taken away per second at most.
  public static var slewNanosPerSecond: Int64 { 500_000 }
  /// A wall clock further away than this is a jump, which is told and not followed.
  public static var jumpNanos: Int64 { 2_000_000_000 }

  private var base: Int64
  private var baseMonotonic: Int64
  private var lastReading: Int64
  private var lastTime: Int64

  /// Starts at the wall clock, but not before `floor`, the last time in the log.
  public init(wall: Instant, monotonicNanos: Int64, notBefore floor: Instant) {
    base = max(wall.nanoseconds, floor.nanoseconds)
    baseMonotonic = monotonicNanos
    lastReading = monotonicNanos
    lastTime = base
  }

  /// The time at a reading of the monotonic clock.
  public mutating func now(monotonicNanos: Int64) -> Instant {
    lastTime = max(lastTime, base + (monotonicNanos - baseMonotonic))
    return Instant(nanoseconds: lastTime)
  }

  /// Compares with the wall clock, say ten times a second. Returns how far the wall clock is ahead.
  public mutating func adjust(wall: Instant, monotonicNanos: Int64) -> Int64 {
    let offset = wall.nanoseconds - now(monotonicNanos: monotonicNanos).nanoseconds
    let elapsed = max(0, monotonicNanos - lastReading)
    lastReading = monotonicNanos
    if abs(offset) < Self.jumpNanos {
      let most =
        elapsed / 1_000_000_000 * Self.slewNanosPerSecond
        + elapsed % 1_000_000_000 * Self.slewNanosPerSecond / 1_000_000_000
      base += min(max(offset, -most), most)
    }
    return offset
  }
}
