/// The free slots of a slab: hands out slot numbers and takes them back, the last one given first.
///
/// A fresh pool hands out 0, 1, 2 and so on; a slot given back is the next one taken, while it is
/// still in the cache.
@frozen
public struct SlotPool: ~Copyable {
  /// For a free slot the next free one; `taken` for a slot in use.
  @usableFromInline var next: Slab<UInt32>
  @usableFromInline var firstFree: UInt32
  @usableFromInline var takenCount: Int

  @inlinable static var noSlot: UInt32 { .max }
  @inlinable static var taken: UInt32 { .max - 1 }

  /// All slots 0 ..< `capacity` are free.
  public init(capacity: Int) {
    precondition(capacity < Int(Self.taken), "the two highest numbers are marks")
    next = Slab(capacity: capacity, repeating: Self.noSlot)
    firstFree = 0
    takenCount = 0
    var slot: UInt32 = 1
    while slot < capacity {
      next[slot - 1] = slot
      slot += 1
    }
  }

  /// The number of slots, free and taken.
  @inlinable public var capacity: Int { next.capacity }

  /// The bytes that the pool takes.
  public var byteCount: Int { next.byteCount }

  /// Slots handed out and not given back.
  @inlinable public var inUse: Int { takenCount }

  /// Slots that can still be taken.
  @inlinable public var available: Int { capacity &- takenCount }

  /// Whether `slot` is handed out.
  @inlinable
  public func isTaken(_ slot: UInt32) -> Bool { next[slot] == Self.taken }

  /// The slot that is taken next; nil where all are taken.
  @inlinable public var upcoming: UInt32? { firstFree == Self.noSlot ? nil : firstFree }

  /// A free slot; nil when all are in use.
  @inlinable
  public mutating func take() -> UInt32? {
    let slot = firstFree
    guard slot != Self.noSlot else { return nil }
    firstFree = next[slot]
    next[slot] = Self.taken
    takenCount &+= 1
    return slot
  }

  /// Gives `slot` back; a slot that is free already is our own error.
  @inlinable
  public mutating func give(_ slot: UInt32) {
    precondition(next[slot] == Self.taken, "only a slot in use is given back")
    next[slot] = firstFree
    firstFree = slot
    takenCount &-= 1
  }
}
