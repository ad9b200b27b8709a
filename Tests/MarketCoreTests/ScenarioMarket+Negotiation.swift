import Market
import MarketCore

/// Rows about what firms agree on beside the book.
extension ScenarioMarket {
  /// Performs a row of negotiation; nil where it is none.
  func negotiation(_ row: Row) -> [String]? {
    switch row.verb {
    case "cross": cross(row)
    default: nil
    }
  }

  private func cross(_ row: Row) -> [String] {
    let symbol = row["symbol"].map(String.init) ?? "CU-BW-A"
    var body = NewCross()
    body.crossID = text32(row.word(1))
    body.symbol = Symbol(text16(symbol))
    body.price = Price(tenThousandths: integer(row.words[3], scale: 4))
    body.buy = side("buy", "B", row, symbol)
    body.sell = side("sell", "S", row, symbol)
    body.currency = row["currency"] == "USD" ? 0x44_5355 : 0
    body.modeCode = row["mode"]?.utf8.first ?? 0
    body.documentCount = UInt16(documents(row).count)
    return send(.newCross, row, body, documents(row))
  }

  private func side(_ name: String, _ letter: String, _ row: Row, _ symbol: String) -> CrossSide {
    var side = CrossSide()
    let clOrdID = row[name + "id"].map(String.init) ?? "\(row.word(1))-\(letter)"
    side.clOrdID = ClOrdID(text32(clOrdID))
    side.party = CompID(text16(row[name].map(String.init) ?? ""))
    side.account = AccountCode(text16(row[name + "account"].map(String.init) ?? ""))
    side.orderQty = Quantity(
      thousandths: row[name + "qty"].map { integer($0, scale: 3) }
        ?? integer(row.words[2], scale: 0) * (units[symbol] ?? 25_000))
    side.cashMarginCode =
      row[name + "margin"]?.utf8.first ?? (name == "buy" ? row["margin"]?.utf8.first ?? 0 : 0)
    side.isProgramTrade = name == "buy" && row.has("program") ? 1 : 0
    return side
  }
}
