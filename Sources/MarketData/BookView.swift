public import Market
import Matching
import Memory

/// Why a view cannot take a change of a book. The view is of no use from then on.
public enum BookViewError: Error, Hashable, Sendable {
  /// Changes of the instrument's book are missing, or come again: MDSeq(7830) should be this one.
  case gap(expected: UInt64)
  /// The change does not go with the orders that the view has, or is none.
  case contradiction
  /// The view has no room for the order, or for the instrument.
  case full
}

/// The orders that the books of a market show, made from the changes of the books (`BookChanged`) and
/// from nothing else: by order, and by price as the sum of its orders.
///
/// Each change is compared with what the view has: its number with the last one, its order with the
/// orders, its level with the sum. All memory is allocated and touched at the start. Owner: whoever
/// reads the events.
public struct BookView: ~Copyable {
  private var books: OrderBooks
  /// By slot: what the books do not keep.
  private var entries: Slab<Entry>
  private var byOrderID: HashIndex
  /// MDSeq(7830) of the last change, by the instrument's number less one.
  private var lastSeqs: Slab<UInt64>
  private let seed = HashSeed(rawValue: 0)

  struct Entry: BitwiseCopyable {
    var orderID = OrderID.none
    var price = Price.zero
  }

  /// A view of empty books: of so many orders in all, on so many pages of 16 ticks, of instruments
  /// numbered from 1.
  public init(orders: Int, levelPages: Int, instruments: Int) {
    books = OrderBooks(
      limits: BookLimits(orders: orders, levelPages: levelPages, books: instruments))
    for _ in 0..<instruments {
      guard books.addBook() != nil else { preconditionFailure("each instrument has a book") }
    }
    entries = Slab(capacity: orders, repeating: Entry())
    byOrderID = HashIndex(capacity: orders)
    lastSeqs = Slab(capacity: instruments, repeating: 0)
  }

  /// MDSeq(7830) of the last change of an instrument's book; zero where there was none.
  public func mdSeq(of instrument: InstrumentID) -> UInt64 {
    book(of: instrument).map { lastSeqs[$0.rawValue] } ?? 0
  }

  /// Takes the next change of an instrument's book.
  public mutating func apply(_ change: BookChanged) throws(BookViewError) {
    guard let book = book(of: change.instrument) else { throw .full }
    let expected = lastSeqs[book.rawValue] + 1
    guard change.mdSeq == expected else { throw .gap(expected: expected) }
    guard let side = Side(rawValue: change.sideCode),
      let action = MDUpdateAction(rawValue: change.actionCode)
    else { throw .contradiction }
    switch action {
    case .new: try add(change, to: book, side)
    case .change: try move(change, in: book, side)
    case .delete: try remove(change, from: book, side)
    }
    let level = books.level(book, side, at: change.tick)
    guard level.lots == UInt64(change.levelLots), level.orders == change.levelOrders else {
      throw .contradiction
    }
    lastSeqs[book.rawValue] = change.mdSeq
  }

  private mutating func add(_ change: BookChanged, to book: BookIndex, _ side: Side)
    throws(BookViewError)
  {
    guard Self.find(change.orderID, hash(change.orderID), byOrderID, entries) == nil,
      (1...BookLimits.lotsPerOrder).contains(change.lots)
    else { throw .contradiction }
    let incoming = IncomingOrder(
      book: book, side: side, limitTick: change.tick, lots: change.lots, owner: 0)
    var order = RestingOrder(incoming: incoming, lots: change.lots, tag: 0)
    order.isAllOrNone = change.isAllOrNone != 0
    guard let slot = books.rest(order) else { throw .full }
    entries[slot.rawValue] = Entry(orderID: change.orderID, price: change.price)
    byOrderID.insert(hash: hash(change.orderID), slot: slot.rawValue)
  }

  /// Other lots in the old place, fewer of them; or any behind the others of the same price.
  private mutating func move(_ change: BookChanged, in book: BookIndex, _ side: Side)
    throws(BookViewError)
  {
    let (slot, order) = try entry(of: change, in: book, side)
    if change.losesPlace != 0 {
      take(slot, of: change.orderID)
      return try add(change, to: book, side)
    }
    guard change.lots > 0, change.lots < order.lots else { throw .contradiction }
    books.reduce(slot, by: order.lots - change.lots)
  }

  private mutating func remove(_ change: BookChanged, from book: BookIndex, _ side: Side)
    throws(BookViewError)
  {
    let (slot, _) = try entry(of: change, in: book, side)
    guard change.lots == 0 else { throw .contradiction }
    take(slot, of: change.orderID)
  }

  private mutating func take(_ slot: OrderSlot, of orderID: OrderID) {
    books.cancel(slot)
    byOrderID.remove(hash: hash(orderID), slot: slot.rawValue)
  }

  /// The order that a change is of, as the view has it.
  private func entry(of change: BookChanged, in book: BookIndex, _ side: Side)
    throws(BookViewError) -> (OrderSlot, RestingOrder)
  {
    guard let slot = Self.find(change.orderID, hash(change.orderID), byOrderID, entries) else {
      throw .contradiction
    }
    let order = books.order(OrderSlot(rawValue: slot))
    guard order.book == book, order.side == side, order.tick == change.tick,
      order.isAllOrNone == (change.isAllOrNone != 0), entries[slot].price == change.price
    else { throw .contradiction }
    return (OrderSlot(rawValue: slot), order)
  }

