import FIX44
import FIXWire
import Market
import Records

/// What firms are told of quotes: QuoteRequest(R), Quote(S), QuoteResponse(AJ), QuoteStatusReport(AI),
/// QuoteRequestReject(AG).
extension MessageEncoder {
  /// R: a firm asks.
  mutating func writeQuoteRequested(
    _ event: RawSpan, _ options: ReportOptions, _ precision: TimestampPrecision,
    _ firmCodes: borrowing FirmCodes
  ) {
    let body = event.loadBody(QuoteRequested.self)
    field(.quoteReqID, body.number)
    field(.noRelatedSym, 1 as UInt64)
    symbol(body.symbol)
    field(.quoteType, 2 as UInt64)
    char(.side, body.sideCode)
    quantity(.orderQty, body.quantity)
    writeDelivery(on: body.settlDate, options)
    field(.expireTime, body.deadline, precision)
    field(.transactTime, body.requestedAt, precision)
    writeParties(.none, contra: body.contraFirm, firmCodes)
    if options.ownTags { char(.tradingMode, TradingMode.negotiated.rawValue) }
  }

  /// S to the firm that asks, AJ with 694=2 to the one that was asked: the other one's offer stands.
  mutating func writeQuoteOffered(
    _ event: RawSpan, _ options: ReportOptions, _ precision: TimestampPrecision,
    _ firmCodes: borrowing FirmCodes
  ) {
    let body = event.loadBody(QuoteOffered.self)
    let isQuote = body.isToAsker == 1
    if isQuote {
      field(.quoteReqID, body.reqID)
      field(.quoteID, body.number)
    } else {
      field(.quoteRespID, body.number)
      field(.quoteID, body.number)
      field(.quoteRespType, 2 as UInt64)
    }
    field(.quoteType, UInt64(isQuote ? 1 : 3))
    writeParties(.none, contra: body.contraFirm, firmCodes)
    symbol(body.symbol)
    if isQuote {
      let isBid = body.sideCode == Side.buy.rawValue
      price(isBid ? .bidPx : .offerPx, body.price)
      quantity(isBid ? .bidSize : .offerSize, body.quantity)
    } else {
      char(.side, body.sideCode)
      quantity(.orderQty, body.quantity)
      price(.price, body.price)
    }
    writeDelivery(on: body.settlDate, options)
    field(.validUntilTime, body.deadline, precision)
    field(.transactTime, body.offeredAt, precision)
    if options.ownTags { char(.tradingMode, TradingMode.negotiated.rawValue) }
  }

  /// AI, or AG where a request is refused.
  mutating func writeQuoteAnswered(
    _ event: RawSpan, _ options: ReportOptions, _ precision: TimestampPrecision
  ) {
    let body = event.loadBody(QuoteAnswered.self)
    if body.isRequestReject { return writeQuoteRequestReject(body, options) }
    let kind = QuoteKind(rawValue: body.kindCode)
    let reason = QuoteReason(rawValue: body.reasonCode)
    if !body.reqID.isEmpty {
      field(.quoteReqID, body.reqID)
    } else if body.requestNumber != 0 {
      field(.quoteReqID, body.requestNumber)
    }
    switch kind {
    case .quotes, .withdraws, .withdrawsRequest: field(.quoteID, body.answerID)
    case .requests: field(.quoteID, body.requestNumber)
    case .hits, .counters, .lapses, .passes:
      field(.quoteID, body.number)
      field(.quoteRespID, body.answerID)
    case nil: field(.quoteID, body.number)
    }
    symbol(body.symbol)
    if body.deadline != .none { field(.validUntilTime, body.deadline, precision) }
    field(.transactTime, event.loadHead().time, precision)
    field(.quoteStatus, reason?.quoteStatus ?? kind?.quoteStatus ?? 0)
    writeReason(of: body, options)
  }

  private mutating func writeQuoteRequestReject(_ body: QuoteAnswered, _ options: ReportOptions) {
    field(.quoteReqID, body.reqID)
    field(.quoteRequestRejectReason, body.quoteRequestRejectReason)
    field(.noRelatedSym, 1 as UInt64)
    symbol(body.symbol)
    writeReason(of: body, options)
  }

  private mutating func writeReason(of body: QuoteAnswered, _ options: ReportOptions) {
    guard let reason = QuoteReason(rawValue: body.reasonCode) else { return }
    let reject = OrderReject(rawValue: body.orderRejectCode)
    var line = TextLine()
    line.append(reason, side: Side(rawValue: body.sideCode), reject, body.rejectDetail)
    field(.text, line.bytes)
    guard options.ownTags, let clause = reject?.rejectClause, clause > 0 else { return }
    field(.rejectClause, UInt64(clause))
  }
}

extension QuoteOffered {
  /// The MsgType(35) of what the firm is told that is to answer.
  var msgType: MsgType { isToAsker == 1 ? .quote : .quoteResponse }
}

extension QuoteAnswered {
  /// The MsgType(35) of the answer.
  var msgType: MsgType { isRequestReject ? .quoteRequestReject : .quoteStatusReport }

  /// Whether it says that a QuoteRequest(R) is refused: the venue gave it no number.
  var isRequestReject: Bool {
    kindCode == QuoteKind.requests.rawValue && reasonCode != 0 && requestNumber == 0
  }

  /// QuoteRequestRejectReason(658).
  fileprivate var quoteRequestRejectReason: UInt64 {
    switch OrderReject(rawValue: orderRejectCode) {
    case .unknownSymbol: 1
    case .instrumentHalted, .instrumentClosed: 2
    case .modeNotOffered: 8
    case .firmNotAdmitted, .operatorMayNotTrade, .stoppedByOperator: 6
    default: reasonCode == QuoteReason.tooManyOpen.rawValue ? 3 : 99
    }
  }
}

extension QuoteKind {
  /// QuoteStatus(297) of what is done as it was said.
  fileprivate var quoteStatus: UInt64 {
    switch self {
    case .requests, .quotes, .hits, .counters: 0
    case .withdraws: 1
    case .withdrawsRequest: 4
    case .lapses: 7
    case .passes: 11
    }
  }
}
