import FIXWire
import Market
import OrderEntry
import Records
import Testing

/// ExecutionReport(8) in answer to OrderMassStatusRequest(AF).
@Suite struct MassStatusAnswerTests {
  static func line(_ report: ExecutionReport, of total: UInt32, isLast: Bool) -> String {
    var report = report
    report.hasMassStatusAnswer = 1
    var answer = MassStatusAnswer()
    answer.massStatusReqID = Text32("Q-0001")!
    answer.totNumReports = total
    answer.isLast = isLast ? 1 : 0
    var buffer = RecordBuffer(capacity: 1_024)
    let offset = buffer.append(
      ReportLines.head(.executionReport), body: report,
      trailingByteCount: MemoryLayout<MassStatusAnswer>.size)
    buffer.store(
      answer, at: offset + RecordHead.byteCount + MemoryLayout<ExecutionReport>.size)
    let encoded = Encoded(buffer)
    return encoded.body()
  }

  @Test("the request, the number of reports, and which is the last", arguments: [false, true])
  func order(_ isLast: Bool) {
    let line = Self.line(ReportLines.report(.orderStatus, .new), of: 2, isLast: isLast)
    #expect(
      line == "37=17|11=S-0001|584=Q-0001|911=2|\(isLast ? "912=Y|" : "")17=401|150=I|39=0|"
        + "1=DLR001-P|544=1|55=CU-BW-A|54=2|38=50|40=2|44=68450|59=0|151=50|14=0|6=0|"
        + "60=20261123-01:30:00.123|7761=L|")
  }

  @Test("no order is open")
  func none() {
    var report = ExecutionReport()
    report.execID = ExecID(rawValue: 401)
    report.execTypeCode = ExecType.orderStatus.rawValue
    report.ordStatusCode = OrdStatus.rejected.rawValue
    #expect(
      Self.line(report, of: 0, isLast: true)
        == "37=NONE|584=Q-0001|911=0|912=Y|17=401|150=I|39=8|103=5|55=[N/A]|54=7|151=0|14=0|6=0|"
        + "60=20261123-01:30:00.123|58=The firm has no such order open|")
  }
}
