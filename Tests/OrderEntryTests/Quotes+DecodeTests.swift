import FIX44
import Market
import OrderEntry
import Records
import Testing

/// QuoteRequest(R), Quote(S), QuoteResponse(AJ) and QuoteCancel(Z) of a firm.
@Suite struct QuotesDecodeTests {
  static let request =
    "35=R|131=Q-1|146=1|55=CU-BW-A|537=2|54=1|38=50|126=20261123-01:35:00.000|"
    + "60=20261123-01:30:00.000|453=2|448=DLR001|447=D|452=17|448=DLR003|447=D|452=17|"
  static let quote =
    "35=S|131=7|117=S-1|537=1|55=CU-BW-A|1=DLR001-P|133=68450|135=25|62=20261123-01:32:00.000|"
  static let response = "35=AJ|693=C-1|117=8|694=2|11=B-1|55=CU-BW-A|54=1|38=25|44=68440|"
  static let cancel = "35=Z|131=7|117=S-1|298=1|"

  @Test("a request has its terms, and the firms that it names behind them")
  func asks() {
    let decoded = Decoded(Self.request)
    let (result, head) = (decoded.result, decoded.head)
    #expect(result == .appended(.requestQuote))
    #expect(head.bodyLength == 88 + 32)
    let body = decoded.body(RequestQuote.self)
    #expect(body.reqID == Text32("Q-1"))
    #expect(body.symbol.text == Text16("CU-BW-A"))
    #expect(body.side == .buy)
    #expect(body.quantity == Quantity(thousandths: 50_000))
    #expect(body.expireTime == body.transactTime.adding(nanoseconds: 300_000_000_000))
    #expect(body.firmCount == 2)
  }

