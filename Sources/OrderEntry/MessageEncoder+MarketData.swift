import FIX44
import FIXWire
import Market
import Records

/// The body of MarketDataRequestReject(Y).
extension MessageEncoder {
  mutating func writeMarketDataRequestReject(_ event: RawSpan) {
    let body = event.loadBody(MarketDataAnswered.self)
    guard let refusal = MarketDataRefusal(rawValue: body.refusalCode) else {
      preconditionFailure("the core refuses by one of its reasons")
    }
    field(.mdReqID, body.request.mdReqID)
    if let reason = refusal.mdReqRejReason { char(.mdReqRejReason, reason.rawValue) }
    var text = TextLine()
    switch refusal {
    case .unknownSymbol:
      text.append("Symbol(55) ")
      text.append(body.symbol.text)
      text.append(" is no instrument")
    case .entryType where body.request.unsupportedEntry != 0:
      text.append("MDEntryType(269) ")
      text.append(body.request.unsupportedEntry)
      text.append(" is not offered: 0 1 2 3 4 5 7 8 9 A B are")
    default: text.append(refusal.sentence)
    }
    field(.text, text.bytes)
  }
}

extension MarketDataAnswered {
  /// MarketDataRequestReject(Y), or no message where it is taken.
  var msgType: MsgType? { refusalCode == 0 ? nil : .marketDataRequestReject }
}

extension MarketDataRefusal {
  /// MDReqRejReason(281); nil where FIX has none for it.
  var mdReqRejReason: CodeSet.MDReqRejReason? {
    switch self {
    case .none, .unknownMDReqID, .tradingSession: nil
    case .unknownSymbol: .unknownSymbol
    case .duplicateMDReqID: .duplicateMDReqID
    case .subscriptionType: .unsupportedSubscriptionRequestType
    case .depth: .unsupportedMarketDepth
    case .updateType: .unsupportedMDUpdateType
    case .entryType: .unsupportedMDEntryType
    case .tooManySubscriptions, .tooManyInstruments: .insufficientBandwidth
    }
  }

  /// Why a request for market data is refused, and the way out.
  var sentence: String {
    switch self {
    case .none: ""
    case .unknownSymbol: "Symbol(55) is no instrument"
    case .duplicateMDReqID: "MDReqID(262) names a subscription: end it, or take another name"
    case .unknownMDReqID: "MDReqID(262) names no subscription of this connection"
    case .subscriptionType: "SubscriptionRequestType(263) is 0, 1 or 2"
    case .depth: "MarketDepth(264) is 0 to 100"
    case .updateType: "MDUpdateType(265) is 0 or 1 with SubscriptionRequestType(263) 1"
    case .entryType: "MDEntryType(269) is missing"
    case .tooManySubscriptions: "The session has 64 subscriptions: end one"
    case .tooManyInstruments: "Too many instruments are subscribed to: end a subscription"
    case .tradingSession: "TradingSessionID(336) is none that there is"
    }
  }
}
