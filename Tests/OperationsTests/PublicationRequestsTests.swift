import Agents
import Market
import Operations
import Storage
import Testing

/// The operator publishes news and changes of parameters, and what it is answered.
@Suite struct PublicationRequestsTests {
  private let counters = CounterFile(blocks: CounterLayout.blocks(sessions: 1))
  private let inbox = OperatorInbox()
  /// 18 November 2026, 19:06 in Shanghai.
  private let start = Instant(nanoseconds: 1_795_000_000_000_000_000)
  private static let dayNanos: Int64 = 86_400_000_000_000

  private static func news(_ change: (inout AdminPublication) -> Void = { _ in }) -> AdminRequest {
    var publication = AdminPublication("risk-warning")
    publication.headline = "Fog on the Yangtze"
    publication.lines = ["Deliveries may be late.", "Ask the warehouse."]
    publication.incident = "receipt-truth"
    publication.symbol = "CU-BW-A"
    change(&publication)
    var request = AdminRequest(.publish)
    request.publication = publication
    return request
  }

  private static func change(_ change: (inout AdminPublication) -> Void = { _ in }) -> AdminRequest
  {
    var publication = AdminPublication("change")
    publication.symbol = "CU-BW-A"
    publication.parameter = "price-band"
    publication.value = "4.5"
    publication.from = "2026-12-24"
    change(&publication)
    var request = AdminRequest(.publish)
    request.publication = publication
    request.text = "resolution 12"
    return request
  }

  private static func withdrawal(_ number: UInt64?) -> AdminRequest {
    var publication = AdminPublication("withdrawal")
    publication.number = number
    var request = AdminRequest(.publish)
    request.publication = publication
    request.text = "resolution 13"
    return request
  }

  /// The answer where the gateway's figures have this refusal; nil where the action has not begun.
  private func answer(
    _ asked: AdminRequest, _ refusal: CommandRefusal? = nil, _ detail: UInt64 = 0
  ) -> AdminAnswer? {
    var desk = OperatorDesk(
      sessions: [], firms: [], counters: counters, inbox: inbox, utcOffsetSeconds: 28_800)
    guard desk.answer(asked.line, from: AdminActor(uid: 1_000, pid: 42), now: start) == nil else {
      return nil
    }
    let gateway = counters[CounterLayout.gateway]
    gateway.store(UInt64(refusal?.rawValue ?? 0), at: GatewayCounter.refusal.rawValue)
    gateway.store(detail, at: GatewayCounter.refusalDetail.rawValue)
    gateway.store(7, at: GatewayCounter.published.rawValue)
    gateway.store(1, at: GatewayCounter.request.rawValue)
    return desk.outcome(now: start).flatMap { AdminAnswer(line: $0) }
  }

  @Test("news is its command: the headline and the lines behind it")
  func news() {
    let answer = answer(Self.news())
    #expect(answer?.ok == true && answer?.message == "news 7 is published")
    #expect(answer?.publication == 7)
    guard case .news(let body, let text)? = inbox.take() else {
      Issue.record("an action is on its way")
      return
    }
    #expect(text == "Fog on the YangtzeDeliveries may be late.\nAsk the warehouse.")
    #expect(body.headlineLength == 18 && body.textLength == 42)
    #expect(body.kindCode == NewsKind.riskWarning.rawValue)
    #expect(body.incidentCode == Incident.receiptTruth.rawValue)
    #expect("\(body.symbol.text)" == "CU-BW-A" && body.firm.text.isEmpty)
    #expect(body.request == 1 && body.uid == 1_000 && body.pid == 42)
  }

