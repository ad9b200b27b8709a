import Market
import Matching
import Testing

@Suite struct UncrossSearchTests {
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

  /// The price that a search finds in steps of so many looks; nil where the book does not cross.
  static func price(
    _ books: borrowing OrderBooks, nearestTo reference: Int32, looks: Int = 1_000
  ) -> UncrossPrice? {
    let book = BookIndex(rawValue: 0)
    guard books.isCrossed(book) else { return nil }
    var search = books.startSearch(book)
    while true {
      var left = looks
      if let price = books.uncrossPrice(&search, nearestTo: reference, looks: &left) {
        return price
      }
      precondition(left == 0, "a search goes on while it may")
    }
  }

  static func rest(
    _ books: inout OrderBooks, _ side: Side, _ tick: Int32, _ lots: UInt32, maxFloor: UInt16
  ) {
    let incoming = IncomingOrder(
      book: BookIndex(rawValue: 0), side: side, limitTick: tick, lots: lots,
      owner: UInt32(side.rawValue))
    var order = RestingOrder(incoming: incoming, lots: lots, tag: 0)
    order.maxFloor = maxFloor
    let slot = books.rest(order)
    precondition(slot != nil, "there is room for the order")
  }

  @Test("the price of an uncross", arguments: rows)
  func price(_ row: Row) {
    let books = UncrossTests.books(bids: row.bids, asks: row.asks)
    let price = Self.price(books, nearestTo: row.reference)
    #expect(price?.tick == row.tick)
    #expect(price?.lots ?? 0 == row.lots)
  }

  @Test("it is the price that a look at every tick finds, in steps of any size", arguments: 1...400)
  func everyTick(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var books = UncrossTests.books(bids: "", asks: "")
    var orders: [(side: Side, tick: Int32, lots: UInt32)] = []
    for _ in 0..<random.below(14) {
      let side = random.pick([Side.buy, .sell])
      let tick = Int32(random.below(12)) + (side == .buy ? 2 : 0)
      let lots = UInt32(1 + random.below(4))
      orders.append((side, tick, lots))
      let maxFloor = seed.isMultiple(of: 2) ? UInt16(random.below(3)) : 0
      Self.rest(&books, side, tick, lots, maxFloor: maxFloor)
    }
    let reference = Int32(random.below(16))
    let price = Self.price(books, nearestTo: reference, looks: 1 + random.below(4))
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

  /// A book, what is hidden in it, and how many looks its price takes.
  struct Effort: Sendable, CustomTestStringConvertible {
    let name: String
    let bids: String
    let asks: String
    var hiddenBids: UInt32 = 0
    let looks: Int
    var testDescription: String { name }
  }

  static let efforts = [
    Effort(name: "a level of each side", bids: "5@101", asks: "3@100", looks: 2),
    Effort(
      name: "a level with many orders is one look", bids: "1@101 1@101 1@101", asks: "2@100",
      looks: 2),
    Effort(
      name: "levels that trade, not those behind", bids: "5@103 5@102 5@101", asks: "6@100",
      looks: 3),
    Effort(
      name: "where both end together the next ones too", bids: "5@103 5@99 5@98",
      asks: "5@100 1@105", looks: 4),
    Effort(
      name: "orders of a side that hides lots", bids: "1@101 1@101", asks: "9@100 9@100",
      hiddenBids: 5, looks: 4),
  ]

  @Test("a search ends with as many looks as it takes, and not with one less", arguments: efforts)
  func looks(_ effort: Effort) {
    var books = UncrossTests.books(bids: effort.bids, asks: effort.asks)
    if effort.hiddenBids > 0 {
      Self.rest(&books, .buy, 101, effort.hiddenBids + 1, maxFloor: 1)
    }
    var search = books.startSearch(BookIndex(rawValue: 0))
    var looks = effort.looks - 1
    #expect(books.uncrossPrice(&search, nearestTo: 100, looks: &looks) == nil)
    #expect(looks == 0)
    looks = 5
    let price = books.uncrossPrice(&search, nearestTo: 100, looks: &looks)
    #expect(price != nil)
    #expect(looks == 4)
    #expect(search.lookedAt == UInt64(effort.looks))
  }

  @Test("a book that does not cross is not searched")
  func notCrossed() async {
    await #expect(processExitsWith: .failure) {
      let books = UncrossTests.books(bids: "5@99", asks: "5@100")
      _ = books.startSearch(BookIndex(rawValue: 0))
    }
  }
}
