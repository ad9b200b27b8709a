import Agents
import Market
import Operations
import Storage
import Testing

/// The operator gives a warehouse its grade, and what it is answered.
@Suite struct GradeRequestsTests {
  private let counters = CounterFile(blocks: CounterLayout.blocks(sessions: 1))
  private let inbox = OperatorInbox()
  private let start = Instant(nanoseconds: 1_795_000_000_000_000_000)

  private var asked: AdminRequest {
    var request = AdminRequest(.grade)
    request.warehouse = "ZZW01"
    request.grade = "C"
    request.text = "customs total differs"
    return request
  }

  private func set(_ counter: GatewayCounter, _ value: UInt64) {
    counters[CounterLayout.gateway].store(value, at: counter.rawValue)
  }

  /// The answer where the gateway's figures have this refusal; nil where the action has not begun.
  private func answer(_ refusal: CommandRefusal?) -> AdminAnswer? {
    var desk = OperatorDesk(sessions: [], firms: [], counters: counters, inbox: inbox)
    guard desk.answer(asked.line, from: AdminActor(uid: 1_000, pid: 42), now: start) == nil else {
      return nil
    }
    set(.refusal, UInt64(refusal?.rawValue ?? 0))
    set(.request, 1)
    return desk.outcome(now: start).flatMap { AdminAnswer(line: $0) }
  }

  @Test("a request is its command, with who acted and why; the answer says the grade")
  func command() {
    let answer = answer(nil)
    #expect(answer?.ok == true && answer?.message == "warehouse ZZW01 has grade C")
    guard case .grade(let body, let text)? = inbox.take() else {
      Issue.record("an action is on its way")
      return
    }
    #expect(body.code.text == Text16("ZZW01") && body.grade == UInt8(ascii: "C"))
    #expect(body.request == 1 && body.uid == 1_000 && body.pid == 42)
    #expect(text == "customs total differs" && Int(body.textLength) == text.utf8.count)
  }

  @Test("a warehouse that nobody knows has no grade")
  func unknown() {
    let answer = answer(.unknownWarehouse)
    #expect(answer?.ok == false)
    #expect(answer?.message == "warehouse ZZW01 is as it was: unknownWarehouse")
  }
}
