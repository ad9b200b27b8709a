import Market

/// What firms agree on beside the book.
extension RecordFields {
  mutating func add(_ body: NewCross) {
    text("crossID", body.crossID)
    text("symbol", body.symbol.text)
    price("price", body.price)
    instant("transactTime", body.transactTime)
    instant("settlDate", body.settlDate)
    add(body.buy, "buy")
    add(body.sell, "sell")
    currency("currency", body.currency)
    code("tradingMode", body.modeCode, TradingMode.self)
  }

  mutating func add(_ body: ReportTrade) {
    text("tradeReportID", body.reportID)
    code("kind", body.kindCode, TradeReportKind.self)
    text("tradeReportRefID", body.reference)
    number("number", body.number)
    text("symbol", body.symbol.text)
    price("lastPx", body.price)
    instant("transactTime", body.transactTime)
    instant("settlDate", body.settlDate)
    add(body.buy, "buy")
    add(body.sell, "sell")
  }

  mutating func add(_ body: TradeAlleged) {
    number("number", body.number)
    code("reason", body.reasonCode, TradeReportReason.self)
    text("symbol", body.symbol.text)
    number("instrument", body.instrument.rawValue)
    code("side", body.sideCode, Side.self)
    quantity("lastQty", body.quantity)
    price("lastPx", body.price)
    number("firm", body.firm.rawValue)
    number("contraFirm", body.contraFirm.rawValue)
    instant("deadline", body.deadline)
    instant("allegedAt", body.allegedAt)
    instant("settlDate", body.settlDate)
    number("execID", body.execID.rawValue)
  }

  mutating func add(_ body: TradeReportAnswered) {
    text("tradeReportID", body.reportID)
    code("kind", body.kindCode, TradeReportKind.self)
    number("number", body.number)
    code("reason", body.reasonCode, TradeReportReason.self)
    code("orderReject", body.orderRejectCode, OrderReject.self)
    code("side", body.sideCode, Side.self)
    number("detail", body.rejectDetail)
    text("symbol", body.symbol.text)
    number("firm", body.firm.rawValue)
    instant("deadline", body.deadline)
    number("execID", body.execID.rawValue)
  }

  private mutating func add(_ side: CrossSide, _ name: String) {
    text("\(name)ClOrdID", side.clOrdID.text)
    text("\(name)Party", side.party.text)
    text("\(name)Account", side.account.text)
    quantity("\(name)OrderQty", side.orderQty)
    code("\(name)CashMargin", side.cashMarginCode, CashMargin.self)
    flag("\(name)ProgramTrade", side.isProgramTrade)
    number("\(name)ProgramRegID", side.programRegID)
  }
}
