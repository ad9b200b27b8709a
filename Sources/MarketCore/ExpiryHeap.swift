import Market
import Memory
import Records

/// When a good-till-date order expires.
struct Expiry: HeapElement {
  var at = Instant.none
  /// Orders of one instant expire in the order in which they were entered.
  var orderID = OrderID.none
  var order = Order.none

  func precedes(_ other: Expiry) -> Bool {
    at != other.at ? at < other.at : orderID < other.orderID
  }
}

/// The good-till-date orders that rest or wait, the one that expires first in front. Each order
/// knows its place, so that one that ends otherwise is taken out.
struct ExpiryHeap: ~Copyable {
  private var heap: Heap<Expiry>

  init(capacity: Int) { heap = Heap(capacity: capacity, repeating: Expiry()) }

  /// The order that expires first.
  var first: Expiry? { heap.first }

  /// Whether it expires at or before `instant`.
  func isDue(at instant: Instant) -> Bool { heap.count > 0 && heap[0].at <= instant }

  /// Adds an order that has a place in a book: there are no more of these.
  mutating func add(_ slot: UInt32, in orders: inout OrderTable) {
    precondition(orders[slot].expiryPlace == Order.none, "an order expires once")
    let expiry = Expiry(
      at: orders[slot].expireTime, orderID: orders[slot].orderID, order: slot)
    heap.add(expiry) { orders[$0.order].expiryPlace = $1 }
  }

  /// Takes an order out that no longer rests.
  mutating func remove(_ slot: UInt32, in orders: inout OrderTable) {
    heap.remove(at: orders[slot].expiryPlace) { orders[$0.order].expiryPlace = $1 }
    orders[slot].expiryPlace = Order.none
  }
}

extension Venue {
  /// Whether a good-till-date order expires at or before `instant`.
  func hasExpiryDue(at instant: Instant) -> Bool {
    expiries.isDue(at: instant)
  }

  /// Expires the orders that are due, as many as one step may end.
  mutating func expireDue(into events: inout RecordBuffer) {
    var left = Limits.ordersPerStep
    while left > 0, let next = expiries.first, next.at <= now {
      left -= 1
      expire(next.order, into: &events)
    }
  }
}

extension ExpiryHeap: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    heap.transfer(by: &transfer)
  }
}
