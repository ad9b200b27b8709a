public import Market

/// What a subscription takes of an instrument, and in what form: those with the same terms get the same
/// entries.
public struct FeedTerms: Hashable, Sendable, BitwiseCopyable {
  /// MDEntryType(269).
  public var entries = MarketDataEntries()
  /// MarketDepth(264): prices, or orders, of each side.
  public var depth: UInt16 = 0
  /// AggregatedBook(266)=N: order by order.
  public var isByOrder = false
  /// MDUpdateType(265)=1: changes; else a whole snapshot for each.
  public var isIncremental = false
  /// Own tags stand in its messages.
  public var ownTags = true
  /// Who takes it, which decides what it is told of trades and documents: rule book Art. 22.
  public var tier = DisclosureTier.everybody

  public init() {}

  /// Whether it takes a side of the book.
  func takes(_ side: Side) -> Bool { entries.contains(side == .buy ? .bids : .offers) }

  /// The most prices, or orders, of each side that are published.
  static var depthMost: Int { Int(Limits.marketDepthMost) }
}

/// A price or an order of a book as it was told last.
struct WindowEntry: Equatable, Sendable, BitwiseCopyable {
  /// None where it is a price.
  var orderID = OrderID.none
  var price = Price.zero
  var lots: UInt64 = 0
  /// NumberOfOrders(346) at a price.
  var orders: UInt32 = 0
  var isAllOrNone: UInt32 = 0

  /// Whether it is the same price, or order, with whatever lots.
  func isSame(as other: WindowEntry) -> Bool {
    orderID == other.orderID && price == other.price
  }
}
