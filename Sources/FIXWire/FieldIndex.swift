public import FIX44

/// Where the fields of one message stand, in order; used again for the next message.
///
/// Tags below 1,024 and from 7,680 to 7,935 are found at once, others by looking through.
///
/// *Safety:* `fields` has room for `capacity` fields of which `count` are valid, `slots` for
/// `slotCount`; both are owned by this value, initialised in `init`, freed in `deinit`, and indexed
/// only below these sizes.
@safe
public struct FieldIndex: ~Copyable {
  /// Fields that a message may have.
  public static var capacity: Int { 2_048 }

  @usableFromInline let fields: UnsafeMutablePointer<Field>
  /// For each slot of a tag, `epoch` plus the index of its first field; stale below `epoch`. Those of
  /// data fields and of their lengths are flagged with `dataSlot`.
  @usableFromInline let slots: UnsafeMutablePointer<UInt64>
  /// Raised by `capacity` for each message, so that the slots need not be cleared.
  @usableFromInline var epoch: UInt64
  /// Fields in the message.
  public internal(set) var count = 0

  public init() {
    unsafe fields = .allocate(capacity: Self.capacity)
    unsafe fields.initialize(
      repeating: Field(tag: Tag(rawValue: 0), offset: 0, length: 0), count: Self.capacity)
    unsafe slots = .allocate(capacity: Self.slotCount)
    unsafe slots.initialize(repeating: 0, count: Self.slotCount)
    let pairs = DataFields.pairs
    for index in pairs.indices {
      unsafe slots[Int(pairs[index].length)] = Self.dataSlot
      unsafe slots[Int(pairs[index].data)] = Self.dataSlot
    }
    epoch = UInt64(Self.capacity)
  }

  deinit {
    unsafe fields.deallocate()
    unsafe slots.deallocate()
  }

  /// The field at `index`, in the order of the message, from 0.
  public subscript(index: Int) -> Field {
    precondition(index >= 0 && index < count, "a field of the message")
    return unsafe fields[index]
  }

  /// The first field with `tag`.
  @inlinable
  @inline(__always)
  public func first(_ tag: Tag) -> Field? {
    guard let index = firstIndex(of: tag) else { return nil }
    return unsafe fields[index]
  }

  /// Where the first field with `tag` stands.
  /// - Complexity: O(1) for tags below 1,024 and from 7,680 to 7,935, else O(`count`).
  @inlinable
  @inline(__always)
  public func firstIndex(of tag: Tag) -> Int? {
    if let slot = Self.slot(of: tag.rawValue) {
      let index = Int(truncatingIfNeeded: unsafe slots[slot] & ~Self.dataSlot &- epoch)
      return index >= 0 ? index : nil
    }
    return firstIndex(of: tag, in: 0..<count)
  }

  /// Where the first field with `tag` stands within `range`, as in an entry of a repeating group.
  /// - Complexity: O(length of `range`).
  public func firstIndex(of tag: Tag, in range: Range<Int>) -> Int? {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "fields of the message")
    for index in range where unsafe fields[index].tag == tag { return index }
    return nil
  }

  /// Forgets the message.
  public mutating func removeAll() {
    count = 0
    epoch &+= UInt64(Self.capacity)
  }

  @inlinable static var dataSlot: UInt64 { 1 &<< 63 }

  /// Tags below 1,024, then the 256 from 7,680, which hold the venue's own.
  static var slotCount: Int { 1_024 + 256 }

  @inlinable
  @inline(__always)
  static func slot(of tag: UInt32) -> Int? {
    if tag < 1_024 { return Int(tag) }
    let own = tag &- 7_680
    return own < 256 ? Int(own) + 1_024 : nil
  }
}
