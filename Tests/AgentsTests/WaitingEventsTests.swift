import Testing

@testable import Agents

/// Positions that are put down for sessions, and what comes where there is no room for more.
@Suite struct WaitingEventsTests {
  /// Takes out what is put down: the positions, and from where the rest is to be looked for.
  private static func drain(
    _ waiting: inout WaitingEvents, _ blocks: inout PositionBlocks, through last: Int
  ) -> [UInt64] {
    var found: [UInt64] = []
    while let position = waiting.first(blocks), position <= UInt64(last) {
      found.append(position)
      waiting.removeFirst(end: position + 1, &blocks)
      waiting.endSearch(at: UInt64(last) + 1)
    }
    return found
  }

  @Test("positions come back in their order", arguments: [1, 15, 16, 17, 32, 33, 160])
  func order(_ count: Int) {
    var blocks = PositionBlocks(blocks: 10)
    var waiting = WaitingEvents()
    for position in 1...count { waiting.append(UInt64(position), &blocks) }
    #expect(!waiting.isEmpty)
    #expect(Self.drain(&waiting, &blocks, through: count) == (1...count).map { UInt64($0) })
    #expect(waiting.isEmpty)
    let free = blocks.available
    #expect(free == 10)
  }

  @Test("some come while others are taken")
  func between() {
    var blocks = PositionBlocks(blocks: 3)
    var waiting = WaitingEvents()
    var next: UInt64 = 1
    var expected: UInt64 = 1
    for round in 0..<200 {
      for _ in 0...round % 5 where next - expected < 32 {
        waiting.append(next, &blocks)
        next += 1
      }
      for _ in 0..<round % 4 where expected < next {
        let first = waiting.first(blocks)
        #expect(first == expected)
        waiting.removeFirst(end: expected + 1, &blocks)
        expected += 1
      }
    }
    #expect(expected > 200)
  }

  @Test("without a block what comes is looked for: n, n+1", arguments: [32, 33, 40])
  func full(_ count: Int) {
    var blocks = PositionBlocks(blocks: 2)
    var waiting = WaitingEvents()
    for position in 1...count { waiting.append(UInt64(position) * 10, &blocks) }
    let found = Self.drain(&waiting, &blocks, through: count * 10)
    let known = (1...32).map { UInt64($0) * 10 }
    // From the first that found no room on, every position is looked at.
    #expect(found == known + (count > 32 ? (330...count * 10).map { UInt64($0) } : []))
    #expect(waiting.isEmpty)
  }

  @Test("one session has no more room than its own: n, n+1", arguments: [0, 1])
  func most(_ more: Int) {
    let count = WaitingEvents.positionsMost + more
    var blocks = PositionBlocks(blocks: WaitingEvents.positionsMost / PositionBlocks.places + 2)
    var waiting = WaitingEvents()
    for position in 1...count { waiting.append(UInt64(position), &blocks) }
    let free = blocks.available
    #expect(free == 2)
    // The one too many is looked for, so its place is still known.
    #expect(Self.drain(&waiting, &blocks, through: count).count == count)
  }

  @Test("a search from an earlier place forgets what was put down, and gives its room back")
  func search() {
    var blocks = PositionBlocks(blocks: 4)
    var waiting = WaitingEvents()
    for position in 10...40 { waiting.append(UInt64(position), &blocks) }
    waiting.search(from: 7, &blocks)
    waiting.append(41, &blocks)
    let free = blocks.available
    #expect(free == 4)
    #expect(Self.drain(&waiting, &blocks, through: 41) == (7...41).map { UInt64($0) })
    #expect(waiting.isEmpty)
  }
}
