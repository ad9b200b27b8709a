import Storage
import Testing

@testable import Agents

/// What those get who were away: their own events, each read once for them, whoever else waits.
@Suite struct GatewayEventsTests {
  private static let sales = 6
  private static let between = 200

  private static func order(_ id: String, side: Int = 1, symbol: String = "CU") -> String {
    "35=D|11=\(id)|55=\(symbol)|54=\(side)|60=20261121-09:00:00|38=25|40=2|44=68400|15=CNY|59=0|"
  }

  /// Both buyers leave three orders behind and are away while these trade, one after the other, far apart
  /// among events of the seller; then the venue ends.
  private static func run(_ path: String) throws -> [TestClient] {
    let venue = try TestVenue(path, throttleLimit: 100)
    let buyers = [try venue.logOn("BUYER"), try venue.logOn("THROTTLED")]
    for buyer in buyers {
      for number in 1...3 {
        buyer.send(order("B\(number)"))
        precondition(venue.expect(buyer, "11=B\(number)", "150=0") != nil, "it rests")
      }
      buyer.disconnect()
    }
    let seller = try venue.logOn("SELLER")
    for number in 1...sales {
      for place in 1...between { seller.send(order("N\(number)-\(place)", symbol: "NONE")) }
      precondition(venue.expect(seller, "11=N\(number)-\(between)") != nil, "it is refused")
      seller.send(order("S\(number)", side: 2))
      precondition(venue.expect(seller, "11=S\(number)", "150=F") != nil, "it is filled")
    }
    seller.disconnect()
    for _ in 0..<20 { venue.cycle() }
    return buyers
  }

  private static func comeBack(_ client: TestClient, _ venue: TestVenue) throws {
    try client.reconnect(venue)
    client.send("35=A|98=0|108=30|")
    precondition(venue.expect(client, "35=A") != nil, "it is back")
    for _ in 0..<20 {
      venue.cycle()
      client.receive()
    }
  }

  private static func fills(_ client: TestClient) -> [String] {
    client.messages.filter { $0.contains("|150=F|") }.map { message in
      let fields = message.split(separator: "|")
      return fields.filter { $0.hasPrefix("34=") || $0.hasPrefix("11=") }.joined(separator: " ")
    }
  }

  private static func lateEvents(_ venue: TestVenue) -> UInt64 {
    venue.counters[CounterLayout.gateway].load(.lateEvents)
  }

  @Test("after a restart the log is gone through once; who comes late has its own events read")
  func restarted() throws {
    let folder = TemporaryFolder()
    let buyers = try Self.run(folder.path)
    let venue = try TestVenue(folder.path, throttleLimit: 100)
    for _ in 0..<20 { venue.cycle() }
    for (place, buyer) in buyers.enumerated() {
      try Self.comeBack(buyer, venue)
      #expect(Self.fills(buyer) == ["34=6 11=B1", "34=7 11=B2", "34=8 11=B3"])
      #expect(Self.lateEvents(venue) == UInt64(3 * (place + 1)))
      let session = venue.counters[CounterLayout.session(UInt32(place + 2))]
      #expect(session.load(.eventsWait) == 0)
    }
  }

  @Test("without room for positions they are looked for, and nothing is lost", arguments: [1, 2])
  func withoutRoom(_ blocks: Int) throws {
    let folder = TemporaryFolder()
    let buyers = try Self.run(folder.path)
    let venue = try TestVenue(folder.path, throttleLimit: 100, positionBlocks: blocks)
    for _ in 0..<20 { venue.cycle() }
    for buyer in buyers {
      try Self.comeBack(buyer, venue)
      #expect(Self.fills(buyer) == ["34=6 11=B1", "34=7 11=B2", "34=8 11=B3"])
    }
    // Who finds no block has every event looked at from its first on.
    #expect((Self.lateEvents(venue) > UInt64(Self.between)) == (blocks == 1))
  }

  @Test("what comes while somebody catches up comes behind it")
  func whileCatchingUp() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let client = try venue.logOn("BUYER")
    client.reads = false
    let orders = 6_000
    for number in 1...orders {
      client.send(Self.order("N\(number)", symbol: "NONE"))
      if number % 16 == 0 { venue.cycle() }
      if number == 4_000 { client.reads = true }
      if number > 4_000 { client.receive() }
    }
    #expect(venue.expect(client, "11=N\(orders)", "150=8", cycles: 50_000) != nil)
    let numbers = client.messages.filter { $0.contains("|35=8|") }.compactMap { message in
      message.split(separator: "|").first { $0.hasPrefix("11=N") }.flatMap { Int($0.dropFirst(4)) }
    }
    #expect(numbers == Array(1...orders))
  }
}
