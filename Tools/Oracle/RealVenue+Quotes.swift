import Market
import MarketCore
import Records

/// Requests for quotes and what comes of them.
extension RealVenue {
  mutating func ask(_ terms: AskTerms, _ session: Int) {
    var body = RequestQuote()
    body.reqID = clOrdID(terms.name).text
    body.symbol = symbol(terms.instrument)
    body.sideCode = terms.side.rawValue
    body.quantity = Quantity(thousandths: terms.quantity)
    body.settlDate = settlDate(terms.settles)
    if terms.until != 0 { body.expireTime = Instant(nanoseconds: terms.until) }
    body.firmCount = UInt16(terms.firms.count)
    send(
      .requestQuote, body, session: session, flags: terms.isResent ? .possResend : [],
      behind: terms.firms.map { CompID(text("DLR", $0)) })
  }

  mutating func quote(_ terms: QuoteTerms, _ session: Int) {
    var body = AnswerQuote()
    body.answerID = clOrdID(terms.name).text
    body.kindCode = terms.kind.rawValue
    switch terms.kind {
    case .quotes, .withdraws:
      body.requestNumber = UInt64(
        terms.request.flatMap { requestNumbers[$0] } ?? NaiveVenue.noNumber)
    case .counters, .hits, .passes, .lapses:
      body.number = UInt64(terms.offer.flatMap { offerNumbers[$0] } ?? NaiveVenue.noNumber)
    case .requests, .withdrawsRequest:
      body.reqID = terms.request.map { clOrdID($0.name).text } ?? Text32()
    }
    if terms.kind != .withdraws && terms.kind != .withdrawsRequest {
      body.symbol = symbol(terms.instrument)
    }
    if terms.order != 0 { body.clOrdID = clOrdID(terms.order) }
    body.sideCode = terms.side?.rawValue ?? 0
    body.price = Price(tenThousandths: terms.price)
    body.quantity = Quantity(thousandths: terms.quantity)
    body.settlDate = settlDate(terms.settles)
    if terms.until != 0 { body.validUntil = Instant(nanoseconds: terms.until) }
    send(.answerQuote, body, session: session, flags: terms.isResent ? .possResend : [])
  }

  /// The venue's numbers of requests and offers that are taken.
  mutating func noteQuote(_ line: TraceLine) {
    guard line.deadline != 0 else { return }
    let name = OrderName(firm: market.firm(ofSession: line.session), name: line.name)
    if line.kindCode == QuoteKind.requests.rawValue {
      requestNumbers[name] = line.last
    } else {
      offerNumbers[name] = line.order
    }
  }
}
