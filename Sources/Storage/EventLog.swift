import CMemory
import Market
import Records
import Rings

/// The log of events: what the venue has said, by position in bytes, in memory segments and in files.
///
/// A position counts bytes of records from 0, without the files' headers, and is a multiple of 64.
/// Position p lies in segment p / segmentBytes; segment n lies in memory place n % segmentCount and in
/// the file named by its first position. Records never cross segments: what is left of one is filled
/// with records `EventType.padding`, which readers pass over.
///
/// ```
///            written <= committed <= appended
///   files ......|          |            |
///   memory   [ segment n-2 | n-1        | n ]
/// ```
/// - `EventWriter` (the engine's) writes records in place, seals them and moves `appended`.
/// - `commit(through:)` moves `committed`: whoever holds the committer's role.
/// - `EventFileWriter` (the committer's) copies committed bytes to the files and moves `written`.
/// - `EventReader` (any number, each on a thread) reads up to `committed`, from memory, or from the
///   file where the segment has left it.
///
/// A place is used again only when its segment is written to its file and no reader is inside. A
/// reader says where it is before it looks whether the segment is still there; the engine says that
/// the segment is gone before it looks where the readers are; all four in one sequentially consistent
/// order, so at least one of them sees the other.
///
/// Events are sealed with their CRC by the engine when it publishes them: the same pass gives the
/// digest that the next batch's header carries, and what readers see never changes afterwards.
///
/// *Safety:* `base` points to segmentCount x segmentBytes bytes, all touched in `init`, freed in
/// `deinit`. A byte at or above `appended` is the engine's alone; below it nobody writes, until the
/// place is used again as above. The marks order both by acquire and release.
@safe
public final class EventLog: Sendable {
  let directory: String
  let identity: LogIdentity
  /// Bytes of events in one segment.
  public let segmentBytes: Int
  let segmentCount: Int
  nonisolated(unsafe) private let base: UnsafeMutableRawPointer
  /// For each place the number + 1 of the segment in it; 0 for none.
  let resident: [Mark]
  /// For each reader the number + 1 of the segment it is in; 0 for none, `Self.free` without reader.
  let readers: [Mark]
  let appended: Cursor
  let committed: Cursor
  let written: Cursor
  private let taken = Mark(0)
  /// What opening has found.
  public let recovery: EventLogRecovery

  static var free: UInt64 { UInt64.max }

  init(
    directory: String, identity: LogIdentity, segmentBytes: Int, options: EventLogOptions,
    start: UInt64, recovery: EventLogRecovery
  ) {
    self.directory = directory
    self.identity = identity
    self.segmentBytes = segmentBytes
    segmentCount = options.segmentCount
    self.recovery = recovery
    let byteCount = segmentBytes * options.segmentCount
    unsafe base = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 2 << 20)
    unsafe cmemory_prefer_large_pages(base, byteCount)
    unsafe cmemory_zero(base, byteCount)
    resident = (0..<options.segmentCount).map { _ in Mark(0) }
    readers = (0..<options.readers).map { _ in Mark(Self.free) }
    appended = Cursor(start)
    committed = Cursor(start)
    written = Cursor(recovery.end)
  }

  deinit { unsafe base.deallocate() }

  /// Where the next event will stand, as far as published.
  public var appendedPosition: UInt64 { appended.load() }
  /// The end of what readers may see.
  public var committedPosition: UInt64 { committed.load() }
  /// The end of what the files hold.
  public var writtenPosition: UInt64 { written.load() }

  /// Lets readers see everything below `position`: its commands are committed.
  ///
  /// The committer loads `appendedPosition` before it syncs the command log, syncs, and commits
  /// that position: its events come from commands that were in the log before.
  public func commit(through position: UInt64) {
    precondition(position <= appended.load(), "only what was published is committed")
    precondition(position >= committed.load(), "what was committed stays committed")
    committed.store(position)
  }

  /// The engine's end. There is one.
  public func makeWriter() throws(StorageError) -> EventWriter {
    precondition(taken.exchange(0, for: 1) || taken.exchange(2, for: 3), "a log has one writer")
    return try EventWriter(self)
  }

  /// The committer's end. There is one.
  public func makeFileWriter() throws(StorageError) -> EventFileWriter {
    precondition(
      taken.exchange(0, for: 2) || taken.exchange(1, for: 3), "a log has one file writer")
    return try EventFileWriter(self)
  }

  /// A reader from `position` on, which is the begin of a record or the end of the log; nil where
  /// there are as many readers as the options say.
  public func makeReader(from position: UInt64) -> EventReader? {
    for place in readers.indices where readers[place].exchange(Self.free, for: 0) {
      return EventReader(self, place: place, from: position)
    }
    return nil
  }

  func segmentNumber(_ position: UInt64) -> UInt64 { position / UInt64(segmentBytes) }

  func firstPosition(ofSegment number: UInt64) -> UInt64 { number * UInt64(segmentBytes) }

  func file(ofSegment number: UInt64) -> SegmentFile {
    SegmentFile(.events, first: firstPosition(ofSegment: number), in: directory)
  }

  /// The place in memory of a segment's byte.
  ///
  /// *Safety:* the caller is entitled to the segment: see the type's paragraph.
  func memory(ofSegment number: UInt64, at offset: Int = 0) -> UnsafeMutableRawPointer {
    precondition(offset >= 0 && offset <= segmentBytes, "inside the segment")
    let place = Int(number % UInt64(segmentCount))
    return unsafe base + place * segmentBytes + offset
  }
}

/// What opening the event log has found.
public struct EventLogRecovery: Sendable, Equatable {
  /// The end of the files' records: replay makes again what is behind it.
  public var end: UInt64 = 0
  /// Bytes behind the end that were cut off: torn, or of commands that the command log has lost.
  public var bytesCut: UInt64 = 0

  public init() {}
}
