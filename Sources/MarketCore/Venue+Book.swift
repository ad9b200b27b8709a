public import Market
import Matching

/// An order as the book of its instrument shows it.
public struct BookOrder: Equatable, Sendable {
  /// OrderID(37).
  public var orderID: OrderID
  /// The price at which it rests.
  public var price: Price
  /// The lots that show.
  public var lots: UInt32

  public init(orderID: OrderID, price: Price, lots: UInt32) {
    self.orderID = orderID
    self.price = price
    self.lots = lots
  }
}

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
        let orderID = orders[books.tag(slot)].orderID
        body(
          BookOrder(
            orderID: orderID, price: terms.price(of: present.tick), lots: books.shownLots(slot)))
        next = books.order(behind: slot)
      }
      level = books.level(book, side, behind: present.tick)
    }
  }
}
