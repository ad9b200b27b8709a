import Market
import Memory

/// One difference between what was told of a side of a book and what it is now.
enum WindowStep: Equatable {
  /// It was told, and is gone or not among the best any more.
  case gone(WindowEntry)
  /// It was not told, or with other lots; its place now, from 1.
  case come(WindowEntry, isNew: Bool, place: Int)
}

/// Goes from the best prices or orders of a side that were told last to those that are now, both the best one
/// first.
///
/// What was told at a price and does not match has gone, since what comes to a price stands behind the others.
struct WindowWalk {
  let side: Side
  /// Where the entries that were told stand, and how many.
  let start: UInt32
  let toldCount: Int
  /// How many there are now.
  let count: Int
  private var before = 0
  private var after = 0

  init(_ side: Side, start: UInt32, toldCount: Int, count: Int) {
    self.side = side
    self.start = start
    self.toldCount = toldCount
    self.count = count
  }

  /// The next difference; nil where there is none left.
  mutating func next(
    told: borrowing Slab<WindowEntry>, now: borrowing Slab<WindowEntry>
  ) -> WindowStep? {
    while before < toldCount || after < count {
      guard before < toldCount else {
        after += 1
        return .come(now[UInt32(after - 1)], isNew: true, place: after)
      }
      let old = told[start + UInt32(before)]
      guard after < count else {
        before += 1
        return .gone(old)
      }
      let entry = now[UInt32(after)]
      if old.isSame(as: entry) {
        before += 1
        after += 1
        if old != entry { return .come(entry, isNew: false, place: after) }
      } else if isBehind(old, entry) {
        after += 1
        return .come(entry, isNew: true, place: after)
      } else {
        before += 1
        return .gone(old)
      }
    }
    return nil
  }

  /// Whether an entry stands at a worse price than another one.
  private func isBehind(_ entry: WindowEntry, _ other: WindowEntry) -> Bool {
    side == .buy ? entry.price < other.price : entry.price > other.price
  }
}
