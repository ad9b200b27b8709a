import Linux
import Market
import Records

/// What a segment file holds.
enum SegmentKind: UInt64 {
  /// "CANGDANC", read as a little-endian number.
  case commands = 0x434E_4144_474E_4143
  /// "CANGDANE".
  case events = 0x454E_4144_474E_4143
  /// "CANGDANS".
  case sessions = 0x534E_4144_474E_4143
}

/// The first 64 bytes of every segment file; records begin at byte 4,096.
///
/// ```
///  0 magic          u64  SegmentKind
///  8 formatVersion  u32  RecordHead.formatVersion
/// 12 coreVersion    u32  of the core that applies the log
/// 16 logID          u64  names the log; the same in all its files
/// 24 first          u64  first sequence, position of the first event byte, or first MsgSeqNum(34)
/// 32 segmentBytes   u64  the file's length, this header included
/// 40 owner          u64  of a session's file: session, and in the upper half epoch; else 0
/// 48 reserved       u64
/// 56 reserved       u32
/// 60 crc            u32  CRC32C over the bytes before it
/// ```
struct SegmentHeader: BitwiseCopyable, Equatable {
  var magic: UInt64 = 0
  var formatVersion = RecordHead.formatVersion
  var coreVersion: UInt32 = 0
  var logID: UInt64 = 0
  var first: UInt64 = 0
  var segmentBytes: UInt64 = 0
  var owner: UInt64 = 0
  var reserved0: UInt64 = 0
  var reserved1: UInt32 = 0
  var crc: UInt32 = 0

  /// Bytes of the file before its first record.
  static var byteCount: Int { 4_096 }
  /// The longest file that a header may speak of: what is to be filled with zeros is no more.
  static var largestBytes: UInt64 { 1 << 34 }
  /// The shortest one: places in the event log are counted by segments that have room for any record.
  private static func leastBytes(_ kind: SegmentKind) -> UInt64 {
    UInt64(kind == .events ? byteCount + Limits.recordBytes : byteCount)
  }
  private static var usedBytes: Int { 64 }
  private static var crcOffset: Int { 60 }

  init(
    _ kind: SegmentKind, _ identity: LogIdentity, first: UInt64, segmentBytes: Int,
    owner: UInt64 = 0
  ) {
    magic = kind.rawValue
    coreVersion = identity.coreVersion
    logID = identity.logID
    self.first = first
    self.segmentBytes = UInt64(segmentBytes)
    self.owner = owner
    crc = checksum()
  }

  private init() {}

  /// The header of a file of that kind; nil where there is none.
  static func read(_ kind: SegmentKind, from file: borrowing File) throws(SystemError) -> Self? {
    try check(kind, file.head(usedBytes))
  }

  /// The same of a segment that may be sealed, of which no more is unpacked than that.
  static func read(_ kind: SegmentKind, of segment: SegmentFile) throws(SystemError) -> Self? {
    try check(kind, segment.head(usedBytes))
  }

  private static func check(_ kind: SegmentKind, _ bytes: [UInt8]) -> Self? {
    guard bytes.count == usedBytes else { return nil }
    let header = unsafe bytes.span.bytes.unsafeLoadUnaligned(as: SegmentHeader.self)
    guard header.magic == kind.rawValue,
      header.formatVersion == RecordHead.formatVersion,
      header.crc == header.checksum(),
      (leastBytes(kind)...largestBytes).contains(header.segmentBytes)
    else { return nil }
    return header
  }

  /// Writes the header to the begin of an open file.
  func write(to descriptor: CInt, path: String) throws(SystemError) {
    try unsafe withUnsafeBytes(of: self) { (bytes) throws(SystemError) in
      try unsafe writeFully(descriptor, bytes.bytes, at: 0, path: path)
    }
  }

  private func checksum() -> UInt32 {
    unsafe withUnsafeBytes(of: self) { bytes in
      unsafe bytes.bytes.extracting(0..<Self.crcOffset).crc32c()
    }
  }
}

/// Which log it is and which core applies it; written to each of its files.
public struct LogIdentity: Equatable, Sendable {
  /// Drawn at random when the log is made, as in its record `LogOpened`.
  public var logID: UInt64
  /// The version of the core that applies the log from its end on.
  public var coreVersion: UInt32
  /// The version that has applied its begin.
  var oldestVersion: UInt32

  public init(logID: UInt64, coreVersion: UInt32) {
    self.logID = logID
    self.coreVersion = coreVersion
    oldestVersion = coreVersion
  }
}
