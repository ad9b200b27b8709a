public import Market

/// How much all books of one core may hold; everything is allocated and touched at the start.
///
/// Memory follows the orders and where they stand, not the bands: 10,000 instruments with 10 million
/// orders, each on a page of 16 ticks that no other stands on, in bands of 100,000 ticks, take 0.32 +
/// 2.72 + 0.55 GB (`byteCount`).
public struct BookLimits: Sendable {
  /// Resting orders, 1 ... 16,777,215. 32 bytes each.
  public var orders: Int
  /// Pages of 16 ticks that hold orders, 1 ... 268,435,454. 272 bytes each.
  public var levelPages: Int
  /// Books, 1 ... 1,048,576. 64 bytes each.
  public var books: Int
  /// Nodes above the pages, 268 bytes each: one per side of a book, and one for each 1,024 ticks that
  /// hold orders of it; a few more where these reach beyond 65,536.
  public var directoryNodes: Int
  /// Orders that one match looks at before it stops.
  public var ordersLookedAt: Int

  /// Limits with room for prices up to 100,000 ticks apart on every side of every book, as far as
  /// there are pages for them.
  public init(
    orders: Int, levelPages: Int, books: Int, directoryNodes: Int? = nil,
    ordersLookedAt: Int = Limits.ordersLookedAt
  ) {
    self.orders = orders
    self.levelPages = levelPages
    self.books = books
    self.directoryNodes = directoryNodes ?? min(2 * books * 103, 2 * books + 2 * levelPages)
    self.ordersLookedAt = ordersLookedAt
  }

  /// Lots in one resting order, so that a level's lots fit 40 bits: 65,535 x 16,777,215 < 2^40.
  public static var lotsPerOrder: UInt32 { 65_535 }

  /// Nodes that one new price may need: it lifts the root at most 3 times and then opens a path
  /// of at most 4 nodes below it.
  static var nodesPerRest: Int { 7 }

  /// Bytes that the books allocate under these limits.
  public var byteCount: Int {
    orders * MemoryLayout<OrderNode>.stride
      + levelPages * (16 * MemoryLayout<Level>.stride + MemoryLayout<LevelPage>.stride + 4)
      + (directoryNodes + BookLimits.nodesPerRest) * (64 * 4 + 8 + 4)
      + books * 2 * MemoryLayout<BookSide>.stride
  }

  func check() {
    precondition((1...0xff_ffff).contains(orders), "the orders of a level fit 24 bits")
    precondition((1...0xfff_fffe).contains(levelPages), "a level's number fits 32 bits")
    precondition((1...0x10_0000).contains(books), "at most 1,048,576 books")
    precondition((1...0x3ff_ffff).contains(directoryNodes), "a child's number fits 32 bits")
    precondition(ordersLookedAt > 0, "a match looks at one order at least")
  }
}
