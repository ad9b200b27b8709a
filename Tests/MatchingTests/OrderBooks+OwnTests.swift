import Market
import Matching
import Testing

@Suite struct OwnOrderTests {
  /// Sells at 100, 101, 102 of owners 1, 2, 3.
  static func search(_ side: Side, limit: Int32, owner: UInt32, lookedAt: Int = 10)
    -> OwnOrderSearch
  {
    var books = OrderBooks(
      limits: BookLimits(orders: 10, levelPages: 4, books: 1, ordersLookedAt: lookedAt))
    guard let book = books.addBook() else { preconditionFailure("there is room for a book") }
    for number in 1...3 as ClosedRange<UInt32> {
      let tick = side == .buy ? 99 + Int32(number) : -99 - Int32(number)
      let incoming = IncomingOrder(
        book: book, side: side.opposite, limitTick: tick, lots: 1, owner: number)
      let slot = books.rest(RestingOrder(incoming: incoming, lots: 1, tag: number))
      precondition(slot != nil, "there is room for the order")
    }
    return books.ownOrders(
      crossedBy: IncomingOrder(
        book: book, side: side, limitTick: side == .buy ? limit : -limit, lots: 1, owner: owner))
  }

  static let rows: [(limit: Int32, owner: UInt32, OwnOrderSearch.Outcome, lookedAt: Int)] = [
    (99, 1, .none, 0), (100, 1, .found, 1), (101, 3, .none, 2), (102, 3, .found, 3),
    (200, 4, .none, 3),
  ]

  @Test("an order of the owner is found where the limit reaches it", arguments: rows)
  func found(_ row: (limit: Int32, owner: UInt32, OwnOrderSearch.Outcome, lookedAt: Int)) {
    for side in [Side.buy, .sell] {
      let search = Self.search(side, limit: row.limit, owner: row.owner)
      #expect(search.outcome == row.2)
      #expect(search.lookedAt == row.lookedAt)
    }
  }

  @Test("no more orders are looked at than a match may", arguments: [2, 3, 4])
  func limit(_ lookedAt: Int) {
    let search = Self.search(.buy, limit: 102, owner: 4, lookedAt: lookedAt)
    #expect(search.outcome == (lookedAt < 3 ? .lookedAtLimit : .none))
    #expect(search.lookedAt == min(lookedAt, 3))
  }
}
