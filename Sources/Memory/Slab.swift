public import CSIMD

/// A fixed number of elements, allocated and touched at once, addressed by 32-bit indices.
///
/// `slab[index].field -= 1` is one bounds check and one store: no copy of the element, no reference
/// count, no exclusivity check at run time.
///
/// *Safety:* `base` points to `capacity` initialised elements that this value owns (allocated in
/// `init`, freed in `deinit`). Every index is checked against `capacity`, in release builds too.
/// Elements are plain bits, so nothing is left to destroy.
@frozen
@safe
public struct Slab<Element: BitwiseCopyable>: ~Copyable {
  @usableFromInline let base: UnsafeMutablePointer<Element>
  /// The number of elements; valid indices are 0 ..< capacity.
  public let capacity: Int

  /// Allocates `capacity` elements and sets each to `value`, which touches every page.
  ///
  /// Blocks of a page and more are page-aligned, of 2 MiB and more aligned to large pages, smaller
  /// ones to 128 bytes.
  public init(capacity: Int, repeating value: Element) {
    precondition(capacity > 0, "a slab has an element")
    precondition(capacity < Int(UInt32.max), "indices have 32 bits, the highest means none")
    let (byteCount, overflow) = capacity.multipliedReportingOverflow(
      by: MemoryLayout<Element>.stride)
    precondition(!overflow, "the size of a slab fits in an address")
    precondition(MemoryLayout<Element>.alignment <= 128, "blocks are aligned to 128 at least")
    unsafe base = TouchedMemory.allocate(byteCount: byteCount)
      .bindMemory(to: Element.self, capacity: capacity)
    unsafe base.initialize(repeating: value, count: capacity)
    self.capacity = capacity
  }

  @inlinable
  deinit { unsafe base.deallocate() }

  /// The bytes that its elements take.
  public var byteCount: Int { capacity * MemoryLayout<Element>.stride }

  /// Element `index`, in place; an index beyond `capacity` is our own error and stops the process.
  @inlinable
  public subscript(_ index: UInt32) -> Element {
    unsafeAddress {
      precondition(Int(index) < capacity, "the index is within the slab")
      return unsafe UnsafePointer(base + Int(index))
    }
    unsafeMutableAddress {
      precondition(Int(index) < capacity, "the index is within the slab")
      return unsafe base + Int(index)
    }
  }

  /// Copies `count` elements from `source` on to `target` and behind, also where these overlap.
  @inlinable
  public mutating func copy(_ count: Int, from source: UInt32, to target: UInt32) {
    precondition(
      count >= 0 && Int(source) + count <= capacity && Int(target) + count <= capacity,
      "what is copied lies within the slab")
    unsafe (base + Int(target)).update(from: base + Int(source), count: count)
  }

  /// Asks the processor for element `index`, so that whoever uses it soon finds it in the cache; changes
  /// nothing.
  @inlinable
  public func expect(_ index: UInt32) {
    precondition(Int(index) < capacity, "the index is within the slab")
    var offset = 0
    while offset < MemoryLayout<Element>.size {
      unsafe csimd_prefetch(UnsafeRawPointer(base + Int(index)) + offset)
      offset += 64
    }
    // An element that does not begin with a line may end in one more.
    if MemoryLayout<Element>.stride % 64 != 0 {
      unsafe csimd_prefetch(
        UnsafeRawPointer(base + Int(index)) + (MemoryLayout<Element>.size - 1))
    }
  }

  /// The same of `count` elements from `first` on, which begin with a line.
  @inlinable
  public func expect(_ count: Int, from first: UInt32) {
    precondition(
      count >= 0 && Int(first) + count <= capacity, "what is fetched lies within the slab")
    var offset = 0
    while offset < count &* MemoryLayout<Element>.stride {
      unsafe csimd_prefetch(UnsafeRawPointer(base + Int(first)) + offset)
      offset &+= 64
    }
  }

  /// The same of the line in which the element begins.
  @inlinable
  public func expectFront(of index: UInt32) {
    precondition(Int(index) < capacity, "the index is within the slab")
    unsafe csimd_prefetch(UnsafeRawPointer(base + Int(index)))
  }

  /// All elements in index order.
  @inlinable
  public var span: Span<Element> {
    @_lifetime(borrow self)
    get {
      unsafe _overrideLifetime(Span(_unsafeStart: base, count: capacity), borrowing: self)
    }
  }

  /// All elements in index order, to be changed in place.
  @inlinable
  public var mutableSpan: MutableSpan<Element> {
    @_lifetime(&self)
    mutating get {
      unsafe _overrideLifetime(MutableSpan(_unsafeStart: base, count: capacity), mutating: &self)
    }
  }
}
