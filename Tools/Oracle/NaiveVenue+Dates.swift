import Market

extension NaiveVenue {
  /// Expires the orders whose date has come, by date and number, as many as a step ends.
  mutating func expireDated() {
    let now = now
    let due = orders.filter { !$0.isDone && $0.isDue(at: now) }
      .sorted { ($0.expireTime, $0.id) < ($1.expireTime, $1.id) }
    for order in due.prefix(Budget().orders) { end(order.id, .expired) }
  }
}

extension NaiveOrder {
  /// Whether its date has come: it does not trade any more.
  func isDue(at now: Int64) -> Bool { force == .goodTillDate && expireTime <= now }
}
