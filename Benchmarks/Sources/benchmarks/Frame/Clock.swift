import Glibc

/// Clocks, in nanoseconds; reading one takes some 40 ns.
enum Clock {
  /// Time that passes.
  static func now() -> UInt64 { read(CLOCK_MONOTONIC) }

  /// The time of day, by which the kernel says when bytes came in.
  static func day() -> UInt64 { read(CLOCK_REALTIME) }

  /// The processor's time for this process: what others take of the processor meanwhile does not count.
  static func processor() -> UInt64 { read(CLOCK_PROCESS_CPUTIME_ID) }

  private static func read(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
  }
}
