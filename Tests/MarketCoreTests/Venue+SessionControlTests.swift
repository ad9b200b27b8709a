import Market
import MarketCore
import Memory
import Records
import Testing

/// What the operator does to sessions, and what the core keeps of it for a restart.
@Suite struct VenueSessionControlTests {
  /// One row: what is done to session D1, which has sent number 6 in epoch 1, and what comes of it.
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let steps: [(SessionControl, UInt64)]
    let last: String
    var testDescription: String { name }

    init(_ name: String, _ steps: [(SessionControl, UInt64)], _ last: String) {
      self.name = name
      self.steps = steps
      self.last = last
    }
  }

  static let rows: [Row] = [
    Row("logout changes nothing that lasts", [(.logout, 0)], "controlled logout to=D1"),
    Row(
      "the number expected goes on: 8 is one above", [(.setNextInbound, 8)],
      "controlled setNextInbound number=8 to=D1"),
    Row(
      "the number expected is already 7", [(.setNextInbound, 7)],
      "refused msgSeqNumTooLow detail=8 to=D1"),
    Row(
      "it never goes back", [(.setNextInbound, 20), (.setNextInbound, 20)],
      "refused msgSeqNumTooLow detail=21 to=D1"),
    Row(
      "the next number out", [(.setNextOutbound, 2)],
      "controlled setNextOutbound number=2 to=D1"),
    Row(
      "1 is where an epoch begins", [(.setNextOutbound, 1)],
      "refused msgSeqNumTooLow detail=2 to=D1"),
    Row(
      "nor does it go back", [(.setNextOutbound, 50), (.setNextOutbound, 50)],
      "refused msgSeqNumTooLow detail=51 to=D1"),
    Row(
      "the highest number", [(.setNextOutbound, 100_000_000_000)],
      "controlled setNextOutbound number=100000000000 to=D1"),
    Row(
      "one more", [(.setNextInbound, 100_000_000_001)],
      "refused invalidValue detail=100000000000 to=D1"),
    Row("a reset demands the next epoch", [(.reset, 0)], "controlled reset epoch=2 to=D1"),
    Row(
      "two of them the one behind", [(.reset, 0), (.reset, 0)], "controlled reset epoch=3 to=D1"),
    Row("disabled", [(.disable, 0)], "controlled disable to=D1"),
    Row("and enabled", [(.disable, 0), (.enable, 0)], "controlled enable to=D1"),
  ]

  @Test("each action has its event, or its refusal", arguments: rows)
  func actions(_ row: Row) {
    let market = ControlledMarket()
    var lines: [String] = []
    for (action, number) in row.steps { lines = market.control(action, number) }
    #expect(lines == [row.last])
  }

  @Test("what a gateway goes on with after a restart, and a reset that the gateway performs")
  func view() throws {
    let market = ControlledMarket()
    market.control(.setNextInbound, 20)
    market.control(.setNextOutbound, 30)
    market.control(.reset)
    let before = try #require(market.view)
    #expect(before.lastInbound == MsgSeqNum(rawValue: 19))
    #expect(before.leastOutbound == 30)
    #expect(before.epoch == Epoch(rawValue: 1))
    #expect(before.demandedEpoch == Epoch(rawValue: 2))
    market.openEpoch(2)
    let after = try #require(market.view)
    #expect(after.lastInbound == MsgSeqNum(rawValue: 0))
    #expect(after.leastOutbound == 0)
    #expect(after.epoch == after.demandedEpoch)
  }

  @Test("a disabled session does not log on, until it is enabled, whatever its definition says")
  func disabled() {
    let market = ControlledMarket()
    market.control(.disable)
    market.define()
    #expect(market.logOn() == ["refused invalidValue detail=0 to=D1"])
    #expect(market.view?.isDisabled == true)
    market.control(.enable)
    #expect(market.logOn() == ["sessionAccepted to=D1 caused=no"])
  }

  /// One row: what the schedule of D1 says in turn, (open, the moment of the last reset), and the epochs
  /// that it demands; zero for none.
  struct Schedule: Sendable, CustomTestStringConvertible {
    let name: String
    let says: [(Bool, Int64)]
    let epochs: [UInt32]
    var testDescription: String { name }

    init(_ name: String, _ says: [(Bool, Int64)], _ epochs: [UInt32]) {
      self.name = name
      self.says = says
      self.epochs = epochs
    }
  }

  static let schedules: [Schedule] = [
    Schedule("hours alone reset nothing", [(true, 0), (false, 0), (true, 0)], [0, 0, 0]),
    Schedule("the first moment that the log knows is only kept", [(true, 100)], [0]),
    Schedule("the next one resets", [(true, 100), (true, 200)], [0, 2]),
    Schedule("one moment resets once", [(true, 100), (true, 200), (false, 200)], [0, 2, 0]),
    Schedule("nor does an earlier one", [(true, 200), (true, 100), (true, 200)], [0, 0, 0]),
    Schedule("each later one resets", [(true, 1), (true, 2), (true, 3)], [0, 2, 3]),
    Schedule(
      "a schedule without resets forgets the moment", [(true, 100), (true, 0), (true, 300)],
      [0, 0, 0]),
  ]

  @Test("hours, and moments at which numbers begin again", arguments: schedules)
  func schedule(_ row: Schedule) {
    let market = ControlledMarket()
    for ((isOpen, moment), epoch) in zip(row.says, row.epochs) {
      let lines = market.schedule(isOpen: isOpen, changesAt: 900, resetAt: moment)
      let demanded = epoch > 0 ? " epoch=\(epoch)" : ""
      #expect(lines == ["scheduled \(isOpen ? "open" : "closed") until=900\(demanded) to=D1"])
    }
  }

  @Test("outside of its hours nobody logs on as it; what a restart must know is kept")
  func hours() throws {
    let market = ControlledMarket()
    market.schedule(isOpen: false, changesAt: 900, resetAt: 100)
    #expect(market.logOn() == ["refused invalidValue detail=0 to=D1"])
    market.schedule(isOpen: false, changesAt: 900, resetAt: 200)
    let view = try #require(market.view)
    #expect(view.isOutsideHours)
    #expect(view.hoursChangeAt.nanoseconds == 900)
    #expect(view.resetAt.nanoseconds == 200)
    #expect(view.demandedEpoch == Epoch(rawValue: 2))
    #expect(view.demandCause == .schedule)
    market.schedule(isOpen: true, changesAt: 0, resetAt: 200)
    #expect(market.logOn() == ["sessionAccepted to=D1 caused=no"])
    market.control(.reset)
    #expect(market.view?.demandCause == .operator)
  }

  @Test("a session that has never logged on begins where the operator says")
  func neverLoggedOn() throws {
    let market = ControlledMarket(lastInbound: 0)
    #expect(market.control(.setNextInbound, 5) == ["controlled setNextInbound number=5 to=D1"])
    let view = try #require(market.view)
    #expect(view.epoch == Epoch(rawValue: 1))
    #expect(view.lastInbound == MsgSeqNum(rawValue: 4))
  }

  @Test("whom nobody knows, what nobody knows, and a text that no message may hold")
  func refused() {
    let market = ControlledMarket()
    #expect(market.control(.logout, session: 9) == ["refused unknownSession detail=9 to=venue"])
    #expect(market.control(action: 7) == ["refused invalidValue detail=7 to=D1"])
    #expect(market.control(.logout, text: String(repeating: "x", count: 64)).count == 1)
    let tooLong = market.control(.logout, text: String(repeating: "x", count: 65))
    #expect(tooLong == ["refused invalidValue detail=1 to=D1"])
    #expect(market.control(.logout, text: "a\u{1}b") == ["refused invalidValue detail=1 to=D1"])
  }

  @Test("every action changes the digest of the state, except a logout")
  func digest() {
    for action in SessionControl.allCases {
      let market = ControlledMarket()
      let isEnable = action == .enable
      if isEnable { market.control(.disable) }
      let before = market.stateDigest
      market.control(action, action == .logout ? 0 : 60)
      #expect((market.stateDigest == before) == (action == .logout), "\(action)")
    }
  }
}

