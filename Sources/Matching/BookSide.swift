/// One side of one book: its best level, and the root of the directory of its pages. 32 bytes.
struct BookSide: BitwiseCopyable {
  /// LadderKey.none where the side is empty.
  var bestKey = LadderKey.none
  var best = LevelRef.none
  /// The root's node; BookSide.noNode where the side is empty.
  var root = BookSide.noNode
  /// The page numbers below the root without their lowest `height` digits.
  var prefix: UInt32 = 0
  /// Nodes from the root to a page, `heightMin` ... 5; zero where the side is empty.
  var height: UInt32 = 0
  /// Lots of its orders that do not show.
  var hidden: UInt64 = 0

  static var noNode: UInt32 { .max }

  /// Two nodes reach over 65,536 ticks, so that the way to a page is as long on one side of a book as
  /// on the other, and the same from order to order: the processor foresees it (benchmark `book`).
  static var heightMin: UInt32 { 2 }

  /// How far a page's number is shifted to leave the digit of the root.
  var rootShift: UInt32 { (height &- 1) &* 6 }

  /// Whether page `number` would stand below the root.
  func covers(_ number: UInt32) -> Bool { number &>> (rootShift &+ 6) == prefix }
}
