import Market
import OrderEntry
import Records
import Testing

/// OrderMassCancelReport(r).
@Suite struct MassCancelReportTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let reject: MassCancelReject?
    let reason: Int
    let text: String
    let refTagID: UInt32
    init(_ reject: MassCancelReject?, _ reason: Int, _ text: String, refTagID: UInt32 = 0) {
      self.reject = reject
      self.reason = reason
      self.text = text
      self.refTagID = refTagID
    }
    var testDescription: String { reject.map { "\($0)" } ?? "taken" }
  }

  static let refusals: [Row] = [
    Row(
      .codeNotOffered, 0, "Orders can't be cancelled by this code, MassCancelRequestType(530)",
      refTagID: 530),
    Row(.unknownSymbol, 1, "Symbol(55) is unknown"),
    Row(.unknownAccount, 99, "AccountFilter(7831) is unknown to the firm"),
    Row(.symbolNotExpected, 99, "Symbol(55) is there, MassCancelRequestType(530) is 7"),
    Row(.tooManyPending, 99, "Too many mass cancels are pending"),
    Row(.firmHasTooManyPending, 99, "Too many mass cancels of the firm are pending"),
  ]

  static let rows = [Row(nil, 0, "")] + refusals

  @Test("every reason has a row")
  func complete() {
    #expect(Set(Self.refusals.map(\.reject)) == Set(MassCancelReject.allCases))
  }

  static func event(_ row: Row) -> MassCancelReport {
    var event = MassCancelReport()
    event.clOrdID = ClOrdID(Text32("M-0001")!)
    event.requestTypeCode = MassCancelRequestType.security.rawValue
    event.symbol = Symbol(Text16("CU-BW-A")!)
    event.sideCode = Side.buy.rawValue
    event.account = AccountCode(Text16("DLR001-P")!)
    event.totalAffectedOrders = row.reject == nil ? 3 : 0
    event.massCancelRejectCode = row.reject?.rawValue ?? 0
    event.refTagID = row.refTagID
    return event
  }

  @Test("a mass cancel that is taken: 531 is 530, and the number of orders, also none")
  func taken() {
    let encoded = ReportLines.record(.massCancelReport, Self.event(Row(nil, 0, "")))
    let own = encoded.body()
    let body =
      "11=M-0001|37=NONE|530=1|531=1|533=3|55=CU-BW-A|54=1|60=20261123-01:30:00.123|"
    #expect(own == body + "7831=DLR001-P|")
    let plain = encoded.body(ownTags: false)
    #expect(plain == body)
    var all = MassCancelReport()
    all.clOrdID = ClOrdID(Text32("M-0002")!)
    all.requestTypeCode = MassCancelRequestType.all.rawValue
    let none = ReportLines.record(.massCancelReport, all).body()
    #expect(none == "11=M-0002|37=NONE|530=7|531=7|533=0|60=20261123-01:30:00.123|")
  }

  @Test("a mass cancel that is refused", arguments: refusals)
  func refused(_ row: Row) {
    let encoded = ReportLines.record(.massCancelReport, Self.event(row))
    let line = encoded.body()
    #expect(
      line == "11=M-0001|37=NONE|530=1|531=0|532=\(row.reason)|55=CU-BW-A|54=1|"
        + "60=20261123-01:30:00.123|58=\(row.text)|7831=DLR001-P|")
  }
}
