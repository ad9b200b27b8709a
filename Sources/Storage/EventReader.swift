import Glibc
import Linux
import Market
import Records
import Rings

/// Reads events by position, up to what is committed; from memory, or from the file where the segment
/// has left it.
///
/// A reader holds the memory segment it is in, so it calls `release()` at the end of each duty cycle:
/// one that keeps a segment for long stops the engine when all the others are used up.
///
/// Owned by one thread.
public struct EventReader: ~Copyable, Sendable {
  private let log: EventLog
  private let place: Int
  /// Where the next event stands that has not been read.
  public private(set) var position: UInt64
  /// Where `record` stands.
  public private(set) var recordPosition: UInt64
  private var recordLength = 0
  /// Its segment, and where it stands there.
  private var recordSegment: UInt64 = 0
  private var recordOffset = 0
  /// The segment held in memory, + 1; 0 for none.
  private var held: UInt64 = 0
  private var window = SegmentWindow(capacity: 1 << 16)
  /// The segment whose file is in the window, + 1; 0 for none.
  private var shown: UInt64 = 0

  init(_ log: EventLog, place: Int, from position: UInt64) {
    self.log = log
    self.place = place
    self.position = position
    recordPosition = position
  }

  deinit { log.readers[place].store(EventLog.free) }

  /// Goes on from `position`, which is the begin of a record.
  public mutating func go(to position: UInt64) { self.position = position }

  /// Goes to the next event. False where nothing more is committed.
  public mutating func next() throws(StorageError) -> Bool {
    while position < log.committed.load() {
      let number = log.segmentNumber(position)
      let offset = Int(position - log.firstPosition(ofSegment: number))
      let length =
        hold(number) ? lengthInMemory(number, offset) : try lengthInFile(number, offset)
      recordPosition = position
      recordLength = length
      (recordSegment, recordOffset) = (number, offset)
      position += UInt64(length)
      if record.loadHead().typeCode != EventType.padding.rawValue { return true }
    }
    return false
  }

  /// The event that `next()` has gone to; until `next()` or `release()`.
  public var record: RawSpan {
    @_lifetime(borrow self)
    get {
      precondition(recordLength > 0, "next() has found an event")
      if held == recordSegment + 1 {
        let start = unsafe log.memory(ofSegment: recordSegment, at: recordOffset)
        let bytes = unsafe RawSpan(_unsafeStart: start, byteCount: recordLength)
        return unsafe _overrideLifetime(bytes, borrowing: self)
      }
      let bytes = window.bytes(at: SegmentHeader.byteCount + recordOffset, recordLength)
      return unsafe _overrideLifetime(bytes, borrowing: self)
    }
  }

  /// Bytes committed and not read.
  public var bytesBehind: UInt64 {
    let committed = log.committed.load()
    return committed > position ? committed - position : 0
  }

  /// Lets go of the memory segment; the position stays.
  public mutating func release() {
    recordLength = 0
    if held == 0 { return }
    held = 0
    log.readers[place].store(0)
  }

  /// Says that this reader is in the segment, if that is in memory.
  private mutating func hold(_ number: UInt64) -> Bool {
    if held == number + 1 { return true }
    log.readers[place].store(number + 1)
    if log.resident[Int(number % UInt64(log.segmentCount))].load() == number + 1 {
      held = number + 1
      return true
    }
    held = 0
    log.readers[place].store(0)
    return false
  }

  private func lengthInMemory(_ number: UInt64, _ offset: Int) -> Int {
    let start = unsafe log.memory(ofSegment: number, at: offset)
    let head = unsafe RawSpan(_unsafeStart: start, byteCount: RecordHead.byteCount).loadHead()
    let length = Int(head.length)
    precondition(
      length >= RecordHead.byteCount && offset + length <= log.segmentBytes,
      "a position is the begin of a record")
    return length
  }

  /// The record in the segment's file, whose CRC is verified.
  private mutating func lengthInFile(
    _ number: UInt64, _ offset: Int
  ) throws(StorageError) -> Int {
    let file = log.file(ofSegment: number)
    let path = file.path
    let start = SegmentHeader.byteCount + offset
    let limit = SegmentHeader.byteCount + log.segmentBytes
    let check = try storage { () throws(SystemError) -> RecordCheck in
      if shown != number + 1 {
        window.show(try file.open())
        shown = number + 1
      }
      let first = try RecordCheck.examine(&window, at: start, limit: limit)
      if case .record = first { return first }
      try window.reload(at: start)
      return try RecordCheck.examine(&window, at: start, limit: limit)
    }
    guard case .record(let length) = check else {
      throw .damaged(file: path, offset: start, reason: check.reason)
    }
    return length
  }
}
