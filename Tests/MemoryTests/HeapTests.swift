import Memory
import Testing

/// The first comes out first, wherever elements were taken out in between.
@Suite struct HeapTests {
  private struct Element: HeapElement {
    var key: Int
    func precedes(_ other: Element) -> Bool { key < other.key }
  }

  @Test("all orders of adding, and each element taken out", arguments: 1...6)
  func sorted(_ count: Int) {
    for order in Self.permutations(Array(0..<count)) {
      for removed in 0..<count {
        var places = [UInt32](repeating: .max, count: count)
        var heap = Heap(capacity: count, repeating: Element(key: 0))
        for key in order { heap.add(Element(key: key)) { places[$0.key] = $1 } }
        let taken = heap.remove(at: places[removed]) { places[$0.key] = $1 }
        var left: [Int] = []
        while let first = heap.first {
          #expect(places[first.key] == 0)
          left.append(heap.remove(at: 0) { places[$0.key] = $1 }.key)
        }
        #expect(taken.key == removed)
        #expect(left == (0..<count).filter { $0 != removed })
      }
    }
  }

  @Test("each element makes way for each other one", arguments: 1...6)
  func replaced(_ count: Int) {
    for place in 0..<count {
      for key in 0...count {
        var places = [UInt32](repeating: .max, count: 2 * count + 1)
        var heap = Heap(capacity: count, repeating: Element(key: 0))
        for number in 0..<count { heap.add(Element(key: 2 * number + 1)) { places[$0.key] = $1 } }
        let old = heap[UInt32(place)].key
        heap.replace(at: UInt32(place), by: Element(key: 2 * key)) { places[$0.key] = $1 }
        var left: [Int] = []
        while let first = heap.first {
          #expect(places[first.key] == 0)
          left.append(heap.remove(at: 0) { places[$0.key] = $1 }.key)
        }
        let expected = (0..<count).map { 2 * $0 + 1 }.filter { $0 != old } + [2 * key]
        #expect(left == expected.sorted())
      }
    }
  }

  @Test("as many as the capacity, and not one more")
  func room() async {
    await #expect(processExitsWith: .failure) {
      var heap = Heap(capacity: 1, repeating: Element(key: 0))
      heap.add(Element(key: 1)) { _, _ in }
      heap.add(Element(key: 2)) { _, _ in }
    }
  }

  private static func permutations(_ keys: [Int]) -> [[Int]] {
    guard keys.count > 1 else { return [keys] }
    return keys.flatMap { key in
      permutations(keys.filter { $0 != key }).map { [key] + $0 }
    }
  }
}
