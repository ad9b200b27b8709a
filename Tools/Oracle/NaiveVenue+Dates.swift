import Market

extension NaiveVenue {
  /// Whether an order's date has come: it does not trade any more.
  func isDue(_ order: NaiveOrder) -> Bool {
    order.force == .goodTillDate && order.expireTime <= now
  }

  /// Expires the orders whose date has come, by date and number, as many as a step ends.
  mutating func expireDated() {
    let due = orders.filter { !$0.isDone && isDue($0) }
      .sorted { ($0.expireTime, $0.id) < ($1.expireTime, $1.id) }
    for order in due.prefix(Budget().orders) { end(order.id, .expired) }
  }
}
