import Market
import MarketCore

/// Rows about requests for quotes, and what comes of them.
extension ScenarioMarket {
  /// Performs a row of quotes; nil where it is none.
  func quotes(_ row: Row) -> [String]? {
    switch row.verb {
    case "ask": ask(row)
    case "quote":
      answer(row, .quotes) {
        $0.requestNumber = UInt64(row.words[2]) ?? 0
        $0.sideCode = sideCode(row.word(3))
      }
    case "counter", "hit", "pass", "lapse":
      answer(row, kinds["\(row.verb)"] ?? .hits) { $0.number = UInt64(row.words[2]) ?? 0 }
    case "withdraw": answer(row, .withdraws) { $0.requestNumber = UInt64(row.words[2]) ?? 0 }
    case "withdraw-request":
      answer(row, .withdrawsRequest) { $0.reqID = text32(row.word(2)) }
    default: nil
    }
  }

  private var kinds: [String: QuoteKind] {
    ["counter": .counters, "hit": .hits, "pass": .passes, "lapse": .lapses]
  }

  private func ask(_ row: Row) -> [String] {
    let symbol = row["symbol"].map(String.init) ?? "CU-BW-A"
    var body = RequestQuote()
    body.reqID = text32(row.word(1))
    body.symbol = Symbol(text16(symbol))
    body.sideCode = sideCode(row.word(2))
    body.quantity = Quantity(
      thousandths: row["qty"].map { integer($0, scale: 3) }
        ?? integer(row.words[3], scale: 0) * (units[symbol] ?? 25_000))
    body.expireTime = instant(row["until"])
    body.settlDate = settlDate(row)
    let codes = (row["with"] ?? "").split(separator: ",").map { CompID(text16(String($0))) }
    body.firmCount = UInt16(codes.count)
    let session = sessions[row.word(0)] ?? SessionID(rawValue: 31)
    return tester.apply(.requestQuote, body, session: session, parts: codes)
  }

  private func answer(
    _ row: Row, _ kind: QuoteKind, _ fill: (inout AnswerQuote) -> Void
  ) -> [String] {
    let symbol = row["symbol"].map(String.init) ?? "CU-BW-A"
    var body = AnswerQuote()
    body.answerID = text32(row.word(1))
    body.kindCode = kind.rawValue
    if kind != .withdraws && kind != .withdrawsRequest { body.symbol = Symbol(text16(symbol)) }
    body.clOrdID = ClOrdID(text32(row["id"].map(String.init) ?? ""))
    body.account = AccountCode(text16(row["account"].map(String.init) ?? ""))
    if let side = row["side"] {
      body.sideCode = sideCode(side)
    }
    body.price = Price(tenThousandths: row["at"].map { integer($0, scale: 4) } ?? 0)
    body.quantity = Quantity(
      thousandths: row["qty"].map { integer($0, scale: 3) }
        ?? row["lots"].map { integer($0, scale: 0) * (units[symbol] ?? 25_000) } ?? 0)
    body.validUntil = instant(row["until"])
    body.settlDate = settlDate(row)
    fill(&body)
    return send(.answerQuote, row, body, [])
  }

  /// SettlDate(64), so many days behind the time at which the table begins; none where nothing is said.
  func settlDate(_ row: Row) -> Instant {
    row["settles"].map {
      TestVenue.began.adding(nanoseconds: integer($0, scale: 0) * 86_400_000_000_000)
    } ?? .none
  }

  /// So many seconds from now; none where nothing is said.
  private func instant(_ seconds: Substring?) -> Instant {
    seconds.map { tester.now.adding(nanoseconds: integer($0, scale: 9)) } ?? .none
  }
}
