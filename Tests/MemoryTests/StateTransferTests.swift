import Memory
import Testing

/// State that leaves tables and comes into others.
@Suite struct StateTransferTests {
  @Test(
    "a table comes back as it was, and takes the room of what differs", arguments: [0, 1, 7, 100])
  func slab(_ used: Int) {
    var slab = Slab(capacity: 100, repeating: UInt64(9))
    for index in 0..<UInt32(used) { slab[index] = UInt64(index) << 40 }
    var writing = StateWriting(into: Bytes())
    writing.move(&slab)
    let bytes = writing.sink.bytes
    #expect(bytes.count == 16 + 8 * min(used + 1, 100))
    var other = Slab(capacity: 100, repeating: UInt64(1))
    var reading = StateReading(from: Bytes(bytes))
    reading.move(&other)
    let failure = reading.failure
    #expect(failure == nil)
    for index in 0..<UInt32(100) {
      let same = other[index] == slab[index]
      #expect(same, "\(index)")
    }
  }

  @Test("elements of an odd size are compared to their last byte")
  func oddSize() {
    var slab = Slab(capacity: 4, repeating: Odd(a: 1, b: 2, c: 3))
    slab[2] = Odd(a: 1, b: 2, c: 4)
    var writing = StateWriting(into: Bytes())
    writing.move(&slab)
    let count = writing.sink.bytes.count
    #expect(count == 16 + 4 * 3)
  }

  @Test("an index, a pool, a queue and a heap go on as they were")
  func tables() {
    var one = Tables()
    one.fill()
    var writing = StateWriting(into: Bytes())
    one.transfer(by: &writing)
    var other = Tables()
    var reading = StateReading(from: Bytes(writing.sink.bytes))
    other.transfer(by: &reading)
    let failure = reading.failure
    #expect(failure == nil)
    let (expected, found) = (one.drain(), other.drain())
    #expect(found == expected)
  }

  @Test("another capacity, another size, and an end too early are told with their part")
  func failures() {
    var slab = Slab(capacity: 8, repeating: UInt32(0))
    var value = UInt64(5)
    var writing = StateWriting(into: Bytes())
    writing.move(&value)
    writing.move(&slab)
    let bytes = writing.sink.bytes
    var larger = Slab(capacity: 9, repeating: UInt32(0))
    #expect(Self.failure(of: bytes, &value, &larger) == .different(part: 1))
    #expect(Self.failure(of: Array(bytes.dropLast()), &value, &slab) == .short(part: 1))
    #expect(Self.failure(of: Array(bytes.prefix(10)), &value, &slab) == .short(part: 0))
    var narrow = UInt32(5)
    #expect(Self.failure(of: bytes, &narrow, &slab) == .different(part: 0))
    var none = bytes
    none[24 + 4] = 0
    #expect(Self.failure(of: none, &value, &slab) == .different(part: 1))
  }

  private static func failure<Value: BitwiseCopyable>(
    of bytes: [UInt8], _ value: inout Value, _ slab: inout Slab<UInt32>
  ) -> StateFailure? {
    var reading = StateReading(from: Bytes(bytes))
    reading.move(&value)
    reading.move(&slab)
    return reading.failure
  }
}

private struct Odd: BitwiseCopyable {
  var a: UInt8
  var b: UInt8
  var c: UInt8
}

private struct Item: HeapElement {
  var value: UInt32 = 0
  func precedes(_ other: Item) -> Bool { value < other.value }
}

/// One of each table.
private struct Tables: ~Copyable {
  private var index = HashIndex(capacity: 50)
  private var pool = SlotPool(capacity: 20)
  private var queue = IndexQueue(capacity: 30)
  private var heap = Heap(capacity: 40, repeating: Item())

  mutating func fill() {
    for number in UInt64(0)..<40 {
      index.insert(hash: number &* 0x9E37_79B9_7F4A_7C15, slot: UInt32(number))
    }
    for _ in 0..<12 { _ = pool.take() }
    for slot in [UInt32(3), 9, 0] { pool.give(slot) }
    for place in [UInt32(7), 2, 29] { queue.append(place) }
    for value in [UInt32(8), 3, 5, 1] { heap.add(Item(value: value)) { _, _ in } }
  }

  /// What they give, to their ends.
  mutating func drain() -> [UInt32?] {
    var given: [UInt32?] = []
    for number in UInt64(0)..<45 {
      given.append(index.find(hash: number &* 0x9E37_79B9_7F4A_7C15) { $0 == UInt32(number) })
    }
    for _ in 0..<11 { given.append(pool.take()) }
    given.append(UInt32(pool.available))
    for _ in 0..<4 { given.append(queue.removeFirst()) }
    while let first = heap.first {
      given.append(first.value)
      _ = heap.remove(at: 0) { _, _ in }
    }
    return given
  }

  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    index.transfer(by: &transfer)
    pool.transfer(by: &transfer)
    queue.transfer(by: &transfer)
    heap.transfer(by: &transfer)
  }
}

private struct Bytes: ~Copyable, StateSink, StateSource {
  private(set) var bytes: [UInt8] = []
  private var place = 0

  init(_ bytes: [UInt8] = []) { self.bytes = bytes }

  mutating func take(_ part: RawSpan) {
    unsafe part.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
  }

  mutating func fill(_ part: inout MutableRawSpan) -> Bool {
    let count = part.byteCount
    guard bytes.count - place >= count else { return false }
    let from = place
    unsafe part.withUnsafeMutableBytes { target in
      unsafe bytes.withUnsafeBytes { source in
        unsafe target.copyMemory(from: .init(rebasing: source[from..<from + count]))
      }
    }
    place += count
    return true
  }
}
