import FIX44
import FIXWire
import Market
import Records

/// The bodies of TradeCaptureReport(AE): to clearing an instruction, to a party what its trade has come to.
extension MessageEncoder {
  mutating func writeSettlementInstructed(
    _ event: RawSpan, _ options: ReportOptions, _ precision: TimestampPrecision,
    _ firmCodes: borrowing FirmCodes
  ) {
    let body = event.loadBody(SettlementInstructed.self)
    let mode = TradingMode(rawValue: body.modeCode)
    let kind = body.takesBack == .none ? TradeReport.instruction : .takenBack
    field(.tradeReportID, body.instruction.rawValue)
    writeKind(kind)
    if let mode { field(.trdSubType, mode.trdSubType) }
    if kind == .takenBack { field(.tradeReportRefID, body.takesBack.rawValue) }
    char(.execType, kind.execType.rawValue)
    field(.trdMatchID, body.tradeID.rawValue)
    field(.previouslyReported, false)
    symbol(body.symbol)
    writeDocuments(
      event, count: body.documentCount, of: body.symbol, behind: SettlementInstructed.self)
    writeFill(body.lastQty, body.lastPx, options.tradeDate(of: body.matchedAt))
    field(.transactTime, body.matchedAt, precision)
    char(.matchStatus, kind.matchStatus)
    field(.noSides, 2 as UInt64)
    writeSide(TradeSide(.buy, of: body), firmCodes)
    writeSide(TradeSide(.sell, of: body), firmCodes)
    guard options.ownTags else { return }
    quantity(.netWeight, body.weight)
    if let mode { char(.tradingMode, mode.rawValue) }
    if body.ruleVersion > 0 { field(.ruleVersion, UInt64(body.ruleVersion)) }
    writeDeadline(body.deadline, precision)
  }

  mutating func writeTradeChanged(
    _ event: RawSpan, _ options: ReportOptions, _ precision: TimestampPrecision,
    _ firmCodes: borrowing FirmCodes
  ) {
    let body = event.loadBody(TradeChanged.self)
    guard let state = TradeState(rawValue: body.stateCode) else {
      preconditionFailure("the core gives a state of its table")
    }
    let kind = TradeReport(state)
    field(.tradeReportID, body.execID.rawValue)
    writeKind(kind)
    char(.execType, kind.execType.rawValue)
    field(.trdMatchID, body.tradeID.rawValue)
    field(.execID, body.execID.rawValue)
    field(.previouslyReported, true)
    symbol(body.symbol)
    writeFill(body.lastQty, body.lastPx, options.tradeDate(of: body.matchedAt))
    field(.transactTime, event.loadHead().time, precision)
    char(.matchStatus, kind.matchStatus)
    field(.noSides, 1 as UInt64)
    writeSide(TradeSide(body, isUndone: kind == .undone), firmCodes)
    guard options.ownTags else { return }
    quantity(.netWeight, body.weight)
    if body.earliestResale != .none {
      field(.earliestResaleTime, body.earliestResale, precision)
    }
    if body.ruleVersion > 0 { field(.ruleVersion, UInt64(body.ruleVersion)) }
    field(.tradeState, UInt64(body.stateCode))
    field(.tradeReason, UInt64(body.reasonCode))
    writeDeadline(body.deadline, precision)
    if body.difference != .zero { amount(.tradeDifference, body.difference) }
  }

  /// SettlementDeadline(7776), where there is one.
  mutating func writeDeadline(_ deadline: Instant, _ precision: TimestampPrecision) {
    if deadline != .none { field(.settlementDeadline, deadline, precision) }
  }

  mutating func writeKind(_ kind: TradeReport) {
    field(.tradeReportTransType, kind.tradeReportTransType)
    field(.tradeReportType, kind.tradeReportType)
    field(.trdType, 0 as UInt64)
  }

  mutating func writeFill(_ lastQty: Quantity, _ lastPx: Price, _ date: CivilDate) {
    quantity(.lastQty, lastQty)
    price(.lastPx, lastPx)
    field(.tradeDate, date)
  }

  /// One entry of NoSides(552).
  private mutating func writeSide(_ side: TradeSide, _ firmCodes: borrowing FirmCodes) {
    char(.side, side.side.rawValue)
    orderID(side.orderID)
    field(.clOrdID, side.clOrdID.text)
    writeParties(side.firm, contra: .none, firmCodes)
    field(.account, side.account.text)
    field(.currency, "CNY")
    amount(.grossTradeAmt, side.grossTradeAmt)
    if !side.isUndone { amount(.netMoney, side.netMoney) }
    if let state = side.state {
      var line = TextLine()
      line.append(state, side.reason)
      field(.text, line.bytes)
    }
    if !side.isUndone { writeFees(side) }
  }

  private mutating func writeFees(_ side: TradeSide) {
    let count = (side.tradeFee == .zero ? 0 : 1) + (side.titleFee == .zero ? 0 : 1)
    if count == 0 { return }
    field(.noMiscFees, UInt64(count))
    writeFee(side.tradeFee, Self.exchangeFees)
    writeFee(side.titleFee, Self.otherFees)
  }

  private mutating func writeFee(_ fee: Amount, _ miscFeeType: UInt8) {
    if fee == .zero { return }
    amount(.miscFeeAmt, fee)
    field(.miscFeeCurr, "CNY")
    char(.miscFeeType, miscFeeType)
  }

  /// MiscFeeType(139) 4, of the trade.
  private static var exchangeFees: UInt8 { 0x34 }
  /// MiscFeeType(139) 7: of the transfer of title.
  private static var otherFees: UInt8 { 0x37 }
}
