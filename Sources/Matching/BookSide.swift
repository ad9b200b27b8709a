/// One side of one book: its best level, and the root of the directory of its pages. 32 bytes.
struct BookSide: BitwiseCopyable {
  /// LadderKey.none where the side is empty.
  var bestKey = LadderKey.none
  var best = LevelRef.none
  /// The root's node; BookSide.noNode where the side is empty.
  var root = BookSide.noNode
  /// The page numbers below the root without their lowest `height` digits.
  var prefix: UInt32 = 0
  /// Nodes from the root to a page, 1 ... 5; zero where the side is empty.
  var height: UInt32 = 0
  /// Lots of its orders that do not show.
  var hidden: UInt64 = 0

  static var noNode: UInt32 { .max }

  /// How far a page's number is shifted to leave the digit of the root.
  var rootShift: UInt32 { (height &- 1) &* 6 }

  /// Whether page `number` would stand below the root.
  func covers(_ number: UInt32) -> Bool { number &>> (rootShift &+ 6) == prefix }
}
