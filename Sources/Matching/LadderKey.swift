import Market

/// One side of one book: twice the book's index, and one more for the sells.
struct SideIndex: Equatable, BitwiseCopyable {
  var rawValue: UInt32

  init(rawValue: UInt32) { self.rawValue = rawValue }
  init(_ book: BookIndex, _ side: Side) {
    rawValue = book.rawValue &<< 1 | (side == .sell ? 1 : 0)
  }

  var book: BookIndex { BookIndex(rawValue: rawValue &>> 1) }
  var side: Side { rawValue & 1 == 0 ? .buy : .sell }
  /// All ones for buys, whose keys count downwards; zero for sells.
  var mirror: Int { Int(rawValue & 1) &- 1 }
}

/// A tick as a place on its side's ladder: the lower, the better, for buys as well as for sells.
///
/// ```
/// key = origin + tick (sells), origin - tick (buys)
/// bits 0...3    place in the page
/// bits 4...33   number of the page: five digits of six bits, which the directory walks
/// ```
/// The origin puts tick 0 in the middle of every digit, so that prices around zero share a node.
struct LadderKey: Comparable, BitwiseCopyable {
  var rawValue: Int

  init(rawValue: Int) { self.rawValue = rawValue }
  init(tick: Int32, on side: SideIndex) {
    rawValue = LadderKey.origin &+ ((Int(tick) ^ side.mirror) &- side.mirror)
  }
  init(page: UInt32, place: UInt32) { rawValue = Int(page) &<< 4 | Int(place) }

  static func < (a: LadderKey, b: LadderKey) -> Bool { a.rawValue < b.rawValue }
  /// Behind every tick; the best of an empty side.
  static var none: LadderKey { LadderKey(rawValue: .max) }

  var page: UInt32 { UInt32(truncatingIfNeeded: rawValue &>> 4) }
  var place: UInt32 { UInt32(truncatingIfNeeded: rawValue & 15) }

  func tick(on side: SideIndex) -> Int32 {
    Int32(truncatingIfNeeded: ((rawValue &- LadderKey.origin) ^ side.mirror) &- side.mirror)
  }

  /// Digits 8, 32, 32, 32, 32 and place 8: above 2^31, so that no key is negative.
  private static var origin: Int { 0b001000_100000_100000_100000_100000_1000 }
}
