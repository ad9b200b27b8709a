import Market
import Records
import Storage
import Titles

func text16(_ text: String) -> Text16 {
  guard let value = Text16(text) else { preconditionFailure("\(text) fits 16 bytes") }
  return value
}

func text32(_ text: String) -> Text32 {
  guard let value = Text32(text) else { preconditionFailure("\(text) fits 32 bytes") }
  return value
}

/// 2026-11-23 09:30:00 at the market's place, in nanoseconds since 1970 UTC.
let start: Int64 = 1_795_397_400_000_000_000
/// A day later.
let nanosPerDay: Int64 = 86_400_000_000_000

/// A venue's logs, written as a venue writes them: a batch, its events, both committed.
struct SampleLog: ~Copyable {
  private var commands: CommandLog
  private let events: EventLog
  private var writer: EventWriter
  private var files: EventFileWriter
  private var digest = EventDigest()
  /// Log time of the next batch.
  var time = start

  init(in directory: borrowing StorageDirectory, logID: UInt64 = 42) throws {
    let commands = try CommandLog.open(in: directory, coreVersion: 1, newLogID: logID)
    let events = try EventLog.open(in: directory, following: commands)
    let writer = try events.makeWriter()
    let files = try events.makeFileWriter()
    self.commands = commands
    self.events = events
    self.writer = writer
    self.files = files
  }

  /// The sequence of the next command.
  var nextSequence: UInt64 { commands.nextSequence.rawValue }

  /// Writes a command and the events that it causes; `isCommitted` false leaves them in memory.
  mutating func write<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, isCommitted: Bool = true,
    _ cause: (inout EventScript) -> Void = { _ in }
  ) throws {
    let sequence = nextSequence
    var batch = RecordBuffer(capacity: 1 << 16)
    var header = BatchHeader()
    header.commandCount = 1
    header.previousEventCount = digest.count
    header.previousEventCRC = digest.crc
    header.eventPosition = writer.position
    batch.append(head(CommandType.batch.rawValue, sequence), body: header)
    batch.append(head(type.rawValue, sequence), body: body)
    _ = try commands.append(&batch)
    let hasRoom = writer.makeRoom(for: 1 << 16)
    precondition(hasRoom, "a small log has room")
    var script = EventScript(head(0, sequence))
    cause(&script)
    for event in script.events { event(&writer.records) }
    digest = writer.publish()
    if isCommitted { try commit() }
  }

  /// Commits what has been written, and copies its events to their file.
  mutating func commit() throws {
    events.commit(through: events.appendedPosition)
    _ = try files.writeBehind()
  }

  private func head(_ type: UInt16, _ sequence: UInt64) -> RecordHead {
    var head = RecordHead()
    head.typeCode = type
    head.sequence = Sequence(rawValue: sequence)
    head.time = Instant(nanoseconds: time)
    return head
  }
}

/// The events of one command.
struct EventScript {
  private var head: RecordHead
  var events: [(inout RecordBuffer) -> Void] = []
  var time: Instant { head.time }

  init(_ head: RecordHead) { self.head = head }

  mutating func tell<Body: BitwiseCopyable>(
    _ type: EventType, _ body: Body, to session: SessionID = .venue
  ) {
    head.session = session
    tell(type.rawValue, body)
    head.session = .venue
  }

  mutating func tell<Body: BitwiseCopyable>(_ typeCode: UInt16, _ body: Body) {
    head.typeCode = typeCode
    let head = head
    events.append { $0.append(head, body: body) }
    self.head.ordinal += 1
  }

  mutating func tell<Body: BitwiseCopyable>(_ type: EventType, _ body: Body, text: String) {
    head.typeCode = type.rawValue
    let head = head
    events.append { $0.append(head, body: body, text: text) }
    self.head.ordinal += 1
  }

  /// A match that binds documents.
  mutating func match(_ body: TradeMatched, _ documents: [String]) {
    var body = body
    body.documentCount = UInt16(documents.count)
    head.typeCode = EventType.tradeMatched.rawValue
    let head = head
    let ids = documents.map { TitleDocID(text32($0)) }
    events.append { records in
      let length = ids.count * MemoryLayout<TitleDocID>.size
      let offset = records.append(head, body: body, trailingByteCount: length)
      let first = offset + RecordHead.byteCount + MemoryLayout<TradeMatched>.size
      for (place, id) in ids.enumerated() {
        records.store(id, at: first + place * MemoryLayout<TitleDocID>.size)
      }
    }
    self.head.ordinal += 1
  }
}
