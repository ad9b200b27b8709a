import Market

/// The walks over the books of a firm.
extension AccountBooks {
  /// Begins a walk for a fence at the first book of a firm; the one before it is over.
  mutating func startWalk(of firm: FirmID) { walk = AccountWalk(book: firstBook(of: firm)) }

  /// Whether the firm has no more books.
  var isWalkOver: Bool { walk.book == AccountBook.none }

  /// The next order, where it stands behind the fence: the walk goes on when it leaves. Nil where the
  /// walk has passed over an order that does not, or over what is left of a book.
  mutating func step(_ fence: Fence, _ orders: borrowing OrderTable) -> UInt32? {
    guard let slot = next(walk, fence, orders), orders[slot].orderID <= fence.lastOrderID else {
      walk = AccountWalk(book: self[walk.book].next)
      return nil
    }
    if fence.covers(orders[slot].session, orders[slot].side, orders[slot].timeInForce) {
      return slot
    }
    walk.passed = slot
    return nil
  }

  /// Begins a walk for a mass status request at the first book of a firm; the one before it is over.
  mutating func startStatusWalk(of firm: FirmID) {
    statusWalk = AccountWalk(book: firstBook(of: firm))
  }

  /// Begins the walk for a mass status request again at a book that comes before all others of its firm.
  mutating func restartStatusWalk(at book: UInt32) { statusWalk = AccountWalk(book: book) }

  var isStatusWalkOver: Bool { statusWalk.book == AccountBook.none }

  /// The next order of the scope, and goes on behind it. Nil where the walk has passed over an order
  /// that is none, or over what is left of a book.
  mutating func statusStep(_ scope: Fence, _ orders: borrowing OrderTable) -> UInt32? {
    guard let slot = next(statusWalk, scope, orders) else {
      statusWalk = AccountWalk(book: self[statusWalk.book].next)
      return nil
    }
    statusWalk.passed = slot
    return scope.covers(orders[slot]) ? slot : nil
  }

  /// The order that a walk comes to in its book; nil where that has none left of the scope.
  private func next(
    _ walk: AccountWalk, _ scope: Fence, _ orders: borrowing OrderTable
  ) -> UInt32? {
    precondition(walk.book != AccountBook.none, "a walk that is over goes no further")
    let book = self[walk.book]
    guard scope.covers(book.instrument, book.account) else { return nil }
    let slot = walk.passed == Order.none ? book.first : orders[walk.passed].later
    return slot == Order.none ? nil : slot
  }
}

/// How far a walk has come.
struct AccountWalk: BitwiseCopyable {
  var book = AccountBook.none
  /// The last order of the book that it has passed over; none where it begins.
  var passed = Order.none
}
