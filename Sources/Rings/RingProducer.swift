public import Synchronization

/// The writing end of a ring; owned by one thread at a time.
@frozen
public struct RingProducer: ~Copyable, Sendable {
  @usableFromInline let memory: RingMemory
  /// Behind the last record written.
  @usableFromInline var tail = 0
  /// Behind the last record published.
  @usableFromInline var publishedTail = 0
  /// The consumer's position at the last look.
  @usableFromInline var knownHead = 0

  init(_ memory: RingMemory) { self.memory = memory }

  /// Bytes of the ring, headers and padding included.
  @inlinable public var capacityBytes: Int { memory.capacity }

  /// Bytes not in use now; the consumer may free more at any moment.
  ///
  /// A record takes its length and 8 bytes, rounded up to 8; once in each round up to its own
  /// length more is left unused at the end of the ring.
  @inlinable
  public var freeBytes: Int {
    memory.capacity &- (tail &- memory.head.load(ordering: .acquiring))
  }

  /// Writes `record` behind the others, for the next `publish()`; false, and nothing written, if
  /// then fewer than `reserve` bytes would be free.
  ///
  /// The last `reserve` bytes are kept for records that are written with a smaller reserve.
  @inlinable
  public mutating func write(_ record: RawSpan, keepingFree reserve: Int = 0) -> Bool {
    let byteCount = record.byteCount
    let capacity = memory.capacity
    precondition(byteCount <= Ring.recordBytesMax(capacityBytes: capacity), "the record fits")
    precondition(reserve >= 0 && reserve < capacity, "the reserve is a part of the ring")
    let footprint = RingMemory.footprint(byteCount)
    let untilEnd = capacity &- memory.place(tail)
    let padding = footprint <= untilEnd ? 0 : untilEnd
    guard makeRoom(padding &+ footprint &+ reserve) else { return false }
    if padding > 0 { append(RingMemory.paddingMark, advancing: padding) }
    unsafe record.withUnsafeBytes { source in
      guard let start = source.baseAddress else { return }
      let target = unsafe memory.bytes + (memory.place(tail) &+ RingMemory.headerBytes)
      unsafe target.copyMemory(from: start, byteCount: source.count)
    }
    append(UInt32(truncatingIfNeeded: byteCount), advancing: footprint)
    return true
  }

  /// Shows the consumer all that was written, with one store. False if nothing was.
  @inlinable
  @discardableResult
  public mutating func publish() -> Bool {
    guard publishedTail != tail else { return false }
    publishedTail = tail
    memory.tail.store(tail, ordering: .releasing)
    return true
  }

  /// Whether `byteCount` bytes are free; looks at the consumer's position only if it has to.
  @inlinable
  mutating func makeRoom(_ byteCount: Int) -> Bool {
    let lowestHead = tail &+ byteCount &- memory.capacity
    if lowestHead <= knownHead { return true }
    knownHead = memory.head.load(ordering: .acquiring)
    return lowestHead <= knownHead
  }

  /// Writes a header at the tail and moves the tail behind what it stands for.
  @inlinable
  mutating func append(_ header: UInt32, advancing byteCount: Int) {
    unsafe memory.bytes.storeBytes(
      of: UInt64(header), toByteOffset: memory.place(tail), as: UInt64.self)
    tail &+= byteCount
  }
}
