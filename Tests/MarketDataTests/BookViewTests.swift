import Market
import MarketData
import Testing

/// A view takes changes that go together with what it has, and says why it can't take others.
@Suite struct BookViewTests {
  /// Changes of instrument 1, written as rows: `new 7 buy 100 5 > 5 1` is order 7, tick 100, 5 lots,
  /// after which its level shows 5 lots of 1 order. `change` with `last` has lost its place.
  static func changes(_ rows: [String], from first: UInt64 = 1) -> [BookChanged] {
    zip(first..., rows).map { number, row in
      let words = row.split(separator: " ")
      var change = BookChanged()
      change.mdSeq = number
      change.instrument = InstrumentID(rawValue: 1)
      let action: MDUpdateAction =
        words[0] == "new" ? .new : words[0] == "change" ? .change : .delete
      change.actionCode = action.rawValue
      change.orderID = OrderID(rawValue: UInt64(words[1]) ?? 0)
      change.sideCode = (words[2] == "buy" ? Side.buy : .sell).rawValue
      change.tick = Int32(words[3]) ?? 0
      change.price = Price(tenThousandths: Int64(change.tick) * 10_000)
      change.lots = UInt32(words[4]) ?? 0
      change.levelLots = UInt32(words[6]) ?? 0
      change.levelOrders = UInt32(words[7]) ?? 0
      change.losesPlace = words.contains("last") ? 1 : 0
      change.isAllOrNone = words.contains("aon") ? 1 : 0
      return change
    }
  }

  static func view(orders: Int = 8) -> BookView {
    BookView(orders: orders, levelPages: orders, instruments: 2)
  }

  /// The orders of a side as `ID LOTS@PRICE`.
  static func orders(of view: borrowing BookView, _ side: Side) -> [String] {
    var orders: [String] = []
    view.forEachOrder(of: InstrumentID(rawValue: 1), side) { order in
      let price = order.price.tenThousandths / 10_000
      orders.append(
        "\(order.orderID.rawValue) \(order.lots)@\(price)" + (order.isAllOrNone ? " aon" : ""))
    }
    return orders
  }

  /// The levels of a side as `LOTS@PRICE ORDERS`.
  static func levels(of view: borrowing BookView, _ side: Side) -> [String] {
    var levels: [String] = []
    view.forEachLevel(of: InstrumentID(rawValue: 1), side) { level in
      let price = level.price.tenThousandths / 10_000
      levels.append("\(level.lots)@\(price) \(level.orders)")
    }
    return levels
  }

  static let book = [
    "new 1 buy 100 5 > 5 1", "new 2 buy 100 3 > 8 2", "new 3 buy 101 4 > 4 1",
    "new 4 sell 103 7 > 7 1 aon",
  ]

  /// Changes behind those of `book`, and the buys then.
  static let rows: [(String, [String], [String], [String])] = [
    ("by price, then by time", [], ["3 4@101", "1 5@100", "2 3@100"], ["4@101 1", "8@100 2"]),
    (
      "fewer lots in the old place", ["change 1 buy 100 2 > 5 2"],
      ["3 4@101", "1 2@100", "2 3@100"], ["4@101 1", "5@100 2"]
    ),
    (
      "other lots behind the others", ["change 1 buy 100 6 > 9 2 last"],
      ["3 4@101", "2 3@100", "1 6@100"], ["4@101 1", "9@100 2"]
    ),
    (
      "gone, and come again at another price",
      ["delete 3 buy 101 0 > 0 0", "new 3 buy 100 4 > 12 3"],
      ["1 5@100", "2 3@100", "3 4@100"], ["12@100 3"]
    ),
  ]

  @Test("orders by price and time, levels as their sum", arguments: rows)
  func shows(_ row: (name: String, changes: [String], orders: [String], levels: [String])) throws {
    var view = Self.view()
    for change in Self.changes(Self.book + row.changes) { try view.apply(change) }
    let orders = Self.orders(of: view, .buy)
    let levels = Self.levels(of: view, .buy)
    #expect(orders == row.orders, "\(row.name)")
    #expect(levels == row.levels, "\(row.name)")
    let sells = Self.orders(of: view, .sell)
    #expect(sells == ["4 7@103 aon"])
    let seqs = [1, 2, 3].map { view.mdSeq(of: InstrumentID(rawValue: $0)) }
    #expect(seqs == [UInt64(4 + row.changes.count), 0, 0])
  }

  static let contradictions = [
    "new 1 buy 100 5 > 13 3", "new 5 buy 100 0 > 8 2", "new 5 buy 100 65536 > 65544 3",
    "new 5 buy 100 5 > 12 3", "new 5 buy 100 5 > 13 2", "change 5 buy 100 1 > 8 2",
    "change 1 sell 100 1 > 1 1", "change 1 buy 101 1 > 5 2", "change 1 buy 100 5 > 8 2",
    "change 1 buy 100 6 > 9 2", "change 1 buy 100 0 > 3 1", "change 1 buy 100 4 > 7 2 aon",
    "delete 1 buy 100 1 > 3 1", "delete 5 buy 100 0 > 8 2", "delete 4 sell 103 0 > 0 0",
  ]

  @Test("a change that does not go with the orders", arguments: contradictions)
  func contradicts(_ row: String) throws {
    var view = Self.view()
    for change in Self.changes(Self.book) { try view.apply(change) }
    #expect(throws: BookViewError.contradiction) {
      try view.apply(Self.changes([row], from: 5)[0])
    }
    let last = view.mdSeq(of: InstrumentID(rawValue: 1))
    #expect(last == 4)
  }

  @Test("a code that is none")
  func strangeCodes() {
    var view = Self.view()
    var change = Self.changes(["new 1 buy 100 5 > 5 1"])[0]
    change.sideCode = 0
    #expect(throws: BookViewError.contradiction) { try view.apply(change) }
    change.sideCode = Side.buy.rawValue
    change.actionCode = 0
    #expect(throws: BookViewError.contradiction) { try view.apply(change) }
  }

  @Test("MDSeq(7830) goes up by one in each instrument", arguments: [3, 4, 6] as [UInt64])
  func gap(_ number: UInt64) throws {
    var view = Self.view()
    for change in Self.changes(Self.book) { try view.apply(change) }
    #expect(throws: BookViewError.gap(expected: 5)) {
      try view.apply(Self.changes(["delete 3 buy 101 0 > 0 0"], from: number)[0])
    }
    var other = Self.changes(["new 5 buy 100 2 > 2 1"])[0]
    other.instrument = InstrumentID(rawValue: 2)
    try view.apply(other)
    let last = view.mdSeq(of: InstrumentID(rawValue: 2))
    #expect(last == 1)
  }

  @Test("the last order fits, the next is told; so is an instrument too many")
  func full() throws {
    var view = Self.view(orders: 4)
    for change in Self.changes(Self.book) { try view.apply(change) }
    #expect(throws: BookViewError.full) {
      try view.apply(Self.changes(["new 5 buy 100 2 > 10 3"], from: 5)[0])
    }
    for number in [0, 3] as [UInt32] {
      var change = Self.changes(["new 5 buy 100 2 > 2 1"])[0]
      change.instrument = InstrumentID(rawValue: number)
      #expect(throws: BookViewError.full) { try view.apply(change) }
    }
  }
}
