import Memory

/// Elements in the order in which they came, in room that is allocated once.
struct FixedQueue<Element: BitwiseCopyable>: ~Copyable {
  private var places: Slab<Element>
  private var firstPlace: UInt32 = 0
  private(set) var count: UInt32 = 0

  /// Room for `capacity` elements; `element` fills it meanwhile.
  init(capacity: Int, repeating element: Element) {
    places = Slab(capacity: capacity, repeating: element)
  }

  var capacity: Int { places.capacity }
  var isEmpty: Bool { count == 0 }
  var hasRoom: Bool { Int(count) < places.capacity }

  /// The element that came first.
  var first: Element {
    get { self[0] }
    set { places[firstPlace] = newValue }
  }

  /// An element by its place in their order, 0 ..< count.
  subscript(_ place: UInt32) -> Element {
    precondition(place < count, "an element stands there")
    return places[(firstPlace + place) % UInt32(places.capacity)]
  }

  /// Adds an element; the caller has made sure of the room.
  mutating func append(_ element: Element) {
    precondition(hasRoom, "there is room for an element")
    places[(firstPlace + count) % UInt32(places.capacity)] = element
    count += 1
  }

  /// Takes out the element that came first.
  mutating func removeFirst() {
    precondition(count > 0, "an element is there")
    firstPlace = (firstPlace + 1) % UInt32(places.capacity)
    count -= 1
  }

  /// Takes out the element at a place; those behind it keep their order.
  /// - Complexity: O(place).
  @discardableResult
  mutating func remove(at place: UInt32) -> Element {
    let element = self[place]
    for moved in stride(from: place, to: 0, by: -1) {
      places[(firstPlace + moved) % UInt32(places.capacity)] = self[moved - 1]
    }
    removeFirst()
    return element
  }
}

extension FixedQueue: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&places)
    transfer.move(&firstPlace)
    transfer.move(&count)
  }
}
