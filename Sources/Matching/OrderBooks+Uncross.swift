import Market
import Memory

/// At what price a crossed book trades, and how much.
public struct UncrossPrice: Hashable, Sendable, BitwiseCopyable {
  /// The one price of all fills, in ticks.
  public var tick: Int32
  /// Lots that are bought, and as many that are sold.
  public var lots: UInt64
  /// Levels that were looked at to find it.
  public var levelsLookedAt: Int
}

/// A trade of two resting orders.
public struct UncrossFill: Hashable, Sendable, BitwiseCopyable {
  /// The tag that the buy was given, and that of the sell.
  public var buyTag: UInt32
  public var sellTag: UInt32
  /// LastQty(32) in lots.
  public var lots: UInt32
  /// LeavesQty(151) of the buy and of the sell; zero where the order is filled and gone.
  public var buyLeaves: UInt32
  public var sellLeaves: UInt32
  /// What the book shows of them then; nil where that is as it was.
  public var buyChange: BookChange?
  public var sellChange: BookChange?
}

/// A book that has gathered orders without matching them trades at one price.
extension OrderBooks {
  /// Whether best bid and best ask cross.
  public func isCrossed(_ book: BookIndex) -> Bool {
    guard let bid = bestBid(book), let ask = bestAsk(book) else { return false }
    return bid >= ask
  }

  /// Whether both sides have orders that trade at `tick`.
  public func isCrossed(_ book: BookIndex, at tick: Int32) -> Bool {
    guard let bid = bestBid(book), let ask = bestAsk(book) else { return false }
    return bid >= tick && ask <= tick
  }

  /// The price that trades most; of several the one that leaves least over at it; then the one
  /// nearest to `reference`; then the higher. Nil where best bid and best ask do not cross.
  ///
  /// Every tick between the best ask and the best bid counts, whether orders stand there or not.
  /// What an order hides counts as well.
  /// - Complexity: O(levels that cross), one step of the ladder for each; where a side hides lots
  ///   also O(orders of these levels).
  public func uncrossPrice(_ book: BookIndex, nearestTo reference: Int32) -> UncrossPrice? {
    guard let crossing = crossing(book) else { return nil }
    guard var best = run(book, crossing, leaving: .buy) ?? run(book, crossing, leaving: .sell)
    else { preconditionFailure("one side is exhausted by the greatest volume") }
    if let other = run(book, crossing, leaving: .sell),
      other.isBetter(than: best, nearestTo: reference)
    {
      best = other
    }
    return UncrossPrice(
      tick: best.nearest(to: reference), lots: crossing.lots, levelsLookedAt: crossing.levels)
  }

  /// Trades the oldest order of the best bid with the oldest of the best ask, at most `lots`.
  ///
  /// What is filled is gone and its slot free when this returns.
  #if !DEBUG
  @_noLocks
  #endif
  public mutating func pair(_ book: BookIndex, upTo lots: UInt64) -> UncrossFill {
    let buy = firstOrder(book, .buy)
    let sell = firstOrder(book, .sell)
    let filled = UInt32(min(UInt64(min(buy.lots, sell.lots)), lots))
    precondition(filled > 0, "an uncross trades what is left of its volume")
    let buyChange = take(filled, of: buy)
    let sellChange = take(filled, of: sell)
    return UncrossFill(
      buyTag: buy.tag, sellTag: sell.tag, lots: filled, buyLeaves: buy.lots - filled,
      sellLeaves: sell.lots - filled, buyChange: buyChange, sellChange: sellChange)
  }

  private func firstOrder(_ book: BookIndex, _ side: Side) -> (
    slot: OrderSlot, lots: UInt32, tag: UInt32
  ) {
    let best = ladder.sides[sideIndex(book, side).rawValue].best
    precondition(best != LevelRef.none, "both sides have orders while volume is left")
    let slot = ladder.levels[best.rawValue].head
    return (OrderSlot(rawValue: slot), orders[slot].leaves, orders[slot].tag)
  }

  private mutating func take(
    _ lots: UInt32, of order: (slot: OrderSlot, lots: UInt32, tag: UInt32)
  ) -> BookChange? {
    if lots == order.lots { return BookChange(lots: 0, level: cancel(order.slot).level) }
    return reduce(order.slot, by: lots)
  }

