import Agents
import Market
import Operations
import Storage
import Testing

/// The operator halts, resumes, opens and closes parts of the market, and what it is answered.
@Suite struct MarketRequestsTests {
  private let counters = CounterFile(blocks: CounterLayout.blocks(sessions: 1))
  private let inbox = OperatorInbox()
  private let start = Instant(nanoseconds: 1_795_000_000_000_000_000)

  private static func asked(
    _ action: String?, _ scope: String?, _ subject: String? = nil, _ situation: String? = nil,
    text: String? = "fire"
  ) -> AdminRequest {
    var request = AdminRequest(.market)
    request.action = action
    request.scope = scope
    request.subject = subject
    request.situation = situation
    request.text = text
    return request
  }

  private func set(_ counter: GatewayCounter, _ value: UInt64) {
    counters[CounterLayout.gateway].store(value, at: counter.rawValue)
  }

  /// The answer where the gateway's figures have this refusal; nil where the action has not begun.
  private func answer(
    _ asked: AdminRequest, _ refusal: CommandRefusal?, instruments: UInt64 = 0
  ) -> AdminAnswer? {
    var desk = OperatorDesk(sessions: [], firms: [], counters: counters, inbox: inbox)
    guard desk.answer(asked.line, from: AdminActor(uid: 1_000, pid: 42), now: start) == nil else {
      return nil
    }
    set(.refusal, UInt64(refusal?.rawValue ?? 0))
    set(.affectedInstruments, instruments)
    set(.request, 1)
    return desk.outcome(now: start).flatMap { AdminAnswer(line: $0) }
  }

  @Test("a halt is its command, with who acted and why; the answer says how many instruments")
  func halt() {
    let answer = answer(
      Self.asked("halt", "commodity", "CU", "rule-breach-price"), nil, instruments: 2)
    #expect(answer?.ok == true && answer?.affectedInstruments == 2)
    #expect(
      answer?.message
        == "commodity CU is halted: 2 instruments; it is to be reported within 24 hours (Art. 43), see "
        + "cangdan report due")
    guard case .market(let body, let text)? = inbox.take() else {
      Issue.record("an action is on its way")
      return
    }
    #expect(body.subject == Text16("CU") && body.scopeCode == MarketScope.commodity.rawValue)
    #expect(body.actionCode == MarketAction.halt.rawValue)
    #expect(body.situationCode == AbnormalSituation.ruleBreachPrice.rawValue)
    #expect(body.request == 1 && body.uid == 1_000 && body.pid == 42)
    #expect(text == "fire" && Int(body.textLength) == text.utf8.count)
  }

  @Test("of the venue there is one")
  func venue() {
    let answer = answer(Self.asked("resume", "venue"), nil, instruments: 1)
    #expect(answer?.message == "the venue is resumed: 1 instrument")
  }

  static let refusals: [(CommandRefusal, String)] = [
    (.unknownInstrument, "instrument X is not known, or does not trade"),
    (.unchanged, "instrument X is as it was: nothing is left to open"),
    (.halted, "instrument X is halted: resume lifts what was halted, by the same scope"),
    (.unknownWarehouse, "instrument X is not known"),
    (.unknownCommodity, "instrument X is not known: no instrument begins with it"),
    (.invalidValue, "instrument X is as it was: invalidValue"),
  ]

  @Test("a refusal says why", arguments: refusals)
  func refused(_ refusal: CommandRefusal, _ message: String) {
    let answer = answer(Self.asked("open", "instrument", "X"), refusal)
    #expect(answer?.ok == false && answer?.message == message)
  }

  static let wrong: [(AdminRequest, String)] = [
    (asked("stop", "venue"), "'action' is one of halt, resume, open, close"),
    (asked("open", nil), "'scope' is one of venue, commodity, warehouse, instrument"),
    (asked("open", "venue", "X"), "the venue has no subject"),
    (asked("open", "warehouse"), "say which warehouse, in 'subject'"),
    (asked("open", "warehouse", ""), "'subject' is a code of 1 to 16 printable ASCII characters"),
    (
      asked("open", "warehouse", "12345678901234567"),
      "'subject' is a code of 1 to 16 printable ASCII characters"
    ),
    (asked("halt", "venue"), "a halt, and it alone, takes the situation that it is declared for"),
    (
      asked("open", "venue", nil, "force-majeure"),
      "a halt, and it alone, takes the situation that it is declared for"
    ),
    (
      asked("halt", "venue", nil, "boredom"),
      "'situation' is one of force-majeure, system-failure, settlement-crisis, delivery-crisis, "
        + "rule-breach-price"
    ),
    (asked("open", "venue", text: nil), "market needs its reason, 'text'"),
    (
      asked(nil, "venue"),
      "title, and it alone, takes document and action; market takes an action too"
    ),
  ]

  @Test("what is missing or too much is said", arguments: wrong)
  func incomplete(_ request: AdminRequest, _ message: String) {
    #expect(throws: AdminProblem(message)) { try AdminRequest(line: request.line) }
  }

  @Test("another request has no part of the market")
  func others() {
    var bust = AdminRequest(.bust)
    bust.trade = 7
    bust.text = "x"
    bust.scope = "venue"
    #expect(throws: AdminProblem("market, and it alone, takes scope, subject and situation")) {
      try AdminRequest(line: bust.line)
    }
  }
}
