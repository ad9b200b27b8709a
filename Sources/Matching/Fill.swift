import Memory

/// What an incoming order does with one resting order: a trade at the resting order's price, or its
/// end without one. 32 bytes.
public struct Fill: Hashable, Sendable, BitwiseCopyable {
  /// The resting order's slot; free again where `makerLeaves` is zero.
  public var makerSlot: OrderSlot
  /// The tag that the resting order was given.
  public var makerTag: UInt32
  /// LastPx(31) in ticks.
  public var tick: Int32
  /// LastQty(32) in lots; zero where the order does not trade and is to be cancelled.
  public var lots: UInt32
  /// LeavesQty(151) of the resting order; zero where it is gone.
  public var makerLeaves: UInt32
  /// What the resting order's level shows behind the fill; nothing in an entry of a walk, which is not
  /// performed yet.
  public var level = LevelTotals()

  /// Whether the resting order is to be cancelled instead of traded with.
  public var isCancel: Bool { lots == 0 }
}

/// The fills of the last match, in the order in which they happened.
public struct FillBuffer: ~Copyable {
  var fills: Slab<Fill>
  /// Fills in the buffer.
  public internal(set) var count = 0

  /// A buffer for matches that look at no more than `capacity` orders.
  public init(capacity: Int) {
    precondition(capacity > 0, "a buffer holds one fill at least")
    let slot = OrderSlot(rawValue: .max)
    fills = Slab(
      capacity: capacity,
      repeating: Fill(makerSlot: slot, makerTag: 0, tick: 0, lots: 0, makerLeaves: 0))
  }

  public var capacity: Int { fills.capacity }

  /// Empties the buffer.
  public mutating func removeAll() { count = 0 }

  /// Fill `index`, from 0, in time order.
  public subscript(index: Int) -> Fill {
    precondition(index >= 0 && index < count, "a fill of the last match")
    return fills[UInt32(truncatingIfNeeded: index)]
  }

  mutating func append(_ fill: Fill) {
    fills[UInt32(truncatingIfNeeded: count)] = fill
    count &+= 1
  }
}

/// Why a match ended.
public enum MatchStop: Hashable, Sendable, BitwiseCopyable {
  /// The incoming order is filled.
  case done
  /// Nothing is left at its limit or better.
  case noMore
  /// It has come to a resting order of the same owner, and its instruction goes no further.
  case wouldTradeWithItself
  /// It has looked at as many orders as one match may; more may be left.
  case lookedAtLimit
  /// The next price is further away than the caller lets it trade at once.
  case outsideBand
  /// The next resting order shows a part only, or trades as a whole only: a `MatchWalk` goes on.
  case notPlain
}

/// What a match left.
public struct MatchOutcome: Hashable, Sendable, BitwiseCopyable {
  public var lotsLeft: UInt32
  public var stop: MatchStop
  public init(lotsLeft: UInt32, stop: MatchStop) {
    self.lotsLeft = lotsLeft
    self.stop = stop
  }
}
