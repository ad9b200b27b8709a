import Memory
import Testing

@Suite struct BufferPoolTests {
  private func filled(_ buffer: consuming ByteBuffer, _ count: Int) -> ByteBuffer {
    let bytes = [UInt8](repeating: 7, count: count)
    let fits = buffer.append(RawSpan(_elements: bytes.span))
    precondition(fits, "a test fills what there is")
    return buffer
  }

  @Test("what comes back full is lent again empty, and no more are kept than were asked for")
  func reused() {
    var pool = BufferPool(bufferBytes: 100, spare: 2)
    let first = filled(pool.take(), 100)
    let second = pool.take()
    let third = pool.take()
    let lent = [pool.lentCount, pool.spareCount]
    pool.give(first)
    pool.give(second)
    pool.give(third)
    let back = [pool.lentCount, pool.spareCount]
    let again = pool.take()
    let count = again.count
    let free = again.freeBytes
    pool.give(again)
    #expect(lent == [3, 0])
    #expect(back == [0, 2])
    #expect(count == 0)
    #expect(free == 100)
  }

  @Test(
    "10,000 random steps: nobody is refused, and lent and spare are counted", arguments: [1, 3])
  func random(spare: Int) {
    var pool = BufferPool(bufferBytes: 64, spare: spare)
    var lent = LentBuffers()
    var state: UInt64 = 3
    for _ in 0..<10_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      if state >> 62 < 2 && lent.count < 8 {
        lent.push(filled(pool.take(), Int(state >> 33 % 64)))
      } else if let buffer = lent.pop() {
        pool.give(buffer)
      }
      if pool.lentCount != lent.count || pool.spareCount > spare {
        Issue.record("\(pool.lentCount) lent, \(pool.spareCount) spare; \(lent.count) are out")
        return
      }
    }
    while let buffer = lent.pop() { pool.give(buffer) }
    let end = pool.lentCount
    #expect(end == 0)
  }

  @Test("a buffer of another size, or one too many, stops the process")
  func checked() async {
    await #expect(processExitsWith: .failure) {
      var pool = BufferPool(bufferBytes: 64, spare: 1)
      _ = pool.take()
      pool.give(ByteBuffer(capacity: 65))
    }
    await #expect(processExitsWith: .failure) {
      var pool = BufferPool(bufferBytes: 64, spare: 1)
      pool.give(ByteBuffer(capacity: 64))
    }
  }
}

/// Buffers that are out, the last one first.
private struct LentBuffers: ~Copyable {
  private final class Link {
    var buffer: ByteBuffer?
    init(_ buffer: consuming ByteBuffer) { self.buffer = consume buffer }
  }

  private var links: [Link] = []
  var count: Int { links.count }

  mutating func push(_ buffer: consuming ByteBuffer) { links.append(Link(buffer)) }

  mutating func pop() -> ByteBuffer? { links.popLast()?.buffer.take() }
}