  @Test("a change is published on the market's day, and takes effect when the other day begins")
  func change() {
    let answer = answer(Self.change())
    #expect(answer?.message == "change 7 is published: all sessions are told")
    guard case .change(let body, let text)? = inbox.take() else {
      Issue.record("an action is on its way")
      return
    }
    #expect(text == "resolution 12" && Int(body.textLength) == text.utf8.count)
    #expect(body.parameterCode == InstrumentParameter.priceBand.rawValue && body.value == 450)
    #expect(body.publishedOn == Instant(nanoseconds: 1_794_931_200_000_000_000))
    #expect(
      body.effectiveAt.nanoseconds - body.publishedOn.nanoseconds == 36 * Self.dayNanos)
    #expect(body.situationCode == 0 && body.request == 1 && body.uid == 1_000)
  }

  @Test("in an abnormal situation it needs no date")
  func emergency() {
    let asked = Self.change { publication in
      publication.from = nil
      publication.situation = "rule-breach-price"
    }
    #expect(answer(asked)?.ok == true)
    guard case .change(let body, _)? = inbox.take() else {
      Issue.record("an action is on its way")
      return
    }
    #expect(body.effectiveAt == .none)
    #expect(body.situationCode == AbnormalSituation.ruleBreachPrice.rawValue)
  }

  @Test("a withdrawal has its number")
  func withdrawal() {
    #expect(
      answer(Self.withdrawal(7))?.message == "change 7 is withdrawn: all sessions are told")
    guard case .withdrawal(let body, let text)? = inbox.take() else {
      Issue.record("an action is on its way")
      return
    }
    #expect(body.number == 7 && text == "resolution 13")
  }

  static let refusals: [(CommandRefusal, UInt64, String)] = [
    (.unknownFirm, 0, "there is no such firm"),
    (.unknownInstrument, 0, "there is no such instrument"),
    (.unknownDocument, 0, "there is no such document"),
    (.unknownChange, 9, "no change 9 is pending: it is in force, withdrawn, or never was"),
    (.changePending, 3, "the parameter changes already, by change 3: withdraw that first"),
    (
      .noticeTooShort, 29,
      "that is 29 days from its publication: 30 are the least (Art. 35), unless an abnormal "
        + "situation is named"
    ),
    (.notPublishedToday, 1, "the day of its publication is over: ask for it again"),
    (.limitReached, 256, "256 are pending already, which is as many as there is room for"),
    (.invalidValue, 0, "the instrument can't have that value, or has it already"),
    (.unknownSession, 4, "the venue refused it: unknownSession, 4"),
  ]

  @Test("a refusal says why, and what is possible", arguments: refusals)
  func refused(_ refusal: CommandRefusal, _ detail: UInt64, _ message: String) {
    let answer = answer(Self.change(), refusal, detail)
    #expect(answer?.ok == false && answer?.message == message)
  }

  static let wrong: [(AdminRequest, String)] = [
    (AdminRequest(.publish), "publish, and it alone, takes a publication"),
    (
      {
        var request = news()
        request.request = .status
        return request
      }(), "publish, and it alone, takes a publication"
    ),
    (
      news { $0.kind = "rumour" },
      "'kind' is one of announcement, risk-warning, document-warning, change, withdrawal"
    ),
    (news { $0.headline = nil }, "'headline' has 1 to 120 characters"),
    (
      news { $0.headline = String(repeating: "x", count: 121) },
      "'headline' has 1 to 120 characters"
    ),
    (
      news { $0.lines = [] },
      "'lines' are 1 to 16, none of them empty, with 640 characters in all"
    ),
    (
      news { $0.lines = Array(repeating: "x", count: 17) },
      "'lines' are 1 to 16, none of them empty, with 640 characters in all"
    ),
    (
      news { $0.lines = [String(repeating: "x", count: 641)] },
      "'lines' are 1 to 16, none of them empty, with 640 characters in all"
    ),
    (
      news { $0.lines = ["a", ""] },
      "'lines' are 1 to 16, none of them empty, with 640 characters in all"
    ),
    (news { $0.headline = "Fog\u{1}" }, "headline and lines are printable ASCII"),
    (news { $0.kind = "document-warning" }, "a document-warning names its document"),
    (
      news { $0.symbol = "ABCDEFGHIJKLMNOPQ" }, "'symbol' has at most 16 printable ASCII characters"
    ),
    (news { $0.value = "1" }, "news has no parameter, value, from, situation and number"),
    (
      change { $0.value = nil },
      "a change has symbol, parameter and value, and from or situation"
    ),
    (
      change { $0.headline = "x" },
      "a change has symbol, parameter and value, and from or situation"
    ),
    (
      change { $0.value = "4.555" },
      "'value' is in percent, like 6 or 4.25, with two decimals at most"
    ),
    (change { $0.from = "24.12.2026" }, "'from' is a date like 2026-12-24"),
    (
      change { $0.from = nil },
      "a change says from when on, 30 days ahead at least (Art. 35), or its abnormal situation"
    ),
    (withdrawal(nil), "a withdrawal has the number of the change, and nothing else"),
    (
      {
        var request = withdrawal(7)
        request.text = nil
        return request
      }(), "a withdrawal needs its reason, 'text'"
    ),
  ]

  @Test("what is wrong is said", arguments: 0..<20)
  func incomplete(_ place: Int) {
    #expect(throws: AdminProblem(Self.wrong[place].1)) {
      try AdminRequest(line: Self.wrong[place].0.line)
    }
  }

  @Test("the longest headline and text are taken, where a request has room for them")
  func longest() throws {
    let lines = Array(repeating: String(repeating: "x", count: 39), count: 16)
    let request = Self.news { publication in
      publication.headline = String(repeating: "y", count: 120)
      publication.lines = lines
    }
    #expect(request.line.utf8.count <= Administrator<OperatorDesk>.Limits().requestBytes)
    #expect(throws: Never.self) { try AdminRequest(line: request.line) }
  }
}
