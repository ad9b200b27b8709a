import CLinux
import Compression
import Glibc
import Linux
import Memory

/// Sealed segments: what is full, synced and behind a snapshot is kept as one LZ4 frame, which `lz4 -d` makes the plain
/// file again of.
///
/// Whoever reads one reads a file in memory that has its bytes, a segment at a time, so no reader has a second way. What
/// can't be unpacked is missing there, and is found where a record is missed.
extension SegmentFile {
  /// Opens it to be read. One that is sealed between a look at its folder and this is as good.
  func open() throws(SystemError) -> File {
    if isSealed { return try unpacked(limit: .max) }
    do throws(SystemError) {
      return try File.open(path, O_RDONLY)
    } catch {
      guard error.code == ENOENT, unsafe access(sealedPath, F_OK) == 0 else { throw error }
      return try sealed.unpacked(limit: .max)
    }
  }

  /// The first `count` bytes of the segment, or as many as there are.
  func head(_ count: Int) throws(SystemError) -> [UInt8] {
    let file = isSealed ? try unpacked(limit: count) : try open()
    return try file.head(count)
  }

  /// The same segment by its sealed name.
  var sealed: SegmentFile { SegmentFile(first: first, path: sealedPath, isSealed: true) }

  private init(first: UInt64, path: String, isSealed: Bool) {
    self.first = first
    self.path = path
    self.isSealed = isSealed
  }

  /// A file in memory with the first `limit` bytes, or a few more. Calls `memfd_create(2)`.
  private func unpacked(limit: Int) throws(SystemError) -> File {
    let raw = unsafe clinux_memory_file("segment")
    if raw < 0 { throw .last("memfd_create", subject: path) }
    let memory = File(descriptor: Descriptor(owning: raw), path: path)
    var frame = try FrameSource(path)
    var offset = 0
    while offset < limit, try frame.next() {
      try memory.write(frame.bytes.readable, at: offset)
      offset += frame.bytes.count
    }
    return memory
  }

  /// Writes the sealed form beside the plain one, reads it back, and takes the plain file's place. Lengths of both.
  ///
  /// A crash leaves the plain file, or both, and this is done again.
  func seal(in directory: String) throws(SystemError) -> (plain: Int, sealed: Int) {
    precondition(!isSealed, "what is sealed is not sealed again")
    let unfinished = "\(directory)/unsealed"
    let plain = try File.open(path, O_RDONLY)
    let target = try File.open(unfinished, O_RDWR | O_CREAT | O_TRUNC)
    let length = try Self.pack(plain, into: target)
    try target.syncData()
    guard try Self.isSame(plain, unfinished) else {
      throw SystemError("lz4", code: EBADMSG, subject: unfinished)
    }
    let sealedLength = try target.byteCount()
    try target.touch(like: plain)
    try renameFile(unfinished, to: sealedPath)
    try syncDirectory(directory)
    try removeFile(path)
    try syncDirectory(directory)
    return (length, sealedLength)
  }

  private static func pack(
    _ plain: borrowing File, into target: borrowing File
  ) throws(SystemError) -> Int {
    var writer = LZ4FrameWriter(hasChecksum: true)
    var piece = ByteBuffer(capacity: LZ4FrameWriter.pieceBytes)
    var packed = ByteBuffer(capacity: 4 * LZ4FrameWriter.roomBytes)
    var (read, written) = (0, 0)
    while true {
      piece.removeAll()
      let count = try plain.read(into: &piece, at: read)
      if count == 0 { break }
      read += count
      writer.append(piece.readable, to: &packed)
      try target.write(packed.readable, at: written)
      written += packed.count
      packed.removeAll()
    }
    writer.end(in: &packed)
    try target.write(packed.readable, at: written)
    return read
  }

  /// Whether a sealed file has what a plain one has, to its end.
  private static func isSame(
    _ plain: borrowing File, _ sealedPath: String
  ) throws(SystemError) -> Bool {
    var frame = try FrameSource(sealedPath)
    var own = ByteBuffer(capacity: FrameSource.pieceBytes)
    var offset = 0
    while try frame.next() {
      own.removeAll()
      var rest = frame.bytes.count
      while rest > 0 {
        let count = try plain.read(into: &own, at: offset, atMost: rest)
        if count == 0 { return false }
        (offset, rest) = (offset + count, rest - count)
      }
      let isEqual = unsafe own.withUnsafeReadable { own in
        unsafe frame.bytes.withUnsafeReadable { sealed in
          guard let one = own.baseAddress, let other = sealed.baseAddress else { return false }
          return unsafe own.count == sealed.count && memcmp(one, other, own.count) == 0
        }
      }
      guard isEqual else { return false }
    }
    let length = try plain.byteCount()
    return frame.isWhole && offset == length
  }
}

/// An LZ4 frame of a file, read piece by piece.
struct FrameSource: ~Copyable {
  static var pieceBytes: Int { 1 << 18 }

  private let file: File
  private var offset = 0
  private var reader = LZ4FrameReader()
  private var packed = ByteBuffer(capacity: FrameSource.pieceBytes)
  /// What was unpacked last.
  private(set) var bytes = ByteBuffer(capacity: FrameSource.pieceBytes)
  /// The frame's end was read, with its checksum.
  private(set) var isWhole = false
  private var isOver = false

  init(_ path: String) throws(SystemError) { file = try File.open(path, O_RDONLY) }

  /// Goes to the next piece. False at the end, and where the rest is no frame or a damaged one.
  mutating func next() throws(SystemError) -> Bool {
    bytes.removeAll()
    while !isOver, bytes.count == 0 {
      if packed.isEmpty { offset += try file.read(into: &packed, at: offset) }
      if packed.isEmpty {
        isOver = true
        break
      }
      switch reader.read(from: &packed, into: &bytes) {
      case .moved: break
      case .ended: (isOver, isWhole) = (true, true)
      case .damaged: isOver = true
      }
    }
    return bytes.count > 0
  }
}

extension File {
  /// Reads into a buffer what fits, at most `atMost`; how much. Calls `pread(2)`.
  func read(
    into buffer: inout ByteBuffer, at offset: Int, atMost: Int = .max
  ) throws(SystemError) -> Int {
    let (descriptor, path) = (descriptor.rawValue, path)
    var failure: CInt = 0
    let count = unsafe buffer.withUnsafeWritable { target in
      guard let base = target.baseAddress else { return 0 }
      let count = retrying {
        unsafe pread(descriptor, base, min(target.count, atMost), off_t(offset))
      }
      if count < 0 { failure = errno }
      return max(0, count)
    }
    if failure != 0 { throw SystemError("pread", code: failure, subject: path) }
    buffer.didWrite(count)
    return count
  }

  /// Takes over when another file was last written, by which its age is told. Calls `futimens(2)`.
  func touch(like other: borrowing File) throws(SystemError) {
    var status = stat()
    if unsafe fstat(other.descriptor.rawValue, &status) != 0 {
      throw .last("fstat", subject: other.path)
    }
    let times = [status.st_mtim, status.st_mtim]
    let result = unsafe times.withUnsafeBufferPointer { times in
      unsafe futimens(descriptor.rawValue, times.baseAddress)
    }
    if result != 0 { throw .last("futimens", subject: path) }
  }
}
