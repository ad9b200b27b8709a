import FIX44
import FIXWire
import Market
import Records

/// The bodies of CollateralRequest(AX), CollateralReport(BA) and CollateralResponse(AZ).
extension MessageEncoder {
  /// AX: a guarantee is short, or had more than it needs. BA: it is whole again.
  mutating func writeCollateralTold(
    _ event: RawSpan, _ options: ReportOptions, _ precision: TimestampPrecision,
    _ firmCodes: borrowing FirmCodes
  ) {
    let head = event.loadHead()
    let body = event.loadBody(CollateralTold.self)
    let isRequest = head.typeCode == EventType.collateralRequested.rawValue
    field(isRequest ? .collReqID : .collRptID, body.number.rawValue)
    if isRequest {
      field(.collAsgnReason, UInt64(body.reasonCode))
      field(.transactTime, head.time, precision)
      if body.deadline != .none { field(.expireTime, body.deadline, precision) }
    } else {
      field(.collStatus, UInt64(body.statusCode))
    }
    writeParties(body.firm, contra: .none, firmCodes)
    field(.account, body.account.text)
    field(.clOrdID, body.clOrdID.text)
    orderID(body.orderID)
    field(.noTrades, 1 as UInt64)
    field(.tradeReportID, body.tradeID.rawValue)
    symbol(body.symbol)
    field(.currency, "CNY")
    if body.reasonCode == CollAsgnReason.marginExcess.rawValue {
      amount(.marginExcess, body.amount)
    }
    amount(.totalNetValue, body.value)
    if isRequest && body.reasonCode == CollAsgnReason.marginDeficiency.rawValue {
      amount(.cashOutstanding, body.amount)
    }
    guard options.ownTags else { return }
    amount(.guaranteeAmount, body.required)
    writeTerms(haircut: body.haircutBasisPoints, body.reference)
  }

  /// AZ: what has come of a CollateralAssignment(AY); to the other of dealer and bank that it was done.
  mutating func writeCollateralAnswered(
    _ event: RawSpan, _ options: ReportOptions, _ precision: TimestampPrecision,
    _ firmCodes: borrowing FirmCodes
  ) {
    let body = event.loadBody(CollateralAnswered.self)
    let refusal = CollateralRefusal(rawValue: body.refusalCode)
    field(.collRespID, body.execID.rawValue)
    field(.collAsgnID, body.reference)
    field(.collAsgnReason, UInt64(body.reasonCode))
    field(.collAsgnTransType, UInt64(body.transTypeCode))
    field(.collAsgnRespType, refusal == nil ? Self.accepted : Self.rejected)
    if let refusal { field(.collAsgnRejectReason, refusal.collAsgnRejectReason) }
    field(.transactTime, event.loadHead().time, precision)
    writeParties(body.firm, contra: .none, firmCodes)
    writeCurrency(body.currency)
    amount(.totalNetValue, body.amount)
    if refusal == nil { amount(.cashOutstanding, body.available) }
    if let refusal {
      var line = TextLine()
      line.append(refusal.sentence)
      field(.text, line.bytes)
    }
    guard options.ownTags else { return }
    writeTerms(haircut: body.haircutBasisPoints, body.fixingReference)
    field(.fundsAccount, UInt64(body.accountKind))
    if let refusal { field(.collateralRefusal, UInt64(refusal.rawValue)) }
  }

  /// Currency(15) of a code with three ASCII bytes, the first lowest.
  mutating func writeCurrency(_ code: UInt32) {
    var line = TextLine()
    for place in 0..<3 as Range<UInt32> {
      line.append(UInt8(truncatingIfNeeded: code >> (8 * place)))
    }
    field(.currency, line.bytes)
  }

  /// CollAsgnRespType(905).
  private static var accepted: UInt64 { 1 }
  private static var rejected: UInt64 { 3 }
}
