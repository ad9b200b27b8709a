/// Indices in the order in which they came, each at most once, in room that is allocated once.
///
/// Whoever has work says so by `append`, and has one turn however often it was said.
@frozen
public struct IndexQueue: ~Copyable {
  /// For an index in the queue the one behind it; `absent` for all others.
  @usableFromInline var next: Slab<UInt32>
  @usableFromInline var firstIndex: UInt32
  @usableFromInline var lastIndex: UInt32
  @usableFromInline var indexCount = 0

  @inlinable static var none: UInt32 { .max }
  @inlinable static var absent: UInt32 { .max - 1 }

  /// A queue for the indices 0 ..< `capacity`, of which none is in it.
  public init(capacity: Int) {
    precondition(capacity < Int(Self.absent), "the two highest numbers are marks")
    next = Slab(capacity: capacity, repeating: Self.absent)
    firstIndex = Self.none
    lastIndex = Self.none
  }

  /// How many indices are in it.
  @inlinable public var count: Int { indexCount }

  @inlinable public var isEmpty: Bool { indexCount == 0 }

  /// The index that came first; nil where there is none.
  @inlinable public var first: UInt32? { indexCount == 0 ? nil : firstIndex }

  /// Whether `index` is in it.
  @inlinable
  public func contains(_ index: UInt32) -> Bool { next[index] != Self.absent }

  /// Adds `index` behind the others; one that is in the queue keeps its place.
  @inlinable
  public mutating func append(_ index: UInt32) {
    guard next[index] == Self.absent else { return }
    next[index] = Self.none
    if indexCount == 0 { firstIndex = index } else { next[lastIndex] = index }
    lastIndex = index
    indexCount &+= 1
  }

  /// Takes out the index that came first; nil where there is none.
  @inlinable
  public mutating func removeFirst() -> UInt32? {
    guard indexCount > 0 else { return nil }
    let index = firstIndex
    firstIndex = next[index]
    next[index] = Self.absent
    indexCount &-= 1
    return index
  }
}
