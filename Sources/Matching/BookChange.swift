import Memory

/// What the book shows of an order after a change of it, and of the order's level.
public struct BookChange: Hashable, Sendable, BitwiseCopyable {
  /// What shows of the order in lots; zero where it has left the book.
  public var lots: UInt32
  /// Whether it has gone behind the others of its price.
  public var losesPlace = false
  /// What rests at its price now, it included.
  public var level: LevelTotals

  /// The order shows these lots in its old place, or none.
  public init(lots: UInt32, level: LevelTotals) {
    self.lots = lots
    self.level = level
  }
}

extension OrderBooks {
  /// What shows of an order, and of its level.
  public func shown(_ slot: OrderSlot) -> BookChange {
    let order = liveOrder(slot)
    return BookChange(lots: order.lots, level: ladder.levels[order.level.rawValue].totals)
  }
}
