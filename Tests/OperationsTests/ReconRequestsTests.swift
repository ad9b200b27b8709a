import Agents
import Market
import Operations
import Storage
import Testing

/// Findings of a reconciliation on their way to the log.
@Suite struct ReconRequestsTests {
  private let counters = CounterFile(blocks: CounterLayout.blocks(sessions: 1))
  private let inbox = OperatorInbox()
  private let start = Instant(nanoseconds: 1_795_000_000_000_000_000)

  private func ask(_ desk: inout OperatorDesk, _ line: String) -> AdminAnswer? {
    desk.answer(line, from: AdminActor(uid: 1_000, pid: 42), now: start)
      .flatMap { AdminAnswer(line: $0) }
  }

  private static func finding() -> ReconFinding {
    var finding = ReconFinding()
    finding.number = 2
    finding.reconID = 1
    finding.statusCode = ReconStatus.broken.rawValue
    finding.breakCode = ReconBreakCode.party.rawValue
    finding.sourceCode = SessionRole.registry.rawValue
    finding.tradeID = TradeID(rawValue: 7)
    finding.document = TitleDocID(Text32("R1")!)
    finding.expected = Text32("DLR002")!
    finding.found = Text32("DLR003")!
    finding.goodsMatch = ReconMatch.differs.rawValue
    finding.tradeMatch = ReconMatch.agrees.rawValue
    return finding
  }

  private static func total() -> ReconFinding {
    var finding = ReconFinding()
    finding.number = 1
    finding.reconID = 1
    finding.statusCode = ReconStatus.escalated.rawValue
    finding.breakCode = ReconBreakCode.quantity.rawValue
    finding.warehouse = CompID(Text16("ZZW01")!)
    finding.goods = Text16("7403110000")!
    finding.documentsWeight = Quantity(thousandths: 49_932)
    finding.reportedWeight = Quantity(thousandths: 49_931)
    return finding
  }

  private func line(_ finding: ReconFinding) -> String {
    var request = AdminRequest(.recon)
    request.finding = AdminFinding(finding)
    return request.line
  }

  @Test("a finding is its command, with who has filed it", arguments: [0, 1])
  func command(_ kind: Int) {
    let finding = kind == 0 ? Self.finding() : Self.total()
    var desk = OperatorDesk(sessions: [], firms: [], counters: counters, inbox: inbox)
    #expect(ask(&desk, line(finding)) == nil)
    guard case .recon(let body)? = inbox.take() else {
      Issue.record("an action is on its way")
      return
    }
    #expect(AdminFinding(body.finding) == AdminFinding(finding))
    #expect(body.finding.sourceCode == finding.sourceCode)
    #expect(body.finding.reportedWeight == finding.reportedWeight)
    #expect(body.request == 1 && body.uid == 1_000 && body.pid == 42)
  }

  @Test("it is answered when it stands in the log")
  func outcome() {
    var desk = OperatorDesk(sessions: [], firms: [], counters: counters, inbox: inbox)
    #expect(ask(&desk, line(Self.finding())) == nil)
    counters[CounterLayout.gateway].store(1, at: GatewayCounter.request.rawValue)
    let answer = desk.outcome(now: start).flatMap { AdminAnswer(line: $0) }
    #expect(answer == AdminAnswer(ok: true, message: "finding 2 is filed"))
  }

  @Test("a line is at most as long as the socket takes")
  func length() {
    var finding = Self.finding()
    finding.number = .max
    finding.reconID = .max
    finding.tradeID = TradeID(rawValue: .max)
    let text = Text32(String(repeating: "\"", count: 32))!
    finding.document = TitleDocID(text)
    finding.expected = text
    finding.found = text
    finding.fundsMatch = ReconMatch.differs.rawValue
    #expect(line(finding).utf8.count < Administrator<OperatorDesk>.Limits().requestBytes)
  }

  static let refused: [(line: String, text: String)] = [
    (#"{"request":"recon"}"#, "recon, and it alone, takes a finding"),
    (
      #"{"request":"status","finding":{"number":1,"reconID":1,"status":2,"code":6}}"#,
      "recon, and it alone, takes a finding"
    ),
    (
      #"{"request":"recon","finding":{"number":1,"reconID":1,"status":2}}"#, "'code' is missing"
    ),
    (
      #"{"request":"recon","finding":{"number":1,"reconID":1,"status":2,"code":6,"source":"bank"}}"#,
      "'source' is one of registry, warehouse, clearing"
    ),
    (
      #"{"request":"recon","finding":{"number":1,"reconID":1,"status":2,"code":6,"warehouse":"ZZW01-ZZW02-ZZW03"}}"#,
      "'warehouse' has at most 16 printable ASCII characters"
    ),
    (
      #"{"request":"recon","finding":{"number":1,"reconID":1,"status":2,"code":6,"found":"仓"}}"#,
      "'found' has at most 32 printable ASCII characters"
    ),
  ]

  @Test("what is wrong with one is said", arguments: refused)
  func refusal(_ line: String, _ text: String) {
    var desk = OperatorDesk(sessions: [], firms: [], counters: counters, inbox: inbox)
    #expect(ask(&desk, line) == AdminAnswer(ok: false, message: text))
  }
}
