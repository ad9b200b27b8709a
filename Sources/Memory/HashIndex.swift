/// From keys to slots: open addressing of slot numbers by the hash of a key kept elsewhere.
///
/// An entry is 8 bytes: 32 bits of the hash and the slot. The keys stay in the caller's slab; of the
/// entries met on the way only those whose 32 bits agree are compared there. At most half of the
/// table is in use, so a probe is short; removal shifts later entries back and leaves no grave.
/// Iteration is not offered: the order would depend on the seed.
@frozen
public struct HashIndex: ~Copyable {
  @frozen
  @usableFromInline
  struct Entry: BitwiseCopyable {
    @usableFromInline var hash: UInt32
    @usableFromInline var slot: UInt32

    @inlinable
    init(hash: UInt32, slot: UInt32) {
      self.hash = hash
      self.slot = slot
    }

    @inlinable static var free: Entry { Entry(hash: 0, slot: .max) }
    @inlinable var isFree: Bool { slot == .max }
  }

  @usableFromInline var entries: Slab<Entry>
  /// The number of places less one; a power of two less one.
  @usableFromInline let mask: UInt32
  /// The number of slots it can hold.
  public let capacity: Int
  @usableFromInline var usedCount: Int

  /// A table for at most `capacity` slots, of 16 to 32 bytes for each.
  public init(capacity: Int) {
    precondition(capacity > 0, "an index holds an entry")
    precondition(capacity <= 1 << 30, "at most 2^30 entries in 2^31 places")
    let places = 1 << (Int.bitWidth - (2 * capacity - 1).leadingZeroBitCount)
    entries = Slab(capacity: places, repeating: .free)
    mask = UInt32(places - 1)
    self.capacity = capacity
    usedCount = 0
  }

  /// The number of slots it holds.
  @inlinable public var count: Int { usedCount }

  /// The slot with this hash that `matches`; nil if there is none.
  ///
  /// `matches` compares the key in the caller's slab; it is asked only about slots whose 32 bits of
  /// hash agree.
  /// - Complexity: O(1) on average: one or two entries, next to each other.
  @inlinable
  @inline(__always)
  public func find(hash: UInt64, where matches: (UInt32) -> Bool) -> UInt32? {
    let wanted = Self.kept(hash)
    var place = wanted & mask
    while true {
      let entry = entries[place]
      if entry.isFree { return nil }
      if entry.hash == wanted, matches(entry.slot) { return entry.slot }
      place = (place &+ 1) & mask
    }
  }

  /// Adds `slot` under `hash`. The caller has made sure that the key is not there yet.
  @inlinable
  public mutating func insert(hash: UInt64, slot: UInt32) {
    precondition(usedCount < capacity, "the index has room")
    precondition(slot != .max, "the highest number means no slot")
    let kept = Self.kept(hash)
    var place = kept & mask
    while !entries[place].isFree { place = (place &+ 1) & mask }
    entries[place] = Entry(hash: kept, slot: slot)
    usedCount &+= 1
  }

  /// Takes `slot` out, which was added under `hash`.
  @inlinable
  public mutating func remove(hash: UInt64, slot: UInt32) {
    precondition(slot != .max, "the highest number means no slot")
    var place = Self.kept(hash) & mask
    while entries[place].slot != slot {
      precondition(!entries[place].isFree, "only a slot that was added is removed")
      place = (place &+ 1) & mask
    }
    closeGap(at: place)
    usedCount &-= 1
  }

  /// Moves back the entries behind `start` that would not be found across it.
  @inlinable
  mutating func closeGap(at start: UInt32) {
    var gap = start
    var place = (gap &+ 1) & mask
    while !entries[place].isFree {
      let distance = (place &- entries[place].hash) & mask
      if distance >= (place &- gap) & mask {
        entries[gap] = entries[place]
        gap = place
      }
      place = (place &+ 1) & mask
    }
    entries[gap] = .free
  }

  /// The upper half, which depends on all bits of the key; its low bits choose the place.
  @inlinable
  static func kept(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash >> 32) }
}
