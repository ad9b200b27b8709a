public import Market

/// What a trading day's trades in the book of an instrument come to: rule book Art. 33.
///
/// Trades that were agreed on beside the book or won in an auction never come here.
public struct DayFigures: Equatable, Sendable, BitwiseCopyable {
  /// The first and the last price; meaningful where `trades` is not zero, as all prices here.
  public private(set) var open = Price.zero
  public private(set) var last = Price.zero
  public private(set) var high = Price.zero
  public private(set) var low = Price.zero
  public private(set) var trades: UInt32 = 0
  /// The sum of LastQty(32).
  public private(set) var quantity = Quantity.zero
  /// The sum of the documents' weights.
  public private(set) var weight = Quantity.zero
  private var weighted: Int128 = 0

  public init() {}

  /// Adds a trade; they come in the order in which they were made.
  public mutating func add(_ trade: DayTrade) {
    if trades == 0 { open = trade.price }
    high = trades == 0 ? trade.price : max(high, trade.price)
    low = trades == 0 ? trade.price : min(low, trade.price)
    last = trade.price
    trades += 1
    quantity.thousandths += trade.quantity.thousandths
    weight.thousandths += trade.weight.thousandths
    weighted += Int128(trade.price.tenThousandths) * Int128(trade.weight.thousandths)
  }

  /// The sum of price times weight by the sum of weight, half up; nil without trades.
  public var average: Price? {
    guard weight.thousandths > 0 else { return nil }
    let (doubled, divisor) = (
      2 * weighted + Int128(weight.thousandths), 2 * Int128(weight.thousandths)
    )
    let quotient = doubled / divisor
    let isCut = doubled < 0 && quotient * divisor != doubled
    return Price(tenThousandths: Int64(isCut ? quotient - 1 : quotient))
  }
}

/// A trade of the book as the figures of its day need it.
public struct DayTrade: Equatable, Sendable, BitwiseCopyable {
  /// TrdMatchID(880).
  public var tradeID = TradeID.none
  public var price = Price.zero
  public var quantity = Quantity.zero
  /// Of all its documents.
  public var weight = Quantity.zero
  /// When it was made.
  public var time = Instant.none
  public init() {}

  init(_ body: TradeMatched, at time: Instant) {
    tradeID = body.tradeID
    price = body.lastPx
    quantity = body.lastQty
    weight = body.weight
    self.time = time
  }
}
