import FIX44
import Market
import OrderEntry
import Records
import Testing

/// CollateralInquiry(BB), its CollateralInquiryAck(BG), and the CollateralReports(BA) that answer it.
@Suite struct InquiriesTests {
  static let line = "35=BB|909=I-1|453=1|448=DLR001|447=D|452=1|"
  static let party = "453=1|448=DLR001|447=D|452=1|"

  static let rows: [(SessionRole, String, String)] = [
    (.dealer, line, "inquiryID=I-1 party=DLR001"), (.dealer, "35=BB|909=I-1|", "inquiryID=I-1"),
    (.clearing, line, "inquiryID=I-1 party=DLR001"),
    (.clearing, "35=BB|909=I-1|", "refused conditionallyRequiredFieldMissing 448"),
    (.supervisor, "35=BB|909=I-1|", "refused conditionallyRequiredFieldMissing 448"),
    (.broker, "35=BB|", "refused conditionallyRequiredFieldMissing 909"),
    (
      .dealer, "35=BB|909=123456789012345678901234567890123|",
      "refused valueNotRepresentable 909"
    ),
    (.bank, line, "refused notAuthorised 0"), (.registry, line, "refused notAuthorised 0"),
  ]

  @Test("who watches names the firm, a firm may leave its own out", arguments: rows)
  func decode(_ role: SessionRole, _ line: String, _ expected: String) {
    let decoded = Decoded(line, context: OrderLines.context(role))
    let summary: String
    if case .appended(.inquireCollateral) = decoded.result {
      summary = fields(of: decoded.body(InquireCollateral.self))
    } else {
      summary = decoded.summary
    }
    #expect(summary == expected)
  }

  @Test(
    "an inquiry is taken, or refused with the reason",
    arguments: [
      (PositionRefusal.none, "945=0|946=0|", ""),
      (.unknownFirm, "945=4|946=3|", "58=PartyID(448) is no firm of the venue|"),
      (.notAuthorised, "945=4|946=9|", "58=PartyID(448) is not the firm of the session|"),
      (.pending, "945=4|946=99|", "58=Another request of the session is being answered|"),
      (
        .tooMany, "945=4|946=99|",
        "58=Too many requests for positions and collateral are being answered|"
      ),
    ])
  func acknowledged(_ refusal: PositionRefusal, _ result: String, _ text: String) {
    var body = CollateralInquired()
    body.inquiryID = Text32("I-1")!
    body.party = CompID(Text16("DLR001")!)
    body.refusalCode = refusal.rawValue
    let encoded = ReportLines.record(.collateralInquired, body)
    let line = encoded.body()
    #expect(line == "909=I-1|\(result)\(Self.party)\(text)")
    RoundTripTests.check(encoded)
  }

  /// USD 60,000 of which 50,705.59 are held.
  static func account() -> CollateralListed {
    var body = CollateralListed()
    body.inquiryID = Text32("I-1")!
    body.execID = ExecID(rawValue: 401)
    body.balance = Amount(fen: 6_000_000)
    body.available = Amount(fen: 929_441)
    body.value = Amount(fen: 40_498_500)
    body.tenMillionths = 71_050_000
    body.reference = Text32("CFETS-1")!
    body.currency = 0x44_5355
    body.firm = FirmID(rawValue: 1)
    body.haircutBasisPoints = 500
    body.accountKind = 2
    body.statusCode = CollStatus.partiallyAssigned.rawValue
    return body
  }

  @Test("an account with foreign money: what stands there, what is free, and its fixing")
  func foreign() {
    let encoded = ReportLines.record(.collateralListed, Self.account())
    let own = encoded.body()
    let plain = encoded.body(ownTags: false)
    #expect(
      plain == "908=401|909=I-1|910=1|\(Self.party)55=USD/CNY|15=USD|899=9294.41|900=60000|"
        + "44=7.105|423=2|")
    #expect(own == plain + "7783=404985|7784=0.05|7785=CFETS-1|7786=2|")
    RoundTripTests.check(encoded)
  }

  @Test("the last account is CNY cash, and says that it is the last")
  func last() {
    var body = CollateralListed()
    body.inquiryID = Text32("I-1")!
    body.execID = ExecID(rawValue: 402)
    body.currency = Currency.cny
    body.firm = FirmID(rawValue: 1)
    body.accountKind = 1
    body.isLast = 1
    let encoded = ReportLines.record(.collateralListed, body)
    let line = encoded.body()
    #expect(
      line == "908=402|909=I-1|910=0|912=Y|\(Self.party)15=CNY|899=0|900=0|7783=0|7786=1|")
    RoundTripTests.check(encoded)
  }

  @Test("a call that stands: its trade, what is missing, and until when")
  func call() {
    var body = CollateralListed()
    body.inquiryID = Text32("I-1")!
    body.execID = ExecID(rawValue: 403)
    body.tradeID = TradeID(rawValue: 9)
    body.balance = Amount(fen: 33_237_514)
    body.available = Amount(fen: 987_486)
    body.value = Amount(fen: 34_225_000)
    body.deadline = TradeReportTests.deadline
    body.reference = Text32("CFETS-2")!
    body.orderID = OrderID(rawValue: 17)
    body.clOrdID = ClOrdID(Text32("B-0001")!)
    body.symbol = Symbol(Text16("CU-BW-A")!)
    body.firm = FirmID(rawValue: 1)
    body.haircutBasisPoints = 500
    body.statusCode = CollStatus.partiallyAssigned.rawValue
    let encoded = ReportLines.record(.collateralListed, body)
    let own = encoded.body()
    let plain = encoded.body(ownTags: false)
    #expect(
      plain == "908=403|909=I-1|910=1|\(Self.party)\(CollateralTests.trade)"
        + "900=332375.14|901=9874.86|")
    #expect(
      own == plain + "7783=342250|7784=0.05|7785=CFETS-2|7788=20261123-02:30:00.000|")
    RoundTripTests.check(encoded)
  }
}
