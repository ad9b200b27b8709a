import Foundation
import Market
import MarketCore
import Memory
import Records
import Storage

/// A venue that writes its logs as the engine does, without rings and threads: batches of some commands, applied and
/// written, committed, their events in files.
struct StorageJournal: ~Copyable {
  private var venue: Venue
  private var log: CommandLog
  private var commits: CommitHandle
  private var preparer: SegmentPreparer
  private let events: EventLog
  private var writer: EventWriter
  private var files: EventFileWriter
  private let directory: StorageDirectory
  private var batch: RecordBuffer
  private let opened: LogOpened
  private var digest = EventDigest()
  private var count = 0
  private(set) var eventCount: UInt64 = 0
  /// Bytes of batches with their headers.
  private(set) var commandBytes: UInt64 = 0
  /// Log time; each command a while behind the one before.
  private var time: Int64 = 1_795_000_000_000_000_000
  var stepNanos: Int64 = 1_000
  /// Commands of a batch.
  var batchCommands = 512

  init(_ path: String, orders: Int, documents: Int, durability: Durability) throws {
    let directory = try StorageDirectory.open(path)
    let log = try CommandLog.open(
      in: directory, coreVersion: Venue.coreVersion, newLogID: 7,
      options: CommandLogOptions(durability: durability))
    let events = try EventLog.open(in: directory, following: log)
    let writer = try events.makeWriter()
    let files = try events.makeFileWriter()
    batch = RecordBuffer(capacity: 1 << 18)
    commits = log.makeCommitHandle()
    preparer = log.makePreparer()
    self.events = events
    self.directory = directory
    self.log = log
    self.writer = writer
    self.files = files
    var opened = LogOpened()
    opened.coreVersion = Venue.coreVersion
    opened.formatVersion = RecordHead.formatVersion
    opened.hashSeed = 7
    opened.logID = 7
    opened.orders = UInt32(orders)
    opened.documents = UInt32(documents)
    venue = Venue(limits: VenueLimits(opened), seed: HashSeed(rawValue: 7))
    self.opened = opened
  }

  /// Begins the log.
  mutating func open() throws {
    begin()
    try send(.logOpened, opened)
  }

  var lastSequence: UInt64 { log.nextSequence.rawValue - 1 + UInt64(count) }
  var eventBytes: UInt64 { events.appendedPosition }

  /// Takes a command; the batch is written when it is full.
  mutating func send<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, session: UInt32 = 0
  ) throws {
    var head = RecordHead(type, sequence: lastSequence + 1, session: session)
    time += stepNanos
    head.time = Instant(nanoseconds: time)
    head.received = head.time
    batch.append(head, body: body)
    count += 1
    if count == batchCommands || batch.available < Limits.recordBytes { try flush() }
  }

  /// Applies what is gathered, writes and commits it.
  mutating func flush() throws {
    try apply()
    try write()
    try commit()
  }

  /// Applies the batch: the core's part.
  mutating func apply() throws {
    var header = batch.bytes.loadBody(BatchHeader.self)
    header.commandCount = UInt32(count)
    header.eventPosition = writer.position
    batch.store(header, at: RecordHead.byteCount)
    venue.expect(batch.bytes.extracting(batch.bytes.recordLength(at: 0)..<batch.count))
    var offset = batch.bytes.recordLength(at: 0)
    while offset < batch.count {
      let end = offset + batch.bytes.recordLength(at: offset)
      while !writer.makeRoom(for: Venue.eventBytesPerApply) { try follow() }
      Self.apply(batch, offset..<end, &venue, &writer)
      offset = end
    }
  }

  private static func apply(
    _ batch: borrowing RecordBuffer, _ range: Range<Int>, _ venue: inout Venue,
    _ writer: inout EventWriter
  ) {
    venue.apply(batch.bytes.extracting(range), into: &writer.records)
  }

  /// Writes the batch to the command log.
  mutating func write() throws {
    while try log.append(&batch) == .noRoom { try follow() }
    commandBytes += UInt64(batch.count)
    digest = writer.publish()
    eventCount += UInt64(digest.count)
    begin()
  }

  mutating func commit() throws {
    let end = events.appendedPosition
    _ = try commits.commit()
    events.commit(through: end)
    try follow()
  }

  /// What the committer's thread does beside commits.
  private mutating func follow() throws {
    while try files.writeBehind() > 0 {}
    try preparer.syncRetired()
    _ = preparer.prepareNextIfNeeded()
    _ = files.prepareNextIfNeeded()
  }

  mutating func end() throws {
    if count > 0 { try flush() }
    try commits.finish()
    try files.finish()
  }

  private mutating func begin() {
    var head = RecordHead(.batch, sequence: log.nextSequence.rawValue, session: 0)
    head.time = Instant(nanoseconds: time)
    head.received = .none
    var header = BatchHeader()
    header.previousEventCount = digest.count
    header.previousEventCRC = digest.crc
    batch.removeAll()
    batch.append(head, body: header)
    count = 0
  }
}
