public import Market
public import MarketCore
import Memory
import Records
public import Storage

/// Where a log is applied from.
public struct LogPlace: Sendable {
  /// The last command that was applied, and its time.
  public let lastSequence: Sequence
  public let lastTime: Instant
  /// Of the events of the last batch.
  public let lastDigest: EventDigest

  public init(lastSequence: Sequence, lastTime: Instant, lastDigest: EventDigest) {
    self.lastSequence = lastSequence
    self.lastTime = lastTime
    self.lastDigest = lastDigest
  }

  /// The begin of a log.
  public static var begin: LogPlace {
    LogPlace(
      lastSequence: Sequence(rawValue: 0), lastTime: .none, lastDigest: EventDigest())
  }
}

/// Applies the commands of a log again, from its begin or behind a snapshot, and compares the events of each
/// batch with what the log says of them.
///
/// Frozen, since its parts are taken one by one where the venue goes on.
@frozen
public struct LogReplay: ~Copyable {
  public var venue: Venue
  public var writer: EventWriter
  public var files: EventFileWriter
  public let events: EventLog
  /// Of the last batch so far, and of the last command.
  public private(set) var lastDigest: EventDigest
  public private(set) var lastTime: Instant
  /// Commands that were applied.
  public private(set) var commandCount = 0
  /// The first command to be applied.
  private let first: Sequence
  /// Whether commands were applied that no batch header vouches for yet.
  private var isInBatch = false

  /// `venue` has applied the log up to `place`; `events` begin there.
  public init(
    _ venue: consuming Venue, behind place: LogPlace = .begin, _ events: EventLog
  ) throws(StorageError) {
    let writer = try events.makeWriter()
    let files = try events.makeFileWriter()
    self.writer = writer
    self.files = files
    self.events = events
    first = place.lastSequence.next
    lastDigest = place.lastDigest
    lastTime = place.lastTime
    self.venue = venue
  }

  /// Applies what the log in the directory `path` has; `note` hears of each command and its events, `progress` of
  /// each million.
  public mutating func run(
    _ path: String, note: (_ command: RawSpan, _ events: RawSpan) -> Void = { _, _ in },
    progress: (Int) -> Void = { _ in }
  ) throws {
    var reader = try CommandLogReader(directory: path, from: first)
    while try reader.next() {
      try reader.check(coreVersion: Venue.coreVersion)
      let head = reader.record.loadHead()
      if head.typeCode == CommandType.batch.rawValue {
        try endBatch()
        try compare(reader.record.loadBody(BatchHeader.self), before: head.sequence)
        continue
      }
      guard writer.makeRoom(for: Venue.eventBytesPerApply) else {
        throw ReplayFailure.tooManyEvents(head.sequence)
      }
      Self.apply(reader, &venue, &writer, note)
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
    _ note: (RawSpan, RawSpan) -> Void
  ) {
    let before = writer.records.count
    venue.apply(reader.record, into: &writer.records)
    let events = writer.records.bytes
    note(reader.record, events.extracting(before..<events.byteCount))
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
public enum ReplayFailure: Error, CustomStringConvertible {
  case noLogOpened(String)
  /// A batch makes more events than it did: the memory that held them then does not now.
  case tooManyEvents(Sequence)
  case differs(before: Sequence, made: EventDigest, said: EventDigest)

  public var description: String {
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
