import Market
import Records
import Testing

@testable import Agents

/// The example of one-way auctions in Specs/RULES_OF_ENGAGEMENT.md, message by message.
@Suite struct GatewayAuctionTests {
  /// Lets the time come, while nobody is silent for so long that its session ends.
  private static func go(_ venue: TestVenue, to time: String, _ clients: [TestClient]) throws {
    let parts = time.split(separator: ":").compactMap { Int64($0) }
    try #require(parts.count == 3, "\(time) is a time of day")
    let day: Int64 = 86_400_000_000_000
    let start = venue.now.nanoseconds / day * day
    let instant = start + (parts[0] * 3_600 + parts[1] * 60 + parts[2]) * 1_000_000_000
    try #require(instant > venue.now.nanoseconds, "the example goes on in time")
    var beats: Int64 = 0
    while venue.now.nanoseconds < instant {
      let seconds = venue.now.nanoseconds / 1_000_000_000
      if seconds >= beats {
        for client in clients { client.send("35=0|") }
        beats = seconds + 20
      }
      for client in clients {
        client.flush()
        client.receive()
      }
      venue.cycle(nanoseconds: min(500_000_000, instant - venue.now.nanoseconds))
    }
  }

  private static func announce(_ auction: UInt32, at venue: TestVenue) {
    var body = ControlAuction()
    body.auction = auction
    body.actionCode = AuctionControl.announce.rawValue
    body.request = auction
    venue.publish(.controlAuction, body)
  }

  /// All code blocks of the section, in their order.
  private static func example() -> [(who: String, sends: Bool, line: String)] {
    GatewayNegotiationTests.example(behind: "## One-way auctions", blocks: 2)
  }

  @Test(
    "who looks on and has asked for the instrument's phase is told the best bid, and nobody's name")
  func watched() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path, roles: ["THROTTLED": .marketData])
    venue.defineSession(3, role: .marketData)
    var clients: [String: TestClient] = [:]
    for name in TestVenue.sessions { clients[name] = try venue.logOn(name) }
    let watcher = try #require(clients["THROTTLED"])
    watcher.send("35=e|324=P-1|55=CU|263=1|")
    #expect(venue.expect(watcher, "35=f", "324=P-1") != nil)
    let everybody = TestVenue.sessions.compactMap { clients[$0] }
    for line in Self.example() where line.who != "OTHER" {
      if line.who == "CLOCK" {
        try Self.go(venue, to: line.line, everybody)
      } else if line.who == "OPERATOR" {
        Self.announce(1, at: venue)
      } else if line.sends {
        clients[line.who]?.send(line.line)
      }
      for _ in 0..<20 { venue.cycle() }
      if line.sends && line.line.contains("|11=B-1|") { break }
    }
    let told = venue.expect(watcher, "35=f", "7762=1", "326=17", "31=68500", "330=25", "7766=N")
    #expect(told != nil)
    #expect(told?.contains("BUYER") == false && told?.contains("|448=") == false)
    #expect(!watcher.messages.contains { $0.contains("|35=d|") }, "who holds the lot is not told")
  }

  @Test("the example happens as it is told")
  func example() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let lines = Self.example()
    #expect(lines.count > 40)
    var clients: [String: TestClient] = [:]
    for name in TestVenue.sessions { clients[name] = try venue.logOn(name) }
    clients["OTHER"] = clients["THROTTLED"]
    let everybody = TestVenue.sessions.compactMap { clients[$0] }
    for line in lines {
      if line.who == "CLOCK" {
        try Self.go(venue, to: line.line, everybody)
      } else if line.who == "OPERATOR" {
        let auction = try #require(line.line.split(separator: " ").last.flatMap { UInt32($0) })
        Self.announce(auction, at: venue)
      } else if line.sends {
        try #require(clients[line.who]).send(line.line)
      } else {
        let parts = line.line.split(separator: "|").map(String.init)
        let client = try #require(clients[line.who])
        #expect(venue.expect(client, all: parts) != nil, "\(line.who) < \(line.line)")
      }
    }
  }

  @Test("who is away is told of a lot when it is back, once")
  func away() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let seller = try venue.logOn("SELLER")
    seller.send(
      "35=c|320=A-1|321=1|55=CU|38=25|342=20261118-11:10:00|344=20261118-11:12:00|7761=E|7763=S|"
        + "7764=68400|7765=100|")
    #expect(venue.expect(seller, "35=d", "320=A-1", "7762=1") != nil)
    Self.announce(1, at: venue)
    #expect(venue.expect(seller, "35=f", "326=21", "7781=2") != nil)
    let buyer = try venue.logOn("BUYER")
    #expect(venue.expect(buyer, "35=f", "326=21", "7781=2") != nil)
    let told = buyer.messages.count { $0.contains("|35=d|") }
    #expect(told == 1)
  }
}
