import Market
import Memory

/// When the state of a trade ends by itself, or a call to top up its guarantee.
struct TradeDeadline: HeapElement {
  var at = Instant.none
  /// Deadlines of one instant end in the order of the trades.
  var tradeID = TradeID.none
  var slot: UInt32 = 0

  func precedes(_ other: TradeDeadline) -> Bool {
    at != other.at ? at < other.at : tradeID < other.tradeID
  }
}

/// The deadlines that run, the first one in front: one of a trade at most, which knows its place.
struct TradeDeadlines: ~Copyable {
  private var heap: Heap<TradeDeadline>

  init(trades: Int) { heap = Heap(capacity: trades, repeating: TradeDeadline()) }

  var count: UInt32 { heap.count }

  /// The deadline that ends next.
  var first: TradeDeadline? { heap.first }

  /// A deadline by its place, in no order that means anything.
  subscript(_ place: UInt32) -> TradeDeadline { heap[place] }

  /// The trade's state ends at `at` from now on; by nothing where that is none.
  mutating func set(_ at: Instant, of slot: UInt32, in trades: inout TradeTable) {
    guard trades[slot].deadline != at else { return }
    trades[slot].deadline = at
    place(slot, in: &trades)
  }

  /// The guarantee of a trade must be topped up by `at`; by nothing where that is none.
  mutating func set(topUpBy at: Instant, of slot: UInt32, in trades: inout TradeTable) {
    trades[slot].topUpBy = at
    place(slot, in: &trades)
  }

  /// Puts the trade where the first of its ends belongs.
  private mutating func place(_ slot: UInt32, in trades: inout TradeTable) {
    let (place, at) = (trades[slot].deadlinePlace, trades[slot].endsAt)
    guard at != .none else {
      guard place != Trade.none else { return }
      heap.remove(at: place) { trades[$0.slot].deadlinePlace = $1 }
      trades[slot].deadlinePlace = Trade.none
      return
    }
    let deadline = TradeDeadline(at: at, tradeID: trades[slot].tradeID, slot: slot)
    if place == Trade.none {
      heap.add(deadline) { trades[$0.slot].deadlinePlace = $1 }
    } else {
      heap.replace(at: place, by: deadline) { trades[$0.slot].deadlinePlace = $1 }
    }
  }
}

extension TradeDeadlines: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    heap.transfer(by: &transfer)
  }
}