  /// Sets the best levels off against each other until they no longer cross.
  private func crossing(_ book: BookIndex) -> Crossing? {
    guard var bid = whole(bestLevel(book, .buy), book, .buy),
      var ask = whole(bestLevel(book, .sell), book, .sell), bid.tick >= ask.tick
    else { return nil }
    var crossing = Crossing(bid: bid, ask: ask)
    while bid.tick >= ask.tick {
      let lots = min(bid.lots, ask.lots)
      bid.lots -= lots
      ask.lots -= lots
      crossing.lots += lots
      crossing.bid = bid
      crossing.ask = ask
      if bid.lots == 0 {
        guard let next = whole(level(book, .buy, behind: bid.tick), book, .buy) else { break }
        bid = next
        crossing.levels += 1
      }
      if ask.lots == 0 {
        guard let next = whole(level(book, .sell, behind: ask.tick), book, .sell) else { break }
        ask = next
        crossing.levels += 1
      }
    }
    return crossing
  }

  /// A level with all lots of its orders, shown or not.
  private func whole(_ level: PriceLevel?, _ book: BookIndex, _ side: Side) -> PriceLevel? {
    guard var level, ladder.sides[sideIndex(book, side).rawValue].hidden > 0 else { return level }
    level.lots = 0
    var slot = firstOrder(book, side, at: level.tick)?.rawValue ?? OrderNode.none
    while slot != OrderNode.none {
      level.lots += UInt64(orders[slot].leaves)
      slot = orders[slot].next
    }
    return level
  }

  /// The prices of the greatest volume at which only `side` has lots left over, as few as can be.
  ///
  /// Within the prices of the greatest volume one side is always exhausted: buys at the higher
  /// ones, sells at the lower ones. Nil where `side` never is the one with lots left over.
  /// Everything is turned so that a greater number is a worse price for the other side.
  private func run(_ book: BookIndex, _ crossing: Crossing, leaving side: Side) -> PriceRun? {
    let own = crossing[side]
    let other = crossing[side.opposite]
    guard other.lots == 0 else { return nil }
    let sign = side == .buy ? 1 : -1
    let ownEnd = sign * Int(own.tick)
    var from = ownEnd
    if let next = level(book, side.opposite, behind: other.tick) {
      from = min(from, sign * Int(next.tick) - 1)
    }
    precondition(from >= sign * Int(other.tick), "the run begins where both sides trade")
    var until = sign * Int(other.tick)
    if let next = level(book, side, behind: Int32(sign * from)) {
      until = max(until, sign * Int(next.tick) + 1)
    }
    let further =
      from < ownEnd ? whole(level(book, side, at: Int32(sign * from)), book, side)?.lots ?? 0 : 0
    return PriceRun(surplus: own.lots + further, ends: sign * from, sign * until)
  }
}

/// The worst levels of both sides that trade, with what is left there, and the lots that trade.
private struct Crossing {
  var lots: UInt64 = 0
  var levels = 2
  var bid: PriceLevel
  var ask: PriceLevel

  init(bid: PriceLevel, ask: PriceLevel) {
    self.bid = bid
    self.ask = ask
  }

  subscript(side: Side) -> PriceLevel {
    switch side {
    case .buy: bid
    case .sell: ask
    }
  }
}

/// Neighbouring prices at which as much trades and as much is left over.
private struct PriceRun {
  let surplus: UInt64
  private let lowest: Int32
  private let highest: Int32

  init(surplus: UInt64, ends a: Int, _ b: Int) {
    self.surplus = surplus
    lowest = Int32(min(a, b))
    highest = Int32(max(a, b))
  }

  func nearest(to reference: Int32) -> Int32 { min(max(reference, lowest), highest) }

  func isBetter(than other: PriceRun, nearestTo reference: Int32) -> Bool {
    if surplus != other.surplus { return surplus < other.surplus }
    let tick = nearest(to: reference)
    let otherTick = other.nearest(to: reference)
    let distance = (Int(tick) - Int(reference)).magnitude
    let otherDistance = (Int(otherTick) - Int(reference)).magnitude
    return distance != otherDistance ? distance < otherDistance : tick > otherTick
  }
}
