import FIX44
import FIXWire
import Market
import Records

/// The bodies of TitleReport(UT) to the registry, of Confirmation(AK), and of the answer to a notice about a
/// trade that changes nothing.
extension MessageEncoder {
  mutating func writeTransferInstructed(
    _ event: RawSpan, _ precision: TimestampPrecision, _ firmCodes: borrowing FirmCodes
  ) {
    let body = event.loadBody(TransferInstructed.self)
    field(.trdMatchID, body.tradeID.rawValue)
    symbol(body.symbol)
    writeDocuments(
      event, count: body.documentCount, of: body.symbol, behind: TransferInstructed.self)
    field(.transactTime, event.loadHead().time, precision)
    field(.titleEventID, body.instruction.rawValue)
    field(.titleHolder, firmCodes.code(of: body.sellFirm).text)
    field(.titleAction, UInt64(TitleAction.transfer.rawValue))
    field(.titleResult, 0 as UInt64)
    field(.titleRecipient, firmCodes.code(of: body.buyFirm).text)
    writeDeadline(body.deadline, precision)
  }

  mutating func writeDeliveryNotified(
    _ event: RawSpan, _ precision: TimestampPrecision, _ firmCodes: borrowing FirmCodes
  ) {
    let body = event.loadBody(DeliveryNotified.self)
    field(.trdMatchID, body.tradeID.rawValue)
    symbol(body.symbol)
    field(.transactTime, event.loadHead().time, precision)
    field(.titleEventID, body.execID.rawValue)
    field(.titleDocID, body.document.text)
    field(.titleHolder, firmCodes.code(of: body.buyFirm).text)
    field(.warehouseCode, body.warehouseCode.text)
    quantity(.netWeight, body.netWeight)
    field(.titleAction, UInt64(TitleAction.transfer.rawValue))
    field(.titleResult, 1 as UInt64)
    writeDeadline(body.deadline, precision)
  }

  mutating func writeConfirmation(
    _ event: RawSpan, _ options: ReportOptions, _ precision: TimestampPrecision,
    _ firmCodes: borrowing FirmCodes
  ) {
    let body = event.loadBody(ConfirmationRequested.self)
    field(.confirmID, body.tradeID.rawValue)
    field(.confirmTransType, 0 as UInt64)
    field(.confirmType, 2 as UInt64)
    field(.confirmStatus, 4 as UInt64)
    writeParties(body.firm, contra: body.contraFirm, firmCodes)
    field(.noOrders, 1 as UInt64)
    identifier(.clOrdID, body.clOrdID)
    orderID(body.orderID)
    field(.transactTime, body.matchedAt, precision)
    field(.tradeDate, options.tradeDate(of: body.matchedAt))
    symbol(body.symbol)
    writeDocuments(
      event, count: body.documentCount, of: body.symbol, behind: ConfirmationRequested.self)
    field(.noLegs, 1 as UInt64)
    field(.legSymbol, body.symbol.text)
    writeBooking(body, firmCodes)
    writeDelivery(on: body.settlDate, options)
    guard options.ownTags else { return }
    quantity(.netWeight, body.weight)
    writeDeadline(body.deadline, precision)
  }

  /// What the party buys or sells, as which account, and what for.
  private mutating func writeBooking(
    _ body: ConfirmationRequested, _ firmCodes: borrowing FirmCodes
  ) {
    quantity(.allocQty, body.lastQty)
    char(.side, body.sideCode)
    field(.currency, "CNY")
    field(.noCapacities, 1 as UInt64)
    char(.orderCapacity, Self.principal)
    quantity(.orderCapacityQty, body.lastQty)
    let account = body.account.text
    field(.allocAccount, account.isEmpty ? firmCodes.code(of: body.firm).text : account)
    price(.avgPx, body.lastPx)
    amount(.grossTradeAmt, body.grossTradeAmt)
    let fees = body.sideCode == Side.buy.rawValue ? body.fees.fen : -body.fees.fen
    amount(.netMoney, Amount(fen: body.grossTradeAmt.fen + fees))
  }

  /// BusinessMessageReject(j), the standard's answer to a message that is an answer itself.
  mutating func writeNoticeRefused(_ event: RawSpan, _ options: ReportOptions) {
    let body = event.loadBody(NoticeRefused.self)
    guard let refusal = NoticeRefusal(rawValue: body.reasonCode),
      let notice = NoticeMessage(commandType: body.commandType, roleCode: body.roleCode)
    else { preconditionFailure("the core gives a reason of its table for a command of its own") }
    let refSeqNum = event.loadHead().msgSeqNum
    if refSeqNum.rawValue > 0 { field(.refSeqNum, refSeqNum.rawValue) }
    field(.refMsgType, notice.msgType)
    field(.businessRejectRefID, body.reference)
    let titleRefusal = TitleActionRefusal(rawValue: body.titleRefusalCode)
    field(
      .businessRejectReason, titleRefusal?.businessRejectReason ?? refusal.businessRejectReason)
    var line = TextLine()
    line.append(refusal.sentence)
    if let titleRefusal { line.append(titleRefusal, part: body.part) }
    field(.text, line.bytes)
    guard options.ownTags else { return }
    if body.titleRefusalCode > 0 { field(.titleRefusal, UInt64(body.titleRefusalCode)) }
    field(.noticeRefusal, UInt64(refusal.rawValue))
  }

  /// OrderCapacity(528) P: each party is bound itself.
  private static var principal: UInt8 { 0x50 }
}
