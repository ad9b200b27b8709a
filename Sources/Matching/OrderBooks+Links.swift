import Memory

/// The list of a level: who is behind whom, and what its orders show together.
extension OrderBooks {
  /// Puts an order behind all others of its level, which shows its lots too from now on.
  @inline(__always)  // benchmark `book`: on the path of every resting order
  mutating func link(_ order: OrderNode, in slot: UInt32) {
    let level = order.level.rawValue
    let youngest = ladder.levels[level].tail
    orders[slot] = order
    orders[slot].previous = youngest
    if youngest == OrderNode.none {
      ladder.levels[level].head = slot
    } else {
      orders[youngest].next = slot
    }
    ladder.levels[level].tail = slot
    ladder.levels[level].totals.add(lots: order.lots, orders: 1)
    if !order.terms.isPlain { hide(Int(order.terms.hidden), at: order.level) }
  }

  /// Takes an order with what it shows out of its level, which may be empty then.
  @inline(__always)  // benchmark `book`: on the path of every cancelled order
  mutating func unlink(_ order: OrderNode) {
    let level = order.level.rawValue
    if order.previous == OrderNode.none {
      ladder.levels[level].head = order.next
    } else {
      orders[order.previous].next = order.next
    }
    if order.next == OrderNode.none {
      ladder.levels[level].tail = order.previous
    } else {
      orders[order.next].previous = order.previous
    }
    ladder.levels[level].totals.remove(lots: UInt64(order.lots), orders: 1)
    if !order.terms.isPlain { hide(-Int(order.terms.hidden), at: order.level) }
  }

  /// Has an order that is looked at soon fetched from memory; changes nothing.
  public func expect(_ slot: OrderSlot) { orders.expect(slot.rawValue) }

  /// The same of its level and its neighbours there, once it has come.
  public func expectBeside(_ slot: OrderSlot) {
    let order = orders[slot.rawValue]
    guard order.level != LevelRef.none else { return }
    ladder.levels.expect(order.level.rawValue)
    if order.previous != OrderNode.none { orders.expect(order.previous) }
    if order.next != OrderNode.none { orders.expect(order.next) }
  }

  /// The side of a level hides `lots` more, or fewer where negative.
  @inline(never)
  mutating func hide(_ lots: Int, at level: LevelRef) {
    let side = ladder.pages[level.page].side.rawValue
    let hidden = Int(ladder.sides[side].hidden) + lots
    precondition(hidden >= 0, "a side shows what it has hidden")
    ladder.sides[side].hidden = UInt64(hidden)
  }
}
