import Market
import Memory
import Testing

@testable import Matching

/// Nodes come and go with the spread of the prices.
@Suite struct PageDirectoryTests {
  /// With four nodes beyond the reserve, prices 1,024 ticks apart need more than there are.
  @Test("the pool of nodes: refused without a trace, free again when the prices are gone")
  func nodesExhausted() {
    var single = SingleBook(
      BookLimits(orders: 64, levelPages: 64, books: 1, directoryNodes: 4))
    var slots: [OrderSlot] = []
    var tick: Int32 = 0
    while let slot = single.rest(.sell, 1, tick) {
      slots.append(slot)
      tick += 1_024
    }
    let canRest = single.books.canRest(single.book, .sell, tick: tick)
    let orderCount = single.books.orderCount
    #expect(slots.count >= 2 && slots.count < 64 && !canRest && orderCount == slots.count)
    for slot in slots { single.books.cancel(slot) }
    var again = 0
    for step in 0..<Int32(slots.count) where single.rest(.sell, 1, step * 1_024) != nil {
      again += 1
    }
    #expect(again == slots.count)
  }

  @Test("the nodes that one price takes: seven where it lifts the root thrice, fewer elsewhere")
  func nodesPerRest() {
    let last = Int32.max
    var most: [Int] = []
    for ticks in [[0, 1], [0, 1_024], [0, 1 << 16, last], [0, last], [last, .min, 0]] {
      var single = SingleBook(BookLimits(orders: 8, levelPages: 8, books: 1))
      var taken: [Int] = []
      for tick in ticks {
        let before = single.books.ladder.directory.free.inUse
        _ = single.rest(.sell, 1, tick)
        taken.append(single.books.ladder.directory.free.inUse - before)
      }
      most.append(taken.max() ?? 0)
    }
    #expect(most == [2, 2, 6, BookLimits.nodesPerRest, BookLimits.nodesPerRest])
  }

  @Test("a price wandering over the whole range leaves nothing behind", arguments: [1, 7, 1 << 20])
  func wandering(_ step: Int32) {
    var single = SingleBook(
      BookLimits(orders: 2, levelPages: 2, books: 1, directoryNodes: 16))
    var tick: Int32 = -1_000 * step
    var last = single.rest(.sell, 1, tick)
    var rested = last == nil ? 0 : 1
    for _ in 0..<2_000 {
      tick += step
      let next = single.rest(.sell, 1, tick)
      if let last { single.books.cancel(last) }
      let best = single.books.bestAsk(single.book)
      if next != nil && best == tick { rested += 1 }
      last = next
    }
    #expect(rested == 2_001)
  }
}
