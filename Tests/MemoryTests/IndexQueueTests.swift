import Memory
import Testing

@Suite struct IndexQueueTests {
  @Test("who comes first is taken first, and has one turn however often it was named")
  func order() {
    var queue = IndexQueue(capacity: 4)
    for index: UInt32 in [2, 0, 2, 3, 0] { queue.append(index) }
    let count = queue.count
    let taken = [queue.removeFirst(), queue.removeFirst(), queue.removeFirst()]
    let last = queue.removeFirst()
    #expect(count == 3)
    #expect(taken == [2, 0, 3])
    #expect(last == nil)
  }

  @Test("who was taken may come again, behind the others")
  func again() {
    var queue = IndexQueue(capacity: 3)
    for index: UInt32 in [0, 1, 2] { queue.append(index) }
    let first = queue.removeFirst()
    queue.append(0)
    let rest = [queue.removeFirst(), queue.removeFirst(), queue.removeFirst()]
    #expect(first == 0)
    #expect(rest == [1, 2, 0])
  }

  @Test("100,000 random steps are those of a list that is searched", arguments: [1, 2, 3, 50])
  func random(capacity: UInt32) {
    var queue = IndexQueue(capacity: Int(capacity))
    var model: [UInt32] = []
    var state: UInt64 = 7
    for _ in 0..<100_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let index = UInt32(truncatingIfNeeded: state >> 33) % capacity
      if state >> 62 < 2 {
        queue.append(index)
        if !model.contains(index) { model.append(index) }
      } else {
        let taken = queue.removeFirst()
        if taken != model.first { Issue.record("\(String(describing: taken)), not the first") }
        if !model.isEmpty { model.removeFirst() }
      }
      let isSame = queue.count == model.count && queue.isEmpty == model.isEmpty
      if !isSame || queue.contains(index) != model.contains(index) {
        Issue.record("the queue differs from the list at index \(index)")
        return
      }
    }
    let count = queue.count
    #expect(count == model.count)
  }

  @Test("an index beyond the capacity stops the process")
  func checked() async {
    await #expect(processExitsWith: .failure) {
      var queue = IndexQueue(capacity: 2)
      queue.append(2)
    }
  }
}
