import Funds
import Market
import MarketCore
import Memory
import Records
import Testing

@Suite struct VenueTests {
  static func market(_ rows: [String]) -> ScenarioMarket {
    let market = ScenarioMarket()
    for row in ["market"] + rows { Self.perform(row, market) }
    return market
  }

  @discardableResult
  static func perform(_ text: String, _ market: ScenarioMarket) -> [String] {
    guard let row = Row(text), let events = market.perform(row) else {
      preconditionFailure("\(text) is a row")
    }
    return events
  }

  @Test(
    "day orders expire in steps of 256; the next phase waits for the last",
    arguments: [255, 256, 257, 600])
  func expiryInSteps(_ count: Int) {
    let market = Self.market(["credit DLR002 10000000000"])
    for number in 0..<count { Self.perform("new D2 B\(number) buy 1 68000", market) }
    var steps = [Self.perform("phase CU-BW-A closed", market)]
    let reopened = Self.perform("phase CU-BW-A open", market)
    let refused = Self.perform("new D3 C1 buy 1 68000", market)
    steps += [reopened, refused]
    var ticks = 0
    while market.tester.applier.venue.hasPendingWork {
      steps.append(market.tester.tick())
      ticks += 1
    }
    let expired = steps.map { step in step.filter { $0.contains("expired") }.count }
    #expect(expired.reduce(0, +) == count)
    #expect(expired.allSatisfy { $0 <= Limits.ordersPerStep })
    let all: [String] = Array(steps.joined())
    let order = all.filter { $0.contains(" expired ") }.map { String($0.split(separator: " ")[1]) }
    #expect(order == (0..<count).map { "B\($0)" })
    let phases = all.filter { $0.hasPrefix("phase") }
    #expect(phases.count == 2)
    #expect(ticks <= count / Limits.ordersPerStep)
    let account = market.tester.applier.venue.account(of: FirmID(rawValue: 2))
    #expect(account.held == .zero)
    let finding = market.tester.applier.venue.audit()
    #expect(finding == nil)
  }

  @Test("nothing of a closed instrument trades while its day orders expire")
  func fence() {
    let market = Self.market(["credit DLR002 10000000000", "doc R1 DLR001 weight=25"])
    for number in 0..<600 { Self.perform("new D2 B\(number) buy 1 68000", market) }
    Self.perform("phase CU-BW-A closed", market)
    Self.perform("phase CU-BW-A open", market)
    let events = Self.perform("new D1 A1 sell 1 68000", market)
    #expect(events.first?.contains("instrumentClosed") == true)
    while market.tester.applier.venue.hasPendingWork { market.tester.tick() }
    let later = Self.perform("new D1 A2 sell 1 68000", market)
    #expect(later.count == 1)
    #expect(later.first?.contains("status=new") == true)
  }

  @Test(
    "while more timers are due than one step runs, no order is taken", arguments: [63, 64, 65])
  func catchingUp(_ count: Int) {
    let market = Self.market((2...16).map { "instrument S\($0)" })
    for second in 1...count {
      let phase = (count - second) % 2 == 0 ? "open" : "preOpen"
      Self.perform("schedule all \(phase) \(second)", market)
    }
    Self.perform("phase all pause", market)
    Self.perform("wait 100", market)
    let first = Self.perform("new D1 B1 buy 1 68000", market)
    let isPending = market.tester.applier.venue.hasPendingWork
    #expect(first.filter { $0.hasPrefix("phase") }.count == min(count, 64) * 16)
    #expect(isPending == (count > 64))
    #expect(first.last?.contains("instrumentClosed") == (count > 64))
    let second = Self.perform("new D1 B2 buy 1 68000", market)
    #expect(second.last?.contains("status=new") == true)
    let isStillPending = market.tester.applier.venue.hasPendingWork
    #expect(!isStillPending)
  }

  @Test("the same commands make the same events and the same digest, bit for bit")
  func replay() {
    let market = RandomStream(seed: 5).run(commands: 200).market
    var copy = Applier()
    for (command, events) in market.tester.log {
      let again = copy.replay(command)
      #expect(again == events)
    }
    let digests = (market.tester.applier.venue.digest(), copy.venue.digest())
    #expect(digests.0 == digests.1)
  }

