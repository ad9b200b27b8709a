import Market
import Memory

extension OrderBooks {
  /// A walk of `incoming` from the best order of the other side on, with empty fills.
  ///
  /// `lookedAt` are the orders that it has looked at before, in a match that has stopped.
  public func walk(_ incoming: IncomingOrder, lookedAt: Int = 0) -> MatchWalk {
    precondition(incoming.lots > 0, "an order comes with lots")
    let side = sideIndex(incoming.book, incoming.side.opposite)
    var walk = MatchWalk(incoming, side, LadderKey(tick: incoming.limitTick, on: side))
    walk.lookedAt = lookedAt
    enter(ladder.sides[side.rawValue].best, &walk)
    return walk
  }

  /// The next order that `walk` meets; nil where it has ended, `MatchWalk.stop` says why.
  ///
  /// All-or-none orders of more lots than the incoming one has left are passed over. Of an order
  /// that shows a part only, the next part comes when all others of its price have been met.
  #if !DEBUG
  @_noLocks
  #endif
  public func next(_ walk: inout MatchWalk, _ fills: borrowing FillBuffer) -> MetOrder? {
    while walk.stop == nil {
      guard let order = nextOfLevel(&walk, fills) else {
        enter(ladder.level(behind: walk.key, on: walk.side) ?? LevelRef.none, &walk)
        continue
      }
      if walk.lookedAt == limits.ordersLookedAt {
        walk.end(.lookedAtLimit)
        return nil
      }
      walk.lookedAt += 1
      let node = orders[order.slot.rawValue]
      if !node.terms.isAllOrNone || node.lots <= walk.lotsLeft { return order }
    }
    return nil
  }

  /// Does what a walk has found to the resting order: it trades, and is gone or shows its next part
  /// behind the others of its price; or it is cancelled. Entries are performed in their order.
  @discardableResult
  #if !DEBUG
  @_noLocks
  #endif
  public mutating func perform(_ fill: Fill) -> BookChange {
    let order = liveOrder(fill.makerSlot)
    let slot = fill.makerSlot.rawValue
    guard fill.makerLeaves > 0 else {
      return BookChange(lots: 0, level: cancel(fill.makerSlot).level)
    }
    precondition(fill.lots <= order.lots, "an order trades what it shows")
    if fill.lots < order.lots {
      orders[slot].lots = order.lots - fill.lots
      ladder.levels[order.level.rawValue].totals.remove(lots: UInt64(fill.lots), orders: 0)
      return shown(fill.makerSlot)
    } else {
      unlink(order)
      var order = order
      order.lots = min(order.terms.maxFloor, order.terms.hidden)
      order.terms = order.terms.hiding(order.terms.hidden - order.lots)
      order.next = OrderNode.none
      link(order, in: slot)
      var change = shown(fill.makerSlot)
      change.losesPlace = true
      return change
    }
  }

  /// What an incoming order does that trades with this one alone: up to `lots`, and no more than it shows.
  public func fill(of slot: OrderSlot, upTo lots: UInt32) -> Fill {
    let order = liveOrder(slot)
    let filled = min(lots, order.lots)
    precondition(filled > 0, "an order trades with lots")
    let side = ladder.pages[order.level.page].side
    return Fill(
      makerSlot: slot, makerTag: order.tag, tick: ladder.key(of: order.level).tick(on: side),
      lots: filled, makerLeaves: order.leaves - filled)
  }

  /// Goes on at `level`, or ends the walk where there is none or only beyond the limit.
  private func enter(_ level: LevelRef, _ walk: inout MatchWalk) {
    guard level != LevelRef.none, ladder.key(of: level) <= walk.limit else {
      return walk.end(.noMore)
    }
    walk.key = ladder.key(of: level)
    walk.slot = ladder.levels[level.rawValue].head
  }

  /// The next order of the level: each once by its time, then those that show again, in the order
  /// in which they have.
  private func nextOfLevel(_ walk: inout MatchWalk, _ fills: borrowing FillBuffer) -> MetOrder? {
    let tick = walk.key.tick(on: walk.side)
    if walk.slot != OrderNode.none {
      let slot = walk.slot
      let node = orders[slot]
      walk.slot = node.next
      return MetOrder(
        slot: OrderSlot(rawValue: slot), tag: node.tag, tick: tick, lots: node.lots,
        leaves: node.leaves, owner: node.owner)
    }
    while walk.again < fills.count {
      let fill = fills[walk.again]
      walk.again += 1
      guard fill.makerLeaves > 0 else { continue }
      let node = orders[fill.makerSlot.rawValue]
      return MetOrder(
        slot: fill.makerSlot, tag: node.tag, tick: tick,
        lots: min(node.terms.maxFloor, fill.makerLeaves), leaves: fill.makerLeaves,
        owner: node.owner)
    }
    return nil
  }
}
