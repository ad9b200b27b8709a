import Agents
import Market
import Operations
import Storage
import Testing

/// What the operator does with title documents, and what it is answered.
@Suite struct TitleRequestsTests {
  private let counters = CounterFile(blocks: CounterLayout.blocks(sessions: 1))
  private let inbox = OperatorInbox()
  private let start = Instant(nanoseconds: 1_795_000_000_000_000_000)

  private func desk() -> OperatorDesk {
    OperatorDesk(sessions: [], firms: [], counters: counters, inbox: inbox)
  }

  private func set(_ counter: GatewayCounter, _ value: UInt64) {
    counters[CounterLayout.gateway].store(value, at: counter.rawValue)
  }

  private func ask(_ desk: inout OperatorDesk, _ request: AdminRequest) -> AdminAnswer? {
    desk.answer(request.line, from: AdminActor(uid: 1_000, pid: 42), now: start)
      .flatMap { AdminAnswer(line: $0) }
  }

  private func request(_ action: String) -> AdminRequest {
    var request = AdminRequest(.title)
    request.document = "R1"
    request.action = action
    request.text = "letter of today"
    return request
  }

  @Test("a request is its command, with who acted and why")
  func command() {
    var desk = desk()
    var asked = request("pledge")
    asked.actor = "holder"
    asked.recipient = "ZZBK01"
    asked.firm = "DLR001"
    asked.agreed = "pledgee"
    asked.version = 4
    asked.digest = String(repeating: "0A", count: 32)
    #expect(ask(&desk, asked) == nil)
    guard case .title(let body, let text)? = inbox.take() else {
      Issue.record("an action is on its way")
      return
    }
    #expect(body.document.text == Text32("R1") && body.actionCode == TitleAction.pledge.rawValue)
    #expect(body.actorCode == TitleActor.holder.rawValue && body.firm.text == Text16("DLR001"))
    #expect(body.recipient.text == Text16("ZZBK01") && body.consents == .pledgeeAccepts)
    #expect(body.version == 4 && body.hasVersion == 1 && body.digest[31] == 10)
    #expect(body.request == 1 && body.uid == 1_000 && body.pid == 42)
    #expect(text == "letter of today" && Int(body.textLength) == text.utf8.count)
  }

  @Test("the operator acts as itself unless it says otherwise, on the present version")
  func plain() {
    var desk = desk()
    var asked = request("freeze")
    asked.reason = "reconciliation-break"
    #expect(ask(&desk, asked) == nil)
    guard case .title(let body, _)? = inbox.take() else {
      Issue.record("an action is on its way")
      return
    }
    #expect(body.actorCode == TitleActor.operator.rawValue && body.hasVersion == 0)
    #expect(body.reasonCode == TitleReason.reconciliationBreak.rawValue)
  }

  static let wrong: [(@Sendable (inout AdminRequest) -> Void, String)] = [
    ({ $0.action = "sell" }, "'action' is one of approve, register"),
    ({ $0.actor = "clock" }, "'actor' is one of operator, court"),
    ({ $0.reason = "mood" }, "'reason' is one of doubt"),
    ({ $0.agreed = "mother" }, "'agreed' is one of pledgee"),
    ({ $0.digest = "0a" }, "'digest' has 64"), ({ $0.document = "" }, "'document' has 1 to 32"),
    ({ $0.firm = "12345678901234567" }, "'firm' is the code of a firm"),
    ({ $0.text = nil }, "title needs its reason"),
    ({ $0.action = nil }, "takes document and action"),
    ({ $0.venue = true }, "title takes a document"), ({ $0.trade = 7 }, "takes no trade"),
    ({ $0.request = .status }, "takes document and action"),
  ]

  @Test("what is wrong with a request is said, and nothing is on its way", arguments: 0..<12)
  func wrong(_ place: Int) {
    var desk = desk()
    var asked = request("freeze")
    Self.wrong[place].0(&asked)
    let answer = ask(&desk, asked)
    #expect(answer?.ok == false && answer?.message?.contains(Self.wrong[place].1) == true)
    #expect(inbox.take() == nil)
  }

  @Test("what has come of it is told: the state, or why it is as it was")
  func outcome() throws {
    var desk = desk()
    #expect(ask(&desk, request("activate")) == nil)
    set(.titleStatus, UInt64(TitleStatus.active.rawValue))
    set(.titleVersion, 4)
    set(.request, 1)
    let done = try #require(desk.outcome(now: start).flatMap { AdminAnswer(line: $0) })
    #expect(done.ok && done.titleStatus == "active")
    #expect(done.message == "document R1 is ACTIVE, version 4")
    #expect(inbox.take() != nil)
    #expect(ask(&desk, request("activate")) == nil)
    set(.noticeRefusal, UInt64(NoticeRefusal.titleUnchanged.rawValue))
    set(.titleRefusal, UInt64(TitleActionRefusal.feeUnpaid.rawValue))
    set(.request, 2)
    let refused = try #require(desk.outcome(now: start).flatMap { AdminAnswer(line: $0) })
    #expect(!refused.ok && refused.titleStatus == nil)
    #expect(refused.message == "document R1 is as it was: its storage is not paid")
    #expect(inbox.take() != nil)
    #expect(ask(&desk, request("pledge")) == nil)
    set(.noticeRefusal, UInt64(NoticeRefusal.invalidValue.rawValue))
    set(.titleRefusal, 0)
    set(.request, 3)
    let invalid = try #require(desk.outcome(now: start).flatMap { AdminAnswer(line: $0) })
    #expect(invalid.message == "document R1 is as it was: invalidValue")
  }

  @Test("every reason has words", arguments: TitleActionRefusal.allCases)
  func words(_ refusal: TitleActionRefusal) throws {
    var desk = desk()
    #expect(ask(&desk, request("activate")) == nil)
    set(.noticeRefusal, UInt64(NoticeRefusal.titleUnchanged.rawValue))
    set(.titleRefusal, UInt64(refusal.rawValue))
    set(.request, 1)
    let answer = try #require(desk.outcome(now: start).flatMap { AdminAnswer(line: $0) })
    #expect(!answer.ok && answer.message?.hasPrefix("document R1 is as it was: ") == true)
  }
}
