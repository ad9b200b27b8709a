public import Market
import Matching
import Memory
import Records

extension Venue {
  /// Calls `body` with each order that rests on a side of an instrument's book, by price, then by
  /// time; with none where the instrument is not defined.
  /// - Complexity: O(orders of the side).
  public func forEachOrder(
    of instrument: InstrumentID, _ side: Side, _ body: (BookOrder) -> Void
  ) {
    guard reference.knows(instrument) else { return }
    let terms = reference[instrument]
    let book = terms.book
    var level = books.bestLevel(book, side)
    while let present = level {
      var next = books.firstOrder(book, side, at: present.tick)
      while let slot = next {
        let order = orders[books.tag(slot)]
        body(
          BookOrder(
            orderID: order.orderID, price: terms.price(of: present.tick),
            lots: books.shownLots(slot), isAllOrNone: order.isAllOrNone))
        next = books.order(behind: slot)
      }
      level = books.level(book, side, behind: present.tick)
    }
  }

  /// Calls `body` with each price of a side at which orders rest, the best one first; with none where
  /// the instrument is not defined.
  /// - Complexity: O(levels of the side).
  public func forEachLevel(
    of instrument: InstrumentID, _ side: Side, _ body: (BookLevel) -> Void
  ) {
    guard reference.knows(instrument) else { return }
    let terms = reference[instrument]
    var level = books.bestLevel(terms.book, side)
    while let present = level {
      body(
        BookLevel(
          price: terms.price(of: present.tick), lots: present.lots, orders: present.orders))
      level = books.level(terms.book, side, behind: present.tick)
    }
  }

  /// MDSeq(7830) of the last change of what an instrument's book shows; zero where there was none, or
  /// where it is not defined.
  public func mdSeq(of instrument: InstrumentID) -> UInt64 {
    reference.knows(instrument) ? reference[instrument].mdSeq : 0
  }

  /// Tells a change of what the book of an order's instrument shows: the one place that does.
  ///
  /// Every order that comes to a book, leaves it, or shows other lots there comes by here. What waits
  /// for its trigger is in no book.
  mutating func tellBook(
    _ slot: UInt32, _ change: BookChange, isNew: Bool = false, into events: inout RecordBuffer
  ) {
    guard !orders[slot].waitsForTrigger else { return }
    let id = orders[slot].instrument
    reference[id].mdSeq += 1
    var body = BookChanged()
    body.mdSeq = reference[id].mdSeq
    body.orderID = orders[slot].orderID
    body.symbol = orders[slot].symbol
    body.price = reference[id].price(of: orders[slot].tick)
    body.instrument = id
    body.tick = orders[slot].tick
    body.lots = change.lots
    body.levelLots = UInt32(change.level.lots)
    body.levelOrders = change.level.orders
    body.sideCode = orders[slot].side.rawValue
    body.actionCode = change.action(isNew: isNew).rawValue
    body.losesPlace = change.losesPlace ? 1 : 0
    body.isAllOrNone = orders[slot].isAllOrNone ? 1 : 0
    events.append(eventHead(.bookChanged, for: .venue), body: body)
  }
}

extension BookChange {
  fileprivate func action(isNew: Bool) -> MDUpdateAction {
    if isNew { return .new }
    return lots == 0 ? .delete : .change
  }
}
