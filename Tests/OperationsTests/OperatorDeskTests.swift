import Agents
import Market
import MarketDefinition
import Operations
import Storage
import Testing

/// What the operator is answered, from figures that a test writes in the gateway's place.
@Suite struct OperatorDeskTests {
  private let counters = CounterFile(blocks: CounterLayout.blocks(sessions: 4))
  private let inbox = OperatorInbox()
  private let actor = AdminActor(uid: 1_000, pid: 42)
  private let start = Instant(nanoseconds: 1_795_000_000_000_000_000)

  private func desk() -> OperatorDesk {
    let cards = ["DLR002", "DLR001", "MMK001"].enumerated().map { place, name in
      var definition = SessionDefinition()
      definition.compID = Self.compID(name)
      definition.firm = Self.compID(name)
      definition.policies.isEnabled = name != "MMK001"
      return SessionCard(session: SessionID(rawValue: UInt32(place + 1)), definition: definition)
    }
    return OperatorDesk(
      sessions: cards, firms: [(FirmID(rawValue: 7), Self.compID("DLR001"))], counters: counters,
      inbox: inbox)
  }

  private static func compID(_ text: String) -> CompID { CompID(Text16(text) ?? Text16()) }

  /// The block of DLR001.
  private var block: CounterBlock { counters[CounterLayout.session(2)] }

  private func set(_ counter: SessionCounter, _ value: UInt64) {
    block.store(value, at: counter.rawValue)
  }

  private func gateway(_ counter: GatewayCounter, _ value: UInt64) {
    counters[CounterLayout.gateway].store(value, at: counter.rawValue)
  }

  private func ask(_ desk: inout OperatorDesk, _ line: String) -> AdminAnswer? {
    guard let text = desk.answer(line, from: actor, now: start) else { return nil }
    return AdminAnswer(line: text)
  }

  @Test("all sessions, by name, each as its figures stand")
  func list() throws {
    set(.presence, SessionPresence.live.rawValue)
    set(.nextOutbound, 12)
    set(.lastEndReason, UInt64(SessionEndReason.heartbeatTimeout.rawValue))
    set(.lastReceivedAt, 1_795_000_000_123_000_000)
    var desk = desk()
    let sessions = try #require(ask(&desk, #"{"request":"sessions"}"#)?.sessions)
    #expect(sessions.map(\.name) == ["DLR001", "DLR002", "MMK001"])
    #expect(sessions.map(\.state) == ["live", "away", "disabled"])
    #expect(sessions[0].nextOut == 12)
    #expect(sessions[0].lastDisconnect == "heartbeatTimeout")
    #expect(sessions[0].lastReceivedAt == "2026-11-18T11:06:40.123Z")
    #expect(sessions[1].lastReceivedAt == nil)
  }

