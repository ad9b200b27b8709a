import Market
import Memory

extension OrderBooks {
  /// Trades `incoming` with the other side, best price first, oldest order first, each at the
  /// resting order's price. `fills` then holds these fills only; it has room for as many as the
  /// limits let a match look at.
  ///
  /// It trades with plain orders only: where it comes to another one it stops, and what is left
  /// goes on as a `MatchWalk`.
  ///
  /// Filled orders are gone and their slots are free when this returns; a slot is used again by
  /// the next `rest` at the earliest. What is left of `incoming` does not rest by itself.
  /// - Complexity: O(fills), at most `BookLimits.ordersLookedAt` orders.
  #if !DEBUG
  @_noLocks
  #endif
  public mutating func match(_ incoming: IncomingOrder, into fills: inout FillBuffer)
    -> MatchOutcome
  {
    precondition(incoming.lots > 0, "an order comes with lots")
    let side = sideIndex(incoming.book, incoming.side.opposite)
    let limit = LadderKey(tick: incoming.limitTick, on: side)
    fills.count = 0
    guard ladder.sides[side.rawValue].bestKey <= limit else {
      return MatchOutcome(lotsLeft: incoming.lots, stop: .noMore)
    }
    return cross(side, limit, incoming.lots, incoming.owner, &fills)
  }

  /// Trades level by level; kept apart so that an order that only rests does not pay for it.
  @inline(never)
  private mutating func cross(
    _ side: SideIndex, _ limit: LadderKey, _ lots: UInt32, _ owner: UInt32,
    _ fills: inout FillBuffer
  ) -> MatchOutcome {
    precondition(fills.capacity >= limits.ordersLookedAt, "every fill has room")
    var left = lots
    while left > 0 {
      let best = ladder.sides[side.rawValue].best
      let key = ladder.sides[side.rawValue].bestKey
      guard key <= limit else { return MatchOutcome(lotsLeft: left, stop: .noMore) }
      let stop = take(best, tick: key.tick(on: side), &left, owner, &fills)
      settle(best)
      if let stop { return MatchOutcome(lotsLeft: left, stop: stop) }
    }
    return MatchOutcome(lotsLeft: 0, stop: .done)
  }

  /// Fills from the head of one level until nothing is left of it or of the incoming order. Its list
  /// is whole again after `settle`.
  private mutating func take(
    _ level: LevelRef, tick: Int32, _ left: inout UInt32, _ owner: UInt32,
    _ fills: inout FillBuffer
  ) -> MatchStop? {
    var slot = ladder.levels[level.rawValue].head
    precondition(slot != OrderNode.none, "the best level of a side holds an order")
    var totals = ladder.levels[level.rawValue].totals
    defer { ladder.levels[level.rawValue].totals = totals }
    repeat {
      let maker = orders[slot]
      if fills.count == limits.ordersLookedAt { return .lookedAtLimit }
      if !maker.terms.isPlain { return .notPlain }
      if maker.owner == owner { return .wouldTradeWithItself }
      let lots = min(left, maker.lots)
      left &-= lots
      totals.remove(lots: UInt64(lots), orders: lots == maker.lots ? 1 : 0)
      fills.append(
        Fill(
          makerSlot: OrderSlot(rawValue: slot), makerTag: maker.tag, tick: tick, lots: lots,
          makerLeaves: maker.lots &- lots, level: totals))
      if lots == maker.lots {
        ladder.levels[level.rawValue].head = maker.next
        freeSlot(slot)
        slot = maker.next
      } else {
        orders[slot].lots = maker.lots &- lots
      }
    } while left > 0 && slot != OrderNode.none
    return nil
  }

  /// Mends the list of a level whose first orders are gone; closes it where none is left.
  private mutating func settle(_ level: LevelRef) {
    let head = ladder.levels[level.rawValue].head
    if head == OrderNode.none {
      ladder.levels[level.rawValue].tail = OrderNode.none
      ladder.close(level)
    } else {
      orders[head].previous = OrderNode.none
    }
  }
}
