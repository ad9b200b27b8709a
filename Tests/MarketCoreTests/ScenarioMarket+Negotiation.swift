import Market
import MarketCore

/// Rows about what firms agree on beside the book.
extension ScenarioMarket {
  /// Performs a row of negotiation; nil where it is none.
  func negotiation(_ row: Row) -> [String]? {
    switch row.verb {
    case "cross": cross(row)
    case "counterparties": counterparties(row)
    case "allege": report(row, .alleges, side: 2)
    case "accept": report(row, .accepts, side: 3)
    case "decline": report(row, .declines, side: 3)
    case "take-back": report(row, .takesBack, side: 3)
    default: quotes(row)
    }
  }

  /// A report of the session's firm, which buys or sells as the word at `side` says.
  private func report(_ row: Row, _ kind: TradeReportKind, side: Int) -> [String] {
    var body = ReportTrade()
    body.reportID = text32(row.word(1))
    body.kindCode = kind.rawValue
    if kind == .takesBack { body.reference = text32(row.word(2)) }
    if side == 3 { body.number = UInt64(row.words[2]) ?? 0 }
    let symbol = row["symbol"].map(String.init) ?? "CU-BW-A"
    body.symbol = Symbol(text16(symbol))
    body.price = Price(tenThousandths: integer(row.words[side + 2], scale: 4))
    let lots = integer(row.words[side + 1], scale: 0)
    let quantity = Quantity(
      thousandths: row["qty"].map { integer($0, scale: 3) } ?? lots * (units[symbol] ?? 25_000))
    var own = CrossSide()
    own.orderQty = quantity
    own.party = CompID(text16(firmCodes[row.word(0)] ?? ""))
    body.settlDate = settlDate(row)
    own.clOrdID = ClOrdID(text32(row["id"].map(String.init) ?? ""))
    var other = CrossSide()
    other.orderQty = quantity
    other.party = CompID(text16(row["with"].map(String.init) ?? ""))
    let buys = sideCode(row.word(side)) == Side.buy.rawValue
    body.buy = buys ? own : other
    body.sell = buys ? other : own
    return send(.reportTrade, row, body, [])
  }

  /// A firm's list of those with whom it deals: `all`, `none`, or their codes.
  private func counterparties(_ row: Row) -> [String] {
    let named =
      row.word(1) == "none" ? [] : row.word(1).split(separator: ",").map { firm(String($0)) }
    var body = DefineCounterparties()
    body.firm = firm(row.word(0))
    body.isLimited = row.word(1) == "all" ? 0 : 1
    body.count = body.isLimited == 0 ? 0 : UInt16(named.count)
    let parts = body.isLimited == 0 ? [] : named
    return tester.apply(.defineCounterparties, body, session: .venue, parts: parts)
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
    body.settlDate = settlDate(row)
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
    if name == "buy" {
      side.isProgramTrade = isProgramTrade(row)
      side.programRegID = programRegID(row)
    }
    return side
  }
}
