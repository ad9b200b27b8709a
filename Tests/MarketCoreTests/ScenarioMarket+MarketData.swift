import Market

/// Rows about who takes market data.
extension ScenarioMarket {
  /// Performs a row about market data; nil where it is none.
  func marketData(_ row: Row) -> [String]? {
    guard row.verb == "market-data" else { return nil }
    func number(_ key: String) -> Int? { row[key].flatMap { Int($0) } }
    var body = MarketDataRequest()
    body.mdReqID = text32(row.word(1))
    let type = row.word(2)
    body.subscriptionType =
      SubscriptionType.allCases.first { "\($0)" == type }?.rawValue ?? UInt8(ascii: "9")
    body.depth = UInt16(number("depth") ?? 0)
    body.updateType = UInt8(ascii: "0") + UInt8(number("update") ?? 1)
    body.entries = UInt16(number("entries") ?? Int(MarketDataEntries.all.rawValue))
    body.unsupportedEntry = row["bad"]?.utf8.first ?? 0
    var symbols = row.word(3).split(separator: ",").map { Symbol(text16(String($0))) }
    if let count = number("many"), let first = symbols.first {
      symbols = Array(repeating: first, count: count)
    }
    body.symbolCount = UInt16(symbols.count)
    let session = sessions[row.word(0)] ?? SessionID(rawValue: 31)
    return tester.apply(.marketDataRequest, body, session: session, parts: symbols)
  }
}

extension EventText {
  func marketData(_ body: MarketDataAnswered) -> String {
    let refusal = MarketDataRefusal(rawValue: body.refusalCode).map { "\($0)" } ?? "?"
    let outcome = body.refusalCode == 0 ? "taken" : refusal
    return "market-data \(body.request.mdReqID) \(outcome)"
      + (body.symbol.text.isEmpty ? "" : " \(body.symbol.text)")
  }
}
