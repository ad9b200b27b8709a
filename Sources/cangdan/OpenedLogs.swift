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

  /// Opens `settings.data` and applies its log; `progress` hears of the commands applied so far.
  init(_ settings: ServeSettings, progress: (Int) -> Void) throws {
    let directory = try StorageDirectory.open(settings.data)
    var generator = SystemRandomNumberGenerator()
    let log = try CommandLog.open(
      in: directory, coreVersion: Venue.coreVersion, newLogID: generator.next(),
      options: CommandLogOptions(durability: settings.durability))
    let events = try EventLog.open(in: directory, following: log)
    let isNew = log.recovery.lastSequence.rawValue == 0
    let opened =
      isNew
      ? LogOpened(settings, logID: log.logID, hashSeed: generator.next())
      : try Self.logOpened(in: settings.data)
    var replay = try LogReplay(opened, events)
    if !isNew { try replay.run(settings.data, progress: progress) }
    let left = try LeftFigures(path: "\(settings.data)/counters")
    let store = try SessionStore.open(in: directory, of: log, sessions: [])
    let publisherStore = try SessionStore.open(
      in: directory, of: log, sessions: [], options: SessionStoreOptions(part: .publisher))
    self.store = store
    self.publisherStore = publisherStore
    newLog = isNew ? opened : nil
    facts = replay.facts
    self.left = left
    lastDigest = replay.lastDigest
    lastTime = replay.lastTime
    replayedCommands = replay.commandCount
    venue = replay.venue
    writer = replay.writer
    files = replay.files
    self.directory = directory
    self.log = log
    self.events = events
  }

  private static func logOpened(in path: String) throws -> LogOpened {
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
  init(_ settings: ServeSettings, logID: UInt64, hashSeed: UInt64) {
    self.init()
    coreVersion = Venue.coreVersion
    formatVersion = RecordHead.formatVersion
    self.hashSeed = hashSeed
    self.logID = logID
    orders = settings.orders
    documents = settings.documents
  }
}

/// What is noted of a log's commands while they are applied.
struct LogFacts {
  var index = ReferenceIndex()
  /// The last phase that is scheduled for each instrument.
  var scheduled = ScheduledPhases()
  /// Where sessions had been served up to when their numbers were reserved.
  private(set) var reservations = ReservationHistory()

  /// One command, and the events that the venue has made of it.
  mutating func note(_ record: RawSpan, told events: RawSpan) {
    index.note(record, told: events)
    scheduled.note(record)
    reservations.note(record)
  }
}

/// Applies every command of a log again and compares the events of each batch with what the log says
/// of them.
struct LogReplay: ~Copyable {
  var venue: Venue
  var writer: EventWriter
  var files: EventFileWriter
  let events: EventLog
  var facts = LogFacts()
  private(set) var lastDigest = EventDigest()
  private(set) var lastTime = Instant.none
  private(set) var commandCount = 0

  init(_ opened: LogOpened, _ events: EventLog) throws(StorageError) {
    let writer = try events.makeWriter()
    let files = try events.makeFileWriter()
    self.writer = writer
    self.files = files
    self.events = events
    venue = Venue(limits: VenueLimits(opened), seed: HashSeed(rawValue: opened.hashSeed))
  }

  mutating func run(_ path: String, progress: (Int) -> Void) throws {
    var reader = try CommandLogReader(directory: path)
    var isFirstBatch = true
    while try reader.next() {
      let head = reader.record.loadHead()
      if head.typeCode == CommandType.batch.rawValue {
        try endBatch()
        let header = reader.record.loadBody(BatchHeader.self)
        if !isFirstBatch { try compare(header, before: head.sequence) }
        isFirstBatch = false
        continue
      }
      guard writer.makeRoom(for: Venue.eventBytesPerApply) else {
        throw ReplayFailure.tooManyEvents(head.sequence)
      }
      Self.apply(reader, &venue, &writer, &facts)
      lastTime = head.time
      commandCount += 1
      if commandCount % 1_000_000 == 0 { progress(commandCount) }
    }
    try endBatch()
    try events.checkReplay()
  }

  private static func apply(
    _ reader: borrowing CommandLogReader, _ venue: inout Venue, _ writer: inout EventWriter,
    _ facts: inout LogFacts
  ) {
    let before = writer.records.count
    venue.apply(reader.record, into: &writer.records)
    let events = writer.records.bytes
    facts.note(reader.record, told: events.extracting(before..<events.byteCount))
  }

  /// What is in the log is committed; events that the files lack are written on.
  private mutating func endBatch() throws {
    lastDigest = writer.publish()
    events.commit(through: events.appendedPosition)
    while try files.writeBehind() > 0 {}
  }

  private func compare(_ header: BatchHeader, before sequence: Sequence) throws {
    let said = EventDigest(count: header.previousEventCount, crc: header.previousEventCRC)
    if said != lastDigest {
      throw ReplayFailure.differs(before: sequence, made: lastDigest, said: said)
    }
  }
}

/// Why a log can't be gone on with.
enum ReplayFailure: Error, CustomStringConvertible {
  case noLogOpened(String)
  /// A batch makes more events than it did: the memory that held them then does not now.
  case tooManyEvents(Sequence)
  case differs(before: Sequence, made: EventDigest, said: EventDigest)

  var description: String {
    switch self {
    case .noLogOpened(let path):
      "\(path)/commands holds no LogOpened record: it is not the log of a venue"
    case .tooManyEvents(let sequence):
      "command \(sequence.rawValue) and those of its batch make more events than memory has room for"
    case .differs(let sequence, let made, let said):
      "the batch before command \(sequence.rawValue) made \(made.count) events with CRC "
        + "\(String(made.crc, radix: 16)) where the log says \(said.count) with "
        + "\(String(said.crc, radix: 16)): this core does not mean what the log means; "
        + "run the version that wrote it, or `cangdan log --verify`"
    }
  }
}