/// One firm and one session, D1, which has sent some messages.
private final class ControlledMarket {
  private var venue = Venue(limits: .small, seed: HashSeed(rawValue: 7))
  private var events = RecordBuffer(capacity: Venue.eventBytesPerApply)
  private var sequence: UInt64 = 0
  private static let names = EventText(sessions: [0: "venue", 1: "D1"], firms: [:])

  init(lastInbound: UInt64 = 6) {
    var firm = DefineFirm()
    firm.firm = FirmID(rawValue: 1)
    firm.code = CompID(text16("DLR001"))
    firm.state = 1
    send(.defineFirm, firm)
    define()
    guard lastInbound > 0 else { return }
    var head = head(.inboundSeen, session: 1)
    head.epoch = Epoch(rawValue: 1)
    head.msgSeqNum = MsgSeqNum(rawValue: lastInbound)
    apply(head, InboundSeen())
  }

  var view: SessionView? { venue.session(SessionID(rawValue: 1)) }
  /// Of everything but the time.
  var stateDigest: UInt64 { venue.digest() }

  func define() {
    var session = DefineSession()
    session.session = SessionID(rawValue: 1)
    session.firm = FirmID(rawValue: 1)
    session.compID = CompID(text16("D1"))
    session.roleCode = SessionRole.dealer.rawValue
    session.state = 1
    send(.defineSession, session)
  }

