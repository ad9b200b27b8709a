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
}
