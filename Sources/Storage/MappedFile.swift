import Glibc
import Linux

/// A file's bytes in memory, written by plain stores: they are in the page cache at once and survive
/// the end of the process, not the loss of power.
///
/// *Safety:* `base` points to `byteCount` mapped bytes whose blocks were taken (`File.allocate`), so a
/// store finds its room; unmapped in `deinit`. Accesses are checked against `byteCount`.
@safe
struct MappedFile: ~Copyable, @unchecked Sendable {
  private let base: UnsafeMutableRawPointer
  let byteCount: Int

  /// Maps the whole file.
  init(_ file: borrowing File, writable: Bool) throws(SystemError) {
    let byteCount = try file.byteCount()
    if byteCount == 0 { throw SystemError("mmap", code: EINVAL, subject: file.path) }
    try self.init(file, 0..<byteCount, writable: writable)
  }

  /// Maps the bytes of `range`, which begins with a page and ends with the file or before. Calls
  /// `mmap(2)`.
  init(_ file: borrowing File, _ range: Range<Int>, writable: Bool) throws(SystemError) {
    let byteCount = range.count
    let protection = writable ? PROT_READ | PROT_WRITE : PROT_READ
    let address = unsafe mmap(
      nil, byteCount, protection, MAP_SHARED, file.descriptor.rawValue, range.lowerBound)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw .last("mmap", subject: file.path)
    }
    unsafe base = address
    self.byteCount = byteCount
  }

  /// Takes over what `release` has let go of.
  ///
  /// *Safety:* `address` came from the `release` of a mapping of `byteCount` bytes, and from no other
  /// than this one is made.
  @unsafe
  init(unsafeAdopting address: UInt64, byteCount: Int) {
    guard let base = unsafe UnsafeMutableRawPointer(bitPattern: UInt(address)) else {
      preconditionFailure("a mapping has an address")
    }
    unsafe self.base = base
    self.byteCount = byteCount
  }

  deinit { unsafe munmap(base, byteCount) }

  /// Lets go of the mapping without unmapping it, for another thread to adopt.
  consuming func release() -> UInt64 {
    let address = unsafe UInt64(UInt(bitPattern: base))
    discard self
    return address
  }

  /// Has the pages from `start` to `end`, whole pages, in memory and ready for stores: none of them
  /// faults until the kernel has written it to the disk. Calls `madvise(2)`.
  func populate(from start: Int, to end: Int) throws(SystemError) {
    check(start, end - start)
    let result = retrying { unsafe madvise(base + start, end - start, MADV_POPULATE_WRITE) }
    if result != 0 && errno != EINVAL { throw .last("madvise") }
  }

  /// Has all pages in memory, and waits for the disk where they are not. Calls `madvise(2)`.
  func populateForReading() throws(SystemError) {
    let result = retrying { unsafe madvise(base, byteCount, MADV_POPULATE_READ) }
    if result != 0 && errno != EINVAL { throw .last("madvise") }
  }

  /// `count` bytes from `offset` on.
  @_lifetime(borrow self)
  func bytes(at offset: Int, _ count: Int) -> RawSpan {
    check(offset, count)
    let span = unsafe RawSpan(_unsafeStart: base + offset, byteCount: count)
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  /// Where `count` bytes from `offset` on are.
  ///
  /// *Safety:* valid as long as the mapping is.
  func address(_ offset: Int, _ count: Int) -> UnsafeRawPointer {
    check(offset, count)
    return unsafe UnsafeRawPointer(base + offset)
  }

  func load<Value: BitwiseCopyable>(_ type: Value.Type, at offset: Int) -> Value {
    check(offset, MemoryLayout<Value>.size)
    return unsafe (base + offset).loadUnaligned(as: Value.self)
  }

  mutating func store<Value: BitwiseCopyable>(_ value: Value, at offset: Int) {
    check(offset, MemoryLayout<Value>.size)
    unsafe (base + offset).storeBytes(of: value, as: Value.self)
  }

  mutating func store(bytes: RawSpan, at offset: Int) {
    check(offset, bytes.byteCount)
    unsafe bytes.withUnsafeBytes { source in
      if let start = source.baseAddress {
        unsafe (base + offset).copyMemory(from: start, byteCount: source.count)
      }
    }
  }

  mutating func zero(from start: Int, to end: Int) {
    check(start, end - start)
    unsafe (base + start).initializeMemory(as: UInt8.self, repeating: 0, count: end - start)
  }

  private func check(_ offset: Int, _ count: Int) {
    precondition(offset >= 0 && count >= 0 && offset + count <= byteCount, "inside the file")
  }
}
