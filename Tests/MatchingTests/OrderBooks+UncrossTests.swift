import Market
import Matching
import Testing

@Suite struct UncrossTests {
  /// A crossed book, written `LOTS@TICK`, and what it trades at.
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let bids: String
    let asks: String
    let reference: Int32
    let tick: Int32?
    let lots: UInt64
    var testDescription: String { name }

    init(
      _ name: String, bids: String, asks: String, reference: Int32 = 100, _ tick: Int32?,
      _ lots: UInt64 = 0
    ) {
      self.name = name
      self.bids = bids
      self.asks = asks
      self.reference = reference
      self.tick = tick
      self.lots = lots
    }
  }

  static let rows = [
    Row("an empty book has no price", bids: "", asks: "", nil),
    Row("nor has a side alone", bids: "5@100", asks: "", nil),
    Row("nor a book that does not cross", bids: "5@99", asks: "5@100", nil),
    Row("equal limits trade there", bids: "5@100", asks: "3@100", 100, 3),
    Row("the greatest volume", bids: "5@103 5@101", asks: "6@100 4@101 9@103", 101, 10),
    Row("then the least surplus: more buyers, up", bids: "5@104 5@101", asks: "5@98", 102, 5),
    Row("more sellers, down", bids: "5@104", asks: "5@98 5@101", reference: 103, 100, 5),
    Row("no surplus, the reference lies within", bids: "5@104", asks: "5@98", 100, 5),
    Row("the reference lies below", bids: "5@104", asks: "5@98", reference: 90, 98, 5),
    Row("the reference lies above", bids: "5@104", asks: "5@98", reference: 110, 104, 5),
    Row(
      "the first buyer behind bounds the prices without surplus", bids: "5@104 1@100",
      asks: "5@98", reference: 99, 101, 5),
    Row(
      "the first seller behind bounds them as well", bids: "5@104", asks: "5@98 1@102",
      reference: 103, 101, 5),
    Row(
      "as much left on either side at neighbouring prices: nearest to the reference",
      bids: "5@104 1@100", asks: "5@98 1@101", reference: 100, 100, 5),
    Row(
      "the other one is nearer", bids: "5@104 1@100", asks: "5@98 1@101", reference: 101, 101, 5),
    Row(
      "less surplus beats nearer", bids: "5@104 2@100", asks: "5@98 1@101", reference: 90, 101, 5),
    Row(
      "buyers left over at every price", bids: "9@104 1@100", asks: "5@98", reference: 90, 101, 5),
    Row(
      "sellers left over at every price", bids: "5@104", asks: "9@98 1@100", reference: 110, 99,
      5),
    Row("prices around zero", bids: "5@2", asks: "5@-2", reference: 0, 0, 5),
  ]

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
    let incoming = IncomingOrder(book: book, side: side, limitTick: tick, lots: lots, owner: 1)
    let slot = books.rest(
      RestingOrder(incoming: incoming, lots: lots, tag: UInt32(books.orderCount)))
    precondition(slot != nil, "there is room for the order")
  }

  @Test("the price of an uncross", arguments: rows)
  func price(_ row: Row) {
    let books = Self.books(bids: row.bids, asks: row.asks)
    let price = books.uncrossPrice(BookIndex(rawValue: 0), nearestTo: row.reference)
    #expect(price?.tick == row.tick)
    #expect(price?.lots ?? 0 == row.lots)
  }

  @Test("it is the price that a look at every tick finds", arguments: 1...400)
  func everyTick(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var books = Self.books(bids: "", asks: "")
    var orders: [(side: Side, tick: Int32, lots: UInt32)] = []
    for _ in 0..<random.below(14) {
      let side = random.pick([Side.buy, .sell])
      let tick = Int32(random.below(12)) + (side == .buy ? 2 : 0)
      let lots = UInt32(1 + random.below(4))
      orders.append((side, tick, lots))
      Self.rest(&books, BookIndex(rawValue: 0), side, tick, lots)
    }
    let reference = Int32(random.below(16))
    let price = books.uncrossPrice(BookIndex(rawValue: 0), nearestTo: reference)
    let expected = Self.priceByTrial(orders, reference)
    #expect(price?.tick == expected?.tick, "\(orders), reference \(reference)")
    #expect(price?.lots == expected?.lots, "\(orders), reference \(reference)")
  }

  private static func priceByTrial(
    _ orders: [(side: Side, tick: Int32, lots: UInt32)], _ reference: Int32
  ) -> (tick: Int32, lots: UInt64)? {
    let bids = orders.filter { $0.side == .buy }
    let asks = orders.filter { $0.side == .sell }
    guard let bid = bids.map(\.tick).max(), let ask = asks.map(\.tick).min(), bid >= ask else {
      return nil
    }
    let best = (ask...bid).map { tick in
      let bought = bids.reduce(0) { $0 + ($1.tick >= tick ? Int($1.lots) : 0) }
      let sold = asks.reduce(0) { $0 + ($1.tick <= tick ? Int($1.lots) : 0) }
      return (
        tick: tick, lots: min(bought, sold),
        order: [-min(bought, sold), abs(bought - sold), abs(Int(tick - reference)), -Int(tick)]
      )
    }.min { $0.order.lexicographicallyPrecedes($1.order) }
    return best.map { ($0.tick, UInt64($0.lots)) }
  }

  @Test("pairs go by price and time on each side until the volume is done")
  func pairs() {
    var books = Self.books(bids: "2@103 3@104 2@103 4@101", asks: "4@99 1@98 9@101")
    let book = BookIndex(rawValue: 0)
    guard let price = books.uncrossPrice(book, nearestTo: 100) else {
      Issue.record("the book crosses")
      return
    }
    var left = price.lots
    var fills: [[UInt32]] = []
    while left > 0 {
      let fill = books.pair(book, upTo: left)
      left -= UInt64(fill.lots)
      fills.append([fill.buyTag, fill.sellTag, fill.lots, fill.buyLeaves, fill.sellLeaves])
    }
    #expect([Int(price.tick), Int(price.lots), price.levelsLookedAt] == [101, 11, 6])
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
    let incoming = IncomingOrder(book: book, side: .sell, limitTick: 99, lots: 9, owner: 1)
    var iceberg = RestingOrder(incoming: incoming, lots: 9, tag: 7)
    iceberg.maxFloor = 2
    let slot = books.rest(iceberg)
    let price = books.uncrossPrice(book, nearestTo: 0)
    #expect(price?.tick == 99)
    #expect(price?.lots == 5)
    let fill = books.pair(book, upTo: 5)
    #expect([fill.sellTag, fill.lots, fill.buyLeaves, fill.sellLeaves] == [7, 5, 0, 4])
    #expect(slot.map { books.shownLots($0) } == 2)
    if let slot { books.cancel(slot) }
    Self.rest(&books, book, .buy, 103, 2)
    let later = books.uncrossPrice(book, nearestTo: 0)
    #expect(later?.lots == 1)
  }

  @Test("a pair takes no more than the volume that is left")
  func partial() {
    var books = Self.books(bids: "5@100", asks: "5@100")
    let fill = books.pair(BookIndex(rawValue: 0), upTo: 2)
    #expect([fill.lots, fill.buyLeaves, fill.sellLeaves] == [2, 3, 3])
  }
}
