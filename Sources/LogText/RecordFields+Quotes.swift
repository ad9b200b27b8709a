import Market

/// Requests for quotes, and what comes of them.
extension RecordFields {
  mutating func add(_ body: RequestQuote) {
    text("quoteReqID", body.reqID)
    text("symbol", body.symbol.text)
    code("side", body.sideCode, Side.self)
    quantity("orderQty", body.quantity)
    instant("expireTime", body.expireTime)
    instant("transactTime", body.transactTime)
    instant("settlDate", body.settlDate)
  }

  mutating func add(_ body: AnswerQuote) {
    text("id", body.answerID)
    code("kind", body.kindCode, QuoteKind.self)
    text("quoteReqID", body.reqID)
    number("request", body.requestNumber)
    number("number", body.number)
    text("clOrdID", body.clOrdID.text)
    text("account", body.account.text)
    text("symbol", body.symbol.text)
    code("side", body.sideCode, Side.self)
    quantity("orderQty", body.quantity)
    price("price", body.price)
    instant("validUntilTime", body.validUntil)
    instant("transactTime", body.transactTime)
    instant("settlDate", body.settlDate)
  }

  mutating func add(_ body: QuoteRequested) {
    number("request", body.number)
    text("symbol", body.symbol.text)
    number("instrument", body.instrument.rawValue)
    code("side", body.sideCode, Side.self)
    quantity("orderQty", body.quantity)
    number("firm", body.firm.rawValue)
    number("contraFirm", body.contraFirm.rawValue)
    instant("deadline", body.deadline)
    instant("requestedAt", body.requestedAt)
    instant("settlDate", body.settlDate)
  }

  mutating func add(_ body: QuoteOffered) {
    number("number", body.number)
    number("request", body.requestNumber)
    text("quoteReqID", body.reqID)
    text("symbol", body.symbol.text)
    number("instrument", body.instrument.rawValue)
    code("side", body.sideCode, Side.self)
    quantity("orderQty", body.quantity)
    price("price", body.price)
    number("rounds", body.rounds)
    number("firm", body.firm.rawValue)
    number("contraFirm", body.contraFirm.rawValue)
    flag("toAsker", body.isToAsker)
    instant("deadline", body.deadline)
    instant("offeredAt", body.offeredAt)
    instant("settlDate", body.settlDate)
  }

  mutating func add(_ body: QuoteAnswered) {
    text("id", body.answerID)
    code("kind", body.kindCode, QuoteKind.self)
    code("reason", body.reasonCode, QuoteReason.self)
    code("orderReject", body.orderRejectCode, OrderReject.self)
    code("side", body.sideCode, Side.self)
    number("detail", body.rejectDetail)
    text("quoteReqID", body.reqID)
    number("request", body.requestNumber)
    number("number", body.number)
    text("symbol", body.symbol.text)
    number("firm", body.firm.rawValue)
    instant("deadline", body.deadline)
  }
}
