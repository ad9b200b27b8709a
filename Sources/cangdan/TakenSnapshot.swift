import Agents
import LogText
import Market
import MarketCore
import Memory
import Storage

/// A snapshot taken up: the core as it has it, and what was noted of the log beside it.
struct TakenSnapshot: ~Copyable {
  let file: SnapshotFile
  private(set) var facts: LogFacts
  private(set) var replay: Replay
  /// Where the events of its last batch end in the event log; nil where that was not asked.
  private(set) var eventEnd: UInt64?

  /// Throws why the log in `data` can't be gone on with behind it.
  init(
    _ file: SnapshotFile, of data: String, _ logID: UInt64, _ versions: LogVersions
  ) throws {
    guard let version = versions.origin(of: Venue.coreVersion, behind: file.sequence) else {
      throw UselessSnapshot.otherVersion(file.path)
    }
    var facts = LogFacts()
    let replay = try Replay(file, logID: logID, writtenBy: version, with: &facts)
    guard try replay.isOfLog(in: data) else { throw UselessSnapshot.otherLog(file.path) }
    self.file = file
    self.facts = facts
    self.replay = replay
  }

  /// The newest snapshot in `snapshots` behind which the log in `data` can be gone on with; nil where there is none.
  /// `passedOver` hears why one is of no use, `check` may throw another reason.
  static func newest(
    of data: String, _ logID: UInt64, in snapshots: String, passedOver: (String) -> Void,
    check: (inout TakenSnapshot) throws -> Void = { _ in }
  ) throws(StorageError) -> TakenSnapshot? {
    let versions = try LogVersions(directory: data)
    return try SnapshotFile.newest(in: snapshots, passedOver: passedOver) { file in
      var taken = try TakenSnapshot(file, of: data, logID, versions)
      try check(&taken)
      return taken
    }
  }

  /// The newest one behind which the event log can be gone on with too.
  static func newest(
    in directory: borrowing StorageDirectory, following log: borrowing CommandLog,
    _ snapshots: String, passedOver: (String) -> Void
  ) throws(StorageError) -> TakenSnapshot? {
    try newest(of: directory.path, log.logID, in: snapshots, passedOver: passedOver) { taken in
      taken.eventEnd = try EventLog.end(
        of: taken.replay.lastBatch, in: directory, following: log)
      if taken.eventEnd == nil { throw UselessSnapshot.noEvents(taken.file.path) }
    }
  }

  var place: LogPlace {
    LogPlace(
      lastSequence: replay.lastSequence, lastTime: replay.lastTime,
      lastDigest: replay.lastBatch.digest)
  }

  /// The core as the snapshot has it; to be called once.
  mutating func takeVenue() -> Venue? { replay.takeVenue() }

  /// What was noted; to be called once.
  mutating func takeFacts() -> LogFacts {
    let taken = facts
    facts = LogFacts()
    return taken
  }
}

/// Why a snapshot that is whole is of no use.
enum UselessSnapshot: Error, CustomStringConvertible {
  case otherVersion(String)
  case otherLog(String)
  case noEvents(String)

  var description: String {
    switch self {
    case .otherVersion(let path): "\(path) ends within the part of another core version"
    case .otherLog(let path): "\(path) is ahead of the log, or of one that went on otherwise"
    case .noEvents(let path): "\(path): the event files do not have the events of its last batch"
    }
  }
}

extension LogReplay {
  /// Goes on behind a snapshot, or where there is none from the begin of the log, which was opened like this.
  init(
    _ opened: LogOpened, behind taken: consuming TakenSnapshot?,
    in directory: borrowing StorageDirectory, following log: borrowing CommandLog
  ) throws(StorageError) {
    let events = try EventLog.open(in: directory, following: log, from: taken?.eventEnd ?? 0)
    let place = taken?.place ?? .begin
    let venue =
      taken?.takeVenue()
      ?? Venue(limits: VenueLimits(opened), seed: HashSeed(rawValue: opened.hashSeed))
    try self.init(venue, behind: place, events)
  }
}

extension LogUpgrade {
  /// Where the log in `path` ends with an older version's part: its newest snapshot that this version can take up. Nil
  /// where there is nothing to upgrade, or nothing to go on from, which opening the log says.
  static func find(in path: String) throws(StorageError) -> LogUpgrade? {
    guard let last = try LogVersions(directory: path).parts.last,
      last.coreVersion < Venue.coreVersion, let logID = try CommandLogReader(directory: path).logID
    else { return nil }
    return try SnapshotFile.newest(in: "\(path)/snapshots", passedOver: { _ in }) { file in
      var facts = LogFacts()
      _ = try Replay(file, logID: logID, writtenBy: last.coreVersion, with: &facts)
      return LogUpgrade(from: last.coreVersion, behind: file.sequence)
    }
  }
}

extension SnapshotFile {
  /// What `take` makes of the newest snapshot in `directory` that it does not refuse, whose reasons `passedOver` hears.
  fileprivate static func newest<Taken: ~Copyable>(
    in directory: String, passedOver: (String) -> Void, _ take: (SnapshotFile) throws -> Taken
  ) throws(StorageError) -> Taken? {
    for file in try list(in: directory).reversed() {
      do { return try take(file) } catch { passedOver("\(error)") }
    }
    return nil
  }
}
