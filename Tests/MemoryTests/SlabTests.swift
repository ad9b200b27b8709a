import Memory
import Testing

@Suite struct SlabTests {
  struct Order: BitwiseCopyable {
    var leaves: UInt32
    var price: Int64
  }

  /// One element, some, a page, a page and one, a large page and more.
  static let capacities = [1, 2, 7, 256, 257, 131_072, 200_000]

  @Test("every element starts with the value given", arguments: capacities)
  func startsRepeated(capacity: Int) {
    let slab = Slab<UInt64>(capacity: capacity, repeating: 0xfeed)
    var differing = 0
    for index in 0..<capacity where slab[UInt32(index)] != 0xfeed { differing += 1 }
    #expect(differing == 0)
  }

  @Test("elements keep apart, the last one too", arguments: [1, 2, 7, 256, 257])
  func elementsAreSeparate(capacity: Int) {
    var slab = Slab<UInt16>(capacity: capacity, repeating: 0)
    for index in 0..<capacity { slab[UInt32(index)] = UInt16(index) }
    let read = (0..<capacity).map { Int(slab[UInt32($0)]) }
    #expect(read == Array(0..<capacity))
  }

  @Test("a field is changed in place")
  func changesFieldInPlace() {
    var slab = Slab(capacity: 3, repeating: Order(leaves: 5, price: -7))
    slab[1].leaves -= 1
    slab[2].price = 9
    let leaves = (0..<3).map { slab[UInt32($0)].leaves }
    let prices = (0..<3).map { slab[UInt32($0)].price }
    #expect(leaves == [5, 4, 5])
    #expect(prices == [-7, -7, 9])
  }

  @Test(
    "elements are copied to another place, also to one that begins among them",
    arguments: [
      (2, 0, 3, [0, 1, 2, 0, 1]), (4, 0, 1, [0, 0, 1, 2, 3]), (4, 1, 0, [1, 2, 3, 4, 4]),
      (0, 4, 0, [0, 1, 2, 3, 4]), (5, 0, 0, [0, 1, 2, 3, 4]),
    ])
  func copy(_ count: Int, _ source: UInt32, _ target: UInt32, _ expected: [Int]) {
    var slab = Slab(capacity: 5, repeating: 0)
    for index in 0..<5 { slab[UInt32(index)] = index }
    slab.copy(count, from: source, to: target)
    let found = (0..<5).map { slab[UInt32($0)] }
    #expect(found == expected)
  }

  @Test("what is copied from or to beyond the slab stops the process")
  func copyBeyond() async {
    await #expect(processExitsWith: .failure) {
      var slab = Slab(capacity: 5, repeating: 0)
      slab.copy(2, from: 4, to: 0)
    }
    await #expect(processExitsWith: .failure) {
      var slab = Slab(capacity: 5, repeating: 0)
      slab.copy(2, from: 0, to: 4)
    }
    await #expect(processExitsWith: .failure) {
      var slab = Slab(capacity: 5, repeating: 0)
      slab.copy(-1, from: 0, to: 0)
    }
  }

  @Test("elements are fetched within the slab, and stay as they are; beyond it the process stops")
  func expect() async {
    var slab = Slab<UInt64>(capacity: 20, repeating: 7)
    slab[19] = 9
    slab.expect(20, from: 0)
    slab.expect(0, from: 20)
    slab.expect(19)
    slab.expectFront(of: 19)
    let last = slab[19]
    #expect(last == 9)
    await #expect(processExitsWith: .failure) {
      Slab<UInt64>(capacity: 20, repeating: 7).expect(2, from: 19)
    }
  }

  @Test("the spans show the elements")
  func spans() {
    var slab = Slab<UInt8>(capacity: 4, repeating: 1)
    var mutable = slab.mutableSpan
    mutable[3] = 9
    let count = slab.span.count
    let last = slab.span[3]
    #expect(count == 4)
    #expect(last == 9)
  }

  @Test("the index behind the last one stops the process")
  func indexIsChecked() async {
    await #expect(processExitsWith: .failure) {
      let slab = Slab<UInt8>(capacity: 4, repeating: 1)
      _ = slab[4]
    }
    await #expect(processExitsWith: .failure) {
      var slab = Slab<UInt8>(capacity: 4, repeating: 1)
      slab[.max] = 1
    }
  }

  @Test("a slab of nothing, or of more than 32 bits count, stops the process")
  func capacityIsChecked() async {
    await #expect(processExitsWith: .failure) { _ = Slab<UInt8>(capacity: 0, repeating: 1) }
    await #expect(processExitsWith: .failure) {
      _ = Slab<UInt8>(capacity: Int(UInt32.max), repeating: 1)
    }
  }
}
