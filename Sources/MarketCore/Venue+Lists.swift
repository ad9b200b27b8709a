import Market
import Memory

/// Orders of one instrument that end, or go on, at the same time. An order is in one list at most.
enum OrderListKind: UInt8, BitwiseCopyable, CaseIterable {
  /// Day orders: they expire when the instrument closes.
  case day
  /// Orders that trade as a whole or not at all: they live while orders trade.
  case allOrNone
}

/// A list of orders, in the order in which they came to it.
struct OrderList: BitwiseCopyable {
  var first = Order.none
  var last = Order.none

  var isEmpty: Bool { first == Order.none }
}

/// The lists of one instrument.
struct OrderLists: BitwiseCopyable {
  private var lists = InlineArray<2, OrderList>(repeating: OrderList())

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
