import Market
import Matching
import Testing

/// What the book shows of an order and of its level, after each way in which that changes.
@Suite struct BookChangeTests {
  /// A book with a sell of 2 lots at 100 and, behind it, one of 9 lots of which 4 show.
  struct TwoSells: ~Copyable {
    var single = SingleBook()
    let plain: OrderSlot
    let iceberg: OrderSlot

    init() {
      var order = RestingOrder(incoming: single.incoming(.sell, 9, 100), lots: 9, tag: 8)
      order.maxFloor = 4
      guard let plain = single.rest(.sell, 2, 100), let iceberg = single.books.rest(order) else {
        preconditionFailure("there is room for two orders")
      }
      self.plain = plain
      self.iceberg = iceberg
    }
  }

  /// `LOTS of LEVEL LOTS/ORDERS`, with `last` where the place was lost.
  static func text(_ change: BookChange?) -> String {
    guard let change else { return "nothing" }
    return "\(change.lots) of \(change.level.lots)/\(change.level.orders)"
      + (change.losesPlace ? " last" : "")
  }

  @Test("an order that rests shows its first part")
  func rests() {
    let two = TwoSells()
    let shown = [two.single.books.shown(two.plain), two.single.books.shown(two.iceberg)].map(
      Self.text)
    #expect(shown == ["2 of 6/2", "4 of 6/2"])
  }

  @Test("a cancelled order leaves the others of its level, and then nothing")
  func cancelled() {
    var two = TwoSells()
    let first = two.single.books.cancel(two.plain)
    #expect(first.lots == 2 && first.level.lots == 4 && first.level.orders == 1)
    let last = two.single.books.cancel(two.iceberg)
    #expect(last.lots == 9 && last.level == LevelTotals())
  }

  @Test("a cut takes what does not show first, and that is no change", arguments: [4, 5, 6])
  func reduced(_ lots: UInt32) {
    var two = TwoSells()
    let change = two.single.books.reduce(two.iceberg, by: lots)
    #expect(Self.text(change) == (lots <= 5 ? "nothing" : "3 of 5/2"))
  }

  @Test("a fill tells what the level shows behind it", arguments: [1, 2] as [UInt32])
  func filled(_ lots: UInt32) {
    var two = TwoSells()
    _ = two.single.match(.buy, lots, 100)
    let fill = two.single.fills[0]
    let level = (fill.level.lots, fill.level.orders)
    #expect(level == (lots == 1 ? (5, 2) : (4, 1)))
  }

  @Test("what shows is used up: the next part shows, behind the others")
  func replenished() {
    var two = TwoSells()
    _ = two.single.match(.buy, 2, 100)
    _ = two.single.rest(.sell, 1, 100)
    _ = two.single.walk(two.single.incoming(.buy, 7, 100, owner: 2))
    var changes: [String] = []
    for index in 0..<two.single.fills.count {
      changes.append(Self.text(two.single.books.perform(two.single.fills[index])))
    }
    #expect(changes == ["4 of 5/2 last", "0 of 4/1", "2 of 2/1"])
    let shown = two.single.books.shown(two.iceberg)
    #expect(Self.text(shown) == "2 of 2/1")
  }

  @Test("an uncross takes what does not show first, too")
  func paired() {
    var two = TwoSells()
    two.single.books.cancel(two.plain)
    _ = two.single.rest(.buy, 6, 100, owner: 2)
    let first = two.single.books.pair(two.single.book, upTo: 3)
    let second = two.single.books.pair(two.single.book, upTo: 3)
    #expect([first.sellChange, second.sellChange].map(Self.text) == ["nothing", "3 of 3/1"])
    #expect([first.buyChange, second.buyChange].map(Self.text) == ["3 of 3/1", "0 of 0/0"])
  }
}
