import Market
import OrderEntry
import Records
import Testing

/// What firms are told of quotes: R, S, AJ, AI, AG.
@Suite struct MessageEncoderQuotesTests {
  private static let symbol = Symbol(Text16("CU-BW-A")!)

  @Test("a firm is asked by the venue's number, and told who asks")
  func asked() {
    var body = QuoteRequested()
    body.number = 7
    body.symbol = Self.symbol
    body.quantity = Quantity(thousandths: 25_000)
    body.deadline = ReportLines.time.adding(nanoseconds: 60_000_000_000)
    body.requestedAt = ReportLines.time
    body.firm = FirmID(rawValue: 1)
    body.contraFirm = FirmID(rawValue: 2)
    body.sideCode = Side.buy.rawValue
    let line = ReportLines.record(.quoteRequested, body).body()
    #expect(line.hasPrefix("131=7|146=1|55=CU-BW-A|537=2|54=1|38=25|126="))
    #expect(line.hasSuffix("|453=1|448=DLR002|447=D|452=17|7761=N|"))
    let bare = ReportLines.record(.quoteRequested, body).body(ownTags: false)
    #expect(!bare.contains("|7761="))
  }

  private static func offered(toAsker: Bool, _ side: Side) -> String {
    var body = QuoteOffered()
    body.reqID = toAsker ? Text32("Q-1")! : Text32()
    body.number = 8
    body.requestNumber = 7
    body.symbol = symbol
    body.price = Price(tenThousandths: 684_500_000)
    body.quantity = Quantity(thousandths: 25_000)
    body.deadline = ReportLines.time.adding(nanoseconds: 60_000_000_000)
    body.offeredAt = ReportLines.time
    body.contraFirm = FirmID(rawValue: 1)
    body.sideCode = side.rawValue
    body.isToAsker = toAsker ? 1 : 0
    return ReportLines.record(.quoteOffered, body).body()
  }

  @Test("who asks is told by Quote(S), who was asked by QuoteResponse(AJ)")
  func offered() {
    #expect(
      Self.offered(toAsker: true, .sell).hasPrefix(
        "131=Q-1|117=8|537=1|453=1|448=DLR001|447=D|452=17|55=CU-BW-A|133=68450|135=25|62="))
    #expect(Self.offered(toAsker: true, .buy).contains("|132=68450|134=25|62="))
    #expect(
      Self.offered(toAsker: false, .buy).hasPrefix(
        "693=8|117=8|694=2|537=3|453=1|448=DLR001|447=D|452=17|55=CU-BW-A|54=1|38=25|44=68450|62="))
  }

  private static func answer(
    _ kind: QuoteKind?, _ reason: QuoteReason? = nil, reject: OrderReject? = nil, side: Side? = nil,
    number: UInt64 = 8, request: UInt64 = 7
  ) -> String {
    var body = QuoteAnswered()
    if kind != nil { body.answerID = Text32("A-1")! }
    body.number = number
    body.requestNumber = request
    body.reqID = kind == .requests ? Text32("A-1")! : Text32()
    body.symbol = symbol
    body.kindCode = kind?.rawValue ?? 0
    body.reasonCode = reason?.rawValue ?? 0
    body.orderRejectCode = reject?.rawValue ?? 0
    body.sideCode = side?.rawValue ?? 0
    return ReportLines.record(.quoteAnswered, body).body()
  }

  static let statuses: [(kind: QuoteKind?, reason: QuoteReason?, expected: String)] = [
    (.requests, nil, "131=A-1|117=7|55=CU-BW-A|60="), (.requests, nil, "|297=0|"),
    (.quotes, nil, "131=7|117=A-1|55="), (.quotes, nil, "|297=0|"),
    (.counters, nil, "131=7|117=8|693=A-1|55="), (.hits, .unknownQuote, "|297=9|58="),
    (.passes, nil, "|297=11|"), (.lapses, nil, "|297=7|"),
    (.withdraws, nil, "|117=A-1|"), (.withdraws, nil, "|297=1|"),
    (.withdrawsRequest, nil, "|297=4|"),
    (nil, .expired, "131=7|117=8|55="), (nil, .expired, "|297=7|58=Nobody has answered in time|"),
    (.quotes, .passed, "|297=11|58=The other firm negotiates no more|"),
    (.requests, .ended, "|297=6|58="),
  ]

  @Test("an answer names what the receiver has said, and QuoteStatus(297)", arguments: statuses)
  func status(_ row: (kind: QuoteKind?, reason: QuoteReason?, expected: String)) {
    let line = Self.answer(row.kind, row.reason)
    #expect(line.contains(row.expected), "\(line)")
  }

  static let rejects: [(reason: QuoteReason, reject: OrderReject?, expected: String)] = [
    (.duplicateReqID, nil, "131=A-1|658=99|146=1|55=CU-BW-A|58="),
    (.tooManyOpen, nil, "|658=3|"), (.invalidEnd, nil, "|658=99|"),
    (.orderRule, .unknownSymbol, "|658=1|"), (.orderRule, .instrumentClosed, "|658=2|"),
    (.orderRule, .modeNotOffered, "|658=8|"), (.orderRule, .quantityNotPositive, "|658=99|"),
    (.orderRule, .firmNotAdmitted, "|658=6|146=1|55=CU-BW-A|58=Buyer: The firm is not admitted"),
    (.orderRule, .instrumentHalted, "|58=Buyer: Symbol(55) is halted (Art. 49)|7799=4905|"),
  ]

  @Test("a request that is refused is answered by AG with its reason", arguments: rejects)
  func reject(_ row: (reason: QuoteReason, reject: OrderReject?, expected: String)) {
    let line = Self.answer(
      .requests, row.reason, reject: row.reject, side: row.reject == nil ? nil : .buy, number: 0,
      request: 0)
    #expect("|\(line)".contains(row.expected), "\(line)")
  }

  @Test("each reason has its words and its status", arguments: QuoteReason.allCases)
  func words(_ reason: QuoteReason) {
    let line = Self.answer(.hits, reason)
    #expect(line.contains("|297=\(reason.quoteStatus)|58="))
  }
}
