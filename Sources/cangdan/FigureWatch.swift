import Agents
import CLinux
import Glibc
import Logging
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

  init(counters: CounterFile, directory: String, logger: Logger) {
    self.counters = counters
    self.directory = directory
    self.logger = logger
  }

  mutating func look(clockAheadNanos ahead: Int64, monotonicNanos now: Int64) {
    guard now >= next else { return }
    next = now + 1_000_000_000
    let own = counters[CounterLayout.process]
    own.set(.clockAheadNanos, UInt64(bitPattern: ahead))
    own.set(.diskFreeBytes, freeBytes())
    own.set(.descriptorPercent, descriptorPercent())
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
