import FIX44
import FIXWire
import Market
import Records

/// What firms are told of auctions: SecurityDefinition(d), SecurityStatus(f), CollateralResponse(AZ).
extension MessageEncoder {
  mutating func writeAuction(
    _ event: RawSpan, _ precision: TimestampPrecision, _ firmCodes: borrowing FirmCodes
  ) {
    switch EventType(rawValue: event.loadHead().typeCode) {
    case .auctionAnswered: writeAuctionAnswered(event, precision)
    case .auctionAnnounced: writeAuctionAnnounced(event, precision, firmCodes)
    default: writeAuctionChanged(event, precision)
    }
  }

  /// d with 323=1 or 5, AZ with 905=1 or 3: what has come of an application, or of a deposit.
  mutating func writeAuctionAnswered(_ event: RawSpan, _ precision: TimestampPrecision) {
    let body = event.loadBody(AuctionAnswered.self)
    if body.commandType == CommandType.depositAuction.rawValue {
      return writeDepositAnswered(event, body, precision)
    }
    let isTaken = body.reasonCode == 0
    field(.securityReqID, body.reference)
    field(.securityResponseID, body.execID.rawValue)
    field(.securityResponseType, isTaken ? Self.acceptAsIs : Self.rejectProposal)
    symbol(body.symbol)
    field(.tradingSessionID, Self.auctionSession)
    writeReason(body)
    field(.transactTime, event.loadHead().time, precision)
    writeLot(body)
  }

  private mutating func writeDepositAnswered(
    _ event: RawSpan, _ body: AuctionAnswered, _ precision: TimestampPrecision
  ) {
    let isTaken = body.reasonCode == 0
    field(.collRespID, body.execID.rawValue)
    field(.collAsgnID, body.reference)
    field(.collAsgnReason, UInt64(CollAsgnReason.initial.rawValue))
    field(.collAsgnTransType, UInt64(body.transTypeCode))
    field(.collAsgnRespType, UInt64(isTaken ? 1 : 3))
    if let refusal = AuctionRefusal(rawValue: body.reasonCode) {
      field(.collAsgnRejectReason, refusal.collAsgnRejectReason)
    }
    field(.transactTime, event.loadHead().time, precision)
    field(.currency, "CNY")
    amount(.totalNetValue, body.amount)
    writeReason(body)
    writeLot(body)
  }

  /// Text(58) of what is refused.
  private mutating func writeReason(_ body: AuctionAnswered) {
    guard let refusal = AuctionRefusal(rawValue: body.reasonCode) else { return }
    var line = TextLine()
    line.append(refusal, OrderReject(rawValue: body.orderRejectCode), body.rejectDetail)
    field(.text, line.bytes)
  }

  private mutating func writeLot(_ body: AuctionAnswered) {
    if body.auction != 0 {
      field(.auctionID, UInt64(body.auction))
      if body.stateCode != 0 { field(.auctionState, UInt64(body.stateCode)) }
    }
    let clause = OrderReject(rawValue: body.orderRejectCode)?.rejectClause ?? 0
    if clause > 0 { field(.rejectClause, UInt64(clause)) }
  }

  /// d to all: a lot is announced.
  mutating func writeAuctionAnnounced(
    _ event: RawSpan, _ precision: TimestampPrecision, _ firmCodes: borrowing FirmCodes
  ) {
    let body = event.loadBody(AuctionAnnounced.self)
    field(.securityReqID, "NONE")
    field(.securityResponseID, UInt64(body.auction))
    field(.securityResponseType, Self.acceptAsIs)
    symbol(body.symbol)
    writeDocuments(
      event, count: body.documentCount, of: body.symbol, behind: AuctionAnnounced.self)
    field(.currency, "CNY")
    field(.tradingSessionID, Self.auctionSession)
    field(.transactTime, event.loadHead().time, precision)
    writeParties(body.initiator, contra: .none, firmCodes)
    quantity(.orderQty, body.quantity)
    if body.limitPrice != .zero { price(.price, body.limitPrice) }
    if body.cashMarginCode != 0 { char(.cashMargin, body.cashMarginCode) }
    amount(.totalNetValue, body.deposit)
    decimal(.marginRatio, Int64(body.depositBasisPoints), scale: 4)
    field(.tradSesOpenTime, body.opensAt, precision)
    field(.tradSesCloseTime, body.closesAt, precision)
    char(.tradingMode, body.modeCode)
    field(.auctionID, UInt64(body.auction))
    char(.auctionSide, AuctionSide.code(of: body.sideCode))
    price(.startPrice, body.startPrice)
    price(.priceStep, body.priceStep)
    if body.hasReserve != 0 { field(.reserveMet, false) }
    field(.auctionState, UInt64(AuctionState.announced.rawValue))
    let isByClock = body.stepSeconds > 0
    field(.auctionInterval, UInt64(isByClock ? body.stepSeconds : body.extensionSeconds))
  }

  /// f to all: how a lot goes on.
  mutating func writeAuctionChanged(_ event: RawSpan, _ precision: TimestampPrecision) {
    let body = event.loadBody(AuctionChanged.self)
    symbol(body.symbol)
    field(.currency, "CNY")
    field(.tradingSessionID, Self.auctionSession)
    field(.unsolicitedIndicator, true)
    field(.securityTradingStatus, body.securityTradingStatus)
    if body.quantity != .zero {
      quantity(body.sideCode == Side.sell.rawValue ? .buyVolume : .sellVolume, body.quantity)
    }
    if body.price != .zero { price(.lastPx, body.price) }
    field(.transactTime, event.loadHead().time, precision)
    if let reason = AuctionReason(rawValue: body.reasonCode), let sentence = reason.sentence {
      var line = TextLine()
      line.append(sentence)
      field(.text, line.bytes)
    }
    if body.endsAt != .none { field(.tradSesCloseTime, body.endsAt, precision) }
    char(.tradingMode, body.modeCode)
    field(.auctionID, UInt64(body.auction))
    char(.auctionSide, AuctionSide.code(of: body.sideCode))
    if body.reserveMetCode != 0 { field(.reserveMet, body.reserveMetCode == ASCII.yes) }
    field(.auctionRound, UInt64(body.round))
    field(.auctionState, UInt64(body.stateCode))
  }

  private static var auctionSession: StaticString { "AUC" }
  /// SecurityResponseType(323).
  private static var acceptAsIs: UInt64 { 1 }
  private static var rejectProposal: UInt64 { 5 }
}

extension AuctionAnswered {
  /// CollateralResponse(AZ) for a deposit, SecurityDefinition(d) else.
  var msgType: MsgType {
    commandType == CommandType.depositAuction.rawValue ? .collateralResponse : .securityDefinition
  }
}
