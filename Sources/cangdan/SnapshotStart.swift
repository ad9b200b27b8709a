import LogText
import Market
import MarketCore
import Storage

/// Where a log is gone on with behind a snapshot.
struct LogPlace {
  let lastSequence: Sequence
  let lastTime: Instant
  /// Of the events of the last batch.
  let lastDigest: EventDigest
  /// Where they end in the event log.
  let eventEnd: UInt64
}

/// The newest snapshot of a directory that a venue can begin with.
struct SnapshotStart: ~Copyable {
  let place: LogPlace
  let facts: LogFacts
  private var replay: Replay

  /// Nil where there is none; each that is of no use is told with its reason.
  init?(
    _ directory: borrowing StorageDirectory, _ log: borrowing CommandLog,
    passedOver: (String) -> Void
  ) throws(StorageError) {
    let versions = try LogVersions(directory: directory.path)
    for file in try SnapshotFile.list(in: "\(directory.path)/snapshots").reversed() {
      var facts = LogFacts()
      do throws(StorageError) {
        guard let version = versions.origin(of: Venue.coreVersion, behind: file.sequence) else {
          passedOver("\(file.path) ends within the part of another core version")
          continue
        }
        let replay = try Replay(file, logID: log.logID, writtenBy: version, with: &facts)
        guard try replay.isOfLog(in: directory.path) else {
          passedOver("\(file.path) is ahead of the log, or of one that went on otherwise")
          continue
        }
        guard let end = try EventLog.end(of: replay.lastBatch, in: directory, following: log) else {
          passedOver("\(file.path): the event files do not have the events of its last batch")
          continue
        }
        place = LogPlace(
          lastSequence: replay.lastSequence, lastTime: replay.lastTime,
          lastDigest: replay.lastBatch.digest, eventEnd: end)
        self.facts = facts
        self.replay = replay
        return
      } catch { passedOver("\(error)") }
    }
    return nil
  }

  /// The core as the snapshot has it; to be called once.
  mutating func takeVenue() -> Venue? { replay.takeVenue() }
}

extension LogUpgrade {
  /// Where the log in `path` ends with an older version's part: its newest snapshot that this version can take up. Nil
  /// where there is nothing to upgrade, or nothing to go on from, which opening the log says.
  static func find(in path: String) throws(StorageError) -> LogUpgrade? {
    guard let last = try LogVersions(directory: path).parts.last,
      last.coreVersion < Venue.coreVersion, let logID = try CommandLogReader(directory: path).logID
    else { return nil }
    for file in try SnapshotFile.list(in: "\(path)/snapshots").reversed() {
      var facts = LogFacts()
      do throws(StorageError) {
        _ = try Replay(file, logID: logID, writtenBy: last.coreVersion, with: &facts)
        return LogUpgrade(from: last.coreVersion, behind: file.sequence)
      } catch { continue }
    }
    return nil
  }
}
