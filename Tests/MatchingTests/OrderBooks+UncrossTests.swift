import Market
import Matching
import Testing

@Suite struct UncrossTests {
  static func books(bids: String, asks: String) -> OrderBooks {
    var books = OrderBooks(limits: BookLimits(orders: 100, levelPages: 20, books: 1))
    guard let book = books.addBook() else { preconditionFailure("there is room for a book") }
    for (side, text) in [(Side.buy, bids), (.sell, asks)] {
      for order in text.split(separator: " ") {
        let words = order.split(separator: "@")
        guard let lots = UInt32(words[0]), let tick = Int32(words[1]) else { continue }
        rest(&books, book, side, tick, lots)
      }
    }
    return books
  }

  static func rest(
    _ books: inout OrderBooks, _ book: BookIndex, _ side: Side, _ tick: Int32, _ lots: UInt32
  ) {
    let incoming = IncomingOrder(
      book: book, side: side, limitTick: tick, lots: lots, owner: UInt32(side.rawValue))
    let slot = books.rest(
      RestingOrder(incoming: incoming, lots: lots, tag: UInt32(books.orderCount)))
    precondition(slot != nil, "there is room for the order")
  }

  @Test("pairs go by price and time on each side until the volume is done")
  func pairs() {
    var books = Self.books(bids: "2@103 3@104 2@103 4@101", asks: "4@99 1@98 9@101")
    let book = BookIndex(rawValue: 0)
    var left: UInt64 = 11
    var fills: [[UInt32]] = []
    while left > 0 {
      let fill = books.pair(book, upTo: left)
      left -= UInt64(fill.lots)
      fills.append([fill.buyTag, fill.sellTag, fill.lots, fill.buyLeaves, fill.sellLeaves])
    }
    #expect(
      fills == [
        [1, 5, 1, 2, 0], [1, 4, 2, 0, 2], [0, 4, 2, 0, 0], [2, 6, 2, 0, 7], [3, 6, 4, 0, 3],
      ])
    #expect(books.bestBid(book) == nil)
    #expect(books.bestLevel(book, .sell) == PriceLevel(tick: 101, lots: 3, orders: 1))
  }

  @Test("what an order hides counts, and trades in its place; then its first part shows")
  func iceberg() {
    var books = Self.books(bids: "5@101", asks: "1@100")
    let book = BookIndex(rawValue: 0)
    let incoming = IncomingOrder(book: book, side: .sell, limitTick: 99, lots: 9, owner: 2)
    var iceberg = RestingOrder(incoming: incoming, lots: 9, tag: 7)
    iceberg.maxFloor = 2
    let slot = books.rest(iceberg)
    let price = UncrossSearchTests.price(books, nearestTo: 0)
    #expect(price?.tick == 99)
    #expect(price?.lots == 5)
    let fill = books.pair(book, upTo: 5)
    #expect([fill.sellTag, fill.lots, fill.buyLeaves, fill.sellLeaves] == [7, 5, 0, 4])
    #expect(slot.map { books.shownLots($0) } == 2)
    if let slot { books.cancel(slot) }
    Self.rest(&books, book, .buy, 103, 2)
    #expect(UncrossSearchTests.price(books, nearestTo: 0)?.lots == 1)
  }

  @Test("a pair takes no more than the volume that is left")
  func partial() {
    var books = Self.books(bids: "5@100", asks: "5@100")
    let fill = books.pair(BookIndex(rawValue: 0), upTo: 2)
    #expect([fill.lots, fill.buyLeaves, fill.sellLeaves] == [2, 3, 3])
  }
  @Test("two orders of one owner are never paired")
  func owner() async {
    await #expect(processExitsWith: .failure) {
      var books = UncrossTests.books(bids: "5@100", asks: "")
      let own = UInt32(Side.buy.rawValue)
      let sell = IncomingOrder(
        book: BookIndex(rawValue: 0), side: .sell, limitTick: 100, lots: 5, owner: own)
      _ = books.rest(RestingOrder(incoming: sell, lots: 5, tag: 1))
      _ = books.pair(BookIndex(rawValue: 0), upTo: 5)
    }
  }
}
