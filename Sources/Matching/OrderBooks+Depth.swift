public import Market
import Memory

/// What rests at one price of one side.
public struct PriceLevel: Hashable, Sendable, BitwiseCopyable {
  /// MDEntryPx(270) in ticks.
  public var tick: Int32
  /// MDEntrySize(271) in lots: what shows.
  public var lots: UInt64
  /// NumberOfOrders(346).
  public var orders: UInt32
  public init(tick: Int32, lots: UInt64, orders: UInt32) {
    self.tick = tick
    self.lots = lots
    self.orders = orders
  }
}

extension OrderBooks {
  /// The highest tick of a buy.
  public func bestBid(_ book: BookIndex) -> Int32? { bestTick(sideIndex(book, .buy)) }

  /// The lowest tick of a sell.
  public func bestAsk(_ book: BookIndex) -> Int32? { bestTick(sideIndex(book, .sell)) }

  /// Whether an incoming order's limit reaches the best price of the other side.
  public func crosses(_ incoming: IncomingOrder) -> Bool {
    let index = sideIndex(incoming.book, incoming.side.opposite)
    return ladder.sides[index.rawValue].bestKey
      <= LadderKey(tick: incoming.limitTick, on: index)
  }

  /// The best level of a side; nil where it is empty.
  public func bestLevel(_ book: BookIndex, _ side: Side) -> PriceLevel? {
    let index = sideIndex(book, side)
    let best = ladder.sides[index.rawValue].best
    return best == LevelRef.none ? nil : priceLevel(best, on: index)
  }

  /// The next worse level that holds orders; `tick` itself need not hold any.
  /// - Complexity: O(1): a walk of the directory, at most 5 nodes down and 5 down again.
  public func level(_ book: BookIndex, _ side: Side, behind tick: Int32) -> PriceLevel? {
    let index = sideIndex(book, side)
    guard let level = ladder.level(behind: LadderKey(tick: tick, on: index), on: index) else {
      return nil
    }
    return priceLevel(level, on: index)
  }

  /// What rests at a tick, possibly nothing.
  public func level(_ book: BookIndex, _ side: Side, at tick: Int32) -> PriceLevel {
    let index = sideIndex(book, side)
    guard let level = ladder.find(LadderKey(tick: tick, on: index), on: index) else {
      return PriceLevel(tick: tick, lots: 0, orders: 0)
    }
    let totals = ladder.levels[level.rawValue].totals
    return PriceLevel(tick: tick, lots: totals.lots, orders: totals.orders)
  }

  /// The oldest order at a tick.
  public func firstOrder(_ book: BookIndex, _ side: Side, at tick: Int32) -> OrderSlot? {
    let index = sideIndex(book, side)
    guard let level = ladder.find(LadderKey(tick: tick, on: index), on: index) else { return nil }
    return slot(ladder.levels[level.rawValue].head)
  }

  /// The next younger order of the same price.
  public func order(behind slot: OrderSlot) -> OrderSlot? {
    self.slot(liveOrder(slot).next)
  }

  /// The order in a slot.
  public func order(_ slot: OrderSlot) -> RestingOrder {
    let order = liveOrder(slot)
    let side = ladder.pages[order.level.page].side
    let tick = ladder.key(of: order.level).tick(on: side)
    let incoming = IncomingOrder(
      book: side.book, side: side.side, limitTick: tick, lots: order.leaves, owner: order.owner)
    var resting = RestingOrder(incoming: incoming, lots: order.leaves, tag: order.tag)
    resting.maxFloor = UInt16(order.terms.maxFloor)
    resting.isAllOrNone = order.terms.isAllOrNone
    return resting
  }

  /// The caller's own number of an order.
  public func tag(_ slot: OrderSlot) -> UInt32 { liveOrder(slot).tag }

  /// LeavesQty(151) of an order in lots.
  public func lots(_ slot: OrderSlot) -> UInt32 { liveOrder(slot).leaves }

  /// What shows of an order in lots.
  public func shownLots(_ slot: OrderSlot) -> UInt32 { liveOrder(slot).lots }

  private func bestTick(_ side: SideIndex) -> Int32? {
    let key = ladder.sides[side.rawValue].bestKey
    return key == LadderKey.none ? nil : key.tick(on: side)
  }

  private func priceLevel(_ level: LevelRef, on side: SideIndex) -> PriceLevel {
    let totals = ladder.levels[level.rawValue].totals
    let tick = ladder.key(of: level).tick(on: side)
    return PriceLevel(tick: tick, lots: totals.lots, orders: totals.orders)
  }

  private func slot(_ rawValue: UInt32) -> OrderSlot? {
    rawValue == OrderNode.none ? nil : OrderSlot(rawValue: rawValue)
  }
}
