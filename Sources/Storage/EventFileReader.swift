import Glibc
import Linux
import Market
import Records

/// Reads events from the files of an event log in order, verifying length and CRC as it goes.
///
/// Read-only: it repairs nothing and may follow a log that is being written. Events reach their file
/// behind the commit, so at the end `next()` answers false and may be asked again later.
public struct EventFileReader: ~Copyable, Sendable {
  private let directory: String
  private var window = SegmentWindow(capacity: 1 << 20)
  private var segment: SegmentFile?
  private var segmentBytes = 0
  /// Whether nothing of the segment was read yet: a venue that starts makes such a file anew, and the one that is open
  /// gets no events any more.
  private var mayBeAnother = false
  /// Where the event that comes next stands in the log.
  public private(set) var position: UInt64
  private var recordOffset = 0
  private var recordLength = 0
  /// What is wrong with the bytes at `position`, once the end was reached; nil where nothing is written there.
  public private(set) var tornTail: String?

  /// The file being read, and where in it the next event is expected.
  public var file: String { segment?.path ?? directory }
  public var fileOffset: Int { SegmentHeader.byteCount + Int(position - (segment?.first ?? 0)) }

  /// Reads the events of the venue in `directory` from the record at `position` on.
  public init(directory: String, from position: UInt64) {
    self.directory = "\(directory)/events"
    self.position = position
  }

  /// Goes to the next event, padding left out. False where no more is in the files.
  public mutating func next() throws(StorageError) -> Bool {
    while true {
      guard try showSegment(), let segment else { return false }
      let offset = SegmentHeader.byteCount + Int(position - segment.first)
      guard try check(at: offset) else {
        mayBeAnother = position == segment.first
        return false
      }
      position += UInt64(recordLength)
      recordOffset = offset
      if record.loadHead().typeCode != EventType.padding.rawValue { return true }
    }
  }

  /// The event that `next()` has gone to.
  public var record: RawSpan {
    @_lifetime(borrow self)
    get {
      precondition(recordLength > 0, "next() has found a record")
      let bytes = window.bytes(at: recordOffset, recordLength)
      return unsafe _overrideLifetime(bytes, borrowing: self)
    }
  }

  /// Whether there is a whole record, by the newest bytes of the file.
  private mutating func check(at offset: Int) throws(StorageError) -> Bool {
    let limit = SegmentHeader.byteCount + segmentBytes
    let found = try storage { () throws(SystemError) -> RecordCheck in
      let first = try RecordCheck.examine(&window, at: offset, limit: limit)
      if case .record = first { return first }
      try window.reload(at: offset)
      return try RecordCheck.examine(&window, at: offset, limit: limit)
    }
    guard case .record(let length) = found else {
      if case .bad(let reason) = found { tornTail = reason }
      return false
    }
    tornTail = nil
    recordLength = length
    return true
  }

  /// Makes the segment that holds `position` the one being read. False where there is none.
  private mutating func showSegment() throws(StorageError) -> Bool {
    if let segment, !mayBeAnother, position >= segment.first,
      position < segment.first + UInt64(segmentBytes)
    {
      return true
    }
    let path = directory
    let files = try storage { () throws(SystemError) in try SegmentFile.list(.events, in: path) }
    // An archive begins where its retention does.
    if position == 0, let first = files.first { position = first.first }
    guard let file = files.last(where: { $0.first <= position }) else { return false }
    let found = try storage { () throws(SystemError) -> SegmentHeader? in
      let open = try file.open()
      guard let found = try SegmentHeader.read(.events, from: open) else { return nil }
      window.show(open)
      return found
    }
    guard let found, found.first == file.first else { return false }
    segment = file
    mayBeAnother = false
    segmentBytes = Int(found.segmentBytes) - SegmentHeader.byteCount
    return position < file.first + UInt64(segmentBytes)
  }
}
