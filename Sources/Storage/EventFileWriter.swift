import Glibc
public import Linux
import Market
import Rings

/// The committer's end of the event log: copies committed events to the files, without sync.
///
/// The files are not synced because nothing depends on it: what a loss of power takes from them is made
/// again from the command log. Their room is taken one segment ahead, so a full disk is found there; the
/// engine then runs out of memory segments and takes no more commands. A failed write is final.
///
/// Owned by the committer's thread.
public struct EventFileWriter: ~Copyable, Sendable {
  private let log: EventLog
  private var number: UInt64
  private var file: File?
  private var next: File?
  /// Why the last attempt to take room for a file failed. Nil once there is room.
  public private(set) var lastPreparationError: SystemError?

  init(_ log: EventLog) throws(StorageError) {
    self.log = log
    number = log.segmentNumber(log.recovery.end)
    let segment = log.file(ofSegment: number)
    let offset = Int(log.recovery.end - log.firstPosition(ofSegment: number))
    file = try storage { () throws(SystemError) in
      offset == 0
        ? try log.createFile(segment) : try log.reopenFile(segment, at: offset)
    }
  }

  /// Committed bytes that are not in the files.
  public var bytesBehind: UInt64 {
    let written = log.written.load()
    let committed = log.committed.load()
    return committed > written ? committed - written : 0
  }

  /// Writes at most `limit` committed bytes; says how many. Calls `pwrite(2)`.
  public mutating func writeBehind(limit: Int = 1 << 20) throws(SystemError) -> Int {
    var total = 0
    while total < limit {
      let count = try writeInSegment(limit: limit - total)
      if count == 0 { break }
      total += count
    }
    return total
  }

  private mutating func writeInSegment(limit: Int) throws(SystemError) -> Int {
    let position = log.written.load()
    guard log.committed.load() > position, openFile(for: position) else { return 0 }
    let first = log.firstPosition(ofSegment: number)
    let offset = Int(position - first)
    let end = min(log.committed.load() - first, UInt64(log.segmentBytes))
    let count = min(limit, Int(end) - offset)
    guard let open = file.take() else { preconditionFailure("the segment's file is open") }
    let bytes = unsafe RawSpan(
      _unsafeStart: log.memory(ofSegment: number, at: offset), byteCount: count)
    try open.write(bytes, at: SegmentHeader.byteCount + offset)
    file = consume open
    log.written.store(position + UInt64(count))
    return count
  }

  /// Makes the file of the segment at `position` the open one. False where there is no room for it.
  private mutating func openFile(for position: UInt64) -> Bool {
    if log.segmentNumber(position) == number { return true }
    prepareNextIfNeeded()
    guard let next = next.take() else { return false }
    file = consume next
    number += 1
    return true
  }

  /// Takes room for the next file, where it has none; to be called when idle.
  public mutating func prepareNextIfNeeded() {
    if next != nil { return }
    do throws(SystemError) {
      next = try log.createFile(log.file(ofSegment: number + 1))
      lastPreparationError = nil
    } catch {
      lastPreparationError = error
    }
  }

  /// Writes what is committed and syncs it: the last act before the process ends.
  public mutating func finish() throws(SystemError) {
    while try writeBehind() > 0 {}
    if let open = file.take() {
      try open.syncData()
      file = consume open
    }
  }
}

extension EventLog {
  /// A new file for a segment, its room taken.
  func createFile(_ segment: SegmentFile) throws(SystemError) -> File {
    let file = try File.open(segment.path, O_RDWR | O_CREAT | O_TRUNC)
    let byteCount = SegmentHeader.byteCount + segmentBytes
    do throws(SystemError) {
      try file.allocate(byteCount)
    } catch {
      // What a full disk gave to this file goes back; should that fail too, `error` says enough.
      _ = unsafe unlink(segment.path)
      throw error
    }
    let header = SegmentHeader(.events, identity, first: segment.first, segmentBytes: byteCount)
    try header.write(to: file.descriptor.rawValue, path: segment.path)
    return file
  }

  /// The file of a segment, empty from `offset` on.
  func reopenFile(_ segment: SegmentFile, at offset: Int) throws(SystemError) -> File {
    let file = try File.open(segment.path, O_RDWR)
    try file.truncate(to: SegmentHeader.byteCount + offset)
    try file.allocate(SegmentHeader.byteCount + segmentBytes)
    return file
  }
}
