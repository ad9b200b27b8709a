import Market
import Records

/// Requests for past trades.
extension RecordFields {
  mutating func add(_ body: RequestTrades) {
    text("tradeRequestID", body.tradeRequestID)
    number("tradeRequestType", body.requestType)
    text("symbol", body.symbol.text)
    text("party", body.party.text)
    text("clOrdID", body.clOrdID.text)
    number("orderID", body.orderID.rawValue)
    number("execID", body.execID.rawValue)
    number("trade", body.tradeID.rawValue)
    number("reportOf", body.reportOf.rawValue)
    number("report", body.report.rawValue)
    number("trdSubType", body.trdSubType)
    instant("from", body.from)
    instant("until", body.until)
  }

  mutating func add(_ body: TradesRequested) {
    add(body.request)
    code("refusal", body.refusalCode, TradeRequestRefusal.self)
    number("firm", body.party.rawValue)
  }

  mutating func add(_ body: EndTradesAnswer) { number("request", body.request.rawValue) }
}

extension BodyReader {
  @_lifetime(self: copy self)
  mutating func readPastTrades(_ type: CommandType) {
    if type == .requestTrades {
      if let body = body(RequestTrades.self) { fields.add(body) }
    } else if let body = body(EndTradesAnswer.self) {
      fields.add(body)
    }
  }
}
