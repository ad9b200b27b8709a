import FIX44
import Market
import OrderEntry
import Records
import Testing

/// ProgramRegistration(UP), both ways.
@Suite struct ProgramsDecodeTests {
  static let rows: [(SessionRole, String, String)] = [
    (
      .dealer, "35=UP|376=MM-CU|7802=M|7803=20|",
      "complianceID=MM-CU maxRate=20 strategyCode=77"
    ),
    (.broker, "35=UP|376=X|7802=H|7803=0|", "complianceID=X strategyCode=72"),
    (.marketMaker, "35=UP|376=X|7801=9|", "complianceID=X programRegID=9"),
    (.dealer, "35=UP|376=X|7801=9|7802=A|7803=1|", "complianceID=X programRegID=9"),
    (.dealer, "35=UP|376=X|7801=0|", "refused valueNotRepresentable 7801"),
    (.dealer, "35=UP|376=X|7801=4294967296|", "refused valueNotRepresentable 7801"),
    (.dealer, "35=UP|376=X|7802=M|", "refused conditionallyRequiredFieldMissing 7803"),
    (.dealer, "35=UP|376=X|7803=1|", "refused conditionallyRequiredFieldMissing 7802"),
    (.dealer, "35=UP|376=X|7802=M|7803=4294967296|", "refused valueNotRepresentable 7803"),
    (
      .dealer, "35=UP|376=123456789012345678901234567890123|7802=M|7803=1|",
      "refused valueNotRepresentable 376"
    ),
    (.clearing, "35=UP|376=X|7802=M|7803=1|", "refused notAuthorised 0"),
    (.supervisor, "35=UP|376=X|7801=1|", "refused notAuthorised 0"),
  ]

  @Test("a firm registers a programme, or ends a registration", arguments: rows)
  func decode(_ role: SessionRole, _ line: String, _ expected: String) {
    let decoded = Decoded(line, context: OrderLines.context(role))
    let summary: String
    if case .appended(.registerProgram) = decoded.result {
      summary = fields(of: decoded.body(RegisterProgram.self))
    } else {
      summary = decoded.summary
    }
    #expect(summary == expected)
  }

  @Test(
    "an order names a registration where it is a program trade; what is no number is none",
    arguments: [
      ("529=1|376=7|", 7), ("529=3 1|376=4294967295|", 4_294_967_295), ("529=1|", 0),
      ("529=1|376=ALGO|", 0), ("529=1|376=4294967296|", 0), ("529=1|376=-1|", 0), ("376=7|", 0),
      ("529=3|376=7|", 0),
    ] as [(String, UInt32)])
  func named(_ change: String, _ expected: UInt32) {
    let decoded = Decoded(OrderLines.line(OrderLines.newOrder, with: change))
    let number = decoded.body(NewOrder.self).programRegID
    #expect(number == expected)
  }

  @Test("the firm is told how its registration stands; nobody without own tags")
  func told() {
    var body = ProgramRegistered()
    body.execID = ExecID(rawValue: 11)
    body.complianceID = Text32("MM-CU")!
    body.firm = FirmID(rawValue: 2)
    body.controlGroup = FirmID(rawValue: 1)
    body.programRegID = 33
    body.maxRate = 20
    body.strategyCode = StrategyType.marketMaking.rawValue
    body.statusCode = ProgramStatus.inForce.rawValue
    let encoded = ReportLines.record(.programRegistered, body)
    let line = encoded.body()
    let own = encoded.message()
    let plain = encoded.message(ownTags: false)
    #expect(
      line == "376=MM-CU|17=11|60=20261123-01:30:00.123|7801=33|7802=M|7803=20|7806=DLR001|7807=1|"
    )
    #expect(own.contains("|35=UP|"))
    #expect(RoundTripTests.faults(own) == [])
    #expect(plain == "")
  }

  @Test("a report of a marked account says by what and with which count, with own tags")
  func marked() {
    var body = ReportLines.report(.new, .new)
    body.rejectDetail = RateMark(.highDay, windowCount: 12).stored
    let line = ReportLines.record(.executionReport, body).body()
    let plain = ReportLines.record(.executionReport, body).body(ownTags: false)
    #expect(line.hasSuffix("|7804=P1|7805=12|"))
    #expect(!plain.contains("|7804="))
    body.execTypeCode = ExecType.trade.rawValue
    let other = ReportLines.record(.executionReport, body).body()
    #expect(!other.contains("|7804="))
    var rejected = ReportLines.report(.rejected, .rejected)
    rejected.orderRejectCode = OrderReject.rateExceeded.rawValue
    rejected.rejectDetail = 300
    let refused = ReportLines.record(.executionReport, rejected).body()
    #expect(refused.hasSuffix("|7804=P3|"))
  }
}
