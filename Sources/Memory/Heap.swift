/// What a heap puts in order.
public protocol HeapElement: BitwiseCopyable {
  /// Whether it comes out before `other`; of two different ones, one does.
  func precedes(_ other: Self) -> Bool
}

/// A binary heap of a fixed capacity.
///
/// `moved` is told each element that has come to a place, the one added included: so an element's
/// owner can know where it is, and take it out from there.
/// - Complexity: O(log count) to add and to remove.
@frozen
public struct Heap<Element: HeapElement>: ~Copyable {
  @usableFromInline var elements: Slab<Element>
  @usableFromInline var elementCount: UInt32 = 0

  /// Room for `capacity` elements; `element` fills it meanwhile.
  @inlinable
  public init(capacity: Int, repeating element: Element) {
    elements = Slab(capacity: capacity, repeating: element)
  }

  /// The number of elements.
  @inlinable public var count: UInt32 { elementCount }

  /// The number of elements that it has room for.
  @inlinable public var capacity: Int { elements.capacity }

  /// Whether an element may be added.
  @inlinable public var hasRoom: Bool { Int(count) < elements.capacity }

  /// The element that comes out next.
  @inlinable public var first: Element? { count == 0 ? nil : elements[0] }

  /// The element at a place, 0 ..< count, in no order that means anything.
  @inlinable
  public subscript(_ place: UInt32) -> Element {
    precondition(place < count, "an element stands there")
    return elements[place]
  }

  /// Adds an element; the caller has made sure of the room.
  @inlinable
  public mutating func add(_ element: Element, moved: (Element, UInt32) -> Void) {
    precondition(hasRoom, "the heap has room")
    elementCount += 1
    rise(element, from: count - 1, moved)
  }

  /// Takes out the element at a place.
  @inlinable
  @discardableResult
  public mutating func remove(at place: UInt32, moved: (Element, UInt32) -> Void) -> Element {
    precondition(place < count, "an element stands there")
    let element = elements[place]
    elementCount -= 1
    if place < count { replace(at: place, by: elements[count], moved: moved) }
    return element
  }

  /// Puts another element in the stead of the one at a place; it goes where it belongs.
  @inlinable
  public mutating func replace(
    at place: UInt32, by element: Element, moved: (Element, UInt32) -> Void
  ) {
    precondition(place < count, "an element stands there")
    if element.precedes(elements[place]) {
      rise(element, from: place, moved)
    } else {
      sink(element, place, moved)
    }
  }

  @inlinable
  mutating func rise(
    _ element: Element, from place: UInt32, _ moved: (Element, UInt32) -> Void
  ) {
    var place = place
    while place > 0, element.precedes(elements[(place - 1) / 2]) {
      put(elements[(place - 1) / 2], at: place, moved)
      place = (place - 1) / 2
    }
    put(element, at: place, moved)
  }

  @inlinable
  mutating func sink(
    _ element: Element, _ place: UInt32, _ moved: (Element, UInt32) -> Void
  ) {
    var place = place
    while let child = earlierChild(of: place), elements[child].precedes(element) {
      put(elements[child], at: place, moved)
      place = child
    }
    put(element, at: place, moved)
  }

  @inlinable
  mutating func put(
    _ element: Element, at place: UInt32, _ moved: (Element, UInt32) -> Void
  ) {
    elements[place] = element
    moved(element, place)
  }

  @inlinable
  func earlierChild(of place: UInt32) -> UInt32? {
    let left = 2 * place + 1
    guard left < count else { return nil }
    return left + 1 < count && elements[left + 1].precedes(elements[left]) ? left + 1 : left
  }
}
