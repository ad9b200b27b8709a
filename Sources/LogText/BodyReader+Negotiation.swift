import Market
import Records

/// The records of what firms agree on beside the book.
extension BodyReader {
  @_lifetime(self: copy self)
  mutating func readNegotiation(_ type: CommandType) {
    switch type {
    case .newCross:
      guard let body = body(NewCross.self) else { return }
      fields.add(body)
      documents(body.documentCount, behind: NewCross.self)
    case .reportTrade: if let body = body(ReportTrade.self) { fields.add(body) }
    case .requestQuote:
      guard let body = body(RequestQuote.self) else { return }
      fields.add(body)
      firms(body.firmCount, behind: RequestQuote.self)
    case .answerQuote: if let body = body(AnswerQuote.self) { fields.add(body) }
    default: preconditionFailure("the caller has sorted the commands")
    }
  }

  @_lifetime(self: copy self)
  mutating func readNegotiation(_ type: EventType) {
    switch type {
    case .tradeAlleged: if let body = body(TradeAlleged.self) { fields.add(body) }
    case .tradeReportAnswered: if let body = body(TradeReportAnswered.self) { fields.add(body) }
    case .quoteRequested: if let body = body(QuoteRequested.self) { fields.add(body) }
    case .quoteOffered: if let body = body(QuoteOffered.self) { fields.add(body) }
    case .quoteAnswered: if let body = body(QuoteAnswered.self) { fields.add(body) }
    default: preconditionFailure("the caller has sorted the events")
    }
  }
}
