import Agents
import Market
import MarketCore
import MarketDefinition
import Memory
import Records
import Storage

/// A data directory opened, its log applied: where the venue goes on.
struct OpenedLogs: ~Copyable {
  let directory: StorageDirectory
  let log: CommandLog
  let events: EventLog
  let writer: EventWriter
  let files: EventFileWriter
  let venue: Venue
  /// Without sessions: which they are the definition says, which may have other roles for them.
  let store: SessionStore
  let publisherStore: SessionStore
  let facts: LogFacts
  /// What the last process has shown of itself; nil where it has left nothing.
  let left: LeftFigures?
  let lastDigest: EventDigest
  let lastTime: Instant
  /// What a new log is opened with; nil where the log was there.
  let newLog: LogOpened?
  let replayedCommands: Int

  /// The last command of the snapshot that it went on from; nil where the log was applied from its begin.
  let snapshot: Sequence?

  /// Opens `settings.data` and applies its log behind the newest snapshot that serves; `progress` hears of the commands
  /// applied so far, `passedOver` why a snapshot is of no use.
  init(
    _ settings: ServeSettings, progress: (Int) -> Void, passedOver: (String) -> Void
  ) throws {
    let directory = try StorageDirectory.open(settings.data)
    if let mark = try FollowMark.read(in: settings.data) {
      throw FollowerProblem.follows(settings.data, from: mark.from)
    }
    let log = try Self.openLog(settings, in: directory)
    let isNew = log.recovery.lastSequence.rawValue == 0
    var taken =
      isNew || settings.fromStart
      ? nil
      : try TakenSnapshot.newest(
        in: directory, following: log, "\(settings.data)/snapshots", passedOver: passedOver)
    if !isNew && taken == nil { try Self.checkBegin(of: settings.data) }
    let snapshot = taken?.file.sequence
    var facts = taken?.takeFacts() ?? LogFacts()
    let opened =
      isNew ? LogOpened(settings, logID: log.logID) : try Self.logOpened(in: settings.data)
    var replay = try LogReplay(opened, behind: taken, in: directory, following: log)
    if !isNew {
      try replay.run(settings.data, note: { facts.note($0, told: $1) }, progress: progress)
    }
    let left = try LeftFigures(path: "\(settings.data)/counters")
    let store = try SessionStore.open(in: directory, of: log, sessions: [])
    let publisherStore = try SessionStore.open(
      in: directory, of: log, sessions: [], options: SessionStoreOptions(part: .publisher))
    self.store = store
    self.publisherStore = publisherStore
    newLog = isNew ? opened : nil
    (self.facts, self.left, self.snapshot) = (facts, left, snapshot)
    (lastDigest, lastTime) = (replay.lastDigest, replay.lastTime)
    replayedCommands = replay.commandCount
    venue = replay.venue
    writer = replay.writer
    files = replay.files
    self.directory = directory
    self.log = log
    events = replay.events
  }

  private static func openLog(
    _ settings: ServeSettings, in directory: borrowing StorageDirectory
  ) throws(StorageError) -> CommandLog {
    try CommandLog.open(
      in: directory, coreVersion: Venue.coreVersion, newLogID: .random(in: .min ... .max),
      upgrade: LogUpgrade.find(in: settings.data),
      options: CommandLogOptions(durability: settings.durability.value))
  }

  /// A log is applied from its begin by the version that has applied it there.
  private static func checkBegin(of path: String) throws(StorageError) {
    guard let first = try LogVersions(directory: path).parts.first,
      first.coreVersion != Venue.coreVersion
    else { return }
    throw .coreVersion(
      file: first.file, found: first.coreVersion, expected: Venue.coreVersion)
  }

  static func logOpened(in path: String) throws -> LogOpened {
    var reader = try CommandLogReader(directory: path)
    while try reader.next() {
      if reader.record.loadHead().typeCode == CommandType.logOpened.rawValue {
        return reader.record.loadBody(LogOpened.self)
      }
    }
    throw ReplayFailure.noLogOpened(path)
  }
}

extension LogOpened {
  init(_ settings: ServeSettings, logID: UInt64) {
    self.init()
    coreVersion = Venue.coreVersion
    formatVersion = RecordHead.formatVersion
    hashSeed = .random(in: .min ... .max)
    self.logID = logID
    orders = settings.orders
    documents = settings.documents
  }
}
