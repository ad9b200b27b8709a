import Foundation
import Market
import Storage
import Testing

@testable import Agents

/// News(B) reaches each session of its audience exactly once, also who is away.
@Suite struct GatewayNewsTests {
  private static func publish(_ venue: TestVenue, _ headline: String, firm: String = "") {
    var body = PublishNews()
    body.kindCode = NewsKind.riskWarning.rawValue
    body.firm = compID(firm)
    body.headlineLength = UInt16(headline.utf8.count)
    body.textLength = 4
    venue.publish(.publishNews, body, text: headline + "text")
  }

  private static func venue(
    _ path: String, blocks: Int = GatewayLimits.positionBlocks
  ) throws -> TestVenue {
    try TestVenue(path, positionBlocks: blocks) { _, _ in
    } setup: { name, session in
      session.firm = FirmID(rawValue: UInt32(TestVenue.sessions.firstIndex(of: name) ?? 0) + 1)
    }
  }

  private static func settle(_ venue: TestVenue, _ clients: TestClient...) {
    for _ in 0..<20 {
      venue.cycle()
      for client in clients { client.receive() }
    }
  }

  private static func comeBack(_ client: TestClient, _ venue: TestVenue) throws {
    try client.reconnect(venue)
    client.send("35=A|98=0|108=30|")
    #expect(venue.expect(client, "35=A") != nil, "it is back")
    settle(venue, client)
  }

  private static func headlines(_ client: TestClient) -> [String] {
    client.messages.compactMap { message in
      guard message.contains("|35=B|") else { return nil }
      return message.split(separator: "|").first { $0.hasPrefix("148=") }.map(String.init)
    }
  }

  @Test(
    "who is there hears it at once, who is away when it is back, each once",
    arguments: [GatewayLimits.positionBlocks, 1])
  func once(blocks: Int) throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path, blocks: blocks)
    let (buyer, seller) = (try venue.logOn("BUYER"), try venue.logOn("SELLER"))
    buyer.disconnect()
    Self.settle(venue)
    Self.publish(venue, "One")
    Self.publish(venue, "Two")
    #expect(venue.expect(seller, all: ["35=B", "61=1", "148=Two", "33=1", "58=text"]) != nil)
    Self.settle(venue, seller)
    #expect(Self.headlines(seller) == ["148=One", "148=Two"])
    try Self.comeBack(buyer, venue)
    #expect(Self.headlines(buyer) == ["148=One", "148=Two"])
    let late = try venue.logOn("THROTTLED")
    Self.settle(venue, late)
    #expect(Self.headlines(late) == ["148=One", "148=Two"])
    buyer.disconnect()
    Self.settle(venue)
    try Self.comeBack(buyer, venue)
    #expect(Self.headlines(buyer) == [])
  }

  @Test("the example happens as it is told")
  func example() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    let clients = ["BUYER": try venue.logOn("BUYER"), "SELLER": try venue.logOn("SELLER")]
    var body = PublishNews()
    body.kindCode = NewsKind.documentWarning.rawValue
    body.incidentCode = Incident.receiptTruth.rawValue
    body.document = TitleDocID(Text32("R1") ?? Text32())
    let (headline, text) = (
      "R1 is doubted", "The warehouse is asked.\nDeliveries of it wait."
    )
    body.headlineLength = UInt16(headline.utf8.count)
    body.textLength = UInt16(text.utf8.count)
    venue.publish(.publishNews, body, text: headline + text)
    try venue.play("## News", clients)
  }

  @Test("the example of changed rules happens as it is told")
  func rules() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    let clients = ["BUYER": try venue.logOn("BUYER"), "SELLER": try venue.logOn("SELLER")]
    try venue.play("### When rules change", clients) { line in
      let words = line.split(separator: " ")
      let isBand = words[1] == "band"
      let day: Int64 = 86_400_000_000_000
      var body = ChangeParameter()
      body.symbol = Symbol(compID("CU").text)
      body.value = try #require(words.last.flatMap { Int64($0) }) * 100
      body.publishedOn = Instant(nanoseconds: venue.now.nanoseconds / day * day)
      body.parameterCode =
        (isBand ? InstrumentParameter.priceBand : .guarantee).rawValue
      if isBand {
        body.situationCode = AbnormalSituation.ruleBreachPrice.rawValue
      } else {
        body.effectiveAt = body.publishedOn.adding(nanoseconds: 30 * day)
      }
      venue.publish(.changeParameter, body)
    }
  }

  @Test("to a firm it goes to that firm's sessions alone")
  func firm() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    let (buyer, seller) = (try venue.logOn("BUYER"), try venue.logOn("SELLER"))
    Self.publish(venue, "Yours", firm: "BUYER")
    #expect(venue.expect(buyer, "35=B", "148=Yours") != nil)
    Self.publish(venue, "Everybody")
    #expect(venue.expect(seller, "35=B", "148=Everybody") != nil)
    Self.settle(venue, seller, buyer)
    #expect(Self.headlines(seller) == ["148=Everybody"])
    #expect(Self.headlines(buyer) == ["148=Yours", "148=Everybody"])
  }

  @Test("reports behind news come behind it")
  func order() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    let buyer = try venue.logOn("BUYER")
    Self.publish(venue, "First")
    buyer.send("35=D|11=B1|55=CU|54=1|60=20261121-09:00:00|38=25|40=2|44=68400|15=CNY|59=0|")
    #expect(venue.expect(buyer, "11=B1", "150=0") != nil)
    let kinds = buyer.messages.compactMap { message in
      message.split(separator: "|").first { $0.hasPrefix("35=") }
    }
    #expect(kinds.suffix(2) == ["35=B", "35=8"])
  }

  @Test("a restart tells it nobody twice, and to whom was away it is told then")
  func restarted() throws {
    let folder = TemporaryFolder()
    let (seller, buyer): (TestClient, TestClient)
    do {
      let venue = try Self.venue(folder.path)
      (seller, buyer) = (try venue.logOn("SELLER"), try venue.logOn("BUYER"))
      buyer.disconnect()
      Self.settle(venue)
      Self.publish(venue, "Before the restart")
      #expect(venue.expect(seller, "35=B") != nil)
      seller.disconnect()
      Self.settle(venue)
    }
    let venue = try Self.venue(folder.path)
    try Self.comeBack(seller, venue)
    #expect(Self.headlines(seller) == [])
    try Self.comeBack(buyer, venue)
    #expect(Self.headlines(buyer) == ["148=Before the restart"])
  }

  @Test("what the store has lost is told again, marked as perhaps told before")
  func lost() throws {
    let folder = TemporaryFolder()
    let seller: TestClient
    do {
      let venue = try Self.venue(folder.path)
      seller = try venue.logOn("SELLER")
      Self.publish(venue, "Lost")
      #expect(venue.expect(seller, "35=B", "34=2") != nil)
      seller.disconnect()
      Self.settle(venue)
    }
    try FileManager.default.removeItem(atPath: "\(folder.path)/sessions/00000001")
    let venue = try Self.venue(folder.path)
    try seller.reconnect(venue)
    seller.send("35=A|98=0|108=30|")
    seller.send("35=2|7=2|16=0|")
    #expect(venue.expect(seller, "35=B", "148=Lost", "97=Y") != nil)
  }
}
