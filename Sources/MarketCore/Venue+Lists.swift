import Market
import Memory

/// Orders of one instrument that end, or go on, at the same time. An order is in one list at most.
///
/// Where several lists end together, this is the order in which they do.
enum OrderListKind: UInt8, BitwiseCopyable {
  /// Orders that trade as a whole or not at all: they live while orders trade.
  case allOrNone
  /// Day orders: they expire when the instrument closes.
  case day
  /// Orders at the opening and at the close in the book: they expire after the uncross.
  case auction
  /// Orders at the close that wait for the closing call.
  case atClose
}

/// Some kinds of lists.
struct OrderListSet: BitwiseCopyable {
  private(set) var bits: UInt8 = 0

  var isEmpty: Bool { bits == 0 }
  /// The kind that ends first.
  var first: OrderListKind? {
    isEmpty ? nil : OrderListKind(rawValue: UInt8(bits.trailingZeroBitCount))
  }
  mutating func insert(_ kind: OrderListKind) { bits |= 1 << kind.rawValue }
  mutating func remove(_ kind: OrderListKind) { bits &= ~(1 << kind.rawValue) }
}

/// A list of orders, in the order in which they came to it.
struct OrderList: BitwiseCopyable {
  var first = Order.none
  var last = Order.none

  var isEmpty: Bool { first == Order.none }
}

/// The lists of one instrument.
struct OrderLists: BitwiseCopyable {
  private var lists = InlineArray<4, OrderList>(repeating: OrderList())

  subscript(kind: OrderListKind) -> OrderList {
    get { lists[Int(kind.rawValue)] }
    set { lists[Int(kind.rawValue)] = newValue }
  }
}

extension Venue {
  /// Puts a live order at the end of a list of its instrument.
  mutating func enlist(_ slot: UInt32, in kind: OrderListKind) {
    let instrument = orders[slot].instrument
    precondition(orders[slot].list == nil, "an order is in one list at most")
    let last = reference[instrument].lists[kind].last
    orders[slot].list = kind
    orders[slot].previous = last
    orders[slot].next = Order.none
    if last == Order.none {
      reference[instrument].lists[kind].first = slot
    } else {
      orders[last].next = slot
    }
    reference[instrument].lists[kind].last = slot
  }

  /// Takes an order out of the list that it is in, if it is in one.
  mutating func delist(_ slot: UInt32) {
    let order = orders[slot]
    guard let kind = order.list else { return }
    if order.previous == Order.none {
      reference[order.instrument].lists[kind].first = order.next
    } else {
      orders[order.previous].next = order.next
    }
    if order.next == Order.none {
      reference[order.instrument].lists[kind].last = order.previous
    } else {
      orders[order.next].previous = order.previous
    }
    orders[slot].list = nil
  }
}
