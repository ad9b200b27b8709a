private import CMemory
public import CSIMD

/// From keys to slots: buckets of slot numbers, found by the hash of a key that is kept elsewhere.
///
/// A bucket is one cache line: twelve tags of eight bits of the hash, and the twelve slots that they
/// belong to. The keys stay in the caller's slab; of a bucket's entries only those whose tags agree
/// are compared there, so that a miss reads one line and of the slab nothing (but for one in 256
/// of the entries met), and a hit reads the line and the entry.
///
/// ```
///  0 tags     12 x u8    bits 24...31 of the hash, 1 for 0; 0 is a free place
/// 12 passed   u32        entries that belong here or before and found no place up to here
/// 16 slots    12 x u32
/// ```
/// Bits 32 and up of the hash choose the bucket. There is a bucket for each eight entries at most,
/// rounded up to a power of two, so that at most two of three places are in use; the table never
/// grows. An entry whose bucket is full goes on to the next one with a free place, and is counted in
/// each bucket that it passes: a search ends at the first that nobody has passed. Removal frees the
/// place and takes the entry off those counts; nothing moves, and no grave is left. Iteration is
/// not offered: the order would depend on the seed.
///
/// *Safety:* `base` points to `mask + 1` buckets of 64 bytes that this value owns, allocated and
/// zeroed in `init`, freed in `deinit`; every bucket's number is masked, every place's below 12.
@frozen
@safe
public struct HashIndex: ~Copyable {
  @usableFromInline let base: UnsafeMutableRawPointer
  /// The number of buckets less one; a power of two less one.
  @usableFromInline let mask: UInt32
  /// The number of slots it can hold.
  public let capacity: Int
  @usableFromInline var usedCount: Int

  /// A table for at most `capacity` slots, of 8 to 16 bytes for each.
  public init(capacity: Int) {
    precondition(capacity > 0, "an index holds an entry")
    precondition(capacity <= 1 << 30, "at most 2^30 entries in 2^27 buckets")
    let byteCount = Self.byteCount(capacity: capacity)
    unsafe base = TouchedMemory.allocate(byteCount: byteCount)
    unsafe cmemory_zero(base, byteCount)
    mask = UInt32(byteCount / Self.bucketBytes - 1)
    self.capacity = capacity
    usedCount = 0
  }

  @inlinable
  deinit { unsafe base.deallocate() }

  /// The bytes that a table for `capacity` slots allocates.
  public static func byteCount(capacity: Int) -> Int {
    let buckets = (capacity + entriesPerBucket - 1) / entriesPerBucket
    return bucketBytes << (Int.bitWidth - (buckets - 1).leadingZeroBitCount)
  }

  /// The number of slots it holds.
  @inlinable public var count: Int { usedCount }

  /// The slot with this hash that `matches`; nil if there is none.
  ///
  /// `matches` compares the key in the caller's slab; it is asked only about slots whose tags agree.
  /// - Complexity: O(1) on average: one bucket, seldom the next.
  @inlinable
  @inline(__always)
  public func find(hash: UInt64, where matches: (UInt32) -> Bool) -> UInt32? {
    let tag = Self.tag(hash)
    var bucket = self.bucket(hash)
    while true {
      var agreeing = places(of: bucket, tagged: tag)
      while agreeing != 0 {
        let slot = slot(at: agreeing.trailingZeroBitCount, of: bucket)
        if matches(slot) { return slot }
        agreeing &= agreeing &- 1
      }
      if passed(bucket) == 0 { return nil }
      bucket = (bucket &+ 1) & mask
    }
  }

  /// Asks the processor for the bucket of `hash`, so that a lookup or an insertion that comes soon
  /// finds it in the cache; changes nothing.
  @inlinable
  @inline(__always)
  public func expect(hash: UInt64) { unsafe csimd_prefetch(line(bucket(hash))) }

  /// The slot that `find` would look at first, which most often is the one that it finds; nil where
  /// there is none.
  @inlinable
  @inline(__always)
  public func likely(hash: UInt64) -> UInt32? {
    let bucket = bucket(hash)
    let agreeing = places(of: bucket, tagged: Self.tag(hash))
    return agreeing == 0 ? nil : slot(at: agreeing.trailingZeroBitCount, of: bucket)
  }

  /// The same, and has what `elements` have there fetched from memory; changes nothing.
  @inlinable
  @inline(__always)
  public func expect<Element: BitwiseCopyable>(
    hash: UInt64, in elements: borrowing Slab<Element>
  ) -> UInt32? {
    guard let slot = likely(hash: hash) else { return nil }
    elements.expect(slot)
    return slot
  }

