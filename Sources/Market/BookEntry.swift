/// An order as the book of its instrument shows it.
public struct BookOrder: Hashable, Sendable {
  public var orderID: OrderID
  /// The price at which it rests.
  public var price: Price
  /// The lots that show.
  public var lots: UInt32
  /// ExecInst(18) G: it trades as a whole or not at all.
  public var isAllOrNone: Bool

  public init(orderID: OrderID, price: Price, lots: UInt32, isAllOrNone: Bool = false) {
    self.orderID = orderID
    self.price = price
    self.lots = lots
    self.isAllOrNone = isAllOrNone
  }
}

/// All orders at one price of a side, as the book of their instrument shows them.
public struct BookLevel: Hashable, Sendable {
  public var price: Price
  /// MDEntrySize(271) in lots: what shows.
  public var lots: UInt64
  /// NumberOfOrders(346).
  public var orders: UInt32

  public init(price: Price, lots: UInt64, orders: UInt32) {
    self.price = price
    self.lots = lots
    self.orders = orders
  }
}
