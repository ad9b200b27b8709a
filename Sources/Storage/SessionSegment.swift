import Glibc
import Linux
import Market
import Records

/// One file of a session's sent messages in one epoch, mapped, or a piece of it to be read.
///
/// ```
///    0 header   SegmentHeader: `first` is the first MsgSeqNum(34), `owner` session and epoch
///   64 index    u32 x 1,008: where the entries 0, 128, 256 ... begin; 0 where none
/// 4096 entries  StoredMessageHead and the message's bytes, to a multiple of 64; then zeros
/// ```
/// The index only tells where to begin to look: what it names is an entry only if its CRC says so.
/// Offsets are those of the file, also within a piece.
struct SessionSegment: ~Copyable, Sendable {
  private var map: MappedFile
  private let session: SessionID
  private let epoch: Epoch
  /// Where in the file the mapping begins.
  let start: Int

  private static var indexOffset: Int { 64 }
  private static var indexCount: Int { 1_008 }
  private static var entriesPerIndex: Int { 128 }
  static var entriesOffset: Int { 4_096 }
  /// No entry is longer.
  static var entryBytesMost: Int { 65_536 }

  init(
    _ map: consuming MappedFile, session: SessionID, epoch: Epoch, start: Int = 0
  ) {
    self.map = map
    self.session = session
    self.epoch = epoch
    self.start = start
  }

  /// A whole file, mapped to be read; nil where it has no entry.
  static func reading(
    _ path: String, session: SessionID, epoch: Epoch
  ) throws(SystemError) -> SessionSegment? {
    let file = try File.open(path, O_RDONLY)
    if try file.byteCount() <= entriesOffset { return nil }
    let map = try MappedFile(file, writable: false)
    return SessionSegment(map, session: session, epoch: epoch)
  }

  var byteCount: Int { map.byteCount }

  /// Where in the file the mapping ends.
  var end: Int { start + map.byteCount }

  consuming func release() -> MappedFile { map }

  /// Where the bytes of the message whose entry is at `offset` are.
  ///
  /// *Safety:* valid for `byteCount` bytes as long as the segment is.
  func address(ofMessageAt offset: Int, byteCount: Int) -> UnsafeRawPointer {
    unsafe map.address(offset - start + StoredMessageHead.bytes, byteCount)
  }

  /// The bytes of the message whose entry is at `offset`.
  @_lifetime(borrow self)
  func message(at offset: Int, byteCount: Int) -> RawSpan {
    map.bytes(at: offset + StoredMessageHead.bytes, byteCount)
  }

  /// The entry at `offset`, whose number is at least `least`; nil where there is no good one.
  func entry(at offset: Int, least: UInt64, end: Int) -> StoredMessageHead? {
    guard offset + StoredMessageHead.bytes <= end else { return nil }
    let head = map.load(StoredMessageHead.self, at: offset - start)
    let length = Int(head.length)
    guard length >= StoredMessageHead.bytes, offset + length <= end, head.session == session,
      head.epoch == epoch, head.msgSeqNum.rawValue >= least,
      StoredMessageHead.entryLength(Int(head.byteCount)) == length,
      crc(at: offset, length) == head.crc
    else { return nil }
    return head
  }

  /// The first good entry at `offset` or behind it: what lies before it is damaged, or nothing.
  func entryBehind(
    _ offset: Int, least: UInt64, end: Int
  ) -> (offset: Int, head: StoredMessageHead)? {
    var offset = offset
    while offset < end {
      if let head = entry(at: offset, least: least, end: end) { return (offset, head) }
      offset += StoredMessageHead.alignment
    }
    return nil
  }

  func isZero(from first: Int, to end: Int) -> Bool {
    map.bytes(at: first - start, end - first).isZero
  }

  /// Writes an entry; `ordinal` is its place in the file, from 0.
  mutating func write(
    _ head: StoredMessageHead, _ bytes: RawSpan, at offset: Int, ordinal: Int
  ) {
    precondition(start == 0, "a whole file is written to")
    map.store(bytes: bytes, at: offset + StoredMessageHead.bytes)
    map.store(head, at: offset)
    map.store(crc(at: offset, Int(head.length)), at: offset + StoredMessageHead.crcOffset)
    if ordinal % Self.entriesPerIndex == 0 && ordinal / Self.entriesPerIndex < Self.indexCount {
      map.store(UInt32(offset), at: Self.indexPosition(ordinal / Self.entriesPerIndex))
    }
  }

  /// The last entry that the index names with a number at most `msgSeqNum`, and its ordinal.
  func indexed(atMost msgSeqNum: UInt64, end: Int) -> (offset: Int, ordinal: Int) {
    var low = 0
    var high = Self.indexCount
    var found = (offset: Self.entriesOffset, ordinal: 0)
    while low < high {
      let middle = (low + high) / 2
      let offset = Int(map.load(UInt32.self, at: Self.indexPosition(middle)))
      let isEntry = offset >= Self.entriesOffset && offset % StoredMessageHead.alignment == 0
      if isEntry, let head = entry(at: offset, least: 0, end: end),
        head.msgSeqNum.rawValue <= msgSeqNum
      {
        found = (offset, middle * Self.entriesPerIndex)
        low = middle + 1
      } else {
        high = middle
      }
    }
    return found
  }

  /// Zeroes what is behind the last good entry: the rest of the file and of the index.
  mutating func cut(at offset: Int, entryCount: Int) {
    map.zero(from: offset, to: map.byteCount)
    let used = (entryCount + Self.entriesPerIndex - 1) / Self.entriesPerIndex
    if used < Self.indexCount {
      map.zero(from: Self.indexPosition(used), to: Self.entriesOffset)
    }
  }

  private func crc(at offset: Int, _ length: Int) -> UInt32 {
    map.bytes(at: offset - start, length).recordCRC()
  }

  private static func indexPosition(_ place: Int) -> Int {
    indexOffset + place * MemoryLayout<UInt32>.size
  }
}
