import Market

/// An incoming order on its way through the orders of the other side, one after the other.
///
/// A walk changes nothing: what it does with each order becomes an entry of the fills, which
/// `OrderBooks.perform` does to the book afterwards, or nobody does where not enough would be
/// filled. So whether an order can be filled and how it is filled are one walk.
///
/// ```
/// while let order = books.next(&walk, fills) { walk.meet(order, into: &fills) }
/// ```
public struct MatchWalk: Sendable, BitwiseCopyable {
  let side: SideIndex
  let limit: LadderKey
  let owner: UInt32
  let selfMatch: SelfMatchInstruction
  /// What is left of the incoming order.
  public private(set) var lotsLeft: UInt32
  /// Why it has ended; nil while it goes on.
  public private(set) var stop: MatchStop?
  /// The level, and its next order to be met for the first time.
  var key = LadderKey.none
  var slot = OrderNode.none
  /// From this entry on the orders of the level that have traded may show again.
  var again = 0
  var lookedAt = 0
  private var ownCancelled = 0

  init(_ incoming: IncomingOrder, _ side: SideIndex, _ limit: LadderKey) {
    self.side = side
    self.limit = limit
    owner = incoming.owner
    selfMatch = incoming.selfMatch
    lotsLeft = incoming.lots
  }

  /// Trades with `order`; an own one is treated as the incoming order's instruction says.
  public mutating func meet(_ order: MetOrder, into fills: inout FillBuffer) {
    if order.owner == owner { return meetOwn(order, into: &fills) }
    let lots = min(lotsLeft, order.lots)
    lotsLeft -= lots
    fills.append(order.fill(lots, leaves: order.leaves - lots))
    if lotsLeft == 0 { end(.done) }
  }

  /// Leaves `order` to be cancelled without a trade, and goes on.
  public mutating func cancel(_ order: MetOrder, into fills: inout FillBuffer) {
    fills.append(order.fill(0, leaves: 0))
  }

  /// Ends the walk; the first reason stays.
  public mutating func end(_ stop: MatchStop) { self.stop = self.stop ?? stop }

  private mutating func meetOwn(_ order: MetOrder, into fills: inout FillBuffer) {
    switch selfMatch {
    case .cancelNewest: end(.wouldTradeWithItself)
    case .cancelOldest where ownCancelled == Limits.ownOrdersCancelled:
      end(.wouldTradeWithItself)
    case .cancelOldest:
      ownCancelled += 1
      cancel(order, into: &fills)
    case .cancelBoth:
      cancel(order, into: &fills)
      end(.wouldTradeWithItself)
    }
  }
}

/// A resting order that a walk has come to, as it will be then.
public struct MetOrder: Hashable, Sendable, BitwiseCopyable {
  public var slot: OrderSlot
  /// The caller's own number of the order.
  public var tag: UInt32
  /// Its price in ticks.
  public var tick: Int32
  /// What shows of it: what it trades before others come first again.
  public var lots: UInt32
  /// LeavesQty(151) in lots.
  public var leaves: UInt32
  public var owner: UInt32

  func fill(_ lots: UInt32, leaves: UInt32) -> Fill {
    Fill(makerSlot: slot, makerTag: tag, tick: tick, lots: lots, makerLeaves: leaves)
  }
}
