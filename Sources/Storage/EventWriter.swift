import Glibc
import Linux
import Market
public import Records
import Rings

/// The engine's end of the event log: the core appends its records to `records`, in place.
///
/// In this order: `makeRoom(for:)` before each command; the core appends; `publish()` once per batch.
/// Owned by the engine's thread.
public struct EventWriter: ~Copyable, Sendable {
  private let log: EventLog
  /// The memory segment being written; for `Venue.apply(_:into:)` to append to, nothing else.
  public var records: RecordBuffer
  private var number: UInt64
  private var sealedCount: Int
  private var digest = EventDigest()

  init(_ log: EventLog) throws(StorageError) {
    self.log = log
    let start = log.appended.load()
    number = log.segmentNumber(start)
    sealedCount = Int(start - log.firstPosition(ofSegment: number))
    unsafe records = RecordBuffer(
      unsafeSharing: log.memory(ofSegment: number), capacity: log.segmentBytes,
      count: sealedCount, owner: log)
    if sealedCount > 0 { try log.loadFromFile(number, sealedCount) }
    log.resident[Int(number % UInt64(log.segmentCount))].store(number + 1)
  }

  /// Where the next event will stand.
  public var position: UInt64 { log.firstPosition(ofSegment: number) + UInt64(records.count) }

  /// Makes sure of `byteCount` free bytes in `records`, going on in the next segment where this one
  /// has fewer. False where no segment is free: the files or a reader are too far behind, and the
  /// engine must not take the next command.
  public mutating func makeRoom(for byteCount: Int) -> Bool {
    precondition(byteCount <= log.segmentBytes, "one command's events fit in a segment")
    return records.available >= byteCount || roll()
  }

  /// Seals the events appended since the last call and gives them to the committer; their digest.
  public mutating func publish() -> EventDigest {
    seal()
    log.appended.store(position)
    defer { digest = EventDigest() }
    return digest
  }

  private mutating func seal() {
    while sealedCount < records.count {
      let (crc, length) = records.seal(at: sealedCount)
      let head = records.bytes.loadHead(at: sealedCount)
      if head.typeCode != EventType.padding.rawValue { digest.add(crc) }
      sealedCount += length
    }
  }

  private mutating func roll() -> Bool {
    let next = number + 1
    guard log.freePlace(for: next) else { return false }
    seal()
    pad()
    number = next
    sealedCount = 0
    unsafe records = RecordBuffer(
      unsafeSharing: log.memory(ofSegment: next), capacity: log.segmentBytes, count: 0, owner: log)
    log.resident[Int(next % UInt64(log.segmentCount))].store(next + 1)
    return true
  }

  /// Fills the segment with padding; the records' bodies are zeroed, so that files tell nothing old.
  private mutating func pad() {
    while records.available > 0 {
      let length = min(records.available, Limits.recordBytes)
      var head = RecordHead()
      head.typeCode = EventType.padding.rawValue
      records.appendPadding(head, length: length)
    }
    seal()
  }
}

extension EventLog {
  /// Frees the place of segment `number` of the segment that was there. False where that one is not
  /// wholly in its file or a reader is in it.
  func freePlace(for number: UInt64) -> Bool {
    guard number >= UInt64(segmentCount) else { return true }
    let old = number - UInt64(segmentCount)
    guard written.load() >= firstPosition(ofSegment: old + 1) else { return false }
    resident[Int(number % UInt64(segmentCount))].store(0)
    return !readers.contains { $0.load() == old + 1 }
  }

  /// Reads the first `byteCount` bytes of a segment from its file into memory.
  func loadFromFile(_ number: UInt64, _ byteCount: Int) throws(StorageError) {
    let segment = file(ofSegment: number)
    let path = segment.path
    let count = try storage { () throws(SystemError) in
      let file = try segment.open()
      return try unsafe file.read(
        into: memory(ofSegment: number), capacity: byteCount, at: SegmentHeader.byteCount)
    }
    if count < byteCount { throw .damaged(file: path, offset: count, reason: "the file ends") }
  }
}
