import Market
import Memory
import Titles

/// The orders of a day by slot, by OrderID(37), and by firm and ClOrdID(11).
///
/// A finished order stays for status requests and the detection of duplicates. When the table is
/// full the order that finished first makes room, not before `VenueLimits.retentionNanos`.
struct OrderTable: ~Copyable {
  var orders: Slab<Order>
  private var free: SlotPool
  private var names: NameTable
  private var byOrderID: HashIndex
  private var firstFinished = Order.none
  private var lastFinished = Order.none
  private let inPlace = InPlace()

  init(capacity: Int, clOrdIDs: Int, seed: HashSeed) {
    orders = Slab(capacity: capacity, repeating: Order())
    free = SlotPool(capacity: capacity)
    names = NameTable(capacity: clOrdIDs, seed: seed)
    byOrderID = HashIndex(capacity: capacity)
  }

  /// Orders that have a slot.
  var count: Int { free.inUse }

  /// ClOrdID(11)s known, and how many may be.
  var namesFill: (used: Int, capacity: Int) { names.fill }

  subscript(_ slot: UInt32) -> Order {
    @inline(__always) _read { yield orders[slot] }
    @inline(__always) _modify { yield &orders[slot] }
  }

  func slot(firm: FirmID, _ clOrdID: ClOrdID) -> UInt32? { names.order(firm: firm, clOrdID) }

  /// The hash of a name that is looked up, and then added.
  func hash(firm: FirmID, _ clOrdID: ClOrdID) -> UInt64 { names.hash(firm, clOrdID) }

  /// The same of a name whose hash is known.
  func slot(firm: FirmID, _ clOrdID: ClOrdID, hash: UInt64) -> UInt32? {
    names.order(firm: firm, clOrdID, hash: hash)
  }

  /// Has the place of a name that is looked up soon fetched from memory; changes nothing.
  @discardableResult
  func expect(firm: FirmID, _ clOrdID: ClOrdID) -> UInt64 { names.expect(firm: firm, clOrdID) }

  /// The same of the name itself, once its place has come; returns it, most likely.
  func expectName(hash: UInt64) -> UInt32? { names.expectName(hash: hash) }

  /// The same of the order that has a name; returns its slot.
  func expectOrder(of name: UInt32) -> UInt32 {
    let slot = names.order(of: name)
    orders.expect(slot)
    return slot
  }

  /// The same of the orders beside it in the lists that it is in.
  func expectNeighbours(of slot: UInt32) {
    expectLinks(of: orders[slot].previous)
    expectLinks(of: orders[slot].next)
    expectLinks(of: orders[slot].earlier)
    expectLinks(of: orders[slot].later)
  }

  private func expectLinks(of slot: UInt32) {
    if slot != Order.none { orders.expectFront(of: slot) }
  }

  func slot(_ orderID: OrderID) -> UInt32? {
    byOrderID.find(hash: hash(orderID)) { orders[$0].orderID == orderID }
  }

  /// Makes sure that an order with one name more fits at `now`.
  mutating func makeRoom(at now: Instant) -> Bool {
    if free.inUse < orders.capacity && names.hasRoom { return true }
    let oldest = firstFinished
    guard oldest != Order.none,
      now.nanoseconds - orders[oldest].finishedAt.nanoseconds >= VenueLimits.retentionNanos
    else { return false }
    forget(oldest)
    return free.inUse < orders.capacity && names.hasRoom
  }

  /// Makes sure that both sides of a cross and its CrossID(548) fit at `now`.
  mutating func makeRoomForCross(at now: Instant) -> Bool {
    while !hasRoomForCross {
      let oldest = firstFinished
      guard oldest != Order.none,
        now.nanoseconds - orders[oldest].finishedAt.nanoseconds >= VenueLimits.retentionNanos
      else { return false }
      forget(oldest)
    }
    return true
  }

  private var hasRoomForCross: Bool {
    free.inUse + 2 <= orders.capacity && names.fill.used + 3 <= names.fill.capacity
  }

  /// The side of a cross that keeps the CrossID(548) of a firm.
  func slot(ofCross crossID: Text32, by firm: FirmID) -> UInt32? {
    names.order(firm: firm.crossing, ClOrdID(crossID))
  }

  /// Has a side of a cross keep the CrossID(548) of a firm as long as it is known itself.
  mutating func keep(_ crossID: Text32, of firm: FirmID, with slot: UInt32) {
    let name = names.add(
      Name(
        clOrdID: ClOrdID(crossID), firm: firm.crossing, order: slot, next: orders[slot].names))
    guard let name else { preconditionFailure("room was made for the CrossID") }
    orders[slot].names = name
  }

