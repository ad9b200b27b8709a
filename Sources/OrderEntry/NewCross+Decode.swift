import FIX44
import FIXWire
import Market

/// NewOrderCross(s): what both sides have in common, and then the sides, one that buys and one that sells.
extension NewCross {
  init(
    _ index: borrowing FieldIndex, _ message: RawSpan, marketUTCOffsetSeconds: Int32,
    _ timestamps: inout TimestampReader
  ) throws(DecodeFailure) {
    self.init()
    crossID = try present(try index.text32(.crossID, message), .crossID)
    symbol = Symbol(try present(try index.text16(.symbol, message), .symbol))
    transactTime = try present(
      try index.instant(.transactTime, message, &timestamps), .transactTime)
    guard let price = try index.price(.price, message) else { throw .conditional(.price) }
    self.price = price
    if let currency = try index.currency(.currency, message) { self.currency = currency }
    let mode = try index.code(.tradingMode, message, of: TradingMode.self)
    if let mode { modeCode = mode.rawValue }
    settlDate = try index.settlDate(message, marketUTCOffsetSeconds)
    try Self.checkHonoured(index, message)
    let sides = try CrossSides(index, message, ofOrders: true)
    buy = sides.buy
    sell = sides.sell
  }

  /// The venue crosses both sides as a whole, at a limit and at once.
  private static func checkHonoured(
    _ index: borrowing FieldIndex, _ message: RawSpan
  ) throws(DecodeFailure) {
    try require(.crossType, 1, index, message)
    try require(.crossPrioritization, 0, index, message)
    if index.first(.priceType) != nil { try require(.priceType, 2, index, message) }
    let ordType = try present(try index.code(.ordType, message, of: OrdType.self), .ordType)
    if ordType != .limit { throw .refuse(.codeNotOffered, .ordType) }
    switch try index.code(.timeInForce, message, of: TimeInForce.self) {
    case .day, .immediateOrCancel, .fillOrKill, nil: break
    case .goodTillCancel, .goodTillDate, .atTheOpening, .atTheClose:
      throw .refuse(.codeNotOffered, .timeInForce)
    }
  }

  private static func require(
    _ tag: Tag, _ code: UInt64, _ index: borrowing FieldIndex, _ message: RawSpan
  ) throws(DecodeFailure) {
    if try present(try index.number(tag, message), tag) != code {
      throw .refuse(.codeNotOffered, tag)
    }
  }
}
