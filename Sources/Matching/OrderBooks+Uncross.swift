import Market
import Memory

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

  /// Trades the oldest order of the best bid with the oldest of the best ask, at most `lots`.
  ///
  /// What is filled is gone and its slot free when this returns.
  #if !DEBUG
  @_noLocks
  #endif
  public mutating func pair(_ book: BookIndex, upTo lots: UInt64) -> UncrossFill {
    pair(firstOrder(book, .buy), firstOrder(book, .sell), upTo: lots)
  }

  /// Trades two orders with each other, at most `lots`.
  public mutating func pair(
    _ buy: OrderSlot, _ sell: OrderSlot, upTo lots: UInt64
  ) -> UncrossFill {
    pair(paired(buy), paired(sell), upTo: lots)
  }

  private mutating func pair(
    _ buy: PairedOrder, _ sell: PairedOrder, upTo lots: UInt64
  ) -> UncrossFill {
    let filled = UInt32(min(UInt64(min(buy.lots, sell.lots)), lots))
    precondition(filled > 0, "an uncross trades what is left of its volume")
    precondition(buy.owner != sell.owner, "an owner does not trade with itself")
    let buyChange = take(filled, of: buy)
    let sellChange = take(filled, of: sell)
    return UncrossFill(
      buyTag: buy.tag, sellTag: sell.tag, lots: filled, buyLeaves: buy.lots - filled,
      sellLeaves: sell.lots - filled, buyChange: buyChange, sellChange: sellChange)
  }

  private func firstOrder(_ book: BookIndex, _ side: Side) -> PairedOrder {
    let best = ladder.sides[sideIndex(book, side).rawValue].best
    precondition(best != LevelRef.none, "both sides have orders while volume is left")
    let slot = ladder.levels[best.rawValue].head
    precondition(slot != OrderNode.none, "the best level of a side holds an order")
    return paired(OrderSlot(rawValue: slot))
  }

  private func paired(_ slot: OrderSlot) -> PairedOrder {
    let order = liveOrder(slot)
    return PairedOrder(slot: slot, lots: order.leaves, tag: order.tag, owner: order.owner)
  }

  private mutating func take(_ lots: UInt32, of order: PairedOrder) -> BookChange? {
    if lots == order.lots { return BookChange(lots: 0, level: cancel(order.slot).level) }
    return reduce(order.slot, by: lots)
  }
}

/// The first order of a side, which trades next.
private struct PairedOrder {
  let slot: OrderSlot
  let lots: UInt32
  let tag: UInt32
  let owner: UInt32
}
