import Agents
import Glibc
import Market
import Synchronization

/// The machine's clocks; only the program reads them.
enum Clocks {
  /// Nanoseconds since some moment, never back. Calls `clock_gettime(2)`.
  static func monotonicNanos() -> Int64 { read(CLOCK_MONOTONIC) }

  /// The same, and it goes on while the machine sleeps.
  static func bootNanos() -> Int64 { read(CLOCK_BOOTTIME) }

  /// How long the machine has slept since its start.
  static func asleepNanos() -> Int64 { bootNanos() - monotonicNanos() }

  /// The wall clock.
  static func wall() -> Instant { Instant(nanoseconds: read(CLOCK_REALTIME)) }

  /// How long the calling thread has run, nanoseconds.
  static func threadNanos() -> Int64 { read(CLOCK_THREAD_CPUTIME_ID) }

  /// Lets time pass, less than a second. Calls `nanosleep(2)`.
  static func sleep(nanos: Int64) {
    guard nanos > 0 else { return }
    precondition(nanos < 1_000_000_000, "a rest is short")
    var time = timespec(tv_sec: 0, tv_nsec: Int(nanos))
    unsafe nanosleep(&time, nil)
  }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    let result = unsafe clock_gettime(clock, &time)
    precondition(result == 0, "the machine has this clock")
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

/// Log time for all threads: monotonic time, that of a machine that sleeps too, and an offset that the main thread
/// adjusts.
final class SharedClock: Sendable {
  private let offset: Atomic<Int64>
  private let state: Mutex<LogClock>
  /// For the engine, which journals it.
  let wallClock = WallClockSight()

  init(notBefore floor: Instant) {
    let monotonic = Clocks.bootNanos()
    var clock = LogClock(wall: Clocks.wall(), monotonicNanos: monotonic, notBefore: floor)
    offset = Atomic(clock.now(monotonicNanos: monotonic).nanoseconds - monotonic)
    state = Mutex(clock)
  }

  /// Log time now.
  func now() -> Instant {
    Instant(nanoseconds: Clocks.bootNanos() + offset.load(ordering: .relaxed))
  }

  /// Draws the log time towards the wall clock; how far that is ahead, nanoseconds.
  func adjust() -> Int64 {
    let monotonic = Clocks.bootNanos()
    return state.withLock { clock in
      let ahead = clock.adjust(wall: Clocks.wall(), monotonicNanos: monotonic)
      let now = clock.now(monotonicNanos: monotonic)
      offset.store(now.nanoseconds - monotonic, ordering: .relaxed)
      wallClock.note(aheadNanos: ahead)
      return ahead
    }
  }
}
