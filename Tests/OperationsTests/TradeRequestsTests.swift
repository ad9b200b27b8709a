import Agents
import Market
import MarketDefinition
import Operations
import Storage
import Testing

/// What the operator does with trades, and what it is answered.
@Suite struct TradeRequestsTests {
  private let counters = CounterFile(blocks: CounterLayout.blocks(sessions: 1))
  private let inbox = OperatorInbox()
  private let start = Instant(nanoseconds: 1_795_000_000_000_000_000)

  private func desk() -> OperatorDesk {
    OperatorDesk(sessions: [], firms: [], counters: counters, inbox: inbox)
  }

  private func set(_ counter: GatewayCounter, _ value: UInt64) {
    counters[CounterLayout.gateway].store(value, at: counter.rawValue)
  }

  /// Asks; the action is on its way.
  private func begin(_ desk: inout OperatorDesk, _ request: AdminRequest) {
    let answer = desk.answer(
      request.line, from: AdminActor(uid: 1_000, pid: 42), now: start)
    #expect(answer == nil)
  }

  private func request(_ verb: AdminRequest.Verb) -> AdminRequest {
    var request = AdminRequest(verb)
    request.trade = 7
    request.text = "letter of today"
    return request
  }

  static let controls: [(AdminRequest.Verb, TradeControl)] = [
    (.bust, .bust), (.dispute, .dispute), (.resume, .resume), (.settle, .settle),
    (.buyerDefault, .declareBuyerDefault), (.sellerDefault, .declareSellerDefault),
  ]

  @Test("each verb is a command with who acted and why", arguments: controls)
  func control(_ verb: AdminRequest.Verb, _ action: TradeControl) {
    var desk = desk()
    begin(&desk, request(verb))
    guard case .trade(let body, let text)? = inbox.take() else {
      Issue.record("an action is on its way")
      return
    }
    #expect(body.tradeID == TradeID(rawValue: 7) && body.actionCode == action.rawValue)
    #expect(body.request == 1 && body.uid == 1_000 && body.pid == 42)
    #expect(text == "letter of today" && Int(body.textLength) == text.utf8.count)
  }

  @Test("a fixing is its command, and its outcome a sentence")
  func fixing() {
    var desk = desk()
    var asked = AdminRequest(.fixing)
    asked.currency = "USD"
    asked.fixing = "7.1050"
    asked.text = "CFETS"
    begin(&desk, asked)
    guard case .fixing(let body)? = inbox.take() else {
      Issue.record("an action is on its way")
      return
    }
    #expect(body.currency == Currency.code("USD") && body.tenMillionths == 71_050_000)
    #expect(body.request == 1 && body.uid == 1_000 && body.pid == 42)
    #expect("\(body.reference)" == "CFETS")
    set(.request, 1)
    let outcome = desk.outcome(now: start)
    #expect(outcome?.contains("a unit is worth 7.1050 CNY") == true)
  }

  @Test("a net run is its command with the times of the definition; without them there is none")
  func netRun() {
    var netting = NettingDefinition()
    netting.paySeconds = 600
    netting.cureSeconds = 300
    var desk = OperatorDesk(
      sessions: [], firms: [], netting: netting, counters: counters, inbox: inbox)
    var asked = AdminRequest(.netRun)
    asked.text = "second run"
    begin(&desk, asked)
    guard case .netRun(let body, let text)? = inbox.take() else {
      Issue.record("an action is on its way")
      return
    }
    #expect(body.day == 0 && body.paySeconds == 600 && body.cureSeconds == 300 && body.rounds == 2)
    #expect(body.request == 1 && body.uid == 1_000 && text == "second run")
    set(.request, 1)
    let outcome = desk.outcome(now: start)
    #expect(outcome?.contains("nets are published") == true)
    var other = self.desk()
    let refused = other.answer(asked.line, from: AdminActor(uid: 1_000, pid: 42), now: start)
    #expect(refused?.contains("venue.yaml has no 'netting'") == true)
    asked.text = nil
    let silent = other.answer(asked.line, from: AdminActor(uid: 1_000, pid: 42), now: start)
    #expect(silent?.contains("net-run needs its reason") == true)
  }

