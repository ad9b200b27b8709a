import Market
import Testing

@testable import Agents

/// Phases over the wire: what was asked for, each change behind it, and no more after the end.
@Suite struct StatusSubscriptionsTests {
  private static func venue(_ path: String) throws -> TestVenue {
    let venue = try TestVenue(
      path, throttleLimit: 0, roles: ["THROTTLED": .marketData], hasMarketData: true)
    venue.defineSession(3, role: .marketData)
    return venue
  }

  private static func enter(_ phase: TradingPhase, _ venue: TestVenue) {
    var body = SetPhase()
    body.phaseCode = phase.rawValue
    venue.publish(.setPhase, body)
    for _ in 0..<10 { venue.cycle() }
  }

  @Test(
    "the examples happen as they are told",
    arguments: ["### Phases", "### Calls", "### Instruments"])
  func example(_ heading: String) throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    let clients = [
      "BUYER": try venue.logOn("BUYER"), "WATCH": try venue.logOn("THROTTLED"),
      "SELLER": try venue.logOn("SELLER"),
    ]
    if heading == "### Calls" { Self.enter(.preOpen, venue) }
    for line in TestVenue.example(behind: heading) {
      if line.who == "OPERATOR" {
        Self.enter(line.line == "halted" ? .halted : .open, venue)
        continue
      }
      let client = try #require(clients[line.who])
      if line.sends {
        client.send(line.line)
        client.flush()
        for _ in 0..<10 { venue.cycle() }
      } else {
        let parts = line.line.split(separator: "|").map(String.init)
        #expect(venue.expect(client, all: parts) != nil, "\(line.who) < \(line.line)")
      }
    }
    let told = clients["BUYER"]?.messages.filter { $0.contains("|35=f|") }
    #expect(
      heading != "### Phases" || told?.count == 4,
      "the subscription has ended before the market went on")
  }

  @Test("the example of hours of deals happens as it is told")
  func deals() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    venue.defineInstrument { $0.hasNegotiatedHours = 1 }
    let (buyer, seller) = (try venue.logOn("BUYER"), try venue.logOn("SELLER"))
    try venue.play("### Hours of deals", ["BUYER": buyer]) { line in
      var body = SchedulePhase()
      body.instrument = InstrumentID(rawValue: 1)
      body.isOfDeals = line == "closes the book" ? 0 : 1
      body.phaseCode = (line == "begins deals" ? TradingPhase.open : .closed).rawValue
      body.at = venue.now
      venue.publish(.schedulePhase, body)
      seller.send("35=e|324=P|55=CU|263=0|")
      #expect(venue.expect(seller, "35=f", "324=P") != nil)
    }
    #expect(venue.expect(seller, "35=f", "324=P", "336=NEG", "326=17") != nil)
    let told = buyer.messages.count { $0.contains("|336=NEG|") }
    #expect(told == 3, "what another session asks for is told to that one alone")
  }

  @Test(
    "a session that is away is told nothing of it behind its next logon, and is resent what it was told"
  )
  func away() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    let buyer = try venue.logOn("BUYER")
    buyer.send("35=e|324=P-1|55=CU|263=1|")
    #expect(venue.expect(buyer, "35=f", "324=P-1", "326=17") != nil)
    Self.enter(.halted, venue)
    #expect(venue.expect(buyer, "35=f", "325=Y", "326=2") != nil)
    buyer.send("35=2|7=1|16=0|")
    #expect(venue.expect(buyer, "35=f", "43=Y", "325=Y", "326=2") != nil)
    buyer.disconnect()
    for _ in 0..<20 { venue.cycle() }
    Self.enter(.open, venue)
    try buyer.reconnect(venue)
    buyer.send("35=A|98=0|108=30|")
    #expect(venue.expect(buyer, "35=A") != nil)
    Self.enter(.halted, venue)
    for _ in 0..<20 {
      venue.cycle()
      buyer.receive()
    }
    #expect(!buyer.messages.contains { $0.contains("|35=f|") })
    buyer.send("35=e|324=P-1|55=CU|263=0|")
    #expect(venue.expect(buyer, "35=f", "324=P-1", "326=2") != nil)
  }
}
