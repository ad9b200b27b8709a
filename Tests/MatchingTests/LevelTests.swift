import Market
import Matching
import Testing

/// Lots and orders of a level through everything that changes them.
@Suite struct LevelTests {
  @Test("totals follow entries, cuts, fills and cancels")
  func totals() {
    var single = SingleBook()
    var seen: [PriceLevel] = []
    let first = single.rest(.buy, 10, -3)
    let second = single.rest(.buy, 64, -3)
    seen.append(single.books.level(single.book, .buy, at: -3))
    if let first { single.books.reduce(first, by: 9) }
    seen.append(single.books.level(single.book, .buy, at: -3))
    _ = single.match(.sell, 2, -3)
    seen.append(single.books.level(single.book, .buy, at: -3))
    let left = second.map { single.books.cancel($0).lots }
    seen.append(single.books.level(single.book, .buy, at: -3))
    #expect(left == 63)
    #expect(seen.map(\.lots) == [74, 65, 63, 0])
    #expect(seen.map(\.orders) == [2, 2, 1, 0])
  }
}
