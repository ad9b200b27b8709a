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
    /// MaxFloor(111); zero shows all.
    var maxFloor: UInt32 = 0
    var isAllOrNone = false
    /// What shows of its lots.
    var shown: UInt32
    /// When it came to its place.
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

  /// What a match does: it looks for the next order to trade with, one by one. An entry of no lots
  /// is an own order that is cancelled.
  mutating func match(_ incoming: IncomingOrder) -> (trades: [Trade], outcome: MatchOutcome) {
    var left = incoming.lots
    var trades: [Trade] = []
    var passedOver: Set<UInt32> = []
    func ends(_ stop: MatchStop) -> (trades: [Trade], outcome: MatchOutcome) {
      (trades, MatchOutcome(lotsLeft: left, stop: stop))
    }
    while left > 0 {
      let maker = queue(incoming.side.opposite).first { !passedOver.contains($0.tag) }
      guard let maker, Self.isWithin(incoming, maker.tick) else { return ends(.noMore) }
      if trades.count + passedOver.count == ordersLookedAt { return ends(.lookedAtLimit) }
      if maker.isAllOrNone && maker.lots > left {
        passedOver.insert(maker.tag)
      } else if maker.owner == incoming.owner {
        if incoming.selfMatch == .cancelNewest { return ends(.wouldTradeWithItself) }
        trades.append(Trade(makerTag: maker.tag, tick: maker.tick, lots: 0, makerLeaves: 0))
        orders.removeAll { $0.tag == maker.tag }
        if incoming.selfMatch == .cancelBoth { return ends(.wouldTradeWithItself) }
      } else {
        let lots = min(left, maker.shown)
        left -= lots
        trades.append(
          Trade(makerTag: maker.tag, tick: maker.tick, lots: lots, makerLeaves: maker.lots - lots))
        fill(maker, lots)
      }
    }
    return ends(.done)
  }

  private static func isWithin(_ incoming: IncomingOrder, _ tick: Int32) -> Bool {
    incoming.side == .buy ? tick <= incoming.limitTick : tick >= incoming.limitTick
  }

  /// An order that has used up what shows comes again behind the others.
  private mutating func fill(_ maker: Order, _ lots: UInt32) {
    if lots == maker.lots { return orders.removeAll { $0.tag == maker.tag } }
    entries += 1
    let entry = entries
    change(maker.tag) {
      $0.lots -= lots
      $0.shown -= lots
      if $0.shown == 0 {
        $0.shown = min($0.maxFloor, $0.lots)
        $0.entry = entry
      }
    }
  }

  mutating func rest(_ resting: RestingOrder) {
    entries += 1
    let floor = UInt32(resting.maxFloor)
    orders.append(
      Order(
        tag: resting.tag, side: resting.side, tick: resting.tick, lots: resting.lots,
        owner: resting.owner, maxFloor: floor, isAllOrNone: resting.isAllOrNone,
        shown: floor == 0 ? resting.lots : min(floor, resting.lots), entry: entries))
  }

  mutating func cancel(_ tag: UInt32) -> UInt32? {
    let lots = order(tag)?.lots
    orders.removeAll { $0.tag == tag }
    return lots
  }

  mutating func reduce(_ tag: UInt32, by lots: UInt32) {
    change(tag) {
      $0.lots -= lots
      $0.shown = min($0.shown, $0.lots)
    }
  }

  private mutating func change(_ tag: UInt32, _ body: (inout Order) -> Void) {
    for index in orders.indices where orders[index].tag == tag { body(&orders[index]) }
  }
}
