import Market
import Matching
import Testing

/// Ticks keep their order and their value, for both sides, over all there are.
@Suite struct LadderKeyTests {
  static let ticks: [Int32] = [
    .min, .min + 1, -1_000_000_000, -65, -64, -1, 0, 1, 63, 64, 1_000_000_000, .max - 1, .max,
  ]

  @Test("a side lists its ticks from best to worst", arguments: [Side.buy, .sell])
  func order(_ side: Side) {
    var single = SingleBook(BookLimits(orders: 16, levelPages: 16, books: 1, directoryNodes: 64))
    for tick in Self.ticks { _ = single.rest(side, 1, tick) }
    var found: [Int32] = []
    var level = single.books.bestLevel(single.book, side)
    while let current = level {
      found.append(current.tick)
      level = single.books.level(single.book, side, behind: current.tick)
    }
    #expect(found == (side == .sell ? Self.ticks : Self.ticks.reversed()))
  }
}
