import Market

/// What firms agree on beside the book.
extension RecordFields {
  mutating func add(_ body: NewCross) {
    text("crossID", body.crossID)
    text("symbol", body.symbol.text)
    price("price", body.price)
    instant("transactTime", body.transactTime)
    add(body.buy, "buy")
    add(body.sell, "sell")
    currency("currency", body.currency)
    code("tradingMode", body.modeCode, TradingMode.self)
  }

  private mutating func add(_ side: CrossSide, _ name: String) {
    text("\(name)ClOrdID", side.clOrdID.text)
    text("\(name)Party", side.party.text)
    text("\(name)Account", side.account.text)
    quantity("\(name)OrderQty", side.orderQty)
    code("\(name)CashMargin", side.cashMarginCode, CashMargin.self)
    flag("\(name)ProgramTrade", side.isProgramTrade)
  }
}
