import Agents
import Market
import Operations
import Storage
import Testing

/// The operator has the risk reserve pay for a default, and what it is answered.
@Suite struct ReserveRequestsTests {
  private let counters = CounterFile(blocks: CounterLayout.blocks(sessions: 1))
  private let inbox = OperatorInbox()
  private let start = Instant(nanoseconds: 1_795_000_000_000_000_000)

  private func asked(_ amount: String?) -> AdminRequest {
    var request = AdminRequest(.useReserve)
    request.trade = 7
    request.amount = amount
    request.text = "resale at a loss"
    return request
  }

  private func set(_ counter: GatewayCounter, _ value: UInt64) {
    counters[CounterLayout.gateway].store(value, at: counter.rawValue)
  }

  /// The answer where the gateway's figures have this refusal; nil where the action has not begun.
  private func answer(_ refusal: CommandRefusal?, _ detail: UInt64 = 0) -> AdminAnswer? {
    var desk = OperatorDesk(sessions: [], firms: [], counters: counters, inbox: inbox)
    let line = asked("12000.5").line
    guard desk.answer(line, from: AdminActor(uid: 1_000, pid: 42), now: start) == nil else {
      return nil
    }
    set(.refusal, UInt64(refusal?.rawValue ?? 0))
    set(.refusalDetail, detail)
    set(.request, 1)
    return desk.outcome(now: start).flatMap { AdminAnswer(line: $0) }
  }

  @Test("a request is its command, with who acted and why; the answer says the amount")
  func command() {
    let answer = answer(nil)
    #expect(answer?.ok == true)
    #expect(answer?.message == "the reserve has paid CNY 12000.5 for trade 7")
    guard case .reserve(let body, let text)? = inbox.take() else {
      Issue.record("an action is on its way")
      return
    }
    #expect(body.tradeID == TradeID(rawValue: 7) && body.amount == Amount(fen: 1_200_050))
    #expect(body.request == 1 && body.uid == 1_000 && body.pid == 42)
    #expect(text == "resale at a loss" && Int(body.textLength) == text.utf8.count)
  }

  static let refusals: [(CommandRefusal, UInt64, String)] = [
    (.unknownTrade, 0, "there is no trade 7, or its place was needed for another"),
    (
      .wrongTradeState, 10,
      "trade 7 is closed: the reserve pays for a trade that has ended by a default"
    ),
    (.exceedsDamage, 36_900_050, "trade 7 may have cost CNY 369000.5 more at most"),
    (.insufficientFunds, 100, "the reserve has CNY 1"),
    (.amountOverflow, 0, "the venue refused it: amountOverflow"),
  ]

  @Test("a refusal says what would have been possible", arguments: refusals)
  func refused(_ refusal: CommandRefusal, _ detail: UInt64, _ message: String) {
    let answer = answer(refusal, detail)
    #expect(answer?.ok == false)
    #expect(answer?.message == message)
  }

  @Test(
    "an amount is more than nothing, in fen, and goes with this request alone",
    arguments: [nil, "", "0", "-1", "1.001", "1e3", "CNY 1"])
  func wrong(_ amount: String?) {
    #expect(throws: AdminProblem.self) { try AdminRequest(line: asked(amount).line) }
    var bust = AdminRequest(.bust)
    bust.trade = 7
    bust.amount = "1"
    bust.text = "x"
    #expect(throws: AdminProblem.self) { try AdminRequest(line: bust.line) }
  }
}