  @discardableResult
  func control(
    _ action: SessionControl, _ number: UInt64 = 0, session: UInt32 = 1, text: String = ""
  ) -> [String] {
    control(action: action.rawValue, number, session: session, text: text)
  }

  @discardableResult
  func control(
    action: UInt8, _ number: UInt64 = 0, session: UInt32 = 1, text: String = ""
  ) -> [String] {
    var body = ControlSession()
    body.actionCode = action
    body.msgSeqNum = number
    body.textLength = UInt16(text.utf8.count)
    return apply(head(.controlSession, session: session), body, text: text)
  }

  @discardableResult
  func schedule(isOpen: Bool, changesAt: Int64, resetAt: Int64) -> [String] {
    var body = ScheduleSession()
    body.isOpen = isOpen ? 1 : 0
    body.changesAt = Instant(nanoseconds: changesAt)
    body.resetAt = Instant(nanoseconds: resetAt)
    return apply(head(.scheduleSession, session: 1), body)
  }

  func openEpoch(_ epoch: UInt32) {
    var head = head(.epochOpened, session: 1)
    head.epoch = Epoch(rawValue: epoch)
    apply(head, EpochOpened())
  }

  func logOn() -> [String] {
    var head = head(.sessionLogon, session: 1)
    head.epoch = Epoch(rawValue: 1)
    return apply(head, SessionLogon())
  }

  private func send<Body: BitwiseCopyable>(_ type: CommandType, _ body: Body) {
    apply(head(type, session: 0), body)
  }

  private func head(_ type: CommandType, session: UInt32) -> RecordHead {
    var head = RecordHead()
    sequence += 1
    head.typeCode = type.rawValue
    head.sequence = Sequence(rawValue: sequence)
    head.time = Instant(nanoseconds: 1_000)
    head.session = SessionID(rawValue: session)
    return head
  }

  @discardableResult
  private func apply<Body: BitwiseCopyable>(
    _ head: RecordHead, _ body: Body, text: String = ""
  ) -> [String] {
    var command = RecordBuffer(capacity: 1_024)
    command.append(head, body: body, text: text)
    return Self.step(&venue, command, &events)
  }

  private static func step(
    _ venue: inout Venue, _ command: borrowing RecordBuffer, _ events: inout RecordBuffer
  ) -> [String] {
    events.removeAll()
    venue.apply(command.bytes, into: &events)
    return names.lines(of: events.bytes)
  }
}
