import Market
import Memory

extension AccountBooks {
  /// A firm whose live orders are not counted and listed as they are; nil where all are.
  /// - Parameter live: the slots of the live orders but of those of auctions, which are counted elsewhere.
  /// - Complexity: O((books + firms) x live orders).
  func audit(_ live: [UInt32], of orders: borrowing OrderTable) -> FirmID? {
    for place in places where isInUse(place) {
      let book = self[place]
      guard book.live == recount(live, of: orders, book.counts) else { return book.firm }
      if book.kind == .orders, !lists(book, at: place, orders) { return book.firm }
    }
    for number in 1..<UInt32(firmCapacity) {
      let firm = FirmID(rawValue: number)
      let sides = recount(live, of: orders) { $0.firm == firm }
      guard count(firm, .buy, in: nil, of: nil) == sides.count(.buy),
        count(firm, .sell, in: nil, of: nil) == sides.count(.sell)
      else { return firm }
    }
    return nil
  }

  private func recount(
    _ slots: [UInt32], of orders: borrowing OrderTable, _ counts: (Order) -> Bool
  ) -> SideCounts {
    var sides = SideCounts()
    for slot in slots where counts(orders[slot]) { sides.add(orders[slot].side) }
    return sides
  }

  private func lists(
    _ book: AccountBook, at place: UInt32, _ orders: borrowing OrderTable
  ) -> Bool {
    var listed = SideCounts()
    var slot = book.first
    while slot != Order.none, listed.count(nil) < book.live.count(nil) {
      guard orders[slot].accountBook == place else { return false }
      listed.add(orders[slot].side)
      slot = orders[slot].later
    }
    return slot == Order.none && listed == book.live
  }
}

extension AccountBook {
  /// Whether an order is one of those that it counts.
  fileprivate func counts(_ order: Order) -> Bool {
    guard order.firm == firm else { return false }
    switch kind {
    case .orders: return order.instrument == instrument && order.account == account
    case .ofInstrument: return order.instrument == instrument
    case .ofAccount: return order.account == account
    }
  }
}
