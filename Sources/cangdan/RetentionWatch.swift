import Linux
import Logging
import Market
import Storage

/// Removes sent messages of epochs that are kept no longer, at the start and once an hour. Owner: the main
/// thread.
struct RetentionWatch {
  private let retention: SessionRetention
  private let directory: String
  private let logger: Logger
  private var next: Int64 = 0

  init(_ retention: SessionRetention, directory: String, logger: Logger) {
    self.retention = retention
    self.directory = directory
    self.logger = logger
  }

  mutating func look() {
    let now = Clocks.monotonicNanos()
    guard now >= next else { return }
    next = now + 3_600_000_000_000
    do throws(SystemError) {
      let seconds = Clocks.wall().nanoseconds / 1_000_000_000
      let removed = try retention.prune(directory, nowSeconds: seconds)
      guard removed > 0 else { return }
      logger.info(
        "files of sent messages are kept no longer", metadata: ["removed": "\(removed)"])
    } catch {
      logger.error("old files of sent messages can't be removed", metadata: ["because": "\(error)"])
    }
  }
}