  @Test("a page has 256 sessions; the next one begins behind a name, which need not be there")
  func pages() throws {
    let counters = CounterFile(blocks: CounterLayout.blocks(sessions: 600))
    let cards = (1...600).map { number in
      var definition = SessionDefinition()
      definition.compID = Self.compID("S\(1_000 + number)")
      return SessionCard(session: SessionID(rawValue: UInt32(number)), definition: definition)
    }
    var desk = OperatorDesk(sessions: cards, firms: [], counters: counters, inbox: inbox)
    var names: [String] = []
    var left: [Int] = []
    for after in ["", "S1256", "S1512"] {
      let page = try #require(ask(&desk, #"{"request":"sessions","after":"\#(after)"}"#))
      names += page.sessions?.map(\.name) ?? []
      left.append(page.left ?? -1)
    }
    #expect(names == cards.map(\.name))
    #expect(left == [344, 88, 0])
    let between = ask(&desk, #"{"request":"sessions","after":"S1599x"}"#)
    #expect(between?.sessions?.map(\.name) == ["S1600"] && between?.left == 0)
    let none = ask(&desk, #"{"request":"sessions","after":"S1600"}"#)
    #expect(none?.sessions?.isEmpty == true && none?.left == 0)
    #expect(ask(&desk, #"{"request":"status","after":"S1600"}"#)?.ok == false)
  }

  @Test("a page stays below the longest answer, whatever its sessions have done")
  func pageBytes() throws {
    let count = OperatorDesk.sessionsPerAnswer
    let counters = CounterFile(blocks: CounterLayout.blocks(sessions: count))
    let cards = (1...count).map { number in
      var definition = SessionDefinition()
      definition.compID = Self.compID("LONGESTNAME\(10_000 + number)")
      definition.subID = definition.compID
      definition.policies.addresses = ["2001:db8:1111:2222:3333:4444:5555:6666", "127.0.0.1"]
      let block = counters[CounterLayout.session(UInt32(number))]
      for place in 0..<CounterBlock.count { block.store(1_795_000_000_123_000_000, at: place) }
      return SessionCard(session: SessionID(rawValue: UInt32(number)), definition: definition)
    }
    var desk = OperatorDesk(sessions: cards, firms: [], counters: counters, inbox: inbox)
    let answer = desk.answer(#"{"request":"sessions"}"#, from: actor, now: start)
    let line = try #require(answer)
    #expect(line.utf8.count < Administrator<OperatorDesk>.Limits().answerBytes)
  }

  @Test("a name that nobody has, and the one that was meant")
  func nearest() throws {
    var desk = desk()
    let session = ask(&desk, #"{"request":"session","session":"DLR01"}"#)
    #expect(session?.message == "there is no session 'DLR01'; did you mean 'DLR001'?")
    let firm = ask(&desk, #"{"request":"kill","firm":"DLR1"}"#)
    #expect(firm?.message == "there is no firm 'DLR1'; did you mean 'DLR001'?")
    #expect(inbox.take() == nil)
  }

  @Test("numbers only go up: n is refused, n + 1 is journaled")
  func upwards() throws {
    set(.nextOutbound, 12)
    set(.nextInbound, 9)
    var desk = desk()
    let low = ask(&desk, #"{"request":"set-seq","session":"DLR001","nextOut":12}"#)
    #expect(
      low?.message
        == "nextOut is 12 and only goes up: 12 is not above it; a reset begins again at 1")
    #expect(ask(&desk, #"{"request":"set-seq","session":"DLR001","nextIn":9}"#)?.ok == false)
    #expect(inbox.take() == nil)
    #expect(ask(&desk, #"{"request":"set-seq","session":"DLR001","nextIn":10}"#) == nil)
    guard case .control(let body, let session, _)? = inbox.take() else {
      Issue.record("an action is on its way")
      return
    }
    #expect(session == SessionID(rawValue: 2))
    #expect(body.actionCode == SessionControl.setNextInbound.rawValue && body.msgSeqNum == 10)
    #expect(body.uid == 1_000 && body.pid == 42 && body.request == 1)
  }

  @Test("an action is answered when the gateway has performed it, not before")
  func outcome() throws {
    var desk = desk()
    let line = #"{"request":"logout","session":"DLR001","text":"x"}"#
    #expect(ask(&desk, line) == nil)
    #expect(desk.outcome(now: start) == nil)
    gateway(.request, 1)
    let answer = try #require(desk.outcome(now: start).flatMap { AdminAnswer(line: $0) })
    #expect(answer.ok && answer.message == "logged out; it may log on again")
    #expect(answer.sessions?.map(\.name) == ["DLR001"])
  }

  @Test("a kill says how many orders; what the venue refuses is told; so is its silence")
  func kill() throws {
    var desk = desk()
    #expect(ask(&desk, #"{"request":"kill","venue":true}"#) == nil)
    gateway(.affectedOrders, 17)
    gateway(.request, 1)
    let killed = try #require(desk.outcome(now: start).flatMap { AdminAnswer(line: $0) })
    #expect(killed.affectedOrders == 17)
    #expect(inbox.take() != nil)
    #expect(ask(&desk, #"{"request":"kill","session":"DLR001"}"#) == nil)
    gateway(.refusal, UInt64(CommandRefusal.limitReached.rawValue))
    gateway(.request, 2)
    let refused = try #require(desk.outcome(now: start).flatMap { AdminAnswer(line: $0) })
    #expect(!refused.ok && refused.message?.contains("limitReached") == true)
    #expect(inbox.take() != nil)
    #expect(ask(&desk, #"{"request":"lift","venue":true}"#) == nil)
    let last = start.adding(nanoseconds: OperatorDesk.outcomeNanos)
    #expect(desk.outcome(now: last.adding(nanoseconds: -1)) == nil)
    #expect(desk.outcome(now: last)?.contains("not confirmed within 5 s") == true)
  }

  @Test("a session that its definition disables is not enabled here")
  func definition() throws {
    var desk = desk()
    let answer = ask(&desk, #"{"request":"enable","session":"MMK001"}"#)
    #expect(answer?.ok == false)
    #expect(answer?.message?.contains("sessions.yaml") == true)
  }
}
