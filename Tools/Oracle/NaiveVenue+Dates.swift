import Market

extension NaiveVenue {
  /// Whether an order's date has come: it does not trade any more.
  func isDue(_ id: Int) -> Bool { self[id].force == .goodTillDate && self[id].expireTime <= now }

  /// Expires the orders whose date has come, by date and number, as many as a step ends.
  mutating func expireDated() {
    let due = orders.filter { !$0.isDone && isDue($0.id) }
      .sorted { ($0.expireTime, $0.id) < ($1.expireTime, $1.id) }
    for order in due.prefix(Budget().orders) { end(order.id, .expired) }
  }
}