  @Test("sixteen firms are named, and not one more", arguments: [15, 16, 17])
  func firms(_ count: Int) {
    let parties = (1...count).map { "448=F\($0)|447=D|452=17|" }.joined()
    let summary = Decoded("35=R|131=Q|146=1|55=CU|54=1|38=25|453=\(count)|\(parties)").summary
    #expect(
      summary
        == (count <= 16 ? "unexpected requestQuote" : "refused valueNotRepresentable 453"))
  }

  @Test("a quote has one price with its quantity, and the venue's number of the request")
  func quotes() {
    let body = Decoded(Self.quote).body(AnswerQuote.self)
    #expect(body.kindCode == QuoteKind.quotes.rawValue)
    #expect(body.answerID == Text32("S-1"))
    #expect(body.requestNumber == 7)
    #expect(body.sideCode == Side.sell.rawValue)
    #expect(body.price == Price(tenThousandths: 684_500_000))
    #expect(body.quantity == Quantity(thousandths: 25_000))
    #expect(body.account.text == Text16("DLR001-P"))
    let bid = Decoded("35=S|131=7|117=S-1|55=CU-BW-A|132=68450|").body(AnswerQuote.self)
    #expect(bid.sideCode == Side.buy.rawValue)
    #expect(bid.quantity == .zero)
  }

  static let kinds: [(type: String, kind: QuoteKind)] = [
    ("1", .hits), ("2", .counters), ("3", .lapses), ("6", .passes),
  ]

  @Test("QuoteRespType(694) says what an answer is", arguments: kinds)
  func responds(_ row: (type: String, kind: QuoteKind)) {
    let line = Self.response.replacing("694=2|", with: "694=\(row.type)|")
    let body = Decoded(line).body(AnswerQuote.self)
    #expect(body.kindCode == row.kind.rawValue)
    #expect(body.number == 8)
    #expect(body.answerID == Text32("C-1"))
    #expect(body.clOrdID.text == Text32("B-1"))
    #expect(body.price == Price(tenThousandths: 684_400_000))
  }

  @Test("QuoteCancelType(298) says whether an offer or a request is taken back")
  func cancels() {
    let one = Decoded(Self.cancel).body(AnswerQuote.self)
    #expect(one.kindCode == QuoteKind.withdraws.rawValue)
    #expect(one.requestNumber == 7)
    let all = Decoded("35=Z|131=Q-1|117=W|298=4|").body(AnswerQuote.self)
    #expect(all.kindCode == QuoteKind.withdrawsRequest.rawValue)
    #expect(all.reqID == Text32("Q-1"))
    #expect(OrderEntryDecoder.isExemptFromThrottle(.quoteCancel))
    #expect(!OrderEntryDecoder.isExemptFromThrottle(.quote))
  }

  static let refused: [(line: String, summary: String)] = [
    (request.replacing("146=1|", with: "146=2|"), "refused valueNotRepresentable 146"),
    (request.replacing("537=2|", with: "537=0|"), "refused codeNotOffered 537"),
    (request.replacing("54=1|", with: ""), "refused conditionallyRequiredFieldMissing 54"),
    (request.replacing("38=50|", with: ""), "refused conditionallyRequiredFieldMissing 38"),
    (request.replacing("452=17|448", with: "452=1|448"), "refused codeNotOffered 452"),
    (request.replacing("452=17|448", with: "448"), "refused conditionallyRequiredFieldMissing 452"),
    (quote.replacing("131=7|", with: "131=Q|"), "refused valueNotRepresentable 131"),
    (quote.replacing("131=7|", with: ""), "refused conditionallyRequiredFieldMissing 131"),
    (quote.replacing("133=", with: "132=68440|133="), "refused valueNotRepresentable 133"),
    (quote.replacing("133=68450|", with: ""), "refused conditionallyRequiredFieldMissing 133"),
    (quote.replacing("135=", with: "134="), "refused valueNotRepresentable 134"),
    (quote.replacing("537=1|", with: "537=0|"), "refused codeNotOffered 537"),
    (quote.replacing("55=CU-BW-A|", with: "55=CU-BW-A|15=USD|"), "refused codeNotOffered 15"),
    (
      request.replacing("38=50|", with: "38=50|63=6|"),
      "refused conditionallyRequiredFieldMissing 64"
    ),
    (request.replacing("38=50|", with: "38=50|63=3|"), "refused codeNotOffered 63"),
    (quote.replacing("133=", with: "63=0|64=20261130|133="), "refused codeNotOffered 63"),
    (response.replacing("694=2|", with: "694=5|"), "refused codeNotOffered 694"),
    (response.replacing("44=68440|", with: ""), "refused conditionallyRequiredFieldMissing 44"),
    (response.replacing("117=8|", with: ""), "refused conditionallyRequiredFieldMissing 117"),
    (cancel.replacing("298=1|", with: "298=2|"), "refused codeNotOffered 298"),
    (cancel.replacing("131=7|", with: ""), "refused conditionallyRequiredFieldMissing 131"),
    (cancel.replacing("117=S-1|", with: ""), "reject requiredTagMissing 117"),
  ]

  @Test(
    "SettlDate(64) is the beginning of that day at the market; SettlType(63) 0 and 1 are at once")
  func delivers() {
    let begin = Instant(nanoseconds: 1_795_968_000_000_000_000)
    let dates = ["63=6|64=20261130|", "64=20261130|", "63=0|", "63=1|", ""].map { fields in
      Decoded(Self.request.replacing("38=50|", with: "38=50|\(fields)")).body(RequestQuote.self)
        .settlDate
    }
    #expect(dates == [begin, begin, .none, .none, .none])
    let quote = Decoded(Self.quote.replacing("133=", with: "64=20261130|133="))
    let response = Decoded(Self.response.replacing("44=", with: "63=6|64=20261130|44="))
    let said = [quote.body(AnswerQuote.self).settlDate, response.body(AnswerQuote.self).settlDate]
    #expect(said == [begin, begin])
  }

  @Test("what is not offered or is missing is refused by its field", arguments: refused)
  func refuses(_ row: (line: String, summary: String)) {
    let summary = Decoded(row.line).summary
    #expect(summary == row.summary)
  }

  @Test("who trades asks and quotes, and nobody else", arguments: SessionRole.allCases)
  func permitted(_ role: SessionRole) {
    for (line, command) in [
      (Self.request, "requestQuote"), (Self.quote, "answerQuote"),
      (Self.response, "answerQuote"), (Self.cancel, "answerQuote"),
    ] {
      let summary = Decoded(line, context: OrderLines.context(role)).summary
      #expect(summary == (role.mayTrade ? "unexpected \(command)" : "refused notAuthorised 0"))
    }
  }
}
