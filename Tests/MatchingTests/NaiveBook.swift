import Market
import Matching

/// The rules of price-time priority written down as plainly as possible: one array, sorted.
///
/// The oracle of the random tests; it shares nothing with the book but the vocabulary.
struct NaiveBook {
  struct Order: Equatable {
    var tag: UInt32
    var side: Side
    var tick: Int32
    var lots: UInt32
    var owner: UInt32
    /// When it came to rest.
    var entry: Int
  }

  struct Trade: Equatable {
    var makerTag: UInt32
    var tick: Int32
    var lots: UInt32
    var makerLeaves: UInt32
  }

  var orders: [Order] = []
  let ordersLookedAt: Int
  private var entries = 0

  init(ordersLookedAt: Int) { self.ordersLookedAt = ordersLookedAt }

  /// One side's orders, the first to trade first: better price, then earlier entry.
  func queue(_ side: Side) -> [Order] {
    orders.filter { $0.side == side }.sorted { a, b in
      if a.tick != b.tick { return side == .buy ? a.tick > b.tick : a.tick < b.tick }
      return a.entry < b.entry
    }
  }

  func order(_ tag: UInt32) -> Order? { orders.first { $0.tag == tag } }

  /// What a match would do, without doing it.
  func trades(of incoming: IncomingOrder) -> (trades: [Trade], outcome: MatchOutcome) {
    var left = incoming.lots
    var trades: [Trade] = []
    for maker in queue(incoming.side.opposite) {
      if left == 0 { break }
      let isWithinLimit =
        incoming.side == .buy ? maker.tick <= incoming.limitTick : maker.tick >= incoming.limitTick
      guard isWithinLimit else { break }
      if trades.count == ordersLookedAt {
        return (trades, .init(lotsLeft: left, stop: .lookedAtLimit))
      }
      if maker.owner == incoming.owner {
        return (trades, .init(lotsLeft: left, stop: .wouldTradeWithItself))
      }
      let lots = min(left, maker.lots)
      left -= lots
      trades.append(
        Trade(makerTag: maker.tag, tick: maker.tick, lots: lots, makerLeaves: maker.lots - lots))
    }
    return (trades, MatchOutcome(lotsLeft: left, stop: left == 0 ? .done : .noMore))
  }

  mutating func match(_ incoming: IncomingOrder) -> (trades: [Trade], outcome: MatchOutcome) {
    let result = trades(of: incoming)
    for trade in result.trades {
      if trade.makerLeaves == 0 {
        orders.removeAll { $0.tag == trade.makerTag }
      } else {
        change(trade.makerTag) { $0.lots = trade.makerLeaves }
      }
    }
    return result
  }

  mutating func rest(_ tag: UInt32, _ incoming: IncomingOrder, lots: UInt32) {
    entries += 1
    orders.append(
      Order(
        tag: tag, side: incoming.side, tick: incoming.limitTick, lots: lots,
        owner: incoming.owner, entry: entries))
  }

  mutating func cancel(_ tag: UInt32) -> UInt32? {
    let lots = order(tag)?.lots
    orders.removeAll { $0.tag == tag }
    return lots
  }

  mutating func reduce(_ tag: UInt32, by lots: UInt32) { change(tag) { $0.lots -= lots } }

  private mutating func change(_ tag: UInt32, _ body: (inout Order) -> Void) {
    for index in orders.indices where orders[index].tag == tag { body(&orders[index]) }
  }
}
