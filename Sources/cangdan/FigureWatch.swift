import Agents
import CLinux
import Glibc
import Logging
import Market
import Operations
import Storage

/// Writes the main thread's figures once a second, and tells alarms: once when one is crossed, and once
/// when it is over.
struct FigureWatch {
  private let counters: CounterFile
  private let directory: String
  private let logger: Logger
  private let descriptorLimit = clinux_limit_descriptors(.max)
  private var alarms = AlarmWatch()
  private var next: Int64 = 0
  private var timeGaps: UInt64 = 0
  /// How long the machine had slept since it was started, when this looked last.
  private var asleepNanos = Clocks.asleepNanos()

  init(counters: CounterFile, directory: String, logger: Logger) {
    self.counters = counters
    self.directory = directory
    self.logger = logger
  }

  /// `time` is log time.
  mutating func look(clockAheadNanos ahead: Int64, time: Instant, monotonicNanos now: Int64) {
    guard now >= next else { return }
    next = now + 1_000_000_000
    lookForGap()
    let own = counters[CounterLayout.process]
    own.set(.clockAheadNanos, UInt64(bitPattern: ahead))
    own.set(.diskFreeBytes, freeBytes())
    own.set(.descriptorPercent, descriptorPercent())
    own.set(.commitLastsNanos, commitLastsNanos(at: time))
    for change in alarms.look(VenueFigures(counters)) {
      let metadata: Logger.Metadata = ["alarm": "\(change.alarm.name)"]
      if change.isOn {
        logger.warning("alarm", metadata: metadata)
      } else {
        logger.notice("alarm is over", metadata: metadata)
      }
    }
    own.set(.alarms, alarms.bits)
  }

  /// Tells that the engine has journaled a gap, and whether the machine has slept.
  private mutating func lookForGap() {
    let gaps = counters[CounterLayout.engine].load(.timeGaps)
    guard gaps > timeGaps else { return }
    timeGaps = gaps
    let asleep = Clocks.asleepNanos()
    logger.warning(
      "the venue's time had a gap: durations stand until the venue has listened for a second",
      metadata: ["gaps": "\(gaps)", "asleepMilliseconds": "\((asleep - asleepNanos) / 1_000_000)"])
    asleepNanos = asleep
  }

  /// How long a commit that is being made has lasted.
  private func commitLastsNanos(at time: Instant) -> UInt64 {
    let begun = Int64(bitPattern: counters[CounterLayout.committer].load(.commitBegunAt))
    return begun > 0 ? UInt64(max(0, time.nanoseconds - begun)) : 0
  }

  /// Open descriptors, percent of as many as the process may have. Calls `stat(2)`.
  private func descriptorPercent() -> UInt64 {
    var status = stat()
    guard descriptorLimit > 0, unsafe stat("/proc/self/fd", &status) == 0 else { return 0 }
    return UInt64(status.st_size) * 100 / UInt64(descriptorLimit)
  }

  /// Free bytes of the data directory's file system. Calls `statvfs(3)`.
  private func freeBytes() -> UInt64 {
    var status = statvfs()
    guard unsafe statvfs(directory, &status) == 0 else { return 0 }
    return UInt64(status.f_bavail) * UInt64(status.f_frsize)
  }
}
