import Glibc
import Linux
import Market
public import Memory
import Records

/// Reads a snapshot whose every byte was found good before.
public struct SnapshotReader: ~Copyable, StateSource {
  private let file: File
  private let head: SnapshotHead
  private var offset = SnapshotHead.bytes

  /// Opens a snapshot of a log, written by a version of its core, and reads it once: length and CRC32C.
  public init(_ snapshot: SnapshotFile, of identity: LogIdentity) throws(StorageError) {
    try self.init(snapshot, ofLog: identity.logID, coreVersion: identity.coreVersion)
  }

  /// The same; nil for whichever version has written it.
  init(
    _ snapshot: SnapshotFile, ofLog logID: UInt64, coreVersion: UInt32?
  ) throws(StorageError) {
    let file = try storage { () throws(SystemError) in try File.open(snapshot.path, O_RDONLY) }
    let bytes = try storage { () throws(SystemError) in try file.head(SnapshotHead.bytes) }
    let path = snapshot.path
    guard bytes.count == SnapshotHead.bytes else {
      throw .damaged(file: path, offset: bytes.count, reason: "it ends within its head")
    }
    let head = unsafe bytes.span.bytes.unsafeLoadUnaligned(as: SnapshotHead.self)
    guard head.magic == SnapshotHead.magicNumber, head.crc == head.checksum(),
      head.formatVersion == RecordHead.formatVersion
    else { throw .foreign(file: path, reason: "has no head of a snapshot") }
    guard head.logID == logID, head.sequence == snapshot.sequence.rawValue else {
      throw .foreign(file: path, reason: "is of another log, or has another's name")
    }
    if let coreVersion, head.coreVersion != coreVersion {
      throw .coreVersion(file: path, found: head.coreVersion, expected: coreVersion)
    }
    try Self.check(file, head)
    self.file = file
    self.head = head
  }

  /// `Venue.digest()` of the state that it holds.
  public var digest: UInt64 { head.digest }

  /// Reads what comes next.
  public mutating func fill(_ bytes: inout MutableRawSpan) -> Bool {
    let count = bytes.byteCount
    guard offset + count <= SnapshotHead.bytes + Int(head.byteCount) else { return false }
    let place = offset
    let file = file.descriptor.rawValue
    let isFilled = unsafe bytes.withUnsafeMutableBytes { target in
      unsafe Self.read(file, into: target, at: place)
    }
    offset += count
    return isFilled
  }

  /// Whether everything was read.
  public var isAtEnd: Bool { offset == SnapshotHead.bytes + Int(head.byteCount) }

  private static func read(
    _ descriptor: CInt, into target: UnsafeMutableRawBufferPointer, at offset: Int
  ) -> Bool {
    guard let base = target.baseAddress else { return true }
    var done = 0
    while done < target.count {
      let count = retrying {
        unsafe pread(descriptor, base + done, target.count - done, off_t(offset + done))
      }
      if count <= 0 { return false }
      done += count
    }
    return true
  }

  private static func check(_ file: borrowing File, _ head: SnapshotHead) throws(StorageError) {
    let length = try storage { () throws(SystemError) in try file.byteCount() }
    guard UInt64(length) == UInt64(SnapshotHead.bytes) + head.byteCount else {
      throw .damaged(
        file: file.path, offset: length,
        reason: "it should have \(UInt64(SnapshotHead.bytes) + head.byteCount) bytes")
    }
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { unsafe piece.deallocate() }
    guard let base = piece.baseAddress else { return }
    var crc: UInt32 = 0
    var offset = SnapshotHead.bytes
    while offset < length {
      let place = offset
      let count = try storage { () throws(SystemError) in
        try unsafe file.read(into: base, capacity: min(piece.count, length - place), at: place)
      }
      crc = unsafe RawSpan(_unsafeStart: base, byteCount: count).crc32c(continuing: crc)
      if count == 0 { break }
      offset += count
    }
    guard crc == head.contentCRC else {
      throw .damaged(
        file: file.path, offset: SnapshotHead.bytes,
        reason: "its bytes are not as they were written")
    }
  }
}
