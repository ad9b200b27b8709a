import Market
import Memory
import Testing

@testable import MarketCore

@Suite struct AccountBooksTests {
  /// Account books and the orders in them, of two firms.
  struct Books: ~Copyable {
    var books: AccountBooks
    var orders = OrderTable(capacity: 64, clOrdIDs: 64, seed: HashSeed(rawValue: 1))
    private var lastNumber: UInt64 = 0

    init(capacity: Int) {
      books = AccountBooks(capacity: capacity, firms: 2, seed: HashSeed(rawValue: 1))
    }

    /// Enters an order; nil where its book finds no room.
    mutating func enter(
      _ firm: UInt32, _ instrument: UInt32, _ account: String = "", _ side: Side = .buy
    ) -> UInt32? {
      let code = AccountCode(text16(account))
      guard
        let book = books.open(
          FirmID(rawValue: firm), InstrumentID(rawValue: instrument), code)
      else { return nil }
      lastNumber += 1
      var order = OrderTableTests.order(lastNumber)
      order.firm = FirmID(rawValue: firm)
      order.instrument = InstrumentID(rawValue: instrument)
      order.account = code
      order.side = side
      order.accountBook = book
      let slot = orders.add(order)
      books.enter(slot, in: &orders)
      return slot
    }

    /// An order that is in the books ends.
    mutating func leave(_ slot: UInt32?) {
      guard let slot else { return }
      books.leave(slot, in: &orders)
      orders[slot].status = .canceled
    }

    func count(
      _ firm: UInt32, _ side: Side? = nil, in instrument: UInt32? = nil, of account: String? = nil
    ) -> UInt32 {
      books.count(
        FirmID(rawValue: firm), side, in: instrument.map { InstrumentID(rawValue: $0) },
        of: account.map { AccountCode(text16($0)) })
    }
  }

  @Test("live orders are counted by firm, side, instrument and account")
  func counts() {
    var books = Books(capacity: 32)
    for (firm, instrument, account, side) in [
      (1, 1, "", .buy), (1, 1, "A", .buy), (1, 1, "A", .sell), (1, 2, "A", .sell),
      (1, 2, "B", .buy), (2, 1, "A", .buy),
    ] as [(UInt32, UInt32, String, Side)] {
      let slot = books.enter(firm, instrument, account, side)
      #expect(slot != nil)
    }
    let found = [
      books.count(1), books.count(1, .buy), books.count(1, .sell), books.count(1, in: 1),
      books.count(1, .sell, in: 1), books.count(1, of: "A"), books.count(1, .sell, of: "A"),
      books.count(1, in: 2, of: "A"), books.count(1, .buy, in: 2, of: "A"), books.count(2),
      books.count(1, in: 3), books.count(1, of: "C"),
    ]
    #expect(found == [5, 3, 2, 3, 1, 3, 2, 1, 0, 1, 0, 0])
    let finding = books.books.audit(books.orders.live, of: books.orders)
    #expect(finding == nil)
  }

  @Test("an order that leaves is counted no more, whichever leaves first", arguments: [0, 1, 2])
  func leaving(_ first: Int) {
    var books = Books(capacity: 32)
    let slots = (0..<3).map { _ in books.enter(1, 1, "A") }
    for (index, slot) in (slots[first...] + slots[..<first]).enumerated() {
      books.leave(slot)
      let counts = [books.count(1), books.count(1, in: 1), books.count(1, of: "A")]
      let left = UInt32(2 - index)
      #expect(counts == [left, left, left])
      let finding = books.books.audit(books.orders.live, of: books.orders)
      #expect(finding == nil)
    }
  }

  @Test("a full table takes a new book in the place of the one that has been empty the longest")
  func room() {
    var books = Books(capacity: 6)
    let first = books.enter(1, 1, "A")
    let second = books.enter(1, 2, "B")
    let refused = books.enter(2, 1, "C")
    #expect(first != nil && second != nil && refused == nil)
    let known = books.enter(1, 2, "B")
    #expect(known != nil)
    books.leave(first)
    let taken = books.enter(2, 1, "C")
    #expect(taken != nil)
    let counts = [books.count(1), books.count(1, of: "A"), books.count(2, in: 1, of: "C")]
    #expect(counts == [2, 0, 1])
    let finding = books.books.audit(books.orders.live, of: books.orders)
    #expect(finding == nil)
  }
}
