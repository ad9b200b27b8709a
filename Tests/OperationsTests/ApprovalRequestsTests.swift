import Agents
import Market
import Operations
import Storage
import Testing

/// What waits for a second person, and what is shown before it is done.
@Suite struct ApprovalRequestsTests {
  private let counters = CounterFile(blocks: CounterLayout.blocks(sessions: 1))
  private let inbox = OperatorInbox()
  private let start = Instant(nanoseconds: 1_795_000_000_000_000_000)

  private static func asked(_ verb: AdminRequest.Verb) -> AdminRequest {
    var request = AdminRequest(verb)
    if verb == .approve || verb == .decline { request.approval = 7 }
    request.text = "checked"
    return request
  }

  private func set(_ counter: GatewayCounter, _ value: UInt64) {
    counters[CounterLayout.gateway].store(value, at: counter.rawValue)
  }

  /// The answer where the gateway's figures have this refusal; nil where the action has not begun.
  private func answer(
    _ asked: AdminRequest, _ refusal: CommandRefusal? = nil, _ detail: UInt64 = 0,
    approval: UInt64 = 0
  ) -> AdminAnswer? {
    var desk = OperatorDesk(sessions: [], firms: [], counters: counters, inbox: inbox)
    guard desk.answer(asked.line, from: AdminActor(uid: 1_000, pid: 42), now: start) == nil else {
      return nil
    }
    set(.refusal, UInt64(refusal?.rawValue ?? 0))
    set(.refusalDetail, detail)
    set(.approval, approval)
    set(.request, 1)
    return desk.outcome(now: start).flatMap { AdminAnswer(line: $0) }
  }

  @Test(
    "a decision is its command, with who acted", arguments: [AdminRequest.Verb.approve, .decline])
  func decision(_ verb: AdminRequest.Verb) {
    let answer = answer(Self.asked(verb))
    let done = verb == .approve ? "approved: done" : "declined"
    #expect(answer?.ok == true && answer?.message == "approval 7 is \(done)")
    guard case .decide(let body, let text)? = inbox.take() else {
      Issue.record("an action is on its way")
      return
    }
    let state = verb == .approve ? ApprovalState.approved : .declined
    #expect(body.number == 7 && body.decisionCode == state.rawValue)
    #expect(body.request == 1 && body.uid == 1_000 && body.pid == 42)
    #expect(text == "checked" && Int(body.textLength) == text.utf8.count)
  }

  static let refusals: [(CommandRefusal, UInt64, String)] = [
    (.unknownApproval, 0, "approval 7 does not wait for anybody"),
    (.approvalExpired, 0, "approval 7 was not approved in time"),
    (.sameAuthor, 1_000, "user 1000 has asked for approval 7: another person approves it"),
    (.wrongTradeState, 10, "approval 7 has ended, and the venue refused it: wrongTradeState, 10"),
  ]

  @Test("what has become of a lot meanwhile is said")
  func lot() {
    set(.auctionRefusal, UInt64(AuctionRefusal.wrongState.rawValue))
    let answer = answer(Self.asked(.approve), nil, UInt64(AuctionState.sold.rawValue))
    #expect(answer?.ok == false)
    #expect(answer?.message == "approval 7 has ended, and nothing is changed: the lot is SOLD")
  }

  @Test("a refusal says why", arguments: refusals)
  func refused(_ refusal: CommandRefusal, _ detail: UInt64, _ message: String) {
    let answer = answer(Self.asked(.approve), refusal, detail)
    #expect(answer?.ok == false && answer?.message == message)
  }

  @Test("an action that needs two says that it waits, and under which number")
  func waits() {
    var bust = AdminRequest(.bust)
    bust.trade = 9
    bust.text = "wrong price"
    let answer = answer(bust, approval: 3)
    #expect(answer?.ok == true && answer?.approval == 3)
    #expect(
      answer?.message
        == "not done yet: approval 3 waits for another person, cangdan operate approve 3")
  }

  static let wrong: [(@Sendable () -> AdminRequest, String)] = [
    ({ AdminRequest(.approve) }, "approve and decline, and they alone, take an approval's number"),
    (
      {
        var request = asked(.decline)
        request.text = nil
        return request
      }, "decline needs its reason, 'text'"
    ),
    (
      {
        var request = AdminRequest(.netRun)
        request.dryRun = true
        return request
      }, "net-run has no dry run"
    ),
    (
      {
        var request = AdminRequest(.status)
        request.approval = 7
        return request
      }, "approve and decline, and they alone, take an approval's number"
    ),
  ]

  @Test("what is missing or too much is said", arguments: 0..<4)
  func incomplete(_ place: Int) {
    #expect(throws: AdminProblem(Self.wrong[place].1)) {
      try AdminRequest(line: Self.wrong[place].0().line)
    }
  }

  @Test("a question that the engine does not answer in time is told so, and nothing is on its way")
  func silence() {
    var desk = OperatorDesk(sessions: [], firms: [], counters: counters, inbox: inbox)
    var kill = AdminRequest(.kill)
    kill.venue = true
    kill.dryRun = true
    #expect(desk.answer(kill.line, from: AdminActor(uid: 1_000, pid: 42), now: start) == nil)
    #expect(desk.outcome(now: start) == nil && inbox.take() == nil)
    let late = start.adding(nanoseconds: OperatorDesk.outcomeNanos)
    let answer = desk.outcome(now: late).flatMap { AdminAnswer(line: $0) }
    #expect(answer?.ok == false && answer?.message == "no answer within 5 s: try again")
  }
}
