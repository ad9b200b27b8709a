import Glibc
import Linux
public import Market
import Records

/// Reads the records of a command log in order and verifies length, CRC and sequence as it goes.
///
/// Read-only: it repairs nothing and may follow a log that is being written. At the end `next()`
/// answers false, and may be asked again later. Damage is an error that names file and byte: see
/// `CommandLog` for how it is told from a torn tail.
public struct CommandLogReader: ~Copyable, Sendable {
  let directory: String
  private var window: SegmentWindow
  /// The segment being read.
  private(set) var segment: SegmentFile?
  private(set) var header: SegmentHeader?
  /// Where the next record is expected.
  private(set) var offset = SegmentHeader.byteCount
  private var recordOffset = 0
  private var recordLength = 0
  private var expected: UInt64
  /// What stood at the end when it was last reached.
  private(set) var end = RecordCheck.nothing
  private var checkedEnd: Int?

  /// Opens the log of the venue in `directory`; reading starts at the segment that holds `first`. `windowBytes`,
  /// room for a record at least, are read at once.
  public init(
    directory: String, from first: Sequence = Sequence(rawValue: 1), windowBytes: Int = 1 << 20
  ) throws(StorageError) {
    self.directory = "\(directory)/commands"
    window = SegmentWindow(capacity: windowBytes)
    expected = first.rawValue
    let path = self.directory
    let files = try storage { () throws(SystemError) in try SegmentFile.list(.commands, in: path) }
    guard let file = files.last(where: { $0.first <= first.rawValue }) ?? files.first else {
      return
    }
    expected = file.first
    guard try show(file) else {
      throw .foreign(file: file.path, reason: "has no header of a command log")
    }
    try skip(before: first)
  }

  /// The sequence of the command that comes next.
  public var nextSequence: Sequence { Sequence(rawValue: expected) }

  /// The file being read, and where in it `record` begins.
  public var file: String { segment?.path ?? directory }
  public var fileOffset: Int { recordOffset }

  /// The version of the core that applies this part of the log; nil in an empty log.
  public var coreVersion: UInt32? { header?.coreVersion }

  /// Throws where this part of the log is applied by another version than `expected`.
  public func check(coreVersion expected: UInt32) throws(StorageError) {
    guard let coreVersion, coreVersion != expected else { return }
    throw .coreVersion(file: file, found: coreVersion, expected: expected)
  }

  /// What names the log, the same in all its files; nil in an empty log.
  public var logID: UInt64? { header?.logID }

  /// What is wrong with the bytes behind the end, once it was reached: a torn tail, or a record that
  /// is just being written. Nil where nothing is written there.
  public var tornTail: String? {
    guard case .bad(let reason) = end else { return nil }
    return reason
  }

  /// Goes to the next record. False at the end.
  public mutating func next() throws(StorageError) -> Bool {
    while true {
      switch try check() {
      case .record(let length):
        recordOffset = offset
        recordLength = length
        offset += length
        if record.loadHead().typeCode != CommandType.batch.rawValue { expected += 1 }
        return true
      case .nothing:
        if try showFollowing() { continue }
        try reachedEnd(.nothing)
        return false
      case .bad(let reason):
        try reachedEnd(.bad(reason: reason))
        return false
      }
    }
  }

  /// The record that `next()` has gone to: a command or a batch's header.
  public var record: RawSpan {
    @_lifetime(borrow self)
    get {
      precondition(recordLength > 0, "next() has found a record")
      let bytes = window.bytes(at: recordOffset, recordLength)
      return unsafe _overrideLifetime(bytes, borrowing: self)
    }
  }

  /// The CRC of a command's record; nil where the log does not have that command.
  public static func crc(
    of sequence: Sequence, in directory: String
  ) throws(StorageError) -> UInt32? {
    var reader = try CommandLogReader(directory: directory, from: sequence)
    // There is no command 0, and a log that is kept in part begins later.
    guard reader.nextSequence <= sequence else { return nil }
    while reader.nextSequence <= sequence {
      guard try reader.next() else { return nil }
    }
    let head = reader.record.loadHead()
    return head.sequence == sequence ? head.crc : nil
  }

  private mutating func skip(before first: Sequence) throws(StorageError) {
    while expected < first.rawValue { if try !next() { return } }
  }

  /// Makes `file` the one being read. False where its header cannot be read.
  private mutating func show(_ file: SegmentFile) throws(StorageError) -> Bool {
    let found = try storage { () throws(SystemError) -> SegmentHeader? in
      let open = try file.open()
      guard let found = try SegmentHeader.read(.commands, from: open) else { return nil }
      window.show(open)
      return found
    }
    guard let found, found.first == file.first else { return false }
    if let header, header.logID != found.logID {
      throw .foreign(file: file.path, reason: "belongs to another log")
    }
    segment = file
    header = found
    offset = SegmentHeader.byteCount
    checkedEnd = nil
    return true
  }

  /// Goes on to the segment that begins with the expected sequence. False where there is none.
  private mutating func showFollowing() throws(StorageError) -> Bool {
    guard expected != segment?.first else { return false }
    let following = SegmentFile.find(.commands, first: expected, in: directory)
    guard following.isThere else { return false }
    return try show(following)
  }

  /// What stands at `offset`, by the newest bytes of the file where they are no record.
  private mutating func check() throws(StorageError) -> RecordCheck {
    guard let header else { return .nothing }
    let limit = Int(header.segmentBytes)
    return try storage { () throws(SystemError) in
      let first = try RecordCheck.examine(&window, at: offset, limit: limit)
      if case .record = first { return inSequence(first) }
      try window.reload(at: offset)
      return inSequence(try RecordCheck.examine(&window, at: offset, limit: limit))
    }
  }

  /// A whole record is still none of the log where its sequence is not the one expected.
  private func inSequence(_ check: RecordCheck) -> RecordCheck {
    guard case .record = check else { return check }
    let found = window.bytes(at: offset, RecordHead.byteCount).loadHead().sequence.rawValue
    return found == expected ? check : .bad(reason: "sequence \(found) instead of \(expected)")
  }

  /// The end must not be a hole: nothing behind it may say that it had been committed.
  private mutating func reachedEnd(_ check: RecordCheck) throws(StorageError) {
    if check == .nothing && end == .nothing && checkedEnd == offset { return }
    guard let segment else { return }
    let tail = try CommandTail.examine(behind: offset, in: segment, directory: directory)
    if tail.committedThrough >= expected, try self.check() == check {
      throw .damaged(
        file: segment.path, offset: offset,
        reason: "command \(expected) was committed and cannot be read: \(check.reason)")
    }
    end = check
    checkedEnd = offset
  }
}
