import LogText
import Market
import MarketCore
import MarketDefinition
import Memory
import Records
import Storage

/// Applies the commands of a log again, from its begin or behind a snapshot, and compares the events of each
/// batch with what the log says of them.
struct LogReplay: ~Copyable {
  var venue: Venue
  var writer: EventWriter
  var files: EventFileWriter
  let events: EventLog
  var facts: LogFacts
  private(set) var lastDigest = EventDigest()
  private(set) var lastTime = Instant.none
  private(set) var commandCount = 0
  /// The first command to be applied.
  private let first: Sequence
  /// Whether commands were applied that no batch header vouches for yet.
  private var isInBatch = false

  /// From the begin of a log that is opened like this.
  init(_ opened: LogOpened, _ events: EventLog) throws(StorageError) {
    let writer = try events.makeWriter()
    let files = try events.makeFileWriter()
    self.writer = writer
    self.files = files
    self.events = events
    facts = LogFacts()
    first = Sequence(rawValue: 1)
    venue = Venue(limits: VenueLimits(opened), seed: HashSeed(rawValue: opened.hashSeed))
  }

  /// From where a snapshot ends; `events` begin behind its last batch.
  init(
    _ venue: consuming Venue, _ place: LogPlace, _ facts: LogFacts, _ events: EventLog
  ) throws(StorageError) {
    let writer = try events.makeWriter()
    let files = try events.makeFileWriter()
    self.writer = writer
    self.files = files
    self.events = events
    self.facts = facts
    first = place.lastSequence.next
    lastDigest = place.lastDigest
    lastTime = place.lastTime
    self.venue = venue
  }

  mutating func run(_ path: String, progress: (Int) -> Void) throws {
    var reader = try CommandLogReader(directory: path, from: first)
    while try reader.next() {
      try reader.checkVersion()
      let head = reader.record.loadHead()
      if head.typeCode == CommandType.batch.rawValue {
        try endBatch()
        try compare(reader.record.loadBody(BatchHeader.self), before: head.sequence)
        continue
      }
      guard writer.makeRoom(for: Venue.eventBytesPerApply) else {
        throw ReplayFailure.tooManyEvents(head.sequence)
      }
      Self.apply(reader, &venue, &writer, &facts)
      isInBatch = true
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
    guard isInBatch else { return }
    isInBatch = false
    lastDigest = writer.publish()
    events.commit(through: events.appendedPosition)
    while try files.writeBehind() > 0 {}
  }

  private func compare(_ header: BatchHeader, before sequence: Sequence) throws {
    guard sequence.rawValue > 1 else { return }
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

extension CommandLogReader {
  /// What the reader has gone to is a part of the log that this version applies.
  func checkVersion() throws(StorageError) {
    guard let coreVersion, coreVersion != Venue.coreVersion else { return }
    throw .coreVersion(file: file, found: coreVersion, expected: Venue.coreVersion)
  }
}
