import Market
import Records
import Testing

@testable import Agents

/// The example of one-way auctions in Specs/RULES_OF_ENGAGEMENT.md, message by message.
@Suite struct GatewayAuctionTests {
  /// What the operator does, as the example says it: announces 1, voids 5 of 4.
  private static func act(_ line: String, at venue: TestVenue) throws {
    let words = line.split(separator: " ")
    let verbs: [Substring: AuctionControl] = [
      "announces": .announce, "refuses": .refuse, "cancels": .cancel, "voids": .voidBid,
    ]
    var body = ControlAuction()
    body.auction = try #require(words.last.flatMap { UInt32($0) })
    body.actionCode = try #require(verbs[words[0]]).rawValue
    if words.count > 2 { body.orderID = OrderID(rawValue: try #require(UInt64(words[1]))) }
    body.request = body.auction
    venue.publish(.controlAuction, body)
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
    for line in TestVenue.example(behind: "## One-way auctions") where line.who != "OTHER" {
      if line.who == "CLOCK" {
        try venue.go(to: line.line, everybody)
      } else if line.who == "OPERATOR" {
        try Self.act(line.line, at: venue)
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
    var clients: [String: TestClient] = [:]
    for name in TestVenue.sessions { clients[name] = try venue.logOn(name) }
    clients["OTHER"] = clients["THROTTLED"]
    clients["THROTTLED"] = nil
    try venue.play("## One-way auctions", clients, blocks: 3) { try Self.act($0, at: venue) }
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
    try Self.act("announces 1", at: venue)
    #expect(venue.expect(seller, "35=f", "326=21", "7781=2") != nil)
    let buyer = try venue.logOn("BUYER")
    #expect(venue.expect(buyer, "35=f", "326=21", "7781=2") != nil)
    let told = buyer.messages.count { $0.contains("|35=d|") }
    #expect(told == 1)
  }
}
