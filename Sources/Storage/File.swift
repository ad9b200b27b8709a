import CLinux
import Glibc
import Linux

/// An open regular file: whole reads and writes at an offset, named in every error.
///
/// *Safety:* pointers come from spans and live for one system call.
@safe
struct File: ~Copyable, Sendable {
  let descriptor: Descriptor
  let path: String

  /// Calls `open(2)`.
  static func open(_ path: String, _ flags: CInt) throws(SystemError) -> File {
    let raw = retrying { unsafe Glibc.open(path, flags | O_CLOEXEC, 0o640) }
    if raw < 0 { throw .last("open", subject: path) }
    return File(descriptor: Descriptor(owning: raw), path: path)
  }

  /// A new file of `byteCount` bytes whose blocks are taken; nothing of it stays where there is no room.
  static func make(_ path: String, byteCount: Int) throws(SystemError) -> File {
    let file = try open(path, O_RDWR | O_CREAT | O_TRUNC)
    do throws(SystemError) {
      try file.allocate(byteCount)
    } catch {
      // What a full disk gave to this file goes back; should that fail too, `error` says enough.
      _ = unsafe unlink(path)
      throw error
    }
    return file
  }

  /// Writes all bytes at `offset`. Calls `pwrite(2)`.
  func write(_ bytes: RawSpan, at offset: Int) throws(SystemError) {
    try writeFully(descriptor.rawValue, bytes, at: offset, path: path)
  }

  /// Reads up to `capacity` bytes at `offset` to `target`; fewer only at the file's end. Calls `pread(2)`.
  func read(
    into target: UnsafeMutableRawPointer, capacity: Int, at offset: Int
  ) throws(SystemError) -> Int {
    var done = 0
    while done < capacity {
      let count = retrying {
        unsafe pread(descriptor.rawValue, target + done, capacity - done, offset + done)
      }
      if count < 0 { throw .last("pread", subject: path) }
      if count == 0 { break }
      done += count
    }
    return done
  }

  /// The first `count` bytes, or as many as there are.
  func head(_ count: Int) throws(SystemError) -> [UInt8] {
    let target = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 64)
    defer { unsafe target.deallocate() }
    guard let base = target.baseAddress else { return [] }
    let read = try unsafe self.read(into: base, capacity: count, at: 0)
    return unsafe Array(target.prefix(read))
  }

  /// Writes zeros from `start` to `end`, in pieces of 64 KiB: what one call writes the kernel keeps
  /// together, up to a mebibyte, and goes through all blocks of such a piece for every small write
  /// into it later.
  func zero(from start: Int, to end: Int) throws(SystemError) {
    var offset = start
    while offset < end {
      let count = min(zeros.count, end - offset)
      try unsafe write(zeros.span.bytes.extracting(0..<count), at: offset)
      offset += count
    }
  }

  /// Has the kernel begin to write the file's bytes from `start` to `end` to the disk, and waits for
  /// nothing: no sync. Calls `sync_file_range(2)`.
  func startWriting(from start: Int, to end: Int) throws(SystemError) {
    let result = retrying {
      clinux_start_writing(descriptor.rawValue, Int64(start), Int64(end - start))
    }
    if result != 0 { throw .last("sync_file_range", subject: path) }
  }

  /// Calls `fdatasync(2)`.
  func syncData() throws(SystemError) { try syncFileData(descriptor.rawValue, path: path) }

  /// The file's length in bytes. Calls `fstat(2)`.
  func byteCount() throws(SystemError) -> Int {
    var status = stat()
    if unsafe fstat(descriptor.rawValue, &status) != 0 { throw .last("fstat", subject: path) }
    return Int(status.st_size)
  }

  /// When the file was last written, seconds since 1970. Calls `fstat(2)`.
  func changedSeconds() throws(SystemError) -> Int64 {
    var status = stat()
    if unsafe fstat(descriptor.rawValue, &status) != 0 { throw .last("fstat", subject: path) }
    return Int64(status.st_mtim.tv_sec)
  }

  /// Cuts the file at `byteCount`, or lengthens it with a hole. Calls `ftruncate(2)`.
  func truncate(to byteCount: Int) throws(SystemError) {
    let result = retrying { ftruncate(descriptor.rawValue, byteCount) }
    if result != 0 { throw .last("ftruncate", subject: path) }
  }

  /// Takes the blocks of the file's first `byteCount` bytes, as zeros where nothing was written;
  /// a full disk is found here. Calls `posix_fallocate(3)`.
  func allocate(_ byteCount: Int) throws(SystemError) {
    var code = EINTR
    while code == EINTR { code = posix_fallocate(descriptor.rawValue, 0, byteCount) }
    if code != 0 { throw SystemError("posix_fallocate", code: code, subject: path) }
  }

  /// Gives back the memory in which the kernel keeps the file, as far as its bytes are on the disk.
  func dropPages() { dropPagesOfFile(descriptor.rawValue) }

  consuming func release() -> CInt { descriptor.release() }
}

