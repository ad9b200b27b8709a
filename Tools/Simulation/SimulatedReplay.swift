import Agents
import Market
import MarketCore
import Memory
import Records
import Storage

/// What goes wrong where a log is applied again.
enum ReplayProblem: Error, CustomStringConvertible {
  case noRoom(Sequence)
  /// A batch makes other events than it did.
  case differs(before: Sequence, made: EventDigest, said: EventDigest)

  var description: String {
    switch self {
    case .noRoom(let sequence): "command \(sequence.rawValue) makes more events than fit"
    case .differs(let sequence, let made, let said):
      "the batch before command \(sequence.rawValue) made \(made) and not \(said)"
    }
  }
}

/// The log of a simulated venue applied again, as the program does it at its start: the events of each batch are
/// compared with what the next one's header says of them.
struct SimulatedReplay: ~Copyable {
  var venue: Venue
  var writer: EventWriter
  var files: EventFileWriter
  private let events: EventLog
  private(set) var reservations = ReservationHistory()
  private(set) var lastDigest = EventDigest()
  private(set) var lastTime = Instant.none
  private(set) var commandCount = 0

  init(_ events: EventLog, limits: VenueLimits) throws {
    let writer = try events.makeWriter()
    let files = try events.makeFileWriter()
    self.writer = writer
    self.files = files
    self.events = events
    venue = Venue(limits: limits, seed: HashSeed(rawValue: 5))
  }

  mutating func run(_ directory: String) throws {
    var reader = try CommandLogReader(directory: directory)
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
        throw ReplayProblem.noRoom(head.sequence)
      }
      Self.apply(reader, &venue, &writer)
      reservations.note(reader.record)
      lastTime = head.time
      commandCount += 1
    }
    try endBatch()
    try events.checkReplay()
  }

  private static func apply(
    _ reader: borrowing CommandLogReader, _ venue: inout Venue, _ writer: inout EventWriter
  ) {
    venue.apply(reader.record, into: &writer.records)
  }

  /// How the engine goes on from here.
  func committing(_ role: CommitRole, _ parking: Parking) -> EngineCommitting {
    EngineCommitting(
      role: role, committer: parking, lastDigest: lastDigest, lastTime: lastTime)
  }

  /// Appends the record that opens the next term, in a batch of its own, and brings both logs to the disk.
  mutating func openTerm(
    behind last: Sequence, in log: inout CommandLog, wall: Instant
  ) throws {
    var batch = RecordBuffer(capacity: 1 << 14)
    var head = RecordHead()
    head.typeCode = CommandType.batch.rawValue
    head.sequence = last.next
    head.time = max(lastTime, wall)
    var header = BatchHeader()
    header.commandCount = 1
    header.previousEventCount = lastDigest.count
    header.previousEventCRC = lastDigest.crc
    header.eventPosition = writer.position
    batch.append(head, body: header)
    var opened = TermOpened()
    opened.term = venue.term + 1
    opened.previousLast = last
    opened.wallClock = wall
    head.typeCode = CommandType.termOpened.rawValue
    let offset = batch.append(head, body: opened)
    var committer = log.makeCommitHandle()
    var preparer = log.makePreparer()
    while try log.append(&batch) == .noRoom {
      while preparer.prepareNextIfNeeded() == .advanced {}
      if let error = preparer.lastPreparationError { throw error }
    }
    guard writer.makeRoom(for: Venue.eventBytesPerApply) else {
      throw ReplayProblem.noRoom(last.next)
    }
    venue.apply(batch.bytes.extracting(offset..<batch.count), into: &writer.records)
    try endBatch()
    try committer.finish()
    try files.finish()
  }

  private mutating func endBatch() throws {
    lastDigest = writer.publish()
    events.commit(through: events.appendedPosition)
    while try files.writeBehind() > 0 {}
  }

  private func compare(_ header: BatchHeader, before sequence: Sequence) throws {
    let said = EventDigest(count: header.previousEventCount, crc: header.previousEventCRC)
    if said != lastDigest {
      throw ReplayProblem.differs(before: sequence, made: lastDigest, said: said)
    }
  }
}
