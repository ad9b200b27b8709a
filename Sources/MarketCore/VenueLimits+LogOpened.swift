public import Market

extension VenueLimits {
  /// The limits that a log was opened with: they decide what is refused, so replay needs the same.
  ///
  /// Other tables grow with orders and documents; what the log leaves open is the default.
  public init(_ opened: LogOpened) {
    self.init()
    if opened.orders > 0 {
      orders = Int(opened.orders)
      clOrdIDs = orders * 2
      restingOrders = max(restingOrders, min(orders, 8_388_608))
      levelPages = max(levelPages, restingOrders / 8)
      accountBooks = max(accountBooks, restingOrders / 4)
    }
    if opened.documents > 0 {
      documents = Int(opened.documents)
      holdings = max(holdings, documents / 4)
    }
  }
}