  /// Both are borrowed as parameters: members of `self` would be copied for the closure.
  private static func find(
    _ orderID: OrderID, _ hash: UInt64, _ index: borrowing HashIndex,
    _ entries: borrowing Slab<Entry>
  ) -> UInt32? {
    index.find(hash: hash) { entries[$0].orderID == orderID }
  }

  private func hash(_ orderID: OrderID) -> UInt64 { seed.hash(orderID.rawValue) }

  private func book(of instrument: InstrumentID) -> BookIndex? {
    (1...UInt32(books.bookCount)).contains(instrument.rawValue)
      ? BookIndex(rawValue: instrument.rawValue - 1) : nil
  }
}

/// What it shows.
extension BookView {
  /// Calls `body` with each order of a side, by price, then by time.
  public func forEachOrder(
    of instrument: InstrumentID, _ side: Side, _ body: (BookOrder) -> Void
  ) {
    guard let book = book(of: instrument) else { return }
    var level = books.bestLevel(book, side)
    while let present = level {
      var next = books.firstOrder(book, side, at: present.tick)
      while let slot = next {
        let entry = entries[slot.rawValue]
        let order = books.order(slot)
        body(
          BookOrder(
            orderID: entry.orderID, price: entry.price, lots: order.lots,
            isAllOrNone: order.isAllOrNone))
        next = books.order(behind: slot)
      }
      level = books.level(book, side, behind: present.tick)
    }
  }

  /// Calls `body` with each price of a side at which orders rest, the best one first.
  public func forEachLevel(
    of instrument: InstrumentID, _ side: Side, _ body: (BookLevel) -> Void
  ) {
    guard let book = book(of: instrument) else { return }
    var level = books.bestLevel(book, side)
    while let present = level {
      guard let first = books.firstOrder(book, side, at: present.tick) else {
        preconditionFailure("a level has an order")
      }
      body(
        BookLevel(
          price: entries[first.rawValue].price, lots: present.lots, orders: present.orders))
      level = books.level(book, side, behind: present.tick)
    }
  }
}

/// The best of it, for who is told no more than that.
extension BookView {
  /// Copies the best prices of a side, or its first orders, at most `most`; how many there are.
  func copyBest(
    of instrument: InstrumentID, _ side: Side, byOrder: Bool, most: Int,
    to entries: inout Slab<WindowEntry>
  ) -> Int {
    guard let book = book(of: instrument) else { return 0 }
    var count = 0
    var level = books.bestLevel(book, side)
    while let present = level, count < most {
      guard let first = books.firstOrder(book, side, at: present.tick) else {
        preconditionFailure("a level has an order")
      }
      if byOrder {
        copyOrders(from: first, most: most, &count, &entries)
      } else {
        var entry = WindowEntry(price: self.entries[first.rawValue].price)
        entry.lots = present.lots
        entry.orders = present.orders
        entries[UInt32(count)] = entry
        count += 1
      }
      level = books.level(book, side, behind: present.tick)
    }
    return count
  }

  private func copyOrders(
    from first: OrderSlot, most: Int, _ count: inout Int, _ entries: inout Slab<WindowEntry>
  ) {
    var next: OrderSlot? = first
    while let slot = next, count < most {
      let order = books.order(slot)
      entries[UInt32(count)] = WindowEntry(
        orderID: self.entries[slot.rawValue].orderID, price: self.entries[slot.rawValue].price,
        lots: UInt64(order.lots), isAllOrNone: order.isAllOrNone ? 1 : 0)
      count += 1
      next = books.order(behind: slot)
    }
  }
}

/// What it would trade in a call.
extension BookView {
  /// Levels at which a search for the price of a call looks; one that needs more finds none.
  static var looksMost: Int { 8_192 }

  /// The one price at which the book would trade now, and the lots that would be left over at it, those that are
  /// bought above zero; nil where it does not cross. What orders hide is not counted.
  func uncross(
    of instrument: InstrumentID, nearestTo reference: Int32
  ) -> (tick: Int32, surplus: Int64)? {
    guard let book = book(of: instrument), books.isCrossed(book) else { return nil }
    var (search, looks) = (books.startSearch(book), Self.looksMost)
    guard let price = books.uncrossPrice(&search, nearestTo: reference, looks: &looks) else {
      return nil
    }
    let surplus = lots(of: book, .buy, upTo: price.tick) - lots(of: book, .sell, upTo: price.tick)
    return (price.tick, surplus)
  }

  /// Lots of a side that trade at a price.
  private func lots(of book: BookIndex, _ side: Side, upTo tick: Int32) -> Int64 {
    var (sum, level) = (0 as Int64, books.bestLevel(book, side))
    while let present = level, side == .buy ? present.tick >= tick : present.tick <= tick {
      sum += Int64(present.lots)
      level = books.level(book, side, behind: present.tick)
    }
    return sum
  }
}