  @Test("the digest tells states apart")
  func digest() {
    let market = Self.market([])
    var digests = [market.tester.applier.venue.digest()]
    for row in [
      "credit DLR001 0.01", "doc R1 DLR001 weight=25", "new D1 A1 sell 1 68450",
      "replace D1 A2 A1 sell 1 68460", "cancel D1 A3 A2", "phase CU-BW-A halted",
      "schedule CU-BW-A open 5", "firm DLR001 suspended", "warehouse ZZW01 grade=D",
      "kill session D2", "kill firm DLR003", "kill venue", "currency USD haircut=5",
      "fixing USD 7 ref=A", "fixing USD 7 ref=B",
    ] {
      Self.perform(row, market)
      digests.append(market.tester.applier.venue.digest())
    }
    #expect(Set(digests).count == digests.count)
  }

  @Test("sessions log on and off, and their numbers follow the log")
  func sessions() {
    let market = Self.market([])
    let id = SessionID(rawValue: 1)
    var logon = SessionLogon()
    logon.connection = 3
    let accepted = market.tester.apply(.sessionLogon, logon, session: id)
    let view = market.tester.applier.venue.session(id)
    #expect(accepted == ["sessionAccepted to=D1 caused=yes"])
    #expect(view?.isLoggedOn == true)
    #expect(view?.lastInbound.rawValue == 1)
    var ended = SessionEnded()
    ended.connection = 2
    market.tester.apply(.sessionEnded, ended, session: id)
    let takenOver = market.tester.applier.venue.session(id)
    #expect(takenOver?.isLoggedOn == true)
    ended.connection = 3
    let gone = market.tester.apply(.sessionEnded, ended, session: id)
    let after = market.tester.applier.venue.session(id)
    #expect(gone == ["sessionEnded to=D1 caused=yes"])
    #expect(after?.isLoggedOn == false)
    var reserved = NumbersReserved()
    reserved.upTo = 4_096
    let told = market.tester.apply(.numbersReserved, reserved, session: id)
    #expect(told == ["numbersReserved to=D1 caused=yes"])
    let rejected = market.tester.apply(.inboundSeen, InboundSeen(), session: id)
    #expect(rejected == ["inboundRejected to=D1 caused=yes"])
    let last = market.tester.applier.venue.session(id)
    #expect(last?.reservedUpTo == 4_096)
    #expect(last?.lastInbound.rawValue == 5)
    let unknown = market.tester.apply(.sessionLogon, logon, session: SessionID(rawValue: 30))
    #expect(unknown.first?.hasPrefix("refused unknownSession") == true)
  }

  @Test("a new process has no connections, a new epoch counts from the start")
  func restart() {
    let market = Self.market([])
    let id = SessionID(rawValue: 1)
    market.tester.apply(.sessionLogon, SessionLogon(), session: id)
    let events = market.tester.apply(.processRestarted, ProcessRestarted())
    let restarted = market.tester.applier.venue.session(id)
    #expect(events.isEmpty)
    #expect(restarted?.isLoggedOn == false)
    market.tester.epoch = 2
    let opened = market.tester.apply(.epochOpened, EpochOpened(), session: id)
    let view = market.tester.applier.venue.session(id)
    #expect(opened == ["epochOpened to=D1 caused=yes"])
    #expect(view?.epoch.rawValue == 2)
  }

  @Test("log time never goes back, and events have room")
  func preconditions() async {
    await #expect(processExitsWith: .failure) {
      let tester = TestVenue()
      tester.tick()
      tester.now = tester.now.adding(nanoseconds: -1)
      tester.tick()
    }
    await #expect(processExitsWith: .failure) {
      var events = RecordBuffer(capacity: Venue.eventBytesPerApply - 64)
      var command = RecordBuffer(capacity: 128)
      var head = RecordHead()
      head.typeCode = CommandType.tick.rawValue
      command.append(head, body: UInt64(0))
      var venue = Venue(limits: .small, seed: HashSeed(rawValue: 1))
      venue.apply(command.bytes, into: &events)
    }
  }
}