/// Writes all bytes at `offset`. Calls `pwrite(2)`.
func writeFully(
  _ descriptor: CInt, _ bytes: RawSpan, at offset: Int, path: String
) throws(SystemError) {
  let isWritten = unsafe bytes.withUnsafeBytes { source in
    guard let base = source.baseAddress else { return true }
    var done = 0
    while done < source.count {
      let count = retrying {
        unsafe pwrite(descriptor, base + done, source.count - done, offset + done)
      }
      if count <= 0 { return false }
      done += count
    }
    return true
  }
  if !isWritten { throw .last("pwrite", subject: path) }
}

/// Calls `fdatasync(2)`.
func syncFileData(_ descriptor: CInt, path: String) throws(SystemError) {
  let result = retrying { fdatasync(descriptor) }
  if result != 0 { throw .last("fdatasync", subject: path) }
}

/// Gives back the memory in which the kernel keeps a file, as far as its bytes are on the disk.
///
/// Only advice: a kernel that does not follow it keeps the memory until it needs it. Calls
/// `posix_fadvise(2)`.
func dropPagesOfFile(_ descriptor: CInt) {
  _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
}

/// What `File.zero` writes at once.
private let zeros = [UInt8](repeating: 0, count: 65_536)

/// Calls `rename(2)`.
func renameFile(_ old: String, to new: String) throws(SystemError) {
  if unsafe rename(old, new) != 0 { throw .last("rename", subject: new) }
}

/// Gives a file a second name, and takes it from another file that has it. Calls `link(2)`.
func linkFile(_ path: String, to new: String) throws(SystemError) {
  if unsafe link(path, new) == 0 { return }
  if errno == EEXIST {
    try removeFile(new)
    if unsafe link(path, new) == 0 { return }
  }
  throw .last("link", subject: new)
}

/// Removes a file; one that is not there is as good. Calls `unlink(2)`.
func removeFile(_ path: String) throws(SystemError) {
  if unsafe unlink(path) != 0 && errno != ENOENT { throw .last("unlink", subject: path) }
}

/// Makes a directory unless it is there. Calls `mkdir(2)`.
func makeDirectory(_ path: String) throws(SystemError) {
  if unsafe mkdir(path, 0o750) != 0 && errno != EEXIST { throw .last("mkdir", subject: path) }
}

/// Makes the names in a directory durable. Calls `fsync(2)`.
func syncDirectory(_ path: String) throws(SystemError) {
  let directory = try File.open(path, O_RDONLY | O_DIRECTORY)
  let result = retrying { fsync(directory.descriptor.rawValue) }
  if result != 0 { throw .last("fsync", subject: path) }
}

/// Brings everything that was written to the file system of a directory to the disk. Calls `syncfs(2)`.
func syncFileSystem(_ path: String) throws(SystemError) {
  let directory = try File.open(path, O_RDONLY | O_DIRECTORY)
  let result = retrying { clinux_sync_file_system(directory.descriptor.rawValue) }
  if result != 0 { throw .last("syncfs", subject: path) }
}

/// The names in a directory, sorted. Calls `readdir(3)`.
func namesInDirectory(_ path: String) throws(SystemError) -> [String] {
  guard let stream = unsafe opendir(path) else { throw .last("opendir", subject: path) }
  defer { unsafe closedir(stream) }
  var names: [String] = []
  errno = 0
  while let entry = unsafe readdir(stream) {
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
      unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
    }
    if name != "." && name != ".." { names.append(name) }
    errno = 0
  }
  if errno != 0 { throw .last("readdir", subject: path) }
  return names.sorted()
}