  /// Adds `slot` under `hash`. The caller has made sure that the key is not there yet.
  @inlinable
  @inline(__always)
  public mutating func insert(hash: UInt64, slot: UInt32) {
    precondition(usedCount < capacity, "the index has room")
    var bucket = self.bucket(hash)
    var free = places(of: bucket, tagged: 0)
    while free == 0 {
      setPassed(passed(bucket) &+ 1, of: bucket)
      bucket = (bucket &+ 1) & mask
      free = places(of: bucket, tagged: 0)
    }
    let place = free.trailingZeroBitCount
    setTag(Self.tag(hash), at: place, of: bucket)
    unsafe line(bucket).storeBytes(
      of: slot, toByteOffset: Self.slotsOffset &+ 4 &* place, as: UInt32.self)
    usedCount &+= 1
  }

  /// Takes `slot` out, which was added under `hash`.
  @inlinable
  @inline(__always)
  public mutating func remove(hash: UInt64, slot: UInt32) {
    let removed = remove(hash: hash) { $0 == slot }
    precondition(removed != nil, "only a slot that was added is removed")
  }

  /// Takes the slot with this hash out that `matches`, and returns it; nil if there is none.
  /// - Complexity: as of `find`.
  @inlinable
  @inline(__always)
  public mutating func remove(hash: UInt64, where matches: (UInt32) -> Bool) -> UInt32? {
    let tag = Self.tag(hash)
    var bucket = self.bucket(hash)
    while true {
      var agreeing = places(of: bucket, tagged: tag)
      while agreeing != 0 {
        let place = agreeing.trailingZeroBitCount
        let slot = slot(at: place, of: bucket)
        if matches(slot) {
          setTag(0, at: place, of: bucket)
          usedCount &-= 1
          if bucket != self.bucket(hash) { forgetPassage(from: self.bucket(hash), to: bucket) }
          return slot
        }
        agreeing &= agreeing &- 1
      }
      if passed(bucket) == 0 { return nil }
      bucket = (bucket &+ 1) & mask
    }
  }

  /// An entry that belongs to bucket `home` has left bucket `end`.
  @inlinable
  @inline(never)
  mutating func forgetPassage(from home: UInt32, to end: UInt32) {
    var bucket = home
    while bucket != end {
      setPassed(passed(bucket) &- 1, of: bucket)
      bucket = (bucket &+ 1) & mask
    }
  }
}

extension HashIndex {
  /// The hash of a number that is given one after the other, by us and not by others: eight in a row share a
  /// bucket, told apart by their tags, and the next eight have the next bucket.
  @inlinable
  public static func hash(counted number: UInt64) -> UInt64 {
    ((number >> 3) << 32) | ((number & 0xff) << 24)
  }
}

/// The bucket's layout.
extension HashIndex {
  @inlinable static var bucketBytes: Int { 64 }
  /// Of the twelve places those that are used on average in a full table, at most.
  @inlinable static var entriesPerBucket: Int { 8 }
  @inlinable static var passedOffset: Int { 12 }
  @inlinable static var slotsOffset: Int { 16 }

  @inlinable
  static func tag(_ hash: UInt64) -> UInt8 { max(1, UInt8(truncatingIfNeeded: hash &>> 24)) }

  @inlinable
  func bucket(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash &>> 32) & mask }

  @inlinable
  func line(_ bucket: UInt32) -> UnsafeMutableRawPointer {
    unsafe base + Int(bucket) &* Self.bucketBytes
  }

  /// Bit n is set where place n has this tag.
  @inlinable
  func places(of bucket: UInt32, tagged tag: UInt8) -> UInt32 {
    unsafe csimd_equal_mask16(line(bucket), tag) & 0xfff
  }

  @inlinable
  func slot(at place: Int, of bucket: UInt32) -> UInt32 {
    unsafe line(bucket).load(fromByteOffset: Self.slotsOffset &+ 4 &* place, as: UInt32.self)
  }

  @inlinable
  mutating func setTag(_ tag: UInt8, at place: Int, of bucket: UInt32) {
    unsafe line(bucket).storeBytes(of: tag, toByteOffset: place, as: UInt8.self)
  }

  @inlinable
  func passed(_ bucket: UInt32) -> UInt32 {
    unsafe line(bucket).load(fromByteOffset: Self.passedOffset, as: UInt32.self)
  }

  @inlinable
  mutating func setPassed(_ count: UInt32, of bucket: UInt32) {
    unsafe line(bucket).storeBytes(of: count, toByteOffset: Self.passedOffset, as: UInt32.self)
  }
}
