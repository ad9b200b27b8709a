import Market
import Memory

/// The trades of the day by instrument, so that one that is bust can be taken out of the day's figures.
///
/// Where the room is used up a trade still counts, and stays in the figures also when it is bust.
struct DayTrades: ~Copyable {
  private var trades: Slab<DayTrade>
  /// The next one of the same instrument, or of those that are free.
  private var next: Slab<UInt32>
  private var firstFree: UInt32 = 0

  static var none: UInt32 { .max }

  /// The trades of one instrument, in order.
  struct List: BitwiseCopyable {
    var first = DayTrades.none
    var last = DayTrades.none
  }

  init(capacity: Int) {
    trades = Slab(capacity: capacity, repeating: DayTrade())
    next = Slab(capacity: capacity, repeating: Self.none)
    for slot in 1..<UInt32(capacity) { next[slot - 1] = slot }
  }

  /// Keeps a trade behind the others of its instrument, if there is room.
  mutating func append(_ trade: DayTrade, to list: inout List) {
    let slot = firstFree
    guard slot != Self.none else { return }
    firstFree = next[slot]
    trades[slot] = trade
    next[slot] = Self.none
    if list.first == Self.none { list.first = slot } else { next[list.last] = slot }
    list.last = slot
  }

  /// Forgets all trades of a list.
  mutating func removeAll(of list: inout List) {
    guard list.first != Self.none else { return }
    next[list.last] = firstFree
    firstFree = list.first
    list = List()
  }

  /// Takes a trade out of a list; false where it is not there.
  mutating func remove(_ tradeID: TradeID, from list: inout List) -> Bool {
    var (previous, slot) = (Self.none, list.first)
    while slot != Self.none, trades[slot].tradeID != tradeID {
      (previous, slot) = (slot, next[slot])
    }
    guard slot != Self.none else { return false }
    let behind = next[slot]
    if previous == Self.none { list.first = behind } else { next[previous] = behind }
    if list.last == slot { list.last = previous }
    next[slot] = firstFree
    firstFree = slot
    return true
  }

  /// What the trades of a list come to, and the last of them.
  func figures(of list: List) -> (DayFigures, DayTrade) {
    var (figures, last) = (DayFigures(), DayTrade())
    var slot = list.first
    while slot != Self.none {
      last = trades[slot]
      figures.add(last)
      slot = next[slot]
    }
    return (figures, last)
  }
}
