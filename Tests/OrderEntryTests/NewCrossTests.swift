import Market
import OrderEntry
import Records
import Testing

/// NewOrderCross(s): two sides of one message, each as the record has it.
@Suite struct NewCrossTests {
  static let buy = "54=1|11=B-1|453=1|448=DLR002|447=D|452=1|1=DLR002-P|38=25|544=2|"
  static let sell = "54=2|11=S-1|453=1|448=DLR001|447=D|452=1|38=50|529=3 1|"
  static let common = "55=CU-BW-A|60=20261123-01:30:00.000|40=2|44=68450|"

  static func line(_ sides: String = "552=2|\(buy)\(sell)", _ common: String = common) -> String {
    "35=s|548=X-1|549=1|550=0|\(sides)\(common)"
  }

  static func decoded(_ line: String, _ role: SessionRole = .broker) -> Decoded {
    Decoded(line, context: OrderLines.context(role))
  }

  @Test("a cross has what both sides say alike, and each side's own", arguments: [false, true])
  func cross(sellsFirst: Bool) {
    let sides = sellsFirst ? "552=2|\(Self.sell)\(Self.buy)" : "552=2|\(Self.buy)\(Self.sell)"
    let decoded = Self.decoded(Self.line(sides))
    let (result, head) = (decoded.result, decoded.head)
    #expect(result == .appended(.newCross))
    #expect(head.bodyLength == 240)
    let body = decoded.body(NewCross.self)
    #expect(body.crossID == Text32("X-1"))
    #expect(body.symbol.text == Text16("CU-BW-A"))
    #expect(body.price == Price(tenThousandths: 684_500_000))
    #expect(body.transactTime.nanoseconds == 1_795_397_400_000_000_000)
    #expect(body.documentCount == 0)
    #expect(
      fields(of: body.buy)
        == "clOrdID=B-1 party=DLR002 account=DLR002-P orderQty=25000 cashMarginCode=50")
    #expect(fields(of: body.sell) == "clOrdID=S-1 party=DLR001 orderQty=50000 isProgramTrade=1")
  }

  @Test("a side of the broker's own firm names none; the seller's documents trail the body")
  func ownSide() {
    let sides = "552=2|54=1|11=B-1|38=50|54=2|11=S-1|453=1|448=DLR001|447=D|452=1|38=50|"
    let decoded = Self.decoded(
      Self.line(sides, OrderLines.documents(["R1", "R2"]) + Self.common + "15=CNY|7761=N|"))
    let body = decoded.body(NewCross.self)
    #expect(fields(of: body.buy) == "clOrdID=B-1 orderQty=50000")
    #expect(body.currency == Currency.cny)
    #expect(body.modeCode == TradingMode.negotiated.rawValue)
    let documents = decoded.documents(behind: NewCross.self, count: body.documentCount)
    #expect(documents == ["R1", "R2"])
  }

  @Test("a party of another role is not the side's firm")
  func roles() {
    let sides =
      "552=2|54=1|11=B-1|453=2|448=DESK|447=D|452=11|448=DLR002|447=D|452=1|38=25|\(Self.sell)"
    let decoded = Self.decoded(Self.line(sides))
    let party = decoded.body(NewCross.self).buy.party
    #expect(party.text == Text16("DLR002"))
    let other = Self.decoded(
      Self.line("552=2|54=1|11=B-1|453=1|448=DESK|447=D|452=11|38=25|\(Self.sell)"))
    let none = other.body(NewCross.self).buy.party
    #expect(none.text.isEmpty)
  }

  static let refused: [(line: String, summary: String)] = [
    (line("552=1|\(buy)"), "refused valueNotRepresentable 552"),
    (line("552=2|\(buy)\(buy)"), "refused codeNotOffered 54"),
    (line("552=2|\(buy)54=5|11=S-1|38=25|"), "refused codeNotOffered 54"),
    (line("552=2|\(buy)54=2|11=S-1|"), "refused conditionallyRequiredFieldMissing 38"),
    (line("552=2|\(buy)54=2|38=25|"), "reject requiredTagMissing 11"),
    (line("552=2|\(buy)54=2|11=S-1|38=25.0001|"), "refused valueNotRepresentable 38"),
    (line("552=2|\(buy)54=2|11=S-1|38=25|544=3|"), "refused codeNotOffered 544"),
    (
      line("552=2|\(buy)54=2|11=S-1|1=12345678901234567|38=25|"),
      "refused valueNotRepresentable 1"
    ),
    (
      line("552=2|\(buy)\(sell)", "55=CU-BW-A|60=20261123-01:30:00.000|40=2|"),
      "refused conditionallyRequiredFieldMissing 44"
    ),
    (
      line("552=2|\(buy)\(sell)", "55=CU-BW-A|60=20261123-01:30:00.000|40=1|44=1|"),
      "refused codeNotOffered 40"
    ),
    (line("552=2|\(buy)\(sell)", common + "59=1|"), "refused codeNotOffered 59"),
    (line("552=2|\(buy)\(sell)", common + "423=6|"), "refused codeNotOffered 423"),
    (line("552=2|\(buy)\(sell)", common + "63=2|"), "refused codeNotOffered 63"),
    ("35=s|548=X-1|549=2|550=0|552=2|\(buy)\(sell)\(common)", "refused codeNotOffered 549"),
    ("35=s|548=X-1|549=1|550=1|552=2|\(buy)\(sell)\(common)", "refused codeNotOffered 550"),
    ("35=s|549=1|550=0|552=2|\(buy)\(sell)\(common)", "reject requiredTagMissing 548"),
  ]

  @Test(
    "what is not offered, is missing or can't be held is refused by its field", arguments: refused)
  func refuses(_ row: (line: String, summary: String)) {
    let summary = Self.decoded(row.line).summary
    #expect(summary == row.summary)
  }

  @Test("brokers cross, and nobody else", arguments: SessionRole.allCases)
  func permitted(_ role: SessionRole) {
    let decoded = Self.decoded(Self.line(), role)
    if role == .broker {
      let result = decoded.result
      #expect(result == .appended(.newCross))
    } else {
      let summary = decoded.summary
      #expect(summary == "refused notAuthorised 0")
    }
  }

  @Test("a cross counts against the session's limit of messages")
  func throttled() {
    var context = OrderLines.context(.broker)
    context.isThrottled = true
    let summary = Decoded(Self.line(), context: context).summary
    #expect(summary == "refused throttled 0")
  }

  @Test("no cross is taken while the venue takes no new work")
  func noNewWork() {
    var context = OrderLines.context(.broker)
    context.takesNewWork = false
    let summary = Decoded(Self.line(), context: context).summary
    #expect(summary == "refused applicationNotAvailable 0")
  }

  @Test("a report of a cross names it, behind the documents of the fill")
  func report() {
    var report = ReportLines.report(.trade, .filled)
    report.referenceCode = ReportReference.cross.rawValue
    report.documentCount = 1
    report.modeCode = TradingMode.negotiated.rawValue
    report.contraFirm = FirmID(rawValue: 2)
    let encoded = ReportLines.record(
      .executionReport, report, trailing: [Text32("R1")!, Text32("X-1")!])
    let body = encoded.body()
    #expect(body.contains("|548=X-1|549=1|17=401|150=F|39=2|"))
    #expect(body.contains("|309=R1|"))
    #expect(body.contains("|7761=N|"))
    #expect(body.contains("|448=DLR002|447=D|452=17|"))
  }
}
