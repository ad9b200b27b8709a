import CMemory
import Linux
import Records

/// A part of one file in memory, moved along as it is read.
///
/// Read by `pread(2)`, not mapped: a bad disk is then an error with a file name, not a signal.
///
/// *Safety:* `base` points to `capacity` bytes that this value owns, all initialized in `init`.
@safe
struct SegmentWindow: ~Copyable, @unchecked Sendable {
  private var file: File?
  private let base: UnsafeMutableRawPointer
  private let capacity: Int
  private var start = 0
  private var count = 0

  init(capacity: Int) {
    self.capacity = capacity
    unsafe base = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 64)
    unsafe cmemory_zero(base, capacity)
  }

  deinit { unsafe base.deallocate() }

  /// Shows `file` from now on.
  mutating func show(_ file: consuming File) {
    self.file = consume file
    start = 0
    count = 0
  }

  /// Makes the bytes from `offset` on available, as many as the file has, at most `byteCount`;
  /// says how many.
  mutating func load(_ offset: Int, _ byteCount: Int) throws(SystemError) -> Int {
    precondition(byteCount <= capacity, "the window is large enough")
    if offset < start || offset + byteCount > start + count { try reload(at: offset) }
    return max(0, min(byteCount, start + count - offset))
  }

  /// Reads the file again from `offset` on: what has been written since.
  mutating func reload(at offset: Int) throws(SystemError) {
    start = offset
    count = 0
    guard let file = file.take() else { return }
    count = try unsafe file.read(into: base, capacity: capacity, at: offset)
    self.file = consume file
  }

  /// Bytes that `load` has made available.
  @_lifetime(borrow self)
  func bytes(at offset: Int, _ byteCount: Int) -> RawSpan {
    precondition(offset >= start && offset + byteCount <= start + count, "the bytes are loaded")
    let span = unsafe RawSpan(_unsafeStart: base + (offset - start), byteCount: byteCount)
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  /// The first place from `offset` on, in steps of `step` bytes, where not all is zero; the file's end
  /// where there is none.
  mutating func firstWritten(from offset: Int, step: Int) throws(SystemError) -> Int {
    var offset = offset
    var page = 4_096
    while true {
      let available = try load(offset, page)
      if available <= 0 { return offset }
      if bytes(at: offset, available).isZero {
        offset += available
      } else if page > step {
        page = step
      } else {
        return offset
      }
    }
  }
}
