private import CSIMD
public import Market

/// Memory that records are written into, one behind the other, each 64-byte aligned.
///
/// *Safety:* `base` points to `capacity` bytes that this value owns (allocated 128-byte aligned and
/// zeroed in `init`, freed in `deinit`) or that `owner` keeps alive; every access is checked against
/// `capacity` or `count`. Sendable because there is one owner, who moves to its thread.
@safe
public struct RecordBuffer: ~Copyable, @unchecked Sendable {
  @usableFromInline let base: UnsafeMutableRawPointer
  private let owner: AnyObject?
  public let capacity: Int
  @usableFromInline var usedCount = 0

  public init(capacity: Int) {
    precondition(capacity > 0, "a record buffer holds at least one record")
    precondition(capacity % Limits.recordAlignment == 0, "records are aligned")
    unsafe base = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 128)
    unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: capacity)
    self.capacity = capacity
    owner = nil
  }

  /// A window on memory that `owner` keeps alive, of which `count` bytes hold records already.
  ///
  /// *Safety:* nobody else writes to these `capacity` initialized bytes while this value lives.
  package init(
    unsafeSharing base: UnsafeMutableRawPointer, capacity: Int, count: Int, owner: AnyObject
  ) {
    precondition(capacity % Limits.recordAlignment == 0, "records are aligned")
    precondition(count % Limits.recordAlignment == 0, "records are aligned")
    precondition(count >= 0 && count <= capacity, "the records lie in the window")
    unsafe self.base = base
    self.capacity = capacity
    self.owner = owner
    usedCount = count
  }

  deinit { if owner == nil { unsafe base.deallocate() } }

  /// Bytes in use.
  @inlinable public var count: Int { usedCount }

  @inlinable public var available: Int { capacity - count }

  /// What has been written.
  @inlinable
  public var bytes: RawSpan {
    @_lifetime(borrow self)
    get { unsafe _overrideLifetime(RawSpan(_unsafeStart: base, byteCount: count), borrowing: self) }
  }

  /// Forgets what has been written; the memory stays.
  public mutating func removeAll() { usedCount = 0 }

  /// The same, and nothing of it is left in the memory.
  public mutating func wipe() {
    unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: usedCount)
    usedCount = 0
  }

  /// Appends head and body; sets length and body length; zeroes the padding. Returns the offset.
  ///
  /// The caller has made sure of the room: a missing one is our own error.
  @inlinable
  @inline(__always)
  @discardableResult
  public mutating func append<Body: BitwiseCopyable>(_ head: RecordHead, body: Body) -> Int {
    let offset = open(head, bodyLength: MemoryLayout<Body>.size)
    unsafe (base + offset + RecordHead.byteCount).storeBytes(of: body, as: Body.self)
    return offset
  }

  /// Appends a record without a body. Returns the offset.
  @discardableResult
  public mutating func append(_ head: RecordHead) -> Int { open(head, bodyLength: 0) }

  /// Gives the record at `offset` its place in the command log.
  public mutating func stamp(at offset: Int, sequence: Sequence, time: Instant) {
    store(sequence, at: offset + RecordHead.sequenceOffset)
    store(time, at: offset + RecordHead.timeOffset)
  }

  /// Appends head, body and trailing bytes.
  @discardableResult
  public mutating func append<Body: BitwiseCopyable>(
    _ head: RecordHead, body: Body, trailing: RawSpan
  ) -> Int {
    let size = MemoryLayout<Body>.size
    let offset = open(head, bodyLength: size + trailing.byteCount)
    let bodyBase = unsafe base + offset + RecordHead.byteCount
    unsafe bodyBase.storeBytes(of: body, as: Body.self)
    unsafe trailing.withUnsafeBytes { source in
      if let start = source.baseAddress {
        unsafe (bodyBase + size).copyMemory(from: start, byteCount: source.count)
      }
    }
    return offset
  }

  /// Appends head, body and the UTF-8 bytes of `text`.
  @discardableResult
  public mutating func append<Body: BitwiseCopyable>(
    _ head: RecordHead, body: Body, text: String
  ) -> Int {
    let bytes = Array(text.utf8)
    return unsafe append(head, body: body, trailing: bytes.span.bytes)
  }

  /// Appends head and body and leaves `trailingByteCount` zeroed bytes behind it, for the caller to
  /// store. Returns the offset.
  @inlinable
  @discardableResult
  public mutating func append<Body: BitwiseCopyable>(
    _ head: RecordHead, body: Body, trailingByteCount: Int
  ) -> Int {
    precondition(trailingByteCount >= 0, "a trailing part has bytes or none")
    let size = MemoryLayout<Body>.size
    let offset = begin(head, bodyLength: size + trailingByteCount)
    unsafe (base + offset + RecordHead.byteCount).storeBytes(of: body, as: Body.self)
    zero(from: offset + RecordHead.byteCount + size)
    return offset
  }

  /// Appends head and a body of zeros, which the caller fills in place, and leaves `trailingByteCount`
  /// zeroed bytes behind it. Returns the offset.
  @inlinable
  @inline(__always)
  public mutating func append<Body: BitwiseCopyable>(
    _ head: RecordHead, zeroed type: Body.Type, trailingByteCount: Int = 0
  ) -> Int {
    precondition(trailingByteCount >= 0, "a trailing part has bytes or none")
    let size = MemoryLayout<Body>.size
    let offset = begin(head, bodyLength: size + trailingByteCount)
    // So many bytes as are known here are zeroed without a call (benchmark `venue`).
    unsafe (base + offset + RecordHead.byteCount).initializeMemory(
      as: UInt8.self, repeating: 0, count: size)
    zero(from: offset + RecordHead.byteCount + size)
    return offset
  }

  /// Appends head and a body like that of the record at `source`, which the caller changes in place. Returns
  /// the offset.
  @inlinable
  public mutating func append<Body: BitwiseCopyable>(
    _ head: RecordHead, copied type: Body.Type, from source: Int
  ) -> Int {
    precondition(isBody(type, at: source), "a body in the records")
    let size = MemoryLayout<Body>.size
    let offset = open(head, bodyLength: size)
    unsafe (base + offset + RecordHead.byteCount).copyMemory(
      from: base + source + RecordHead.byteCount, byteCount: size)
    return offset
  }

  /// The body of the record at `offset`, in place.
  @inlinable
  public subscript<Body: BitwiseCopyable>(_ type: Body.Type, at offset: Int) -> Body {
    unsafeAddress {
      precondition(isBody(type, at: offset), "a body in the records")
      return unsafe UnsafePointer(
        (base + offset + RecordHead.byteCount).assumingMemoryBound(to: Body.self))
    }
    unsafeMutableAddress {
      precondition(isBody(type, at: offset), "a body in the records")
      return unsafe (base + offset + RecordHead.byteCount).assumingMemoryBound(to: Body.self)
    }
  }

  @inlinable
  func isBody<Body: BitwiseCopyable>(_ type: Body.Type, at offset: Int) -> Bool {
    offset >= 0 && offset % Limits.recordAlignment == 0
      && offset + RecordHead.byteCount + MemoryLayout<Body>.size <= count
  }

  /// Appends a whole record as it is. Returns the offset.
  @inlinable
  @discardableResult
  public mutating func append(record: RawSpan) -> Int {
    precondition(record.byteCount <= available, "room was made for the record")
    precondition(record.byteCount % Limits.recordAlignment == 0, "records are aligned")
    let offset = count
    unsafe record.withUnsafeBytes { source in
      if let start = source.baseAddress {
        unsafe (base + offset).copyMemory(from: start, byteCount: source.count)
      }
    }
    usedCount += record.byteCount
    return offset
  }

  /// Appends a record of `length` bytes without a body, all zero behind its head.
  package mutating func appendPadding(_ head: RecordHead, length: Int) {
    let offset = open(head, bodyLength: length - RecordHead.byteCount)
    unsafe (base + offset + RecordHead.byteCount).initializeMemory(
      as: UInt8.self, repeating: 0, count: length - RecordHead.byteCount)
  }

  /// Stores `value` at `offset` of the whole buffer, within what is in use.
  @inlinable
  public mutating func store<Value: BitwiseCopyable>(_ value: Value, at offset: Int) {
    precondition(offset >= 0 && offset + MemoryLayout<Value>.size <= count, "inside the records")
    unsafe (base + offset).storeBytes(of: value, as: Value.self)
  }

  /// Sets the CRC of the record at `offset`; returns it, and how long the record is.
  @discardableResult
  public mutating func seal(at offset: Int) -> (crc: UInt32, length: Int) {
    precondition(offset >= 0 && count - offset >= RecordHead.byteCount, "a head fits")
    let record = unsafe base + offset
    let length = Int(unsafe record.load(as: UInt32.self))
    precondition(length >= RecordHead.byteCount && length <= count - offset, "a whole record")
    let crc = unsafe csimd_record_crc32c(record, length)
    unsafe record.storeBytes(of: crc, toByteOffset: RecordHead.crcOffset, as: UInt32.self)
    return (crc, length)
  }

  @inlinable
  @inline(__always)
  mutating func open(_ head: RecordHead, bodyLength: Int) -> Int {
    let offset = begin(head, bodyLength: bodyLength)
    let used = RecordHead.byteCount &+ bodyLength
    if RecordHead.recordLength(bodyLength: bodyLength) > used { zero(from: offset &+ used) }
    return offset
  }

  /// Appends a head with the record's length and its body's; whoever calls fills what is behind it.
  // The head's fields go straight into the record (benchmark `venue`).
  @inlinable
  @inline(__always)
  mutating func begin(_ head: RecordHead, bodyLength: Int) -> Int {
    precondition(bodyLength >= 0 && bodyLength <= Limits.recordBytes, "a body fits in a record")
    let length = RecordHead.recordLength(bodyLength: bodyLength)
    precondition(length <= Limits.recordBytes, "a record is at most 16 KiB")
    precondition(length <= available, "room was made for the record")
    var head = head
    head.length = UInt32(truncatingIfNeeded: length)
    head.bodyLength = UInt32(truncatingIfNeeded: bodyLength)
    unsafe (base + count).storeBytes(of: head, as: RecordHead.self)
    usedCount &+= length
    return usedCount &- length
  }

  /// Zeroes what is in use from `offset` on, which lies in the last record.
  @inlinable
  mutating func zero(from offset: Int) {
    if offset == count { return }
    unsafe (base + offset).initializeMemory(as: UInt8.self, repeating: 0, count: count &- offset)
  }
}
