import Glibc
import Linux
import Market
import Records

extension EventLog {
  /// Opens the events of the venue whose command log is `commands`, or begins them.
  ///
  /// Replay will begin at `start`: 0, or where `end(of:in:following:options:)` has found that the events of a
  /// batch end. The files are verified from its segment's begin to the first record that is torn, missing, or of a
  /// command that the command log does not have; what is behind goes, and replay makes again what belongs there.
  /// Events of commands beyond the command log are seen only where it was not synced: with `Durability.disk` they
  /// prove that committed commands are lost, and the log is not opened.
  public static func open(
    in directory: borrowing StorageDirectory, following commands: borrowing CommandLog,
    from start: UInt64 = 0, options: EventLogOptions = EventLogOptions()
  ) throws(StorageError) -> EventLog {
    let path = "\(directory.path)/events"
    let files = try storage { () throws(SystemError) in try SegmentFile.list(.events, in: path) }
    // What a process that was killed has left is only in memory.
    for file in files.suffix(2) where !file.isSealed {
      try storage { () throws(SystemError) in try File.open(file.path, O_RDWR).syncData() }
    }
    let segmentBytes = Int(try segmentBytes(of: files, commands.identity, options))
    var scan = EventScan(
      segmentBytes: segmentBytes, position: start / UInt64(segmentBytes) * UInt64(segmentBytes),
      lastSequence: commands.recovery.lastSequence.rawValue)
    for file in files where file.first + UInt64(segmentBytes) > start {
      guard file.first == scan.segmentStart else { break }
      guard try header(of: file, commands.identity) != nil else { break }
      if try !scan.read(file) { break }
    }
    if let ahead = scan.ahead, commands.options.durability == .disk {
      throw .damaged(
        file: ahead.path, offset: ahead.offset,
        reason: "events of command \(ahead.sequence), which the command log no longer has: "
          + "committed commands are lost from its end")
    }
    precondition(scan.position >= start, "the files have the events that replay begins behind")
    var recovery = EventLogRecovery()
    recovery.end = scan.position
    recovery.bytesCut = try scan.cut(files)
    return EventLog(
      directory: path, identity: commands.identity, segmentBytes: segmentBytes,
      options: options, start: start, recovery: recovery)
  }

  /// The header of a file of this log; nil where it was lost with the power.
  static func header(
    of file: SegmentFile, _ identity: LogIdentity
  ) throws(StorageError) -> SegmentHeader? {
    let header = try storage { () throws(SystemError) in
      try SegmentHeader.read(.events, of: file)
    }
    guard let header, header.first == file.first else { return nil }
    if header.logID != identity.logID {
      throw .foreign(file: file.path, reason: "belongs to another log")
    }
    // A segment of events may have begun before an upgrade and end behind it.
    if !(identity.oldestVersion...identity.coreVersion).contains(header.coreVersion) {
      throw .coreVersion(
        file: file.path, found: header.coreVersion, expected: identity.coreVersion)
    }
    return header
  }
}

/// Finds the end of the events in the files.
struct EventScan: ~Copyable {
  /// An event of a command that the command log does not have.
  struct Ahead: Equatable {
    let path: String
    let offset: Int
    let sequence: UInt64
  }

  let segmentBytes: Int
  /// The end of the good records so far.
  private(set) var position: UInt64
  let lastSequence: UInt64
  private(set) var ahead: Ahead?
  private var writtenBehind: UInt64 = 0
  private var window = SegmentWindow(capacity: 1 << 20)

  init(segmentBytes: Int, position: UInt64, lastSequence: UInt64) {
    self.segmentBytes = segmentBytes
    self.position = position
    self.lastSequence = lastSequence
  }

  /// Where the segment that holds `position` begins.
  var segmentStart: UInt64 { position / UInt64(segmentBytes) * UInt64(segmentBytes) }

  /// Reads a segment's file from `position` on. False where the records end within it.
  mutating func read(_ file: SegmentFile) throws(StorageError) -> Bool {
    let first = file.first
    let isWhole = try storage { () throws(SystemError) in
      window.show(try file.open())
      return try readRecords(file)
    }
    return isWhole && position == first + UInt64(segmentBytes)
  }

  private mutating func readRecords(_ file: SegmentFile) throws(SystemError) -> Bool {
    let limit = SegmentHeader.byteCount + segmentBytes
    while position < file.first + UInt64(segmentBytes) {
      let offset = SegmentHeader.byteCount + Int(position - file.first)
      guard case .record(let length) = try RecordCheck.examine(&window, at: offset, limit: limit)
      else {
        try measure(from: offset)
        return false
      }
      let sequence = window.bytes(at: offset, length).loadHead().sequence.rawValue
      if sequence > lastSequence {
        ahead = Ahead(path: file.path, offset: offset, sequence: sequence)
        try measure(from: offset)
        return false
      }
      position += UInt64(length)
    }
    return true
  }

  /// Counts the bytes behind the end that are written to.
  private mutating func measure(from start: Int) throws(SystemError) {
    let step = Limits.recordAlignment
    var end = start
    while true {
      let offset = try window.firstWritten(from: end, step: step)
      let available = min(try window.load(offset, step), step)
      if available <= 0 { break }
      end = offset + available
    }
    writtenBehind = UInt64(end - start)
  }

  /// Removes the files behind the end; says how many bytes of events are lost by it, where the
  /// segment that holds the end keeps its file.
  consuming func cut(_ files: [SegmentFile]) throws(StorageError) -> UInt64 {
    let segmentStart = segmentStart
    let isAtStart = position == segmentStart
    var byteCount = writtenBehind
    for file in files.reversed()
    where file.first > segmentStart || file.first == segmentStart && isAtStart {
      if file.first > segmentStart { byteCount += try writtenBytes(file) }
      try storage { () throws(SystemError) in try removeFile(file.path) }
    }
    return byteCount
  }

  /// Bytes of a file up to the last that is not zero, without its header.
  private mutating func writtenBytes(_ file: SegmentFile) throws(StorageError) -> UInt64 {
    try storage { () throws(SystemError) in
      window.show(try file.open())
      writtenBehind = 0
      try measure(from: SegmentHeader.byteCount)
      return writtenBehind
    }
  }
}
