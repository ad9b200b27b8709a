import FIX44
import FIXWire
import Market
import Records

/// The bodies of TradeCaptureReport(AE) in a drop copy: a trade with those of its sides that may be shown, and what
/// a party is told when the trade is undone or its terms are final.
extension MessageEncoder {
  /// The body of a copy, as far as it is the same for all who are so entitled.
  mutating func writeCopy(
    of event: RawSpan, as copy: DropCopy, _ feedSeq: UInt64, _ options: ReportOptions,
    _ precision: TimestampPrecision, _ firmCodes: borrowing FirmCodes
  ) {
    switch copy.kind {
    case .report:
      writeExecutionReport(event, options, precision)
      let report = event.loadBody(ExecutionReport.self)
      writeParties(report.firm, contra: report.contraFirm, firmCodes)
      field(.copyMsgIndicator, true)
    case .cancelReject: writeOrderCancelReject(event, options, precision)
    case .businessReject: writeBusinessMessageReject(event)
    case .noticeReject: writeNoticeRefused(event, options)
    case .trade: writeTradeMatched(event, copy, nil, options, precision, firmCodes)
    case .correction: writeCorrection(event, nil, options, precision, firmCodes)
    }
    if options.ownTags { field(.feedSeq, feedSeq) }
  }

  mutating func writeTradeMatched(
    _ event: RawSpan, _ copy: DropCopy, _ answer: TradeAnswer?, _ options: ReportOptions,
    _ precision: TimestampPrecision,
    _ firmCodes: borrowing FirmCodes
  ) {
    let body = event.loadBody(TradeMatched.self)
    let time = event.loadHead().time
    let mode = TradingMode(rawValue: body.modeCode)
    writeReportID(.tradeReportID, of: body.tradeID)
    writeKind(.instruction)
    if let mode { field(.trdSubType, mode.trdSubType) }
    char(.execType, ExecType.trade.rawValue)
    field(.trdMatchID, body.tradeID.rawValue)
    if copy.showsBuyer != copy.showsSeller {
      field(.execID, (copy.showsBuyer ? body.buyExecID : body.sellExecID).rawValue)
    }
    field(.previouslyReported, false)
    symbol(body.symbol)
    writeDocuments(event, count: body.documentCount, of: body.symbol, behind: TradeMatched.self)
    writeFill(body.lastQty, body.lastPx, options.tradeDate(of: time))
    field(.transactTime, time, precision)
    char(.matchStatus, TradeReport.instruction.matchStatus)
    field(.noSides, (copy.showsBuyer ? 1 : 0) + (copy.showsSeller ? 1 : 0) as UInt64)
    let names = mode != .continuous && copy.tier.sees(.parties)
    if copy.showsBuyer {
      writeSide(
        .buy, of: body, contra: names && !copy.showsSeller ? body.sellFirm : .none, firmCodes)
    }
    if copy.showsSeller {
      writeSide(
        .sell, of: body, contra: names && !copy.showsBuyer ? body.buyFirm : .none, firmCodes)
    }
    writePurpose(answer)
    guard options.ownTags else { return }
    quantity(.netWeight, body.weight)
    if let mode { char(.tradingMode, mode.rawValue) }
    if body.ruleVersion > 0 { field(.ruleVersion, UInt64(body.ruleVersion)) }
  }

  /// What the party was told, and which report it corrects.
  mutating func writeCorrection(
    _ event: RawSpan, _ answer: TradeAnswer?, _ options: ReportOptions,
    _ precision: TimestampPrecision, _ firmCodes: borrowing FirmCodes
  ) {
    writeTradeChanged(event, options, precision, firmCodes)
    writeReportID(.tradeReportRefID, of: event.loadBody(TradeChanged.self).tradeID)
    writePurpose(answer)
  }

  /// Whether it is a copy, or which answer it is a part of.
  private mutating func writePurpose(_ answer: TradeAnswer?) {
    guard let answer else { return field(.copyMsgIndicator, true) }
    field(.tradeRequestID, answer.tradeRequestID)
    field(.totNumTradeReports, answer.total)
    field(.lastRptRequested, answer.isLast)
    field(.unsolicitedIndicator, false)
  }

  /// One entry of NoSides(552).
  private mutating func writeSide(
    _ side: Side, of body: TradeMatched, contra: FirmID, _ firmCodes: borrowing FirmCodes
  ) {
    let isBuy = side == .buy
    char(.side, side.rawValue)
    orderID(isBuy ? body.buyOrderID : body.sellOrderID)
    field(.clOrdID, (isBuy ? body.buyClOrdID : body.sellClOrdID).text)
    writeParties(isBuy ? body.buyFirm : body.sellFirm, contra: contra, firmCodes)
    field(.currency, "CNY")
    amount(.grossTradeAmt, body.grossTradeAmt)
  }

  /// The report of a trade in a drop copy: T and the trade's number.
  private mutating func writeReportID(_ tag: Tag, of trade: TradeID) {
    var line = TextLine()
    line.append("T")
    line.append(Int64(trade.rawValue))
    field(tag, line.bytes)
  }
}
