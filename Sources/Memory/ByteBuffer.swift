private import CMemory

/// Bytes of a stream on their way: written at the tail, read from the front.
///
/// ```
///  0            readOffset        writeOffset        capacity   + slackBytes
///  +------------+-----------------+------------------+----------+
///  | read       | readable        | writable         | slack    |
///  +------------+-----------------+------------------+----------+
/// ```
/// At least 64 bytes behind the written end can be loaded (not used): vector scans may look that
/// far without a check.
///
/// *Safety:* `base` points to `capacity + slackBytes` initialised bytes that this value owns
/// (allocated and zeroed in `init`, freed in `deinit`); 0 <= readOffset <= writeOffset <= capacity.
@frozen
@safe
public struct ByteBuffer: ~Copyable {
  @usableFromInline let base: UnsafeMutableRawPointer
  /// The number of bytes it can hold.
  public let capacity: Int
  @usableFromInline let isSecret: Bool
  @usableFromInline var readOffset: Int
  @usableFromInline var writeOffset: Int

  /// Bytes behind the written end that a vector load may touch.
  @inlinable public static var slackBytes: Int { 64 }

  /// With `isSecret` nothing is left of its bytes when it is let go.
  public init(capacity: Int, isSecret: Bool = false) {
    precondition(capacity > 0, "a buffer holds a byte")
    self.isSecret = isSecret
    let byteCount = capacity + Self.slackBytes
    unsafe base = TouchedMemory.allocate(byteCount: byteCount)
    unsafe cmemory_zero(base, byteCount)
    self.capacity = capacity
    readOffset = 0
    writeOffset = 0
  }

  /// A buffer that holds `bytes`, at least one, and has room for no more.
  public init(holding bytes: [UInt8]) {
    self.init(capacity: bytes.count)
    let fits = append(RawSpan(_elements: bytes.span))
    precondition(fits, "the room was made for them")
  }

  @inlinable
  deinit {
    if isSecret { wipe(0..<capacity) }
    unsafe base.deallocate()
  }

  @usableFromInline
  func wipe(_ bytes: Range<Int>) { unsafe cmemory_wipe(base + bytes.lowerBound, bytes.count) }

  /// Bytes written and not yet read.
  @inlinable public var count: Int { writeOffset &- readOffset }

  /// Whether everything written has been read.
  @inlinable public var isEmpty: Bool { writeOffset == readOffset }

  /// Bytes that fit behind the written end without `compact()`.
  @inlinable public var writableCount: Int { capacity &- writeOffset }

  /// Bytes that fit after `compact()`.
  @inlinable public var freeBytes: Int { capacity &- count }

  /// What was written and not yet read.
  @inlinable
  public var readable: RawSpan {
    @_lifetime(borrow self)
    get {
      unsafe _overrideLifetime(
        RawSpan(_unsafeStart: base + readOffset, byteCount: count), borrowing: self)
    }
  }

  /// What was written and not yet read, to be changed in place.
  @inlinable
  public var mutableReadable: MutableRawSpan {
    @_lifetime(&self)
    mutating get {
      unsafe _overrideLifetime(
        MutableRawSpan(_unsafeStart: base + readOffset, byteCount: count), mutating: &self)
    }
  }

  /// The free tail; `didWrite(_:)` says how much of it was filled.
  @inlinable
  public var writable: MutableRawSpan {
    @_lifetime(&self)
    mutating get {
      unsafe _overrideLifetime(
        MutableRawSpan(_unsafeStart: base + writeOffset, byteCount: writableCount),
        mutating: &self)
    }
  }

  /// The first `byteCount` bytes of the free tail have been filled.
  @inlinable
  public mutating func didWrite(_ byteCount: Int) {
    precondition(byteCount >= 0 && byteCount <= writableCount, "written into the free tail")
    writeOffset &+= byteCount
  }

  /// The first `byteCount` readable bytes are done with. An empty buffer starts again at its front.
  @inlinable
  public mutating func didRead(_ byteCount: Int) {
    precondition(byteCount >= 0 && byteCount <= count, "read what was written")
    readOffset &+= byteCount
    if readOffset == writeOffset { removeAll() }
  }

  /// Forgets all bytes.
  @inlinable
  public mutating func removeAll() {
    readOffset = 0
    writeOffset = 0
  }

  /// Overwrites with zeros what is not readable: bytes that were read, forgotten or moved.
  /// - Complexity: O(capacity).
  public mutating func wipeUnused() {
    wipe(0..<readOffset)
    wipe(writeOffset..<capacity)
  }

  /// Moves what is readable to the front, so that all free bytes are writable.
  /// - Complexity: O(count).
  @inlinable
  public mutating func compact() {
    guard readOffset > 0 else { return }
    let kept = count
    unsafe base.copyMemory(from: base + readOffset, byteCount: kept)
    readOffset = 0
    writeOffset = kept
  }

  /// Appends all of `bytes`, compacting if need be; false, and nothing appended, if they do not fit.
  @inlinable
  public mutating func append(_ bytes: RawSpan) -> Bool {
    let byteCount = bytes.byteCount
    guard byteCount <= freeBytes else { return false }
    if byteCount > writableCount { compact() }
    unsafe bytes.withUnsafeBytes { source in
      guard let start = source.baseAddress else { return }
      unsafe (base + writeOffset).copyMemory(from: start, byteCount: source.count)
    }
    writeOffset &+= byteCount
    return true
  }

  /// The readable bytes for a call into C, which must not keep the pointer.
  @unsafe
  @inlinable
  public func withUnsafeReadable<Result: ~Copyable>(
    _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    unsafe body(UnsafeRawBufferPointer(start: base + readOffset, count: count))
  }

  /// The free tail for a call into C, which must not keep the pointer; then `didWrite(_:)`.
  @unsafe
  @inlinable
  public mutating func withUnsafeWritable<Result: ~Copyable>(
    _ body: (UnsafeMutableRawBufferPointer) -> Result
  ) -> Result {
    unsafe body(UnsafeMutableRawBufferPointer(start: base + writeOffset, count: writableCount))
  }
}
