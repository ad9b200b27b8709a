import FIX44
import FIXWire
import Market

/// TradeCaptureReport(AE) of a firm.
extension ReportTrade {
  init(
    _ index: borrowing FieldIndex, _ message: RawSpan, marketUTCOffsetSeconds: Int32,
    _ timestamps: inout TimestampReader
  ) throws(DecodeFailure) {
    self.init()
    reportID = try present(try index.text32(.tradeReportID, message), .tradeReportID)
    symbol = Symbol(try present(try index.text16(.symbol, message), .symbol))
    transactTime = try present(
      try index.instant(.transactTime, message, &timestamps), .transactTime)
    price = try present(try index.price(.lastPx, message), .lastPx)
    let quantity = try present(try index.quantity(.lastQty, message), .lastQty)
    settlDate = try index.settlDate(message, marketUTCOffsetSeconds)
    kindCode = try Self.kind(index, message).rawValue
    try readReference(index, message)
    let sides = try CrossSides(index, message, ofOrders: false)
    buy = sides.buy
    sell = sides.sell
    buy.orderQty = quantity
    sell.orderQty = quantity
  }

  /// TradeReportType(856): 0 where absent; 6 takes back and so comes with TradeReportTransType(487) 1.
  private static func kind(
    _ index: borrowing FieldIndex, _ message: RawSpan
  ) throws(DecodeFailure) -> TradeReportKind {
    let kind: TradeReportKind
    switch try index.number(.tradeReportType, message) {
    case nil, 0: kind = .alleges
    case 2: kind = .accepts
    case 3: kind = .declines
    case 6: kind = .takesBack
    default: throw .refuse(.codeNotOffered, .tradeReportType)
    }
    let transType = try index.number(.tradeReportTransType, message)
    guard transType == nil || transType == (kind == .takesBack ? 1 : 0) else {
      throw .refuse(.codeNotOffered, .tradeReportTransType)
    }
    if let type = try index.number(.trdType, message), type != 0 {
      throw .refuse(.codeNotOffered, .trdType)
    }
    if let type = try index.number(.trdSubType, message), type != TradingMode.negotiated.trdSubType
    {
      throw .refuse(.codeNotOffered, .trdSubType)
    }
    return kind
  }

  /// TradeReportRefID(572): the venue's number of what is answered, the firm's own TradeReportID(571) of what is
  /// taken back.
  private mutating func readReference(
    _ index: borrowing FieldIndex, _ message: RawSpan
  ) throws(DecodeFailure) {
    switch TradeReportKind(rawValue: kindCode) {
    case .accepts, .declines:
      guard let number = try index.number(.tradeReportRefID, message) else {
        throw .conditional(.tradeReportRefID)
      }
      self.number = number
    case .takesBack:
      guard let reference = try index.text32(.tradeReportRefID, message) else {
        throw .conditional(.tradeReportRefID)
      }
      self.reference = reference
    case .alleges, nil: break
    }
  }
}
