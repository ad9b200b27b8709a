import Agents
import Market
import Storage
import Synchronization

/// The machine's clocks, which stand still unless they are moved: monotonic time, which goes on, and the wall
/// clock, which somebody may set.
final class SimulatedClock: Sendable {
  private let monotonic = Atomic<Int64>(0)
  private let wallAhead = Atomic<Int64>(1_795_000_000_000_000_000)
  private let logTime = Atomic<Int64>(0)

  /// Log time, as the process that runs has it.
  var now: Instant { Instant(nanoseconds: logTime.load(ordering: .relaxed)) }

  var wall: Instant {
    Instant(nanoseconds: monotonicNanos + wallAhead.load(ordering: .relaxed))
  }

  var monotonicNanos: Int64 { monotonic.load(ordering: .relaxed) }

  /// Time passes.
  func advance(nanos: Int64) { monotonic.add(nanos, ordering: .relaxed) }

  /// Somebody sets the wall clock, forth or back.
  func jump(nanos: Int64) { wallAhead.add(nanos, ordering: .relaxed) }

  /// What a process makes of it, which knows its own log time.
  func show(_ time: Instant) { logTime.store(time.nanoseconds, ordering: .relaxed) }

  /// The clock of a process that begins now.
  func begin(notBefore floor: Instant) -> LogClock {
    var clock = LogClock(wall: wall, monotonicNanos: monotonicNanos, notBefore: floor)
    show(clock.now(monotonicNanos: monotonicNanos))
    return clock
  }

  /// Who commits what a process appends.
  func role(
    _ log: borrowing CommandLog, _ events: EventLog, _ counters: CounterFile,
    _ gate: StandbyGate
  ) -> CommitRole {
    CommitRole(
      log.makeCommitHandle(), events: events, counters: counters, gate: gate,
      clock: { [self] in now })
  }
}
