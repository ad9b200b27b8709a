import Market
import OrderEntry
import Records
import Testing

/// TradeCaptureReport(AE) of a firm, and what it is told: AE and TradeCaptureReportAck(AR).
@Suite struct ReportTradeTests {
  static let plain =
    "35=AE|571=T-1|570=N|55=CU-BW-A|32=25|31=68450|75=20261123|60=20261123-01:30:00.000|552=2|"
    + "54=1|37=NONE|453=1|448=DLR002|447=D|452=1|54=2|37=NONE|11=S-1|453=1|448=DLR001|447=D|452=1|"
    + "1=DLR001-P|"

  static func line(_ fields: String) -> String {
    plain.replacing("571=T-1|", with: "571=T-1|\(fields)")
  }

  @Test("a report has its terms, and both sides with their firms")
  func report() {
    let decoded = Decoded(Self.plain)
    let (result, head) = (decoded.result, decoded.head)
    #expect(result == .appended(.reportTrade))
    #expect(head.bodyLength == 280)
    let body = decoded.body(ReportTrade.self)
    #expect(body.reportID == Text32("T-1"))
    #expect(body.symbol.text == Text16("CU-BW-A"))
    #expect(body.price == Price(tenThousandths: 684_500_000))
    #expect(body.kindCode == TradeReportKind.alleges.rawValue)
    #expect(fields(of: body.buy) == "party=DLR002 orderQty=25000")
    #expect(fields(of: body.sell) == "clOrdID=S-1 party=DLR001 account=DLR001-P orderQty=25000")
  }

  static let kinds: [(fields: String, kind: TradeReportKind, number: UInt64, reference: String)] = [
    ("487=0|856=0|828=0|829=2|", .alleges, 0, ""),
    ("856=2|572=7|", .accepts, 7, ""),
    ("487=0|856=3|572=7|", .declines, 7, ""),
    ("487=1|856=6|572=T-0|", .takesBack, 0, "T-0"),
  ]

  @Test(
    "TradeReportType(856) says what it is, TradeReportRefID(572) what it is about", arguments: kinds
  )
  func kind(_ row: (fields: String, kind: TradeReportKind, number: UInt64, reference: String)) {
    let decoded = Decoded(Self.line(row.fields))
    let body = decoded.body(ReportTrade.self)
    #expect(body.kindCode == row.kind.rawValue)
    #expect(body.number == row.number)
    #expect(body.reference.description == row.reference)
  }

  static let refused: [(line: String, summary: String)] = [
    (line("856=1|"), "refused codeNotOffered 856"),
    (line("856=6|487=0|572=T-0|"), "refused codeNotOffered 487"),
    (line("487=1|"), "refused codeNotOffered 487"),
    (line("828=1|"), "refused codeNotOffered 828"),
    (line("829=5|"), "refused codeNotOffered 829"),
    (line("856=2|"), "refused conditionallyRequiredFieldMissing 572"),
    (line("856=3|572=T-0|"), "refused valueNotRepresentable 572"),
    (line("487=1|856=6|"), "refused conditionallyRequiredFieldMissing 572"),
    (plain.replacing("552=2|", with: "552=1|"), "refused valueNotRepresentable 552"),
    (plain.replacing("|54=2|", with: "|54=1|"), "refused codeNotOffered 54"),
    (plain.replacing("571=T-1|", with: ""), "reject requiredTagMissing 571"),
    (plain.replacing("31=68450|", with: ""), "reject requiredTagMissing 31"),
  ]

  @Test("what is not offered or is missing is refused by its field", arguments: refused)
  func refuses(_ row: (line: String, summary: String)) {
    let summary = Decoded(row.line).summary
    #expect(summary == row.summary)
  }

  @Test("who trades reports trades, and nobody else", arguments: SessionRole.allCases)
  func permitted(_ role: SessionRole) {
    let decoded = Decoded(Self.plain, context: OrderLines.context(role))
    let summary = decoded.summary
    #expect(summary == (role.mayTrade ? "unexpected reportTrade" : "refused notAuthorised 0"))
  }

