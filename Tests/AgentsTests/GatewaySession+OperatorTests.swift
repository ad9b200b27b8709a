import Market
import Testing

@testable import Agents

/// What a counterparty sees of the operator's hand, over loopback; a restart in between.
@Suite struct GatewaySessionOperatorTests {
  private let logon = "35=A|98=0|108=30|"

  private func order(_ id: String) -> String {
    "35=D|11=\(id)|55=CU|54=1|60=20261121-09:00:00|38=25|40=2|44=68400|15=CNY|59=0|"
  }

  @Test("logged out with the operator's words, or the usual ones; it may come back")
  func logout() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let buyer = try venue.logOn("BUYER")
    venue.control("BUYER", .logout, text: "call 555-1234")
    #expect(venue.expect(buyer, "35=5", "58=call 555-1234") != nil)
    buyer.send("35=5|")
    #expect(venue.expectClosed(buyer))
    try buyer.reconnect(venue)
    buyer.send(logon)
    #expect(venue.expect(buyer, "35=A") != nil)
    venue.control("BUYER", .logout)
    #expect(venue.expect(buyer, "35=5", "58=Logged out by the operator") != nil)
  }

  @Test("nothing happens before the command is committed")
  func committed() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let buyer = try venue.logOn("BUYER")
    venue.commits = false
    venue.control("BUYER", .logout)
    #expect(venue.expect(buyer, "35=5", cycles: 50) == nil)
    venue.commits = true
    #expect(venue.expect(buyer, "35=5") != nil)
  }

  @Test("disabled: logged out, and closed without a word, also after a restart, until enabled")
  func disable() throws {
    let folder = TemporaryFolder()
    var venue: TestVenue? = try TestVenue(folder.path)
    let buyer = try #require(try venue?.logOn("BUYER"))
    venue?.control("BUYER", .disable, text: "disabled")
    #expect(venue?.expect(buyer, "35=5", "58=disabled") != nil)
    buyer.send("35=5|")
    #expect(venue?.expectClosed(buyer) == true)
    for isRestarted in [false, true] {
      if isRestarted {
        venue = nil
        venue = try TestVenue(folder.path)
      }
      let running = try #require(venue)
      try buyer.reconnect(running)
      buyer.send(logon)
      #expect(running.expectClosed(buyer))
      #expect(buyer.messages.isEmpty)
      #expect(running.gatewayRefusals() == [.sessionDisabled])
    }
    let running = try #require(venue)
    running.control("BUYER", .enable)
    running.cycle()
    try buyer.reconnect(running)
    buyer.send(logon, number: 3)
    #expect(running.expect(buyer, "35=A") != nil)
  }

  @Test("the next number out: told by SequenceReset(4) when live, kept over a restart when away")
  func outbound() throws {
    let folder = TemporaryFolder()
    var venue: TestVenue? = try TestVenue(folder.path)
    let buyer = try #require(try venue?.logOn("BUYER"))
    venue?.control("BUYER", .setNextOutbound, number: 50)
    #expect(venue?.expect(buyer, "35=4", "34=2", "123=N", "36=50") != nil)
    buyer.send(order("B1"))
    #expect(venue?.expect(buyer, "35=8", "11=B1", "34=50") != nil)
    buyer.send("35=2|7=2|16=0|")
    #expect(venue?.expect(buyer, "35=4", "34=2", "123=Y", "36=50") != nil)
    #expect(venue?.expect(buyer, "35=8", "43=Y", "34=50") != nil)
    buyer.send(order("B2"))
    #expect(venue?.expect(buyer, "35=8", "11=B2", "34=51") != nil)
    buyer.disconnect()
    venue?.cycle()
    venue?.control("BUYER", .setNextOutbound, number: 9_000)
    for _ in 0..<5 { venue?.cycle() }
    venue = nil
    let again = try TestVenue(folder.path)
    try buyer.reconnect(again)
    buyer.send(logon)
    #expect(again.expect(buyer, "35=A", "34=9000") != nil)
    buyer.send(order("B3"))
    #expect(again.expect(buyer, "35=8", "11=B3", "34=9001") != nil)
  }

  @Test("the number expected: what is missing before it is done without")
  func inbound() throws {
    let folder = TemporaryFolder()
    var venue: TestVenue? = try TestVenue(folder.path)
    let buyer = try #require(try venue?.logOn("BUYER"))
    buyer.send(order("B9"), number: 9)
    #expect(venue?.expect(buyer, "35=2", "7=2") != nil)
    venue?.control("BUYER", .setNextInbound, number: 9)
    #expect(venue?.expect(buyer, "35=8", "11=B9") != nil)
    buyer.disconnect()
    venue?.cycle()
    venue?.control("BUYER", .setNextInbound, number: 30)
    for _ in 0..<5 { venue?.cycle() }
    venue = nil
    let again = try TestVenue(folder.path)
    try buyer.reconnect(again)
    buyer.send(logon, number: 30)
    #expect(again.expect(buyer, "35=A") != nil)
    #expect(again.expect(buyer, "35=2", cycles: 20) == nil)
  }

  @Test("a reset logs out, and both sides begin at 1; what waited goes out in the new epoch")
  func reset() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let buyer = try venue.logOn("BUYER")
    buyer.send(order("B1"))
    #expect(venue.expect(buyer, "35=8", "11=B1") != nil)
    venue.control("BUYER", .reset)
    #expect(venue.expect(buyer, "35=5") != nil)
    buyer.send("35=5|")
    #expect(venue.expectClosed(buyer))
    let seller = try venue.logOn("SELLER")
    seller.send("35=D|11=S1|55=CU|54=2|60=20261121-09:00:00|38=25|40=2|44=68400|15=CNY|59=0|")
    #expect(venue.expect(seller, "35=8", "150=F") != nil)
    try buyer.reconnect(venue)
    buyer.nextNumber = 1
    buyer.send(logon)
    #expect(venue.expect(buyer, "35=A", "34=1") != nil)
    #expect(venue.expect(buyer, "35=8", "11=B1", "150=F", "34=2") != nil)
  }

  @Test("a reset before a restart: still 1, and what waited is still sent")
  func resetAndRestart() throws {
    let folder = TemporaryFolder()
    var venue: TestVenue? = try TestVenue(folder.path)
    let buyer = try #require(try venue?.logOn("BUYER"))
    buyer.send(order("B1"))
    #expect(venue?.expect(buyer, "35=8", "11=B1") != nil)
    buyer.disconnect()
    for _ in 0..<5 { venue?.cycle() }
    venue?.control("BUYER", .reset)
    let seller = try #require(try venue?.logOn("SELLER"))
    seller.send("35=D|11=S1|55=CU|54=2|60=20261121-09:00:00|38=25|40=2|44=68400|15=CNY|59=0|")
    #expect(venue?.expect(seller, "35=8", "150=F") != nil)
    venue = nil
    let again = try TestVenue(folder.path)
    try buyer.reconnect(again)
    buyer.nextNumber = 1
    buyer.send(logon)
    #expect(again.expect(buyer, "35=A", "34=1") != nil)
    #expect(again.expect(buyer, "35=8", "11=B1", "150=F", "34=2") != nil)
  }

  @Test("a reset that a crash has overtaken is done at the next start")
  func resetAfterCrash() throws {
    let folder = TemporaryFolder()
    var venue: TestVenue? = try TestVenue(folder.path)
    let buyer = try #require(try venue?.logOn("BUYER"))
    venue?.control("BUYER", .reset)
    #expect(venue?.expect(buyer, "35=5") != nil)
    venue = nil
    let again = try TestVenue(folder.path)
    try buyer.reconnect(again)
    buyer.nextNumber = 1
    buyer.send(logon)
    #expect(again.expect(buyer, "35=A", "34=1") != nil)
    buyer.send(order("B1"))
    #expect(again.expect(buyer, "35=8", "11=B1", "34=2") != nil)
  }
}
