import Market
import Testing

@testable import Agents

/// Whose turn it is: everybody who has something, in turn, and nobody else.
@Suite struct GatewayTurnsTests {
  private func orders(_ name: String, _ count: Int) -> [String] {
    (1...count).map {
      "35=D|11=\(name)\($0)|55=CU|54=1|60=20261121-09:00:00|38=25|40=2|44=1|15=CNY|59=0|"
    }
  }

  private func answers(_ client: TestClient) -> Int {
    client.receive()
    return client.messages.count { $0.contains("|35=8|") }
  }

  @Test("who had no room on the way to the engine has his turn first in the next cycle")
  func narrow() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path, throttleLimit: 0, ringBytes: 1 << 16)
    let clients = try TestVenue.sessions.map { try venue.logOn($0) }
    for client in clients { client.send(all: orders(client.name, 400)) }
    venue.cycle()
    let once = clients.map { answers($0) }
    #expect(once.min() == 0, "the ring holds the messages of two sessions at most")
    for _ in 0..<2 { venue.cycle() }
    let thrice = clients.map { answers($0) }
    #expect((thrice.min() ?? 0) >= GatewayLimits.allowance(busy: 3))
    for _ in 0..<40 { venue.cycle() }
    #expect(clients.map { answers($0) } == [400, 400, 400])
  }

  @Test("a session that floods has its share, and one order of another is answered in its cycle")
  func flood() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let seller = try venue.logOn("SELLER")
    let buyer = try venue.logOn("BUYER")
    for round in 1...4 {
      seller.send(all: orders("S\(round)-", 300))
      buyer.send(all: orders("B\(round)-", 1))
      venue.cycle()
      #expect(answers(buyer) == round)
    }
    #expect(answers(seller) >= 4 * GatewayLimits.allowance(busy: 2))
  }

  @Test("nobody who says nothing is looked at before its heartbeat is due")
  func idle() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let client = try venue.logOn("BUYER")
    for _ in 0..<10 { venue.cycle() }
    var work = 0
    for _ in 0..<20_000 { work += venue.cycle() }
    #expect(work == 0)
    #expect(client.messages.allSatisfy { !$0.contains("|35=0|") })
    for _ in 0..<10_100 { work += venue.cycle() }
    #expect(work > 0)
    #expect(venue.expect(client, "35=0", cycles: 1) != nil)
  }

  @Test("with one buffer of each kind everybody is served, and who is silent has none")
  func oneBuffer() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path, throttleLimit: 0, spareBuffers: 1)
    let clients = try TestVenue.sessions.map { try venue.logOn($0) }
    #expect(venue.lentBuffers == [0, 0])
    for client in clients { client.send(all: orders(client.name, 300)) }
    for _ in 0..<20 { venue.cycle() }
    #expect(clients.map { answers($0) } == [300, 300, 300])
    #expect(venue.lentBuffers == [0, 0])
  }

  @Test("who has sent half a message, or does not read, keeps a buffer, and the others go on")
  func keepers() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path, throttleLimit: 0, spareBuffers: 1)
    let clients = [
      try venue.logOn("SELLER"), TestClient("BUYER", inMemory: venue),
      try venue.logOn("THROTTLED"),
    ]
    clients[1].send("35=A|98=0|108=30|")
    #expect(venue.expect(clients[1], "35=A") != nil)
    let whole = TestClient.framed(
      "35=1|49=SELLER|56=VENUE|34=2|52=20261121-09:00:00.000|112=HALF|")
    clients[0].sendRaw(Array(whole[..<40]))
    clients[1].reads = false
    for round in 1...20 {
      clients[1].send(all: orders("N\(round)-", 100))
      for _ in 0..<3 { venue.cycle() }
    }
    #expect(venue.lentBuffers == [1, 1])
    clients[2].send(all: orders("T", 10))
    venue.cycle()
    #expect(answers(clients[2]) == 10)
    clients[0].sendRaw(Array(whole[40...]))
    #expect(venue.expect(clients[0], "35=0", "112=HALF") != nil)
    clients[1].disconnect()
    for _ in 0..<5 { venue.cycle() }
    #expect(venue.lentBuffers == [0, 0])
  }

  @Test("who ends is counted out, and who is back at once is counted in")
  func counted() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let clients = try TestVenue.sessions.map { try venue.logOn($0) }
    #expect([venue.connectionCount, venue.loggedOnCount] == [3, 3])
    clients[1].disconnect()
    venue.cycle()
    #expect([venue.connectionCount, venue.loggedOnCount] == [2, 2])
    clients[0].disconnect()
    try clients[0].reconnect(venue)
    clients[0].send("35=A|98=0|108=30|")
    #expect(venue.expect(clients[0], "35=A") != nil)
    #expect([venue.connectionCount, venue.loggedOnCount] == [2, 2])
  }
}