  struct AnswerRow: Sendable {
    let done: Bool
    let unsigned: Bool?
    let result: InstructionResult
    let signed: UInt8
  }

  static let answers = [
    AnswerRow(done: true, unsigned: nil, result: .done, signed: 1),
    AnswerRow(done: true, unsigned: true, result: .done, signed: 0),
    AnswerRow(done: false, unsigned: nil, result: .refused, signed: 0),
  ]

  @Test("an answer in an institution's place is its command", arguments: answers)
  func answer(_ row: AnswerRow) {
    var asked = request(.answer)
    asked.instruction = 12
    asked.done = row.done
    asked.unsigned = row.unsigned
    var desk = desk()
    begin(&desk, asked)
    guard case .answer(let body, let text)? = inbox.take() else {
      Issue.record("an action is on its way")
      return
    }
    #expect(body.instruction == InstructionID(rawValue: 12))
    #expect(body.tradeID == TradeID(rawValue: 7))
    #expect(body.resultCode == row.result.rawValue && body.isCountersigned == row.signed)
    #expect(body.request == 1 && body.uid == 1_000 && body.pid == 42)
    #expect(text == "letter of today")
  }

  @Test("every state that a trade comes to is told in words", arguments: TradeState.allCases)
  func state(_ state: TradeState) throws {
    var desk = desk()
    begin(&desk, request(.dispute))
    set(.tradeState, UInt64(state.rawValue))
    set(.request, 1)
    let answer = try #require(desk.outcome(now: start).flatMap { AdminAnswer(line: $0) })
    #expect(answer.ok && answer.tradeState == "\(state)")
    #expect(answer.message?.hasPrefix("trade 7 is ") == true)
  }

  @Test("what the venue refuses is told with the trade's present state")
  func refusals() throws {
    var desk = desk()
    begin(&desk, request(.bust))
    set(.refusal, UInt64(CommandRefusal.wrongTradeState.rawValue))
    set(.refusalDetail, UInt64(TradeState.dvpDone.rawValue))
    set(.request, 1)
    let late = try #require(desk.outcome(now: start).flatMap { AdminAnswer(line: $0) })
    #expect(!late.ok && late.tradeState == "dvpDone")
    #expect(
      late.message
        == "trade 7 is delivered against payment: bust is for a trade before delivery, also a disputed one"
    )
    #expect(inbox.take() != nil)
    begin(&desk, request(.bust))
    set(.refusal, UInt64(CommandRefusal.unknownTrade.rawValue))
    set(.refusalDetail, 0)
    set(.request, 2)
    let unknown = try #require(desk.outcome(now: start).flatMap { AdminAnswer(line: $0) })
    #expect(!unknown.ok && unknown.tradeState == nil)
    #expect(unknown.message == "there is no trade 7, or its day is over")
  }

  static let refused: [(NoticeRefusal, String)] = [
    (.unknownTrade, "there is no trade 7"),
    (.unknownInstruction, "instruction 12 is none of trade 7"),
    (.repeated, "instruction 12 was answered so before"), (.contradicts, "and otherwise"),
    (.late, "instruction 12 is no longer awaited"), (.notAddressed, "notAddressed"),
    (.wrongState, "can't be delivered now"), (.countersignatureMissing, "Art. 910"),
    (.unknownDocument, "unknownDocument"), (.invalidValue, "invalidValue"),
    (.titleUnchanged, "can't be delivered now"),
  ]

  @Test("an answer that changes nothing is told why", arguments: refused)
  func refusedAnswer(_ refusal: NoticeRefusal, _ says: String) throws {
    var asked = request(.answer)
    asked.instruction = 12
    asked.done = true
    var desk = desk()
    begin(&desk, asked)
    set(.noticeRefusal, UInt64(refusal.rawValue))
    set(.tradeState, UInt64(TradeState.titleLocked.rawValue))
    set(.request, 1)
    let answer = try #require(desk.outcome(now: start).flatMap { AdminAnswer(line: $0) })
    #expect(!answer.ok && answer.message?.contains(says) == true, "\(answer.message ?? "")")
    #expect(answer.message?.contains("trade 7 is paid at clearing") == true)
  }
}
