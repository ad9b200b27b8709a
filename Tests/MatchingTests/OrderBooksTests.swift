import Market
import Matching
import Testing

/// One book and what tests ask of it.
struct SingleBook: ~Copyable {
  var books: OrderBooks
  let book: BookIndex
  var fills: FillBuffer

  init(_ limits: BookLimits = BookLimits(orders: 8, levelPages: 4, books: 2)) {
    books = OrderBooks(limits: limits)
    fills = FillBuffer(capacity: limits.ordersLookedAt)
    guard let book = books.addBook() else { preconditionFailure("there is room for a book") }
    self.book = book
  }

  func incoming(_ side: Side, _ lots: UInt32, _ tick: Int32, owner: UInt32 = 1) -> IncomingOrder {
    IncomingOrder(book: book, side: side, limitTick: tick, lots: lots, owner: owner)
  }

  /// Rests an order without matching it.
  mutating func rest(_ side: Side, _ lots: UInt32, _ tick: Int32, owner: UInt32 = 1) -> OrderSlot? {
    books.rest(RestingOrder(incoming: incoming(side, lots, tick, owner: owner), lots: lots, tag: 7))
  }

  mutating func match(_ side: Side, _ lots: UInt32, _ tick: Int32, owner: UInt32 = 2)
    -> MatchOutcome
  {
    books.match(incoming(side, lots, tick, owner: owner), into: &fills)
  }

  /// Walks to the end without a change of the book.
  mutating func walk(_ incoming: IncomingOrder) -> MatchOutcome {
    var walk = books.walk(incoming)
    fills.removeAll()
    while let order = books.next(&walk, fills) { walk.meet(order, into: &fills) }
    return MatchOutcome(lotsLeft: walk.lotsLeft, stop: walk.stop ?? .done)
  }
}

/// Room, identity of slots, and what the caller must not do.
@Suite struct OrderBooksTests {
  @Test("as many books as the limits say, and not one more")
  func books() {
    var books = OrderBooks(limits: BookLimits(orders: 1, levelPages: 1, books: 2))
    let added = [books.addBook(), books.addBook(), books.addBook()]
    #expect(added == [BookIndex(rawValue: 0), BookIndex(rawValue: 1), nil])
    let count = books.bookCount
    #expect(count == 2)
  }

  @Test("books do not see each other's orders")
  func booksAreApart() {
    var single = SingleBook()
    let other = single.books.addBook()
    let slot = single.rest(.sell, 5, 100)
    #expect(slot != nil && other != nil)
    guard let other else { return }
    let incoming = IncomingOrder(book: other, side: .buy, limitTick: 100, lots: 5, owner: 2)
    let outcome = single.books.match(incoming, into: &single.fills)
    #expect(outcome == MatchOutcome(lotsLeft: 5, stop: .noMore))
    let bests = [single.books.bestAsk(single.book), single.books.bestAsk(other)]
    #expect(bests == [100, nil])
  }

  @Test(
    "a limit crosses that reaches the best price of the other side",
    arguments: [(99, 101), (100, 100), (101, 99)] as [(Int32, Int32)])
  func crosses(_ buy: Int32, _ sell: Int32) {
    for side in [Side.buy, .sell] {
      var single = SingleBook()
      let limit = side == .buy ? buy : sell
      let onEmpty = single.books.crosses(single.incoming(side, 1, limit))
      _ = single.rest(side.opposite, 5, 100)
      _ = single.rest(side.opposite, 5, side == .buy ? 105 : 95)
      let onBest = single.books.crosses(single.incoming(side, 1, limit))
      #expect(!onEmpty && onBest == (buy >= 100))
    }
  }

  @Test("the pool of orders: the last fits, the next is refused without a trace")
  func ordersExhausted() {
    var single = SingleBook(BookLimits(orders: 2, levelPages: 4, books: 1))
    let first = single.rest(.buy, 1, 10)
    let second = single.rest(.buy, 1, 11)
    let canRest = single.books.canRest(single.book, .buy, tick: 10)
    let third = single.rest(.buy, 1, 12)
    #expect(first != nil && second != nil && third == nil && !canRest)
    let best = single.books.bestBid(single.book)
    #expect(best == 11)
    if let second { single.books.cancel(second) }
    let again = single.rest(.buy, 1, 12)
    #expect(again == second, "a freed slot is used again")
  }

  @Test("a filled order's slot is free after the match, and is told in the fill")
  func filledSlot() {
    var single = SingleBook(BookLimits(orders: 1, levelPages: 1, books: 1))
    let slot = single.rest(.sell, 3, 10)
    let outcome = single.match(.buy, 5, 10)
    let fill = single.fills[0]
    #expect(outcome == MatchOutcome(lotsLeft: 2, stop: .noMore))
    #expect(fill.makerSlot == slot && fill.makerTag == 7 && fill.makerLeaves == 0)
    let orderCount = single.books.orderCount
    let again = single.rest(.buy, 2, 10)
    #expect(orderCount == 0 && again == slot)
  }

  @Test("a match looks at no more orders than its limit", arguments: [2, 3, 4])
  func lookedAtLimit(_ orders: Int) {
    var single = SingleBook(
      BookLimits(orders: 8, levelPages: 4, books: 1, ordersLookedAt: 3))
    for number in 0..<orders { _ = single.rest(.sell, 1, 100 + Int32(number)) }
    let walked = single.walk(single.incoming(.buy, 9, 200, owner: 2))
    let outcome = single.match(.buy, 9, 200)
    let filled = UInt32(min(orders, 3))
    #expect(outcome.lotsLeft == 9 - filled && walked == outcome)
    #expect(outcome.stop == (orders > 3 ? .lookedAtLimit : .noMore))
  }

  @Test("lots of one order: 65,535 fit")
  func mostLots() {
    var single = SingleBook()
    for _ in 0..<8 { _ = single.rest(.buy, BookLimits.lotsPerOrder, 1) }
    let level = single.books.level(single.book, .buy, at: 1)
    #expect(level == PriceLevel(tick: 1, lots: 8 * 65_535, orders: 8))
  }

  @Test("what the caller must not do stops the process")
  func callersErrors() async {
    await #expect(processExitsWith: .failure) {
      var single = SingleBook()
      _ = single.rest(.buy, BookLimits.lotsPerOrder + 1, 1)
    }
    await #expect(processExitsWith: .failure) {
      var single = SingleBook()
      _ = single.rest(.buy, 0, 1)
    }
    await #expect(processExitsWith: .failure) {
      var single = SingleBook()
      let slot = single.rest(.buy, 1, 1)
      if let slot { single.books.cancel(slot) }
      if let slot { single.books.cancel(slot) }
    }
    await #expect(processExitsWith: .failure) {
      var single = SingleBook()
      let slot = single.rest(.buy, 5, 1)
      if let slot { single.books.reduce(slot, by: 5) }
    }
    await #expect(processExitsWith: .failure) {
      let single = SingleBook()
      _ = single.books.bestBid(BookIndex(rawValue: 1))
    }
  }
}
