import Glibc
public import Linux
import Market
import Rings

/// The committer's end of the event log: copies committed events to the files, without sync.
///
/// Nobody waits for a sync of theirs: what a loss of power takes from them is made again from the command log.
/// Only the file before the open one is synced, when half of the open one is written and all of it has arrived, so
/// that two files at most have to be looked at behind a snapshot. Their room is taken one segment ahead, so a full disk is found there; the
/// engine then runs out of memory segments and takes no more commands. A failed write is final.
///
/// The next file is written with zeros when there is time, so that its pages are in memory before events
/// are copied into them. Each mebibyte written starts on its way to the disk, and in the middle of a
/// file the pages of the one before are given back: events stay within the pages of three files.
///
/// Owned by the committer's thread.
public struct EventFileWriter: ~Copyable, Sendable {
  private let log: EventLog
  private var number: UInt64
  private var file: File?
  private var next: File?
  /// How far the next file is written with zeros.
  private var zeroed = 0
  /// The file before, until its pages are given back.
  private var previous: File?
  /// How far the open file is on its way to the disk.
  private var started = 0
  /// Zeros written by one step of preparing, and events started on their way, bytes.
  private static var sliceBytes: Int { 1 << 20 }
  /// Why the last attempt to take room for a file failed. Nil once there is room.
  public private(set) var lastPreparationError: SystemError?

  init(_ log: EventLog) throws(StorageError) {
    self.log = log
    number = log.segmentNumber(log.recovery.end)
    let segment = log.file(ofSegment: number)
    let offset = Int(log.recovery.end - log.firstPosition(ofSegment: number))
    file = try storage { () throws(SystemError) in
      let file =
        offset == 0 ? try log.createFile(segment) : try log.reopenFile(segment, at: offset)
      try file.zero(from: SegmentHeader.byteCount + offset, to: log.fileBytes)
      return file
    }
    started = SegmentHeader.byteCount + offset
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
    try letGo(open, writtenTo: SegmentHeader.byteCount + offset + count)
    file = consume open
    log.written.store(position + UInt64(count))
    return count
  }

  /// Starts what is written on its way to the disk, and gives back the pages of the file before: what
  /// was started half a file ago has arrived.
  private mutating func letGo(
    _ open: borrowing File, writtenTo end: Int
  ) throws(SystemError) {
    if end - started >= Self.sliceBytes || end == log.fileBytes {
      try open.startWriting(from: started, to: end)
      started = end
    }
    guard end >= log.fileBytes / 2, let before = previous.take() else { return }
    try before.syncData()
    before.dropPages()
  }

  /// Makes the file of the segment at `position` the open one, without its zeros where there was no
  /// time for them. False where there is no room for it.
  private mutating func openFile(for position: UInt64) -> Bool {
    if log.segmentNumber(position) == number { return true }
    if next == nil { _ = prepareNextIfNeeded(isHurried: true) }
    guard let next = next.take() else { return false }
    previous = file.take()
    file = consume next
    started = SegmentHeader.byteCount
    number += 1
    return true
  }

  /// Takes the preparation of the next file one step further: its room first, then, unless `isHurried`,
  /// slices of zeros; to be called when idle.
  public mutating func prepareNextIfNeeded(isHurried: Bool = false) -> PreparationStep {
    do throws(SystemError) {
      guard let open = next.take() else {
        next = try log.createFile(log.file(ofSegment: number + 1))
        zeroed = SegmentHeader.byteCount
        lastPreparationError = nil
        return .advanced
      }
      if isHurried {
        next = consume open
        return .idle
      }
      return try writeZeros(open)
    } catch {
      lastPreparationError = error
      return .failed(error)
    }
  }

  private mutating func writeZeros(_ open: consuming File) throws(SystemError) -> PreparationStep {
    let end = min(zeroed + Self.sliceBytes, log.fileBytes)
    let isIdle = zeroed == end
    try open.zero(from: zeroed, to: end)
    zeroed = end
    next = consume open
    return isIdle ? .idle : end == log.fileBytes ? .ready : .advanced
  }

  /// Writes what is committed and syncs it: the last act before the process ends.
  public mutating func finish() throws(SystemError) {
    while try writeBehind() > 0 {}
    if let before = previous.take() { try before.syncData() }
    if let open = file.take() {
      try open.syncData()
      file = consume open
    }
  }
}

extension EventLog {
  /// The length of a segment's file.
  var fileBytes: Int { SegmentHeader.byteCount + segmentBytes }

  /// A new file for a segment, its room taken.
  func createFile(_ segment: SegmentFile) throws(SystemError) -> File {
    let file = try File.make(segment.path, byteCount: fileBytes)
    let header = SegmentHeader(.events, identity, first: segment.first, segmentBytes: fileBytes)
    try header.write(to: file.descriptor.rawValue, path: segment.path)
    return file
  }

  /// The file of a segment, empty from `offset` on.
  func reopenFile(_ segment: SegmentFile, at offset: Int) throws(SystemError) -> File {
    let file = try File.open(segment.path, O_RDWR)
    try file.truncate(to: SegmentHeader.byteCount + offset)
    try file.allocate(fileBytes)
    return file
  }
}
