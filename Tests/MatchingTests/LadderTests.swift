import Market
import Memory
import Testing

@testable import Matching

/// Best and next best, and the pool of pages.
@Suite struct LadderTests {
  @Test("the best level changes as levels come and go")
  func best() {
    var single = SingleBook()
    let far = single.rest(.sell, 1, 130)
    let near = single.rest(.sell, 1, 105)
    let nearest = single.rest(.sell, 1, 104)
    var bests = [single.books.bestAsk(single.book)]
    for slot in [near, nearest, far] {
      if let slot { single.books.cancel(slot) }
      bests.append(single.books.bestAsk(single.book))
    }
    #expect(bests == [104, 104, 130, nil])
  }

  @Test("the next level behind a tick, whether or not it holds orders")
  func behind() {
    var single = SingleBook()
    _ = single.rest(.buy, 1, 90)
    _ = single.rest(.buy, 1, 80)
    let ticks = [100, 90, 85, 80, 79].map {
      single.books.level(single.book, .buy, behind: Int32($0))?.tick
    }
    #expect(ticks == [90, 80, 80, nil, nil])
  }

  @Test("the pool of pages: a known page still takes orders, a new one is refused")
  func pagesExhausted() {
    var single = SingleBook(BookLimits(orders: 8, levelPages: 2, books: 1))
    let first = single.rest(.buy, 1, 0)
    let second = single.rest(.buy, 1, 1_000)
    let canRest = [1, 2_000].map { single.books.canRest(single.book, .buy, tick: $0) }
    let third = single.rest(.buy, 1, 2_000)
    let sameLevel = single.rest(.buy, 1, 1_000)
    #expect(first != nil && second != nil && third == nil && sameLevel != nil)
    #expect(canRest == [true, false])
    if let first { single.books.cancel(first) }
    let fourth = single.rest(.buy, 1, 2_000)
    let best = single.books.bestBid(single.book)
    #expect(fourth != nil && best == 2_000)
  }
  @Test("a best level without an order, or a page without a level, stops the process")
  func emptyBest() async {
    await #expect(processExitsWith: .failure) {
      var single = SingleBook()
      _ = single.rest(.sell, 1, 0)
      Self.loseOrders(&single, at: 0)
      _ = single.match(.buy, 1, 0)
    }
    await #expect(processExitsWith: .failure) {
      var single = SingleBook()
      let best = single.rest(.sell, 1, 0)
      _ = single.rest(.sell, 1, 100)
      single.books.ladder.pages[1].occupied = 0
      if let best { single.books.cancel(best) }
    }
  }

  /// The level of sells at a tick has no orders any more, but still stands in its page.
  private static func loseOrders(_ single: inout SingleBook, at tick: Int32) {
    let side = SideIndex(single.book, .sell)
    let level = single.books.ladder.find(LadderKey(tick: tick, on: side), on: side)
    if let level { single.books.ladder.levels[level.rawValue].head = OrderNode.none }
  }
}
