import FIX44
import FIXWire
import Market
import Records

/// The bodies of CollateralInquiryAck(BG), and of the CollateralReports(BA) that answer an inquiry.
extension MessageEncoder {
  mutating func writeCollateralInquired(_ event: RawSpan) {
    let body = event.loadBody(CollateralInquired.self)
    let refusal = PositionRefusal(rawValue: body.refusalCode) ?? .none
    let status: CodeSet.CollInquiryStatus = refusal == .none ? .accepted : .rejected
    field(.collInquiryID, body.inquiryID)
    field(.collInquiryStatus, UInt64(status.rawValue))
    field(.collInquiryResult, UInt64(refusal.collInquiryResult.rawValue))
    writeFirm(body.party)
    if refusal != .none { field(.text, refusal.sentence) }
  }

  mutating func writeCollateralListed(
    _ event: RawSpan, _ options: ReportOptions, _ precision: TimestampPrecision,
    _ firmCodes: borrowing FirmCodes
  ) {
    let body = event.loadBody(CollateralListed.self)
    field(.collRptID, body.execID.rawValue)
    field(.collInquiryID, body.inquiryID)
    field(.collStatus, UInt64(body.statusCode))
    if body.isLast == 1 { field(.lastRptRequested, true) }
    writeFirm(firmCodes.code(of: body.firm))
    if body.tradeID == .none { writeAccount(body) } else { writeCall(body) }
    guard options.ownTags else { return }
    amount(.guaranteeAmount, body.value)
    writeTerms(haircut: body.haircutBasisPoints, body.reference)
    if body.accountKind > 0 { field(.fundsAccount, UInt64(body.accountKind)) }
    if body.deadline != .none { field(.topUpBy, body.deadline, precision) }
  }

  private mutating func writeAccount(_ body: borrowing CollateralListed) {
    let hasFixing = body.tenMillionths > 0
    if body.currency != Currency.cny { symbol(Symbol(paired: body.currency)) }
    writeCurrency(body.currency)
    amount(.marginExcess, body.available)
    amount(.totalNetValue, body.balance)
    guard hasFixing else { return }
    fixing(.price, body.tenMillionths)
    field(.priceType, Self.perUnit)
  }

  private mutating func writeCall(_ body: borrowing CollateralListed) {
    field(.account, body.account.text)
    field(.clOrdID, body.clOrdID.text)
    orderID(body.orderID)
    field(.noTrades, 1 as UInt64)
    field(.tradeReportID, body.tradeID.rawValue)
    symbol(body.symbol)
    field(.currency, "CNY")
    amount(.totalNetValue, body.balance)
    amount(.cashOutstanding, body.available)
  }

  /// What foreign money is judged by: nothing where the haircut is none.
  mutating func writeTerms(haircut basisPoints: UInt32, _ reference: Text32) {
    if basisPoints > 0 { decimal(.guaranteeHaircutPct, Int64(basisPoints), scale: 4) }
    field(.fixingRef, reference)
  }

  /// PriceType(423) 2.
  private static var perUnit: UInt64 { 2 }
}

extension PositionRefusal {
  fileprivate var collInquiryResult: CodeSet.CollInquiryResult {
    switch self {
    case .none: .successful
    case .unknownFirm: .invalidParties
    case .notAuthorised: .unauthorized
    case .typeNotOffered, .unknownSymbol, .pending, .tooMany: .other
    }
  }
}
