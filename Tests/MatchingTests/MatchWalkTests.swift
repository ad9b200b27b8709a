import Market
import Matching
import Testing

/// A walk sees what a match would do, and leaves the book alone until its entries are performed.
@Suite struct MatchWalkTests {
  @Test("own orders that one incoming order cancels: 63, 64, and no 65th", arguments: [63, 64, 65])
  func ownOrdersCancelled(_ orders: Int) {
    var single = SingleBook(BookLimits(orders: 80, levelPages: 4, books: 1))
    for _ in 0..<orders { _ = single.rest(.sell, 1, 100) }
    var incoming = single.incoming(.buy, 2, 100)
    incoming.selfMatch = .cancelOldest
    let outcome = single.walk(incoming)
    #expect(single.fills.count == min(orders, 64))
    #expect((0..<single.fills.count).allSatisfy { single.fills[$0].isCancel })
    #expect(outcome.lotsLeft == 2)
    #expect(outcome.stop == (orders > 64 ? .wouldTradeWithItself : .noMore))
  }

  @Test("orders that are passed over are looked at", arguments: [2, 3, 4])
  func passedOver(_ orders: Int) {
    var single = SingleBook(
      BookLimits(orders: 8, levelPages: 4, books: 1, ordersLookedAt: 3))
    for _ in 0..<orders { single.restAllOrNone(.sell, 9, 100) }
    let outcome = single.walk(single.incoming(.buy, 5, 100, owner: 2))
    #expect(outcome == MatchOutcome(lotsLeft: 5, stop: orders > 3 ? .lookedAtLimit : .noMore))
  }

  @Test("what the caller cancels on the way does not trade")
  func cancelled() {
    var single = SingleBook()
    _ = single.rest(.sell, 5, 100)
    _ = single.rest(.sell, 5, 100)
    var walk = single.books.walk(single.incoming(.buy, 5, 100, owner: 2))
    let first = single.books.next(&walk, single.fills)
    if let first { walk.cancel(first, into: &single.fills) }
    let second = single.books.next(&walk, single.fills)
    if let second { walk.meet(second, into: &single.fills) }
    let third = single.books.next(&walk, single.fills)
    #expect(first != nil && second != nil && third == nil && walk.stop == .done)
    #expect(single.fills[0].isCancel && !single.fills[1].isCancel)
    let before = single.books.level(single.book, .sell, at: 100)
    #expect(before.orders == 2 && before.lots == 10)
    for index in 0..<single.fills.count { single.books.perform(single.fills[index]) }
    let after = single.books.bestAsk(single.book)
    #expect(after == nil)
  }

  @Test("an entry that is performed twice stops the process")
  func callersErrors() async {
    await #expect(processExitsWith: .failure) {
      var single = SingleBook()
      _ = single.rest(.sell, 5, 100)
      _ = single.walk(single.incoming(.buy, 5, 100, owner: 2))
      for _ in 0..<2 { single.books.perform(single.fills[0]) }
    }
  }
}

extension SingleBook {
  /// Rests an order that trades as a whole only.
  mutating func restAllOrNone(_ side: Side, _ lots: UInt32, _ tick: Int32) {
    var order = RestingOrder(incoming: incoming(side, lots, tick), lots: lots, tag: 7)
    order.isAllOrNone = true
    _ = books.rest(order)
  }
}
