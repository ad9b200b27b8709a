import FIX44
import FIXWire
import Market
import Records

/// The bodies of SecurityStatus(f) and TradingSessionStatus(h), asked for or not.
extension MessageEncoder {
  mutating func writeStatus(_ event: RawSpan, _ precision: TimestampPrecision) {
    switch EventType(rawValue: event.loadHead().typeCode) {
    case .statusAnswered: writeStatusAnswered(event, precision)
    case .phaseChanged: writePhaseChanged(event, precision)
    case .dealHoursChanged: writeDealHours(event, precision)
    default: writeMarketStatusChanged(event)
    }
  }

  private mutating func writeStatusAnswered(_ event: RawSpan, _ precision: TimestampPrecision) {
    let body = event.loadBody(StatusAnswered.self)
    let refusal = MarketDataRefusal(rawValue: body.refusalCode) ?? .none
    if body.request.subjectCode == StatusSubject.market.rawValue {
      field(.tradSesReqID, body.request.reqID)
      field(.tradingSessionID, refusal == .none ? StatusRequest.day : body.request.named)
      field(.unsolicitedIndicator, false)
      let status = refusal == .none ? UInt64(body.statusCode) : Self.requestRejected
      field(.tradSesStatus, status)
      if refusal == .tradingSession { field(.tradSesStatusRejReason, 1 as UInt64) }
    } else {
      field(.securityStatusReqID, body.request.reqID)
      symbol(body.request.symbol)
      field(.unsolicitedIndicator, false)
      if let phase = TradingPhase(rawValue: body.statusCode) {
        return writePhase(phase, event, precision)
      }
      field(.securityTradingStatus, Self.unknownOrInvalid)
    }
    if refusal != .none { writeReason(refusal, body.request) }
  }

  /// To who has subscribed to the instrument.
  private mutating func writePhaseChanged(_ event: RawSpan, _ precision: TimestampPrecision) {
    let body = event.loadBody(PhaseChanged.self)
    guard let phase = TradingPhase(rawValue: body.phaseCode) else {
      preconditionFailure("the core enters one of its phases")
    }
    symbol(body.symbol)
    field(.unsolicitedIndicator, true)
    writePhase(phase, event, precision)
  }

  /// To who has subscribed to an instrument with hours of deals of their own, or has asked for it.
  private mutating func writeDealHours(_ event: RawSpan, _ precision: TimestampPrecision) {
    let body = event.loadBody(DealHoursChanged.self)
    if !body.reqID.isEmpty { field(.securityStatusReqID, body.reqID) }
    symbol(body.symbol)
    field(.tradingSessionID, "NEG")
    field(.unsolicitedIndicator, body.reqID.isEmpty)
    let phase = body.areOpen == 1 ? TradingPhase.open : .closed
    field(.securityTradingStatus, phase.securityTradingStatus)
    field(.transactTime, event.loadHead().time, precision)
    field(.text, body.areOpen == 1 ? "firms deal" : "firms do not deal")
  }

  /// To who has subscribed to the market.
  private mutating func writeMarketStatusChanged(_ event: RawSpan) {
    field(.tradingSessionID, StatusRequest.day)
    field(.unsolicitedIndicator, true)
    field(.tradSesStatus, UInt64(event.loadBody(MarketStatusChanged.self).statusCode))
  }

  private mutating func writePhase(
    _ phase: TradingPhase, _ event: RawSpan, _ precision: TimestampPrecision
  ) {
    field(.securityTradingStatus, phase.securityTradingStatus)
    field(.transactTime, event.loadHead().time, precision)
    field(.text, phase.words)
  }

  private mutating func writeReason(_ refusal: MarketDataRefusal, _ request: StatusRequest) {
    var text = TextLine()
    let isMarket = request.subjectCode == StatusSubject.market.rawValue
    switch refusal {
    case .unknownSymbol:
      text.append("Symbol(55) ")
      text.append(request.symbol.text)
      text.append(" is no instrument")
    case .tradingSession: text.append("TradingSessionID(336) is DAY, or absent")
    case .duplicateMDReqID:
      text.append(isMarket ? "TradSesReqID(335)" : "SecurityStatusReqID(324)")
      text.append(" names a subscription: end it, or take another name")
    case .unknownMDReqID:
      text.append(isMarket ? "TradSesReqID(335)" : "SecurityStatusReqID(324)")
      text.append(" names no subscription of this connection")
    default: text.append(refusal.sentence)
    }
    field(.text, text.bytes)
  }

  /// TradSesStatus(340), SecurityTradingStatus(326) of a request that is refused.
  private static var requestRejected: UInt64 { 6 }
  private static var unknownOrInvalid: UInt64 { 20 }
}

extension StatusRequest {
  /// TradingSessionID(336) as it was asked for.
  fileprivate var named: Text16 { symbol.text.isEmpty ? Self.day : symbol.text }
}

extension StatusAnswered {
  /// The message that it becomes; nil where a subscription has ended.
  var msgType: MsgType? {
    let isEnd = request.subscriptionType == SubscriptionType.end.rawValue
    if refusalCode == 0 && isEnd { return nil }
    return request.subjectCode == StatusSubject.market.rawValue
      ? .tradingSessionStatus : .securityStatus
  }
}
