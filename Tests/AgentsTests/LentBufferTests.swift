import Memory
import Testing

@testable import Agents

@Suite struct LentBufferTests {
  private func append(_ count: Int, to lent: inout LentBuffer, _ pool: inout BufferPool) -> Bool {
    let bytes = [UInt8](repeating: 7, count: count)
    return lent.append(RawSpan(_elements: bytes.span), from: &pool)
  }

  @Test("a buffer is lent with the first byte and goes back with the last")
  func lent() {
    var pool = BufferPool(bufferBytes: 100, spare: 1)
    var lent = LentBuffer(capacity: 100)
    let none = [lent.count, lent.freeBytes, pool.lentCount]
    let fits = append(60, to: &lent, &pool)
    let some = [lent.count, lent.freeBytes, pool.lentCount]
    var taken = lent.take(from: &pool)
    taken.didRead(60)
    lent.put(taken, to: &pool)
    let read = [lent.count, lent.freeBytes, pool.lentCount]
    #expect(fits)
    #expect(none == [0, 100, 0])
    #expect(some == [60, 40, 1])
    #expect(read == [0, 100, 0])
  }

  @Test("as many bytes as the buffer holds, and not one more", arguments: [39, 40, 41])
  func capacity(count: Int) {
    var pool = BufferPool(bufferBytes: 100, spare: 1)
    var lent = LentBuffer(capacity: 100)
    let first = append(60, to: &lent, &pool)
    let second = append(count, to: &lent, &pool)
    let kept = lent.count
    lent.removeAll(to: &pool)
    let end = [lent.count, pool.lentCount]
    #expect(first && second == (count <= 40))
    #expect(kept == (count <= 40 ? 60 + count : 60))
    #expect(end == [0, 0])
  }

  @Test("what does not fit into an empty buffer leaves none lent")
  func tooLong() {
    var pool = BufferPool(bufferBytes: 100, spare: 1)
    var lent = LentBuffer(capacity: 100)
    let fits = append(101, to: &lent, &pool)
    let count = pool.lentCount
    #expect(!fits)
    #expect(count == 0)
  }
}
