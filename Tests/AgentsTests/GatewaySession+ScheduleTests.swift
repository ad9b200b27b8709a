import Market
import Storage
import Testing

@testable import Agents

/// What a counterparty sees of its session's hours and of resets by schedule, over loopback.
@Suite struct GatewaySessionScheduleTests {
  private let logon = "35=A|98=0|108=30|"
  /// 20261125-07:00:00.
  private let opening = Instant(nanoseconds: 1_795_590_000_000_000_000)
  private let first = Instant(nanoseconds: 1_000)
  private let second = Instant(nanoseconds: 2_000)

  private func order(_ id: String, _ side: Int = 1) -> String {
    "35=D|11=\(id)|55=CU|54=\(side)|60=20261121-09:00:00|38=25|40=2|44=68400|15=CNY|59=0|"
  }

  @Test("at the end of its hours it is logged out, and told when they begin again")
  func end() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let buyer = try venue.logOn("BUYER")
    let seller = try venue.logOn("SELLER")
    venue.schedule("BUYER", isOpen: false, changesAt: opening)
    let text = "58=Outside of the session's hours, which begin at 20261125-07:00:00"
    #expect(venue.expect(buyer, "35=5", text) != nil)
    buyer.send("35=5|")
    #expect(venue.expectClosed(buyer))
    seller.send(order("S1", 2))
    #expect(venue.expect(seller, "35=8", "11=S1") != nil)
    let block = venue.counters[CounterLayout.session(2)]
    #expect(block.load(.isOutsideHours) == 1)
    #expect(block.load(.hoursChangeAt) == UInt64(opening.nanoseconds))
    #expect(block.load(.lastEndReason) == UInt64(SessionEndReason.outsideHours.rawValue))
  }

  @Test(
    "outside of them a Logon(A) is answered by Logout(5), also after a restart; then it goes on")
  func outside() throws {
    let folder = TemporaryFolder()
    var venue: TestVenue? = try TestVenue(folder.path)
    let buyer = try #require(try venue?.logOn("BUYER"))
    venue?.schedule("BUYER", isOpen: false, changesAt: opening)
    #expect(venue?.expect(buyer, "35=5") != nil)
    buyer.send("35=5|")
    #expect(venue?.expectClosed(buyer) == true)
    for isRestarted in [false, true] {
      if isRestarted {
        venue = nil
        venue = try TestVenue(folder.path)
      }
      let running = try #require(venue)
      try buyer.reconnect(running)
      buyer.send(logon, number: 3)
      let number = "34=\(isRestarted ? 4 : 3)"
      let text = "58=Outside of the session's hours, which begin at 20261125-07:00:00"
      #expect(running.expect(buyer, "35=5", number, text) != nil)
      #expect(running.expectClosed(buyer))
    }
    let running = try #require(venue)
    running.schedule("BUYER", isOpen: true)
    running.cycle()
    try buyer.reconnect(running)
    buyer.send(logon, number: 3)
    #expect(running.expect(buyer, "35=A", "34=5") != nil)
  }

  @Test("a Logon(A) that is on its way when the hours end is not answered by one")
  func race() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let buyer = try TestClient("BUYER", venue)
    venue.schedule("BUYER", isOpen: false, changesAt: opening)
    buyer.send(logon)
    #expect(venue.expectClosed(buyer))
    #expect(buyer.messages.allSatisfy { !$0.contains("|35=A|") })
  }

  @Test("at the moment of a reset it is logged out; both begin at 1, what waited comes as new")
  func reset() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    venue.schedule("BUYER", isOpen: true, resetAt: first)
    let buyer = try venue.logOn("BUYER")
    buyer.send(order("B1"))
    #expect(venue.expect(buyer, "35=8", "11=B1") != nil)
    venue.schedule("BUYER", isOpen: true, resetAt: second)
    let text = "58=Numbers begin again at 1, log on with MsgSeqNum(34) 1"
    #expect(venue.expect(buyer, "35=5", text) != nil)
    buyer.send("35=5|")
    #expect(venue.expectClosed(buyer))
    let seller = try venue.logOn("SELLER")
    seller.send(order("S1", 2))
    #expect(venue.expect(seller, "35=8", "150=F") != nil)
    try buyer.reconnect(venue)
    buyer.nextNumber = 1
    buyer.send(logon)
    #expect(venue.expect(buyer, "35=A", "34=1") != nil)
    let report = try #require(venue.expect(buyer, "35=8", "11=B1", "150=F", "34=2"))
    #expect(!report.contains("|97="))
    #expect(try venue.epochCauses() == ["schedule"])
    // The same moment again, as a venue that starts anew may say it: nothing happens.
    venue.schedule("BUYER", isOpen: true, resetAt: second)
    #expect(venue.expect(buyer, "35=5", cycles: 50) == nil)
  }

  @Test("a reset that comes while a session is away, and one that a crash overtakes")
  func away() throws {
    let folder = TemporaryFolder()
    var venue: TestVenue? = try TestVenue(folder.path)
    venue?.schedule("BUYER", isOpen: true, resetAt: first)
    let buyer = try #require(try venue?.logOn("BUYER"))
    // Logged out but not yet gone: the epoch is opened at the next start.
    venue?.schedule("BUYER", isOpen: true, resetAt: second)
    #expect(venue?.expect(buyer, "35=5") != nil)
    venue = nil
    let again = try TestVenue(folder.path)
    try buyer.reconnect(again)
    buyer.nextNumber = 1
    buyer.send(logon)
    #expect(again.expect(buyer, "35=A", "34=1") != nil)
    buyer.disconnect()
    for _ in 0..<5 { again.cycle() }
    again.schedule("BUYER", isOpen: false, changesAt: opening, resetAt: second)
    let third = Instant(nanoseconds: 3_000)
    again.schedule("BUYER", isOpen: true, resetAt: third)
    for _ in 0..<5 { again.cycle() }
    try buyer.reconnect(again)
    buyer.nextNumber = 1
    buyer.send(logon)
    #expect(again.expect(buyer, "35=A", "34=1") != nil)
    #expect(try again.epochCauses() == ["schedule", "schedule"])
  }
}
