import Market
import Records

/// Rows about who takes market data.
extension ScenarioMarket {
  /// Performs a row about market data; nil where it is none.
  func marketData(_ row: Row) -> [String]? {
    if row.verb == "terms" || row.verb == "definition" { return terms(row) }
    if row.verb == "phase-of" || row.verb == "market-status" { return status(row) }
    guard row.verb == "market-data" else { return nil }
    func number(_ key: String) -> Int? { row[key].flatMap { Int($0) } }
    var body = MarketDataRequest()
    body.mdReqID = text32(row.word(1))
    body.subscriptionType = subscriptionType(row)
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

extension ScenarioMarket {
  private func subscriptionType(_ row: Row) -> UInt8 {
    code(row.word(2), of: SubscriptionType.self, unknown: UInt8(ascii: "9"))
  }

  private func status(_ row: Row) -> [String] {
    var body = StatusRequest()
    body.reqID = text32(row.word(1))
    body.subscriptionType = subscriptionType(row)
    let isMarket = row.verb == "market-status"
    body.subjectCode = (isMarket ? StatusSubject.market : .instrument).rawValue
    if row.words.count > 3 { body.symbol = Symbol(text16(row.word(3))) }
    if let code = row["subject"].flatMap({ UInt8($0) }) { body.subjectCode = code }
    let session = sessions[row.word(0)] ?? SessionID(rawValue: 31)
    return tester.apply(.statusRequest, body, session: session)
  }
}

extension ScenarioMarket {
  private func terms(_ row: Row) -> [String] {
    var body = RequestTerms()
    body.reqID = text32(row.word(1))
    body.subjectCode =
      (row.verb == "terms" ? TermsSubject.list : TermsSubject.definition).rawValue
    body.requestType = row.words.count > 2 ? 0 : RequestTerms.all
    if row.words.count > 2 { body.symbol = Symbol(text16(row.word(2))) }
    if let type = row["type"].flatMap({ UInt8($0) }) { body.requestType = type }
    if let code = row["subject"].flatMap({ UInt8($0) }) { body.subjectCode = code }
    body.subscriptionType = row["subscription"]?.utf8.first ?? 0
    let session = sessions[row.word(0)] ?? SessionID(rawValue: 31)
    return tester.apply(.requestTerms, body, session: session)
  }
}

extension EventText {
  func marketStatus(_ record: RawSpan) -> String {
    if record.loadHead().typeCode == EventType.dealHoursChanged.rawValue {
      let body = record.loadBody(DealHoursChanged.self)
      let name = body.reqID.isEmpty ? "" : "\(body.reqID) "
      return "deals \(name)\(body.symbol.text) \(body.areOpen == 1 ? "open" : "closed")"
    }
    let code = record.loadBody(MarketStatusChanged.self).statusCode
    return "market-is \(MarketStatus(rawValue: code).map { "\($0)" } ?? "?")"
  }

  /// Who has asked, what for, and of the terms those that a row is about.
  func terms(_ record: RawSpan) -> String {
    let body = record.loadBody(TermsTold.self)
    let subject = TermsSubject(rawValue: body.request.subjectCode) == .list ? "terms" : "definition"
    guard body.refusalCode == 0 else {
      let refusal = TermsRefusal(rawValue: body.refusalCode).map { "\($0)" } ?? "?"
      return "\(subject) \(body.request.reqID) \(refusal)"
    }
    var text = "\(subject) \(body.request.reqID) \(body.terms.symbol.text) total=\(body.total)"
    text += body.isLast == 1 ? " last" : ""
    text += " warehouse=\(body.warehouse.text) version=\(body.ruleVersion)"
    text += " band=\(body.terms.bandBasisPoints) fee=\(body.terms.tradeFeePerMillion)"
    for place in 0..<Int(body.changeCount) {
      let change = record.loadTrailing(PublishedChange.self, place, behind: TermsTold.self)
      let parameter = InstrumentParameter(rawValue: change.parameterCode).map { "\($0)" } ?? "?"
      text += " change=\(change.number):\(parameter):\(change.value)"
    }
    return text
  }

  func status(_ body: StatusAnswered) -> String {
    let refusal = MarketDataRefusal(rawValue: body.refusalCode).map { "\($0)" } ?? "?"
    let isMarket = body.request.subjectCode == StatusSubject.market.rawValue
    let words =
      isMarket
      ? MarketStatus(rawValue: body.statusCode).map { " \($0)" }
      : TradingPhase(rawValue: body.statusCode).map { " \($0)" }
    return "\(isMarket ? "market-status" : "phase-of") \(body.request.reqID) "
      + (body.refusalCode == 0 ? "taken" : refusal) + (words ?? "")
  }

  func marketData(_ body: MarketDataAnswered) -> String {
    let refusal = MarketDataRefusal(rawValue: body.refusalCode).map { "\($0)" } ?? "?"
    let outcome = body.refusalCode == 0 ? "taken" : refusal
    return "market-data \(body.request.mdReqID) \(outcome)"
      + (body.symbol.text.isEmpty ? "" : " \(body.symbol.text)")
  }
}
