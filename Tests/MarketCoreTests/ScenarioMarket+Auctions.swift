import Market
import MarketCore

/// Rows about lots of auctions.
extension ScenarioMarket {
  /// Performs a row about an auction; nil where it is none.
  func auction(_ row: Row) -> [String]? {
    switch row.verb {
    case "apply": apply(row)
    case "deposit": deposit(row)
    case "announce": control(row, .announce)
    case "refuse-lot": control(row, .refuse)
    case "cancel-lot": control(row, .cancel)
    case "void-bid": control(row, .voidBid)
    case "gap": gap(row)
    default: nil
    }
  }

  /// How lots of an instrument are auctioned.
  func setAuctions(_ row: Row, _ body: inout DefineInstrument) {
    let modes = row["auctions"] ?? ""
    if modes.contains("E") { body.modes |= 8 }
    if modes.contains("D") { body.modes |= 16 }
    func number(_ key: String) -> Int64 { row[key].map { integer($0, scale: 0) } ?? 0 }
    body.auctionNoticeSeconds = UInt32(number("notice"))
    body.auctionExtensionSeconds = UInt32(number("extension"))
    body.auctionExtensions = UInt16(number("extensions"))
    body.auctionStepSeconds = UInt32(number("every"))
    body.auctionDepositBasisPoints = UInt16(number("deposit"))
  }

  private func apply(_ row: Row) -> [String] {
    let symbol = row["symbol"].map(String.init) ?? "CU-BW-A"
    var body = ApplyAuction()
    body.reference = text32(row.word(1))
    body.symbol = Symbol(text16(symbol))
    body.account = AccountCode(text16(row["account"].map(String.init) ?? ""))
    body.sideCode = sideCode(row.word(2))
    body.modeCode = row.word(3).utf8.first ?? 0
    body.quantity = Quantity(
      thousandths: row["qty"].map { integer($0, scale: 3) }
        ?? integer(row.words[4], scale: 0) * (units[symbol] ?? 25_000))
    body.startPrice = Price(tenThousandths: integer(row.words[5], scale: 4))
    body.priceStep = Price(tenThousandths: integer(row.words[6], scale: 4))
    body.limitPrice = Price(tenThousandths: row["limit"].map { integer($0, scale: 4) } ?? 0)
    body.opensAt = later(row["opens"] ?? "60")
    body.closesAt = row["closes"].map { later($0) } ?? .none
    body.party = CompID(text16(row["for"].map(String.init) ?? ""))
    body.cashMarginCode = row["margin"]?.utf8.first ?? 0
    body.isForeclosure = row.has("foreclosure") ? 1 : 0
    body.documentCount = UInt16(documents(row).count)
    return ask(.applyAuction, row, body, documents(row))
  }

  private func deposit(_ row: Row) -> [String] {
    var body = DepositAuction()
    body.reference = text32(row.word(1))
    body.auction = UInt32(row.words[2]) ?? 0
    body.transTypeCode = (row.has("release") ? CollAsgnTransType.release : .new).rawValue
    body.amount = Amount(fen: row["amount"].map { integer($0, scale: 2) } ?? 0)
    return ask(.depositAuction, row, body, [])
  }

  private func control(_ row: Row, _ action: AuctionControl) -> [String] {
    var body = ControlAuction()
    body.auction = UInt32(row.words[0]) ?? 0
    body.actionCode = action.rawValue
    body.orderID = OrderID(rawValue: row["order"].flatMap { UInt64($0) } ?? 0)
    body.request = 1
    body.uid = uid(row)
    return tester.apply(.controlAuction, body)
  }

  /// So many seconds in which the venue did not run.
  private func gap(_ row: Row) -> [String] {
    var body = TimeGap()
    body.from = tester.now
    body.cause = 3
    tester.now = later(row.words[0])
    return tester.apply(.timeGap, body)
  }

  private func later(_ seconds: Substring) -> Instant {
    tester.now.adding(nanoseconds: integer(seconds, scale: 9))
  }

  /// By a session, or by the operator's hand.
  private func ask<Body: BitwiseCopyable>(
    _ type: CommandType, _ row: Row, _ body: Body, _ documents: [String]
  ) -> [String] {
    if row.word(0) != "operator" { return send(type, row, body, documents) }
    return tester.apply(type, body, documents: documents)
  }
}