  /// Enters an order that `makeRoom` has made room for.
  mutating func add(_ order: Order) -> UInt32 {
    let slot = takeSlot()
    orders[slot] = order
    makeKnown(slot, hash: names.hash(order.firm, order.clOrdID))
    return slot
  }

  /// The same of one that is made where it stands, as entered under a name whose hash is known.
  mutating func add(
    _ entered: NewOrder, of firm: FirmID, from session: SessionID, as orderID: OrderID,
    hash: UInt64
  ) -> UInt32 {
    let slot = takeSlot()
    orders[slot].orderID = orderID
    orders[slot].enter(entered, of: firm, from: session)
    makeKnown(slot, hash: hash)
    return slot
  }

  /// A slot with an order that says nothing.
  private mutating func takeSlot() -> UInt32 {
    guard let slot = free.take() else { preconditionFailure("room was made for the order") }
    return slot
  }

  private mutating func makeKnown(_ slot: UInt32, hash: UInt64) {
    byOrderID.insert(hash: self.hash(orders[slot].orderID), slot: slot)
    let isNamed = name(slot, orders[slot].clOrdID, hash: hash)
    precondition(isNamed, "room was made for the order's ClOrdID")
    if let next = free.upcoming { orders.expect(next) }
  }

  /// Makes the order known by one more ClOrdID(11); false where there is no room.
  mutating func name(_ slot: UInt32, _ clOrdID: ClOrdID) -> Bool {
    name(slot, clOrdID, hash: names.hash(orders[slot].firm, clOrdID))
  }

  private mutating func name(_ slot: UInt32, _ clOrdID: ClOrdID, hash: UInt64) -> Bool {
    guard
      let name = names.add(
        Name(clOrdID: clOrdID, firm: orders[slot].firm, order: slot, next: orders[slot].names),
        hash: hash)
    else { return false }
    orders[slot].names = name
    return true
  }

  /// Whether one more ClOrdID(11) fits.
  var hasRoomForName: Bool { names.hasRoom }

  /// Puts an order that can no longer be filled at the end of the finished ones.
  mutating func finish(_ slot: UInt32, at now: Instant) {
    precondition(orders[slot].status.isFinal, "a finished order has a final status")
    precondition(orders[slot].list == nil, "a finished order has left its instrument's list")
    precondition(orders[slot].documents.count == 0, "a finished order reserves nothing")
    orders[slot].finishedAt = now
    orders[slot].previous = lastFinished
    orders[slot].next = Order.none
    if lastFinished == Order.none {
      firstFinished = slot
    } else {
      orders[lastFinished].next = slot
    }
    lastFinished = slot
  }

  /// The order that finished last.
  var finished: FinishedPlace { place(lastFinished) }

  /// The order that finished next; the first one left where the order of the place has made room. Nil
  /// where none has finished since.
  func finished(behind place: FinishedPlace) -> FinishedPlace? {
    let isKnown = place.slot != Order.none && orders[place.slot].orderID == place.orderID
    let next = isKnown ? orders[place.slot].next : firstFinished
    return next == Order.none ? nil : self.place(next)
  }

  private func place(_ slot: UInt32) -> FinishedPlace {
    FinishedPlace(slot: slot, orderID: slot == Order.none ? .none : orders[slot].orderID)
  }

  /// All slots that orders may have.
  var slots: Range<UInt32> { 0..<UInt32(orders.capacity) }

  /// The slots of the orders that are not finished.
  /// - Complexity: O(capacity).
  var live: [UInt32] { slots.filter { isInUse($0) && !orders[$0].status.isFinal } }

  /// Whether an order has this slot.
  func isInUse(_ slot: UInt32) -> Bool { free.isTaken(slot) }

  private func hash(_ orderID: OrderID) -> UInt64 { HashIndex.hash(counted: orderID.rawValue) }

  private mutating func forget(_ slot: UInt32) {
    precondition(slot == firstFinished, "the order that finished first goes first")
    firstFinished = orders[slot].next
    if firstFinished == Order.none {
      lastFinished = Order.none
    } else {
      orders[firstFinished].previous = Order.none
    }
    names.removeAll(from: orders[slot].names)
    byOrderID.remove(hash: hash(orders[slot].orderID), slot: slot)
    orders[slot] = Order()
    free.give(slot)
  }
}

extension FirmID {
  /// Under which the names of a firm's crosses stand, apart from those of its orders.
  fileprivate var crossing: FirmID { FirmID(rawValue: rawValue | 1 << 31) }
}

extension OrderTable: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&orders)
    free.transfer(by: &transfer)
    names.transfer(by: &transfer)
    byOrderID.transfer(by: &transfer)
    transfer.move(&firstFinished)
    transfer.move(&lastFinished)
  }
}
