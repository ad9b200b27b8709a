import Market
import OrderEntry
import Records
import Testing

/// CollateralRequest(AX), CollateralReport(BA), CollateralResponse(AZ), and CollateralAssignment(AY).
@Suite struct CollateralTests {
  /// USD 50,705.59 for a buy of 25 t, at another fixing.
  private static func told(_ reason: CollAsgnReason, _ amount: Int64) -> CollateralTold {
    var body = CollateralTold()
    body.number = InstructionID(rawValue: 5)
    body.tradeID = TradeID(rawValue: 9)
    body.required = Amount(fen: 34_225_000)
    body.value = Amount(fen: 33_719_217)
    body.amount = Amount(fen: amount)
    body.orderID = OrderID(rawValue: 17)
    body.clOrdID = ClOrdID(Text32("B-0001")!)
    body.symbol = Symbol(Text16("CU-BW-A")!)
    body.firm = FirmID(rawValue: 1)
    body.reasonCode = reason.rawValue
    body.statusCode = CollStatus.assigned.rawValue
    return body
  }

  static let party = "453=1|448=DLR001|447=D|452=1|"
  static let trade = "11=B-0001|37=17|897=1|571=9|55=CU-BW-A|15=CNY|"

  @Test("a call names what is missing and until when; without own tags not what is required")
  func called() {
    var body = Self.told(.marginDeficiency, 505_783)
    body.deadline = TradeReportTests.deadline
    body.haircutBasisPoints = 1_000
    body.reference = Text32("CFETS-2")!
    let encoded = ReportLines.record(.collateralRequested, body)
    let expected =
      "894=5|895=3|60=20261123-01:30:00.123|126=20261123-02:30:00.000|" + Self.party + Self.trade
      + "900=337192.17|901=5057.83|"
    let own = encoded.body()
    let plain = encoded.body(ownTags: false)
    #expect(own == expected + "7783=342250|7784=0.1|7785=CFETS-2|")
    #expect(plain == expected)
    RoundTripTests.check(encoded)
  }

  @Test("what is not needed is told with its sum")
  func excess() {
    let encoded = ReportLines.record(.collateralRequested, Self.told(.marginExcess, 513_372))
    let line = encoded.body(ownTags: false)
    #expect(
      line == "894=5|895=4|60=20261123-01:30:00.123|" + Self.party + Self.trade
        + "899=5133.72|900=337192.17|")
    RoundTripTests.check(encoded)
  }

  @Test("a guarantee that is whole again is a report")
  func whole() {
    let encoded = ReportLines.record(.collateralReported, Self.told(.marginDeficiency, 0))
    let line = encoded.body(ownTags: false)
    #expect(line == "908=5|910=3|" + Self.party + Self.trade + "900=337192.17|")
    RoundTripTests.check(encoded)
  }

  private static func answered(_ refusal: CollateralRefusal?) -> CollateralAnswered {
    var body = CollateralAnswered()
    body.reference = Text32("P-1")!
    body.execID = ExecID(rawValue: 401)
    body.amount = Amount(fen: 5_070_559)
    body.available = Amount(fen: refusal == nil ? 76_058 : 0)
    body.currency = 0x44_5355
    body.firm = FirmID(rawValue: 1)
    body.transTypeCode = CollAsgnTransType.release.rawValue
    body.reasonCode = CollAsgnReason.marginExcess.rawValue
    body.accountKind = 2
    body.refusalCode = refusal?.rawValue ?? 0
    return body
  }

  @Test("what is done is answered with what is free behind it")
  func accepted() {
    let encoded = ReportLines.record(.collateralAnswered, Self.answered(nil))
    let line = encoded.body()
    #expect(
      line == "904=401|902=P-1|895=4|903=3|905=1|60=20261123-01:30:00.123|" + Self.party
        + "15=USD|900=50705.59|901=760.58|7786=2|")
    RoundTripTests.check(encoded)
  }

  @Test("of foreign money of a guarantee the answer says by what it is judged")
  func judged() {
    var body = Self.answered(nil)
    body.haircutBasisPoints = 500
    body.fixingReference = Text32("CFETS-2")!
    let encoded = ReportLines.record(.collateralAnswered, body)
    let line = encoded.body()
    #expect(line.hasSuffix("901=760.58|7784=0.05|7785=CFETS-2|7786=2|"))
    RoundTripTests.check(encoded)
  }

  @Test("what is refused is answered with the reason", arguments: CollateralRefusal.allCases)
  func rejected(_ refusal: CollateralRefusal) {
    let encoded = ReportLines.record(.collateralAnswered, Self.answered(refusal))
    let own = encoded.body()
    let plain = encoded.body(ownTags: false)
    #expect(plain.contains("|905=3|906="))
    #expect(own == plain + "7786=2|7787=\(refusal.rawValue)|")
    RoundTripTests.check(encoded)
  }

  static let line =
    "35=AY|902=P-1|895=0|903=0|60=20261123-01:30:00|453=1|448=DLR001|447=D|452=1|15=USD|900=50705.59|"

  struct Row: Sendable, CustomTestStringConvertible {
    let role: SessionRole
    let change: String
    let summary: String
    init(_ role: SessionRole, _ change: String, _ summary: String) {
      self.role = role
      self.change = change
      self.summary = summary
    }
    var testDescription: String { "\(role) \(change)" }
  }

  static let sum = "amount=5070559 currency=4477781"
  static let rows: [Row] = [
    Row(.bank, "", "reference=P-1 firm=DLR001 \(sum) accountKind=2"),
    Row(.bank, "7786=1|", "reference=P-1 firm=DLR001 \(sum) accountKind=1"),
    Row(
      .dealer, "903=3|895=4|",
      "reference=P-1 firm=DLR001 \(sum) transTypeCode=3 reasonCode=4 accountKind=2"),
    Row(.bank, "903=1|", "refused codeNotOffered 903"),
    Row(.bank, "895=7|", "refused codeNotOffered 895"),
    Row(.bank, "15=", "refused conditionallyRequiredFieldMissing 15"),
    Row(.bank, "900=", "refused conditionallyRequiredFieldMissing 900"),
    Row(.bank, "900=50705.591|", "refused valueNotRepresentable 900"),
    Row(.clearing, "", "refused notAuthorised 0"),
    Row(.dropCopy, "", "refused notAuthorised 0"),
  ]

  @Test("an assignment is one command, or refused by the field that is wrong", arguments: rows)
  func decode(_ row: Row) {
    let line = OrderLines.line(Self.line, with: row.change)
    let decoded = Decoded(line, context: OrderLines.context(row.role))
    let summary: String
    if case .appended(.assignCollateral) = decoded.result {
      summary = fields(of: decoded.body(AssignCollateral.self))
    } else {
      summary = decoded.summary
    }
    #expect(summary == row.summary)
  }
}
