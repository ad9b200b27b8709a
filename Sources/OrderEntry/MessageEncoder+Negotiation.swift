import FIX44
import FIXWire
import Market
import Records

/// What firms are told of trades that are alleged: TradeCaptureReport(AE), TradeCaptureReportAck(AR).
extension MessageEncoder {
  /// AE with 856=1: a trade is alleged; with 856=6: it is over.
  mutating func writeTradeAlleged(
    _ event: RawSpan, _ options: ReportOptions, _ precision: TimestampPrecision,
    _ firmCodes: borrowing FirmCodes
  ) {
    let body = event.loadBody(TradeAlleged.self)
    let reason = TradeReportReason(rawValue: body.reasonCode)
    field(.tradeReportID, reason == nil ? body.number : body.execID.rawValue)
    field(.tradeReportTransType, UInt64(reason == nil ? 0 : 1))
    field(.tradeReportType, UInt64(reason == nil ? 1 : 6))
    field(.trdType, 0 as UInt64)
    field(.trdSubType, TradingMode.negotiated.trdSubType)
    if reason != nil { field(.tradeReportRefID, body.number) }
    char(.execType, ExecType.trade.rawValue)
    field(.execID, body.execID.rawValue)
    field(.previouslyReported, false)
    symbol(body.symbol)
    writeFill(body.quantity, body.price, options.tradeDate(of: body.allegedAt))
    field(.transactTime, body.allegedAt, precision)
    writeDelivery(on: body.settlDate, options)
    field(.noSides, 2 as UInt64)
    let isBuyer = body.sideCode == Side.buy.rawValue
    let (buyer, seller) =
      isBuyer ? (body.firm, body.contraFirm) : (body.contraFirm, body.firm)
    writeSide(.buy, of: buyer, isBuyer ? reason : nil, firmCodes)
    writeSide(.sell, of: seller, isBuyer ? nil : reason, firmCodes)
    guard options.ownTags else { return }
    char(.tradingMode, TradingMode.negotiated.rawValue)
    if reason == nil { writeDeadline(body.deadline, precision) }
  }

  private mutating func writeSide(
    _ side: Side, of firm: FirmID, _ reason: TradeReportReason?, _ firmCodes: borrowing FirmCodes
  ) {
    char(.side, side.rawValue)
    field(.orderID, "NONE")
    writeParties(firm, contra: .none, firmCodes)
    if let reason {
      var line = TextLine()
      line.append(reason.sentence)
      field(.text, line.bytes)
    }
  }

  /// AR: a firm's report is taken (939=0), refused or over (939=1).
  mutating func writeTradeReportAnswered(
    _ event: RawSpan, _ options: ReportOptions, _ precision: TimestampPrecision
  ) {
    let body = event.loadBody(TradeReportAnswered.self)
    let reason = TradeReportReason(rawValue: body.reasonCode)
    let reject = OrderReject(rawValue: body.orderRejectCode)
    field(.tradeReportID, body.reportID)
    let takesBack = body.kindCode == TradeReportKind.takesBack.rawValue
    field(.tradeReportTransType, UInt64(takesBack ? 1 : 0))
    field(
      .tradeReportType,
      UInt64(body.kindCode == TradeReportKind.alleges.rawValue ? 0 : body.kindCode))
    field(.trdType, 0 as UInt64)
    field(.trdSubType, TradingMode.negotiated.trdSubType)
    char(.execType, ExecType.trade.rawValue)
    char(.trdRptStatus, reason == nil ? ASCII.zero : ASCII.one)
    if let reason { field(.tradeReportRejectReason, reason.tradeReportRejectReason) }
    if body.number != 0 { field(.secondaryTradeReportID, body.number) }
    field(.execID, body.execID.rawValue)
    symbol(body.symbol)
    field(.transactTime, event.loadHead().time, precision)
    if let reason {
      var line = TextLine()
      line.append(reason, side: Side(rawValue: body.sideCode), reject, body.rejectDetail)
      field(.text, line.bytes)
    }
    guard options.ownTags else { return }
    if let clause = reject?.rejectClause, clause > 0 { field(.rejectClause, UInt64(clause)) }
    if reason == nil { writeDeadline(body.deadline, precision) }
  }
}