  static func alleged(_ reason: TradeReportReason? = nil) -> Encoded {
    var body = TradeAlleged()
    body.number = 7
    body.execID = ExecID(rawValue: 401)
    body.symbol = Symbol(Text16("CU-BW-A")!)
    body.price = Price(tenThousandths: 684_500_000)
    body.quantity = Quantity(thousandths: 25_000)
    body.deadline = ReportLines.time.adding(nanoseconds: 60_000_000_000)
    body.allegedAt = ReportLines.time
    body.firm = FirmID(rawValue: 2)
    body.contraFirm = FirmID(rawValue: 1)
    body.sideCode = Side.buy.rawValue
    body.reasonCode = reason?.rawValue ?? 0
    return ReportLines.record(.tradeAlleged, body)
  }

  @Test("a trade is alleged by the venue's number; without own tags its deadline is not told")
  func alleges() {
    let body = Self.alleged().body()
    #expect(
      body.hasPrefix("571=7|487=0|856=1|828=0|829=2|150=F|17=401|570=N|55=CU-BW-A|32=25|31=68450|"))
    #expect(
      body.contains(
        "|552=2|54=1|37=NONE|453=1|448=DLR002|447=D|452=1|54=2|37=NONE|453=1|448=DLR001|447=D|452=1|"
      ))
    #expect(body.contains("|7761=N|7776="))
    #expect(!Self.alleged().body(ownTags: false).contains("|77"))
  }

  @Test("when it is over a report of its own takes it back, and says why")
  func over() {
    let body = Self.alleged(.expired).body()
    #expect(body.hasPrefix("571=401|487=1|856=6|828=0|829=2|572=7|150=F|17=401|"))
    #expect(body.contains("|58=The other firm has not answered in time|54=2|"))
    #expect(!body.contains("|7776="))
  }

  static let answers:
    [(reason: TradeReportReason?, reject: OrderReject?, side: Side?, expected: String)] = [
      (nil, nil, nil, "571=T-1|487=0|856=0|828=0|829=2|150=F|939=0|818=7|17=401|55=CU-BW-A|"),
      (.unknownFirm, nil, nil, "|939=1|751=1|818=7|"),
      (.declined, nil, nil, "|58=The other firm has declined it|"),
      (
        .orderRule, .firmNotAdmitted, .buy,
        "|58=Buyer: The firm is not admitted to trading (Art. 24)|"
      ),
      (
        .orderRule, .notEnoughDocuments, .sell,
        "|58=Seller: OrderQty(38) is more than the free documents"
      ),
      (.orderRule, .instrumentHalted, nil, "|58=Symbol(55) is halted (Art. 49)|7799=4905|"),
    ]

  @Test(
    "an answer says what has become of the report, and which side breaks which rule",
    arguments: answers)
  func answer(
    _ row: (reason: TradeReportReason?, reject: OrderReject?, side: Side?, expected: String)
  ) {
    var body = TradeReportAnswered()
    body.reportID = Text32("T-1")!
    body.number = 7
    body.execID = ExecID(rawValue: 401)
    body.symbol = Symbol(Text16("CU-BW-A")!)
    body.kindCode = TradeReportKind.alleges.rawValue
    body.reasonCode = row.reason?.rawValue ?? 0
    body.orderRejectCode = row.reject?.rawValue ?? 0
    body.sideCode = row.side?.rawValue ?? 0
    let line = ReportLines.record(.tradeReportAnswered, body).body()
    #expect(line.contains(row.expected), "\(line)")
  }

  @Test("each reason has its words", arguments: TradeReportReason.allCases)
  func words(_ reason: TradeReportReason) {
    var body = TradeReportAnswered()
    body.kindCode = TradeReportKind.accepts.rawValue
    body.reasonCode = reason.rawValue
    #expect(ReportLines.record(.tradeReportAnswered, body).body().contains("|58="))
  }
}
