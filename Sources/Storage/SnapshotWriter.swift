import Glibc
import Linux
public import Market
public import Memory
import Records

/// Writes a snapshot, which has its name only when it is whole and on the disk.
public struct SnapshotWriter: ~Copyable, StateSink {
  private let directory: String
  private let file: File
  private var buffer = ByteBuffer(capacity: 1 << 20)
  private var offset = SnapshotHead.bytes
  private var crc: UInt32 = 0
  private var failure: SystemError?

  /// Begins a snapshot in `directory`, which is made where there is none.
  public init(in directory: String) throws(StorageError) {
    self.directory = directory
    file = try storage { () throws(SystemError) in
      try makeDirectory(directory)
      return try File.open(Self.path(in: directory), O_RDWR | O_CREAT | O_TRUNC)
    }
  }

  /// Where a snapshot is written until it is whole.
  static func path(in directory: String) -> String { "\(directory)/unfinished" }

  /// Takes the next bytes of the state; a failure of the disk is told by `finish`.
  public mutating func take(_ bytes: RawSpan) {
    guard failure == nil else { return }
    crc = bytes.crc32c(continuing: crc)
    var rest = 0
    while rest < bytes.byteCount, failure == nil {
      let count = min(bytes.byteCount - rest, buffer.writableCount)
      let isTaken = buffer.append(bytes.extracting(rest..<rest + count))
      precondition(isTaken, "no more is taken than there is room for")
      rest += count
      if buffer.writableCount == 0 { writeOut() }
    }
  }

  /// Gives the snapshot its name: the state of a log's core behind command `sequence`. To be called once, at the end.
  public mutating func finish(
    _ identity: LogIdentity, behind sequence: Sequence, digest: UInt64
  ) throws(StorageError) -> SnapshotFile {
    writeOut()
    if let failure { throw .system(failure) }
    var head = SnapshotHead()
    head.coreVersion = identity.coreVersion
    head.logID = identity.logID
    head.sequence = sequence.rawValue
    head.byteCount = UInt64(offset - SnapshotHead.bytes)
    head.digest = digest
    head.contentCRC = crc
    head.crc = head.checksum()
    let named = SnapshotFile(sequence, in: directory)
    let path = directory
    try storage { () throws(SystemError) in
      try unsafe withUnsafeBytes(of: head) { (bytes) throws(SystemError) in
        try unsafe file.write(bytes.bytes, at: 0)
      }
      try file.syncData()
      try renameFile(file.path, to: named.path)
      try syncDirectory(path)
    }
    return named
  }

  private mutating func writeOut() {
    guard failure == nil, buffer.count > 0 else { return }
    do throws(SystemError) {
      try file.write(buffer.readable, at: offset)
      offset += buffer.count
      buffer.didRead(buffer.count)
    } catch { failure = error }
  }
}
