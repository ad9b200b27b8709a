import Market
import MarketCore

/// Rows about requests for past trades.
extension ScenarioMarket {
  /// Performs a row about past trades; nil where it is none.
  func pastTrades(_ row: Row) -> [String]? {
    guard row.verb.hasPrefix("trades") else { return nil }
    let session = sessions[row.word(0)] ?? SessionID(rawValue: 31)
    switch row.verb {
    case "trades": return tester.apply(.requestTrades, request(row), session: session)
    case "trades-told":
      var body = EndTradesAnswer()
      let pending = tester.applier.venue.tradeRequest(of: session)
      body.request = pending?.sequence ?? Sequence(rawValue: 1)
      return tester.apply(.endTradesAnswer, body, session: session)
    default: return nil
    }
  }

  private func request(_ row: Row) -> RequestTrades {
    func number(_ key: String) -> UInt8 { row[key].flatMap { UInt8($0) } ?? 0 }
    func time(_ key: String) -> Instant {
      row[key].flatMap { Int64($0) }.map { Instant(nanoseconds: $0) } ?? .none
    }
    var body = RequestTrades()
    body.tradeRequestID = text32(row.word(1))
    body.requestType = number("type")
    body.subscriptionType = row["subscribe"]?.utf8.first ?? 0
    body.trdType = number("trdtype")
    body.trdSubType = number("subtype")
    body.symbol = Symbol(text16(String(row["symbol"] ?? "")))
    body.party = CompID(text16(String(row["firm"] ?? "")))
    body.dateCount = number("dates")
    body.from = time("from")
    body.until = time("until")
    return body
  }
}

extension EventText {
  func pastTrades(_ body: TradesRequested) -> String {
    let refusal = TradeRequestRefusal(rawValue: body.refusalCode).map { "\($0)" } ?? "?"
    let firm = body.party == .none ? "" : " firm=\(body.party.rawValue)"
    return "trades \(body.request.tradeRequestID) "
      + (body.refusalCode == 0 ? "taken" : refusal) + firm
  }
}
