import FIX44
import FIXWire
import Market
import Records

/// The bodies of RequestForPositionsAck(AO) and PositionReport(AP).
extension MessageEncoder {
  mutating func writePositionsAcknowledged(_ event: RawSpan) {
    let body = event.loadBody(PositionsAcknowledged.self)
    let refusal = PositionRefusal(rawValue: body.refusalCode) ?? .none
    field(.posMaintRptID, body.execID.rawValue)
    field(.posReqID, body.posReqID)
    field(.totalNumPosReports, UInt64(body.total))
    field(.posReqResult, refusal.posReqResult(total: body.total))
    field(.posReqStatus, refusal == .none ? 0 as UInt64 : 2)
    writeFirm(body.party)
    field(.account, body.account.text)
    field(.accountType, 1 as UInt64)
    if !body.symbol.text.isEmpty { symbol(body.symbol) }
    if refusal != .none { field(.text, refusal.sentence) }
  }

  mutating func writePositionReported(
    _ event: RawSpan, _ options: ReportOptions, _ firmCodes: borrowing FirmCodes
  ) {
    let body = event.loadBody(PositionReported.self)
    let isMoney = body.instrument == .none
    field(.posMaintRptID, body.execID.rawValue)
    field(.posReqID, body.posReqID)
    field(.posReqType, 0 as UInt64)
    field(.totalNumPosReports, UInt64(body.total))
    field(.posReqResult, 0 as UInt64)
    field(.clearingBusinessDate, options.tradeDate(of: event.loadHead().time))
    writeFirm(firmCodes.code(of: body.firm))
    field(.account, body.account.text)
    field(.accountType, 1 as UInt64)
    if !isMoney { symbol(body.symbol) }
    field(.currency, "CNY")
    price(.settlPrice, body.price)
    field(.settlPriceType, 2 as UInt64)
    price(.priorSettlPrice, body.price)
    writeQuantities(body)
    writeAmounts(body, isMoney: isMoney)
    if options.ownTags && !isMoney { quantity(.netWeight, body.weight) }
  }

  private mutating func writeQuantities(_ body: borrowing PositionReported) {
    var count: UInt64 = 1
    if body.reserved > .zero { count += 1 }
    if body.settling > .zero { count += 1 }
    if body.blocked > .zero { count += 1 }
    field(.noPositions, count)
    field(.posType, "TQ")
    quantity(.longQty, body.held)
    if body.reserved > .zero {
      field(.posType, "ALC")
      quantity(.longQty, body.reserved)
    }
    if body.settling > .zero {
      field(.posType, "DLV")
      quantity(.longQty, body.settling)
    }
    if body.blocked > .zero {
      field(.posType, "PA")
      quantity(.longQty, body.blocked)
    }
  }

  private mutating func writeAmounts(_ body: borrowing PositionReported, isMoney: Bool) {
    field(.noPosAmt, isMoney ? 2 as UInt64 : 1)
    guard isMoney else {
      field(.posAmtType, "VADJ")
      return amount(.posAmt, body.value)
    }
    field(.posAmtType, "CASH")
    amount(.posAmt, body.balance)
    field(.posAmtType, "CRES")
    amount(.posAmt, body.available)
  }
}

extension PositionRefusal {
  /// PosReqResult(728).
  func posReqResult(total: UInt32) -> UInt64 {
    switch self {
    case .none: total == 0 ? 2 : 0
    case .typeNotOffered: 4
    case .unknownFirm, .unknownSymbol: 1
    case .notAuthorised: 3
    case .pending, .tooMany: 99
    }
  }

  var sentence: StaticString {
    switch self {
    case .none: "It is answered"
    case .typeNotOffered: "PosReqType(724) is not 0"
    case .unknownFirm: "PartyID(448) is no firm of the venue"
    case .notAuthorised: "PartyID(448) is not the firm of the session"
    case .unknownSymbol: "Symbol(55) is unknown"
    case .pending: "Another request of the session is being answered"
    case .tooMany: "Too many requests for positions and collateral are being answered"
    }
  }
}
