import Market
import Matching
import Testing

/// An empty side, and both sides beside each other.
@Suite struct BookSideTests {
  @Test("an empty side has no best, no levels, no orders", arguments: [Side.buy, .sell])
  func empty(_ side: Side) {
    let single = SingleBook()
    let best = single.books.bestLevel(single.book, side)
    let next = single.books.level(single.book, side, behind: 0)
    let first = single.books.firstOrder(single.book, side, at: 0)
    let level = single.books.level(single.book, side, at: 0)
    #expect(best == nil && next == nil && first == nil)
    #expect(level == PriceLevel(tick: 0, lots: 0, orders: 0))
  }

  @Test("the sides of a book may hold the same tick")
  func crossed() {
    var single = SingleBook()
    let buy = single.rest(.buy, 1, 5)
    let sell = single.rest(.sell, 2, 5)
    let levels = [Side.buy, .sell].map { single.books.level(single.book, $0, at: 5).lots }
    #expect(levels == [1, 2])
    let orders = [buy, sell].compactMap { $0.map { single.books.order($0) } }
    #expect(orders.map(\.side) == [.buy, .sell])
  }
}
