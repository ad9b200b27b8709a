import Market

extension NaiveVenue {
  /// Notes until when an order is good.
  mutating func keepDated(_ id: Int, until instant: Int64) {
    dated.removeAll { $0 == id }
    self[id].expireTime = instant
    let place = dated.firstIndex { (self[$0].expireTime, $0) > (instant, id) }
    dated.insert(id, at: place ?? dated.count)
  }

  /// Whether an order's date has come: it does not trade any more.
  func isDue(_ id: Int) -> Bool { self[id].force == .goodTillDate && self[id].expireTime <= now }

  /// Expires the orders whose date has come.
  mutating func expireDated() {
    var left = Budget().orders
    while left > 0, let id = dated.first, self[id].isDone || self[id].expireTime <= now {
      dated.removeFirst()
      if !self[id].isDone {
        end(id, .expired)
        left -= 1
      }
    }
  }
}
