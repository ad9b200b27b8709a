public import Synchronization

/// The reading end of a ring; owned by one thread at a time.
/// ```
///  while let record = consumer.next() {
///    …                                   // in place, no copy
///  }
///  consumer.release()
/// ```
/// A record may be used until the next call of a mutating function; the compiler sees to it.
@frozen
public struct RingConsumer: ~Copyable, Sendable {
  @usableFromInline let memory: RingMemory
  /// Behind the last record given.
  @usableFromInline var head = 0
  /// Before this all is released.
  @usableFromInline var releasedHead = 0
  /// The producer's position at the last look.
  @usableFromInline var knownTail = 0

  init(_ memory: RingMemory) { self.memory = memory }

  /// Bytes of the ring, headers and padding included.
  @inlinable public var capacityBytes: Int { memory.capacity }

  /// Whether all that is published was given.
  @inlinable
  public var isEmpty: Bool {
    head == knownTail && head == memory.tail.load(ordering: .acquiring)
  }

  /// The next record, in place; nil if no more is published. Its bytes stay until `release()`.
  @inlinable
  @_lifetime(&self)
  public mutating func next() -> RawSpan? {
    guard hasRecord() else { return nil }
    let place = skipPadding()
    let byteCount = Int(header(at: place))
    let untilEnd = memory.capacity &- place
    precondition(byteCount <= untilEnd &- RingMemory.headerBytes, "a record is contiguous")
    head &+= RingMemory.footprint(byteCount)
    let start = unsafe UnsafeRawPointer(memory.bytes + (place &+ RingMemory.headerBytes))
    return unsafe _overrideLifetime(
      RawSpan(_unsafeStart: start, byteCount: byteCount), mutating: &self)
  }

  /// Gives the bytes of all records given so far back to the producer, with one store. False if
  /// there were none.
  @inlinable
  @discardableResult
  public mutating func release() -> Bool {
    guard releasedHead != head else { return false }
    releasedHead = head
    memory.head.store(head, ordering: .releasing)
    return true
  }

  /// The same, and nothing of the records is left in the ring's memory.
  @discardableResult
  public mutating func wipeAndRelease() -> Bool {
    var position = releasedHead
    while position < head {
      let place = memory.place(position)
      let byteCount = min(head - position, memory.capacity - place)
      unsafe (memory.bytes + place).initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
      position += byteCount
    }
    return release()
  }

  /// Whether a record is published; looks at the producer's position only if it has to.
  @inlinable
  mutating func hasRecord() -> Bool {
    if head != knownTail { return true }
    knownTail = memory.tail.load(ordering: .acquiring)
    return head != knownTail
  }

  /// The place of the next record; padding before it is passed over.
  @inlinable
  mutating func skipPadding() -> Int {
    let place = memory.place(head)
    if header(at: place) != RingMemory.paddingMark { return place }
    head &+= memory.capacity &- place
    return 0
  }

  @inlinable
  func header(at place: Int) -> UInt32 {
    unsafe memory.bytes.load(fromByteOffset: place, as: UInt32.self)
  }
}
