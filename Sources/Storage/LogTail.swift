import Glibc
import Linux
public import Market
import Records

/// What a directory's logs have behind a command, taken out: the log goes on otherwise at another machine.
public enum LogTail {
  /// What was taken out.
  public struct Outcome: Equatable, Sendable {
    /// Commands behind the one that is now the last.
    public var commands: UInt64 = 0
    /// The file that has them, a segment as others; nil where they were not kept, or there were none.
    public var aside: String?
  }

  /// Whether a batch header behind `last` says that the command behind it had been committed here.
  public static func isCommitted(
    behind last: Sequence, in directory: borrowing StorageDirectory
  ) throws(StorageError) -> Bool {
    var reader = try CommandLogReader(directory: directory.path, from: last.next)
    while try reader.next() {
      guard reader.record.loadHead().typeCode == CommandType.batch.rawValue else { continue }
      if reader.record.loadBody(BatchHeader.self).committedThrough > last.rawValue { return true }
    }
    return false
  }

  /// Takes every command behind `last` out of the log, with the events and the snapshots of them. With `term`, the one
  /// in which they were written, they are kept in `commands/FIRST.term-TERM.aside`. What of the events is taken too
  /// much is made again by whoever applies the log. What is sealed stands in the chain and stays as it is: where
  /// `last` is within a sealed segment, nothing is taken out.
  public static func takeOut(
    behind last: Sequence, of directory: borrowing StorageDirectory, keptAsOf term: UInt64?
  ) throws(StorageError) -> Outcome {
    var reader = try CommandLogReader(directory: directory.path, from: last.next)
    guard reader.nextSequence == last.next, let segment = reader.segment,
      let header = reader.header
    else {
      throw .foreign(file: reader.file, reason: "does not have command \(last.rawValue)")
    }
    if segment.isSealed {
      throw .foreign(
        file: segment.path,
        reason: "is sealed, so nothing behind command \(last.rawValue) is taken out of it: "
          + "put the directory aside, and follow into an empty one")
    }
    let offset = reader.offset
    var outcome = Outcome()
    let path = "\(directory.path)/commands"
    if let term {
      outcome = try keep(
        &reader, header, "\(path)/\(SegmentFile.name(of: last.next)).term-\(term).aside")
    }
    try takeOutEvents(behind: last, in: "\(directory.path)/events")
    let snapshots = try SnapshotFile.list(in: "\(directory.path)/snapshots")
    let tail = try CommandTail.examine(behind: offset, in: segment, directory: path)
    try storage { () throws(SystemError) in
      for file in snapshots where file.sequence > last { try removeFile(file.path) }
      _ = try CommandLog.cut(
        tail, segment, at: offset, segmentBytes: Int(header.segmentBytes), in: path)
    }
    return outcome
  }

  /// Copies what is left to read into a segment of its own, which is on the disk before any of it goes.
  private static func keep(
    _ reader: inout CommandLogReader, _ header: SegmentHeader, _ path: String
  ) throws(StorageError) -> Outcome {
    let identity = LogIdentity(logID: header.logID, coreVersion: header.coreVersion)
    let first = reader.nextSequence
    let directory = reader.directory
    let file = try storage { () throws(SystemError) in
      try File.open(path, O_RDWR | O_CREAT | O_TRUNC)
    }
    var offset = SegmentHeader.byteCount
    var outcome = Outcome()
    while try reader.next() {
      let record = reader.record
      if record.loadHead().typeCode != CommandType.batch.rawValue { outcome.commands += 1 }
      do throws(SystemError) { try file.write(record, at: offset) } catch { throw .system(error) }
      offset += record.byteCount
    }
    let whole = SegmentHeader(.commands, identity, first: first.rawValue, segmentBytes: offset)
    try storage { () throws(SystemError) in
      try whole.write(to: file.descriptor.rawValue, path: path)
      try file.syncData()
      if outcome.commands == 0 { try removeFile(path) }
      try syncDirectory(directory)
    }
    if outcome.commands > 0 { outcome.aside = path }
    return outcome
  }

  /// Removes the files that have events of later commands: the newest ones, down to one that begins before these. They
  /// are gone from the disk before the commands are: events beyond the log would be taken for lost commands.
  private static func takeOutEvents(
    behind last: Sequence, in directory: String
  ) throws(StorageError) {
    try storage { () throws(SystemError) in
      for file in try SegmentFile.list(.events, in: directory).reversed() {
        let first = try firstSequence(in: file)
        try removeFile(file.path)
        if let first, first <= last { break }
      }
      try syncDirectory(directory)
    }
  }

  /// The command of a segment's first event; nil where none can be read.
  private static func firstSequence(in file: SegmentFile) throws(SystemError) -> Sequence? {
    var window = SegmentWindow(capacity: 1 << 15)
    window.show(try file.open())
    let start = SegmentHeader.byteCount
    guard case .record(let length) = try RecordCheck.examine(&window, at: start, limit: .max)
    else { return nil }
    return window.bytes(at: start, length).loadHead().sequence
  }
}
