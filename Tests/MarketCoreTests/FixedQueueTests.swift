import Testing

@testable import MarketCore

@Suite struct FixedQueueTests {
  @Test("elements leave in the order in which they came, round and round, up to the room")
  func order() {
    var queue = FixedQueue(capacity: 3, repeating: 0)
    var expected: [Int] = []
    for number in 1...20 {
      queue.append(number)
      expected.append(number)
      if number % 3 == 0 || expected.count == 3 {
        #expect(queue.first == expected[0])
        queue.removeFirst()
        expected.removeFirst()
      }
      #expect((0..<queue.count).map { queue[$0] } == expected)
      let hasRoom = queue.hasRoom
      #expect(hasRoom == (expected.count < 3))
    }
  }

  @Test("what is taken out of the middle leaves the others in their order, wherever they stand")
  func remove() {
    for first in 0..<4 {
      for place in 0..<4 {
        var queue = FixedQueue(capacity: 4, repeating: 0)
        for _ in 0..<first {
          queue.append(9)
          queue.removeFirst()
        }
        for number in 0..<4 { queue.append(number) }
        let removed = queue.remove(at: UInt32(place))
        #expect(removed == place)
        #expect((0..<queue.count).map { queue[$0] } == (0..<4).filter { $0 != place })
      }
    }
  }
}
