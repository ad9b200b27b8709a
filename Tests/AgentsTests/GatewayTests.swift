import FIXSession
import Market
import OrderEntry
import Storage
import Testing

@testable import Agents

/// A venue in one thread against sockets on loopback: what a counterparty sees.
@Suite struct GatewayTests {
  @Test(
    "while no new work is taken a new order is refused, a cancel goes on; then orders are taken again"
  )
  func intake() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path, throttleLimit: 0)
    let client = try venue.logOn("BUYER")
    func order(_ name: String) -> String {
      "35=D|11=\(name)|55=CU|54=1|60=20261121-09:00:00|38=25|40=2|44=1|15=CNY|59=0|"
    }
    client.send(all: [order("A")])
    #expect(venue.expect(client, "35=8", "11=A") != nil)
    venue.intake.isOpen = false
    client.send(all: [
      order("B"), "35=F|11=C|41=A|55=CU|54=1|60=20261121-09:00:00|38=25|",
    ])
    #expect(venue.expect(client, "35=j", "380=4") != nil)
    #expect(venue.expect(client, "35=9", "11=C") != nil)
    venue.intake.isOpen = true
    client.send(all: [order("D")])
    #expect(venue.expect(client, "35=8", "11=D") != nil)
  }

  private func order(_ id: String, side: Int = 1, price: Int = 68_400) -> String {
    "35=D|11=\(id)|55=CU|54=\(side)|60=20261121-09:00:00|38=25|40=2|44=\(price)|15=CNY|59=0|"
  }

  private func resend(_ from: Int) -> String { "35=2|7=\(from)|16=0|" }

  @Test("who asks for the least MaxMessageSize(383) can take the longest report")
  func maxMessageSize() {
    let least = SessionSettings().leastMaxMessageSize
    #expect(least == UInt64(ReportEncoder.messageBytesMax))
    #expect(least <= UInt64(GatewayLimits.messageBytes))
  }

  @Test("an order is acknowledged, and one that trades is reported to both sides")
  func trade() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let seller = try venue.logOn("SELLER")
    let buyer = try venue.logOn("BUYER")
    seller.send(order("S1", side: 2))
    #expect(venue.expect(seller, "35=8", "11=S1", "150=0", "39=0") != nil)
    buyer.send(order("B1"))
    #expect(venue.expect(buyer, "35=8", "11=B1", "150=0") != nil)
    let bought = try #require(venue.expect(buyer, "35=8", "11=B1", "150=F", "39=2", "31=68400"))
    let sold = try #require(venue.expect(seller, "35=8", "11=S1", "150=F", "39=2"))
    #expect(bought.contains("|309=R1|") && sold.contains("|309=R1|"))
  }

  @Test("nothing leaves before the command behind it is committed")
  func durableBeforeVisible() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let buyer = try venue.logOn("BUYER")
    venue.commits = false
    buyer.send(order("B1"))
    #expect(venue.expect(buyer, "11=B1", cycles: 50) == nil)
    venue.commits = true
    #expect(venue.expect(buyer, "11=B1", "150=0") != nil)
  }

  @Test("a fill while the seller is away waits and comes as the next number, not as a repeat")
  func offline() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let seller = try venue.logOn("SELLER")
    seller.send(order("S1", side: 2))
    #expect(venue.expect(seller, "11=S1", "150=0") != nil)
    seller.disconnect()
    let buyer = try venue.logOn("BUYER")
    buyer.send(order("B1"))
    #expect(venue.expect(buyer, "11=B1", "150=F") != nil)
    try seller.reconnect(venue)
    seller.send("35=A|98=0|108=30|")
    let fill = try #require(venue.expect(seller, "35=8", "11=S1", "150=F"))
    #expect(!fill.contains("|43=Y|"))
    #expect(fill.contains("|34=4|"))
  }

  @Test("a report that was lost on the line is sent again with PossDupFlag(43) and its first time")
  func resent() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let buyer = try venue.logOn("BUYER")
    buyer.send(order("B1"))
    #expect(venue.expect(buyer, "11=B1", "150=0") != nil)
    buyer.disconnect()
    try buyer.reconnect(venue)
    buyer.send("35=A|98=0|108=30|")
    #expect(venue.expect(buyer, "35=A") != nil)
    buyer.send(resend(1))
    let again = try #require(venue.expect(buyer, "35=8", "11=B1", "43=Y", "34=2"))
    #expect(again.contains("|122="))
    #expect(venue.expect(buyer, "35=4", "123=Y", "34=1", "36=2") != nil)
  }

  @Test("after a crash the numbers go on, and an order is never answered twice")
  func crash() throws {
    let folder = TemporaryFolder()
    var venue: TestVenue? = try TestVenue(folder.path)
    let buyer = try #require(try venue?.logOn("BUYER"))
    buyer.send(order("B1"))
    #expect(venue?.expect(buyer, "11=B1", "150=0") != nil)
    venue = nil
    let again = try TestVenue(folder.path)
    try buyer.reconnect(again)
    buyer.send("35=A|98=0|108=30|")
    let reply = try #require(again.expect(buyer, "35=A"))
    #expect(reply.contains("|34=3|"))
    buyer.send(order("B1"))
    #expect(again.expect(buyer, "35=8", "11=B1", "150=8", "103=6") != nil)
  }

  @Test("who logs out, closes and comes back at once is taken")
  func backAtOnce() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let client = try venue.logOn("BUYER")
    for _ in 0..<5 {
      client.send("35=5|")
      #expect(venue.expect(client, "35=5") != nil)
      client.disconnect()
      try client.reconnect(venue)
      client.send("35=A|98=0|108=30|")
      #expect(venue.expect(client, "35=A") != nil)
    }
  }

  @Test("messages over the limit are refused by the core, cancels are not counted out")
  func throttled() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let client = try venue.logOn("THROTTLED")
    for number in 1...4 { client.send(order("T\(number)")) }
    #expect(venue.expect(client, "11=T3", "150=0") != nil)
    #expect(venue.expect(client, "11=T4", "150=8", "39=8") != nil)
    client.send("35=F|11=C1|41=T1|55=CU|54=1|60=20261121-09:00:00|")
    #expect(venue.expect(client, "11=C1", "150=4") != nil)
  }

  @Test(
    "a message that the dictionary refuses is answered by Reject(3) and has consumed its number")
  func rejected() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let client = try venue.logOn("BUYER")
    client.send("35=D|11=X|55=CU|54=Z|60=20261121-09:00:00|38=25|40=2|44=68400|")
    #expect(venue.expect(client, "35=3", "45=2", "371=54", "373=5") != nil)
    client.send("35=E|66=1|394=3|68=0|")
    #expect(venue.expect(client, "35=j", "45=3", "372=E", "380=3") != nil)
    client.send(order("B1"))
    #expect(venue.expect(client, "11=B1", "150=0") != nil)
  }

  /// How many of its orders are answered in one duty cycle, each client having sent 300.
  private func answeredInOneCycle(_ names: [String]) throws -> [Int] {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let clients = try names.map { try venue.logOn($0) }
    for client in clients {
      client.send(all: (1...300).map { order("N\($0)", price: 1) })
    }
    venue.cycle()
    return clients.map { client in
      client.receive()
      return client.messages.count { $0.contains("|35=8|") }
    }
  }

  @Test("a session alone has 256 messages processed in one duty cycle, two busy ones 128 each")
  func cycleIsShared() throws {
    let alone = try answeredInOneCycle(["BUYER"])
    #expect(alone == [256])
    let both = try answeredInOneCycle(["BUYER", "SELLER"])
    #expect(both == [128, 128])
  }

  @Test("what is left and what has come since are one session's: it counts once")
  func backlogCountsOnce() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let client = try venue.logOn("BUYER")
    client.send(all: (1...600).map { order("N\($0)", price: 1) })
    venue.cycle()
    venue.cycle()
    client.receive()
    #expect(client.messages.count { $0.contains("|35=8|") } == 512)
  }

  @Test(
    "however many are busy, each has 32 messages processed", arguments: [(8, 32), (9, 32), (6, 42)])
  func leastShare(busy: Int, share: Int) { #expect(GatewayLimits.allowance(busy: busy) == share) }

  @Test("who reads has what one commit brings in one cycle, also more than its buffer holds")
  func manyAtOnce() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let client = try venue.logOn("BUYER")
    venue.commits = false
    client.send(all: (1...700).map { order("N\($0)", price: 1) })
    for _ in 0..<3 { venue.cycle() }
    venue.commits = true
    venue.cycle()
    client.receive()
    #expect(client.messages.count { $0.contains("|35=8|") } == 700)
    #expect(client.frames.map(\.count).reduce(0, +) > GatewayLimits.outboundHighWater)
  }

  @Test("a peer that reads nothing is served from the event log when it reads again")
  func slowReader() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let client = try venue.logOn("BUYER")
    client.reads = false
    let orders = 12_000
    for number in 1...orders {
      client.send(order("N\(number)", price: 1))
      if number % 16 == 0 { venue.cycle() }
    }
    for _ in 0..<2_000 { venue.cycle() }
    client.reads = true
    #expect(venue.expect(client, "11=N\(orders)", "150=8", cycles: 50_000) != nil)
    let numbers = client.messages.filter { $0.contains("|35=8|") }.count
    #expect(numbers == orders)
  }

  @Test("ResetSeqNumFlag(141) opens an epoch: both sides from 1")
  func reset() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let client = try venue.logOn("BUYER")
    client.send(order("B1"))
    #expect(venue.expect(client, "11=B1", "150=0") != nil)
    client.disconnect()
    try client.reconnect(venue)
    client.nextNumber = 1
    client.send("35=A|98=0|108=30|141=Y|")
    let reply = try #require(venue.expect(client, "35=A", "141=Y"))
    #expect(reply.contains("|34=1|"))
    client.send(order("B2"))
    #expect(venue.expect(client, "11=B2", "150=0", "34=2") != nil)
  }

  @Test("a shutdown logs everybody out and ends when they have answered")
  func shutdown() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let client = try venue.logOn("BUYER")
    venue.beginShutdown()
    #expect(venue.expect(client, "35=5") != nil)
    client.send("35=5|")
    #expect(venue.expectClosed(client))
    #expect(venue.connectionCount == 0)
  }
}
