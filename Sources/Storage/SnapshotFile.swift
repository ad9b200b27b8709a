import Glibc
import Linux
public import Market
import Records

/// The first 64 bytes of a snapshot; what it holds follows.
///
/// ```
///  0 magic          u64  "CANGDANP"
///  8 formatVersion  u32  RecordHead.formatVersion
/// 12 coreVersion    u32  of the core whose state it is, which alone takes it back
/// 16 logID          u64  of the log
/// 24 sequence       u64  the last command that the state has taken
/// 32 byteCount      u64  what follows
/// 40 digest         u64  Venue.digest() of the state
/// 48 reserved       u64
/// 56 contentCRC     u32  CRC32C over what follows
/// 60 crc            u32  CRC32C over the bytes before it
/// ```
struct SnapshotHead: BitwiseCopyable, Equatable {
  var magic: UInt64 = Self.magicNumber
  var formatVersion = RecordHead.formatVersion
  var coreVersion: UInt32 = 0
  var logID: UInt64 = 0
  var sequence: UInt64 = 0
  var byteCount: UInt64 = 0
  var digest: UInt64 = 0
  var reserved: UInt64 = 0
  var contentCRC: UInt32 = 0
  var crc: UInt32 = 0

  /// "CANGDANP", read as a little-endian number.
  static var magicNumber: UInt64 { 0x504E_4144_474E_4143 }
  static var bytes: Int { 64 }

  func checksum() -> UInt32 {
    unsafe withUnsafeBytes(of: self) { bytes in unsafe bytes.bytes.extracting(0..<60).crc32c() }
  }
}

/// A snapshot by its name: what the venue was behind one command of its log.
public struct SnapshotFile: Equatable, Sendable {
  /// The last command that it has taken.
  public let sequence: Sequence
  public let path: String

  init(_ sequence: Sequence, in directory: String) {
    self.sequence = sequence
    path = "\(directory)/\(DecimalText.padded(sequence.rawValue, 12)).snapshot"
  }

  /// The snapshots in a directory, the oldest first; none where there is no such directory.
  public static func list(in directory: String) throws(StorageError) -> [SnapshotFile] {
    guard unsafe access(directory, F_OK) == 0 else { return [] }
    let names = try storage { () throws(SystemError) in try namesInDirectory(directory) }
    return names.compactMap { name in
      let digits = name.prefix { $0 != "." }
      guard name.hasSuffix(".snapshot"), digits.utf8.count == 12, let last = UInt64(digits) else {
        return nil
      }
      return SnapshotFile(Sequence(rawValue: last), in: directory)
    }
  }

  /// Removes all but the newest `count` and those that end where one of `ends` is, and what an interrupted writer
  /// has left.
  public static func removeOld(
    in directory: String, keeping count: Int, and ends: [Sequence] = []
  ) throws(StorageError) {
    let files = try list(in: directory).dropLast(count)
    try storage { () throws(SystemError) in
      for file in files where !ends.contains(file.sequence) { try removeFile(file.path) }
      try removeFile(SnapshotWriter.path(in: directory))
    }
  }
}
