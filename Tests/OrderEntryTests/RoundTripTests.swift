import FIX44
import FIXWire
import Market
import OrderEntry
import Records
import Testing

/// What is encoded is as the dictionary says, and without own tags it is plain FIX 4.4.
@Suite struct RoundTripTests {
  private static let dictionary = FIX44Dictionary.make()

  /// What `FIXWire` finds in a message of ours: nothing, if all is well.
  static func faults(_ line: String) -> [String] {
    let bytes = wireBytes(line)
    var index = FieldIndex()
    var validator = MessageValidator(dictionary)
    if let error = index.parse(RawSpan(_elements: bytes.span)) { return ["\(error)"] }
    let reject = validator.validate(
      index, RawSpan(_elements: bytes.span), unknownUserTags: .reject)
    return reject.map { ["\($0) in \(line)"] } ?? []
  }

  static func isPlain(_ line: String) -> Bool {
    line.split(separator: "|").allSatisfy { field in
      (Int(field.prefix { $0 != "=" }) ?? 0) < 5_000
    }
  }

  static func check(_ encoded: borrowing Encoded) {
    let own = encoded.message()
    let plain = encoded.message(ownTags: false)
    #expect(faults(own) == [])
    #expect(faults(plain) == [])
    #expect(isPlain(plain))
  }

  @Test("every report of an order", arguments: ReportEncoderTests.reports)
  func reports(_ row: ReportEncoderTests.Row) {
    var report = ReportLines.report(.new, .new)
    row.change(&report)
    Self.check(ReportLines.record(.executionReport, report))
  }

  @Test("fills and busts with their documents", arguments: [ExecType.trade, .tradeCancel])
  func fills(_ execType: ExecType) {
    var report = ReportEncoderTests.trade()
    report.execTypeCode = execType.rawValue
    Self.check(
      ReportLines.record(.executionReport, report, trailing: ReportEncoderTests.documents))
  }

  @Test("every refused order", arguments: OrderRejectTests.rows)
  func orderRejects(_ row: OrderRejectTests.Row) {
    var report = ReportLines.report(.rejected, .rejected)
    report.orderRejectCode = row.reject.rawValue
    report.rejectDetail = row.detail
    Self.check(ReportLines.record(.executionReport, report))
  }

  @Test("a report of which hardly anything is known")
  func barest() {
    var report = ExecutionReport()
    report.execTypeCode = ExecType.rejected.rawValue
    report.ordStatusCode = OrdStatus.rejected.rawValue
    Self.check(ReportLines.record(.executionReport, report))
  }

  @Test("every refused cancel", arguments: CancelRejectTests.rows)
  func cancelRejects(_ row: CancelRejectTests.Row) {
    Self.check(ReportLines.record(.orderCancelReject, CancelRejectTests.event(row)))
  }

  @Test("every answer to a mass cancel", arguments: MassCancelReportTests.rows)
  func massCancels(_ row: MassCancelReportTests.Row) {
    Self.check(ReportLines.record(.massCancelReport, MassCancelReportTests.event(row)))
  }

  @Test("every refused message", arguments: RefusalTests.rows)
  func refusals(_ row: RefusalTests.Row) {
    var event = BusinessMessageReject()
    event.businessRejectRefID = Text16("M-1")!
    event.refMsgType = 0x44
    event.refusalCode = row.refusal.rawValue
    event.refTagID = row.refTagID
    Self.check(ReportLines.record(.businessMessageReject, event))
  }

  static let userResponses: [(UserStatus, UserReason?)] =
    UserStatus.allCases.filter { $0 != .other }.map { ($0, nil) }
    + UserReason.allCases.map { (.other, $0) }

  @Test("every UserResponse(BF)", arguments: userResponses)
  func userResponse(_ status: UserStatus, _ reason: UserReason?) {
    var event = UserResponse()
    event.userRequestID = Text32("U-0001")!
    event.username = Text32("DLR001")!
    event.statusCode = status.rawValue
    event.reasonCode = reason?.rawValue ?? 0
    Self.check(ReportLines.record(.userResponse, event))
  }

  @Test("every Reject(3)", arguments: SessionRejectReason.allCases)
  func rejects(_ reason: SessionRejectReason) {
    var event = InboundSeen()
    event.refMsgType = 0x44
    event.refTagID = 44
    event.sessionRejectReason = UInt16(reason.rawValue)
    Self.check(ReportLines.record(.inboundRejected, event))
  }

  static let accepted = [
    OrderLines.newOrder, OrderLines.cancel, OrderLines.replace, OrderLines.status,
    OrderLines.massCancel, OrderLines.massCancel + "55=CU-BW-A|54=1|7831=DLR001-P|",
    OrderLines.userRequest, OrderLines.userRequest + "554=old-secret|925=new-secret|",
    OrderLines.massStatus, OrderLines.massStatus + "1=DLR001-P|55=CU-BW-A|54=1|",
    OrderLines.newOrder + OrderLines.documents(["R1", "R2"]) + "854=0|15=CNY|7761=L|",
    OrderLines.newOrder + "7701=R1|7702=R|7820=1|7821=B|59=6|432=20261124|18=6 G|529=1|",
  ]

  @Test("the order messages of these tests are valid themselves", arguments: accepted)
  func inbound(_ line: String) {
    let header = "|49=DLR001|56=CANGDAN|34=2|52=20261123-01:30:00|"
    let type = line.prefix { $0 != "|" }
    let body = type + header + line.dropFirst(type.count + 1)
    #expect(Self.faults("8=FIX.4.4|9=100|\(body)10=000|") == [])
  }
}
