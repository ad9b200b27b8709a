import Market
import Memory
import Testing

@testable import MarketCore

@Suite struct CancelOnDisconnectTests {
  private static func reference() -> ReferenceData {
    var reference = ReferenceData(limits: .small, seed: HashSeed(rawValue: 1))
    reference.sessionCount = 3
    return reference
  }

  @Test("graces are over by time, then by number; one that has ended otherwise is taken out")
  func order() {
    var reference = Self.reference()
    var graces = Graces(sessions: 3)
    let ids = (1...3).map { SessionID(rawValue: $0) }
    graces.add(ids[2], until: Instant(nanoseconds: 5), in: &reference)
    graces.add(ids[0], until: Instant(nanoseconds: 7), in: &reference)
    graces.add(ids[1], until: Instant(nanoseconds: 5), in: &reference)
    #expect(graces.first?.session == ids[1])
    graces.remove(ids[1], in: &reference)
    graces.remove(ids[1], in: &reference)
    #expect(graces.count == 2)
    #expect(graces.first?.session == ids[2])
    graces.remove(ids[2], in: &reference)
    #expect(graces.first?.until == Instant(nanoseconds: 7))
    graces.remove(ids[0], in: &reference)
    #expect(graces.first == nil)
    #expect(ids.allSatisfy { reference[$0].grace == nil })
  }

  @Test("a session is away once")
  func twice() async {
    await #expect(processExitsWith: .failure) {
      var reference = CancelOnDisconnectTests.reference()
      var graces = Graces(sessions: 3)
      let id = SessionID(rawValue: 1)
      graces.add(id, until: Instant(nanoseconds: 5), in: &reference)
      graces.add(id, until: Instant(nanoseconds: 6), in: &reference)
    }
  }

  @Test(
    "the venue wants a tick when a grace is over", arguments: [1, 2_000, 3_600_000] as [UInt32])
  func timer(_ milliseconds: UInt32) {
    let market = VenueTests.market([
      "logon D1 cod=drop grace=\(decimal(Int64(milliseconds), 3))", "drop D1",
    ])
    let next = market.tester.applier.venue.nextTimer
    let grace = Int64(milliseconds) * 1_000_000
    #expect(next == market.tester.now.adding(nanoseconds: grace))
  }

  @Test("mass cancels that fill their room leave that for ended connections, and these theirs")
  func room() {
    var limits = VenueLimits.small
    limits.orders = 4_096
    limits.clOrdIDs = 8_192
    limits.restingOrders = 4_096
    let market = VenueFencesTests.market(2_600, limits: limits)
    let logons = ["D1", "D3", "D4"].map { "logon \($0) cod=drop grace=0" }
    for row in logons + ["new D1 A1 buy 1 68000", "new D4 E1 buy 1 68000"] {
      VenueTests.perform(row, market)
    }
    for sender in ["D2", "D2"] { VenueTests.perform("mass-cancel \(sender) M all", market) }
    for session in ["D1", "D3", "D4"] { VenueTests.perform("drop \(session)", market) }
    // Three are pending that nobody has asked for: there is room for one more mass cancel and one kill.
    let rows = [
      "mass-cancel D3 M all", "mass-cancel D4 M all", "kill session D1", "kill session D2",
    ]
    let answers = rows.map { VenueTests.perform($0, market).first { !$0.hasPrefix("report") } }
    #expect(
      answers == [
        "mass-cancel M total=1 to=D3", "mass-cancel M tooManyPending 532=99 total=0 to=D4",
        "stopped session 1 total=1", "refused limitReached detail=4 to=venue",
      ])
  }

  @Test(
    "all sessions may be gone at once: each order ends, 256 in a step, and one fence each is enough"
  )
  func all() {
    let market = VenueTests.market(
      (5...27).map { "session X\($0) DLR001 dealer" } + ["credit DLR001 10000000000"])
    let sessions = ["D1", "D2", "D3", "D4", "D1b"] + (5...27).map { "X\($0)" }
    for (number, session) in sessions.enumerated() {
      for row in [
        "logon \(session) cod=drop grace=5", "many 20 new \(session) N\(number)-* buy 1 67000",
      ] { VenueTests.perform(row, market) }
    }
    let finding = market.tester.applier.venue.audit()
    #expect(finding == nil)
    VenueTests.perform("restart", market)
    VenueTests.perform("resume", market)
    VenueTests.perform("wait 5", market)
    var steps: [Int] = []
    repeat {
      steps.append(market.tester.tick().count { $0.contains("disconnect") })
    } while market.tester.applier.venue.hasPendingWork
    #expect(steps.reduce(0, +) == sessions.count * 20)
    #expect(steps.dropLast().allSatisfy { $0 <= 256 })
    #expect(market.tester.applier.venue.nextTimer == nil)
  }

  @Test("each of what is agreed on, and a grace that waits, is part of the state")
  func digest() {
    let ways = [
      [], ["logon D1"], ["logon D1 cod=drop"], ["logon D1 cod=drop grace=1"],
      ["logon D1 cod=drop grace=1 gtc"], ["logon D1 cod=drop grace=1 gtc", "restart"],
      ["logon D1 cod=drop grace=1 gtc", "restart", "resume"],
    ]
    let digests = ways.map { rows in
      let market = VenueTests.market(rows)
      return market.tester.applier.venue.digest()
    }
    #expect(Set(digests).count == ways.count)
  }
}
