import FIX44
import FIXWire
import Market

/// The body of TradeCaptureReportRequestAck(AQ).
extension MessageEncoder {
  /// With the number of reports that follow; none where the request is refused.
  mutating func writeTradesRequested(_ asked: TradesRequested, total: UInt64?) {
    let refusal = TradeRequestRefusal(rawValue: asked.refusalCode) ?? .none
    field(.tradeRequestID, asked.request.tradeRequestID)
    field(.tradeRequestType, UInt64(asked.request.requestType))
    if let total { field(.totNumTradeReports, total) }
    field(.tradeRequestResult, refusal.tradeRequestResult)
    field(.tradeRequestStatus, refusal == .none ? total == 0 ? 1 as UInt64 : 0 : 2)
    if asked.request.symbol.text.isEmpty {
      field(.symbol, "[N/A]")
    } else {
      symbol(asked.request.symbol)
    }
    if refusal != .none { field(.text, refusal.sentence) }
  }
}

extension TradeRequestRefusal {
  /// TradeRequestResult(749).
  var tradeRequestResult: UInt64 {
    switch self {
    case .none: 0
    case .unknownSymbol: 1
    case .tradeType: 2
    case .unknownFirm: 3
    case .requestType: 8
    case .notAuthorised: 9
    case .subscriptionType, .dates, .pending, .tooMany: 99
    }
  }

  var sentence: StaticString {
    switch self {
    case .none: "It is answered"
    case .requestType: "TradeRequestType(569) is not 0 or 1"
    case .subscriptionType:
      "SubscriptionRequestType(263) is not 0; later trades are told by a drop copy"
    case .tradeType: "TrdType(828) is not 0, or TrdSubType(829) not 1 to 5"
    case .unknownSymbol: "Symbol(55) is unknown"
    case .unknownFirm: "PartyID(448) is no firm of the venue"
    case .notAuthorised: "PartyID(448) is not the firm of the session"
    case .dates: "NoDates(580) is not 1 or 2, or the second is before the first"
    case .pending:
      "Another request of the session is being answered; ask again behind LastRptRequested(912)=Y"
    case .tooMany: "Too many requests for past trades are being answered; ask again later"
    }
  }
}
