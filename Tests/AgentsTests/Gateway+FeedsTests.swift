import Foundation
import Market
import MarketCore
import OrderEntry
import Testing

@testable import Agents

/// A drop copy shows what its firms are told and each of their trades, once, in order, and without a gap through
/// crashes, losses and resets: each message names the one before.
@Suite struct GatewayFeedTests {
  /// A market whose third session is a drop copy that shows the seller, or all.
  static func venue(
    _ path: String, shows firms: [UInt32] = [1], isNew: Bool = true, ownTags: Bool = true,
    isMachineNew: Bool = false, blocks: Int = GatewayLimits.positionBlocks
  ) throws -> TestVenue {
    let venue = try TestVenue(
      path, isMachineNew: isMachineNew, roles: ["THROTTLED": .dropCopy], positionBlocks: blocks
    ) { _, _ in
    } setup: { name, session in
      session.firm = FirmID(rawValue: name == "BUYER" ? 2 : 1)
      guard name == "THROTTLED" else { return }
      session.role = .dropCopy
      session.ownTags = ownTags
    }
    guard isNew else { return venue }
    venue.defineSession(3, role: .dropCopy)
    entitle(venue, firms)
    for _ in 0..<5 { venue.cycle() }
    return venue
  }

  static func entitle(_ venue: TestVenue, _ firms: [UInt32]) {
    var body = DefineEntitlement()
    body.session = SessionID(rawValue: 3)
    if firms.isEmpty { body.isAll = 1 }
    for firm in firms { body.firms.insert(FirmID(rawValue: firm)) }
    venue.publish(.defineEntitlement, body)
  }

  static func order(_ id: String, side: Int, price: Int = 68_400) -> String {
    "35=D|11=\(id)|55=CU|54=\(side)|60=20261121-09:00:00|38=25|40=2|44=\(price)|15=CNY|59=0|"
  }

  static func settle(_ venue: TestVenue, _ clients: TestClient...) {
    for _ in 0..<30 {
      venue.cycle()
      for client in clients { client.receive() }
    }
  }

  /// The messages of a feed that have come, in order.
  static func feed(_ client: TestClient) -> [String] {
    client.messages.filter { $0.contains("|115=") && !$0.contains("|43=Y|") }
  }

  static func value(_ tag: Int, _ message: String) -> String {
    message.split(separator: "|").first { $0.hasPrefix("\(tag)=") }
      .map { String($0.dropFirst("\(tag)=".count)) } ?? ""
  }

  /// What a consumer holds, by FeedSeq(7840): what does not change from one telling to the next.
  static func held(_ messages: [String]) -> [String] {
    messages.map { message in
      message.split(separator: "|").filter { field in
        !["8=", "9=", "34=", "52=", "97=", "10="].contains { field.hasPrefix($0) }
      }.joined(separator: "|")
    }
  }

  /// Each message names the one before.
  static func expectChain(_ messages: [String], from first: String = "0") {
    var last = first
    for message in messages {
      #expect(value(7841, message) == last, "\(message)")
      last = value(7840, message)
    }
  }

  static func comeBack(_ client: TestClient, _ venue: TestVenue, _ more: String = "") throws {
    try client.reconnect(venue)
    client.send("35=A|98=0|108=30|\(more)")
    #expect(venue.expect(client, "35=A") != nil, "it is back")
  }

  /// Both parties trade once: an order of each, and its fill.
  static func trade(_ venue: TestVenue, _ parties: [TestClient], _ number: Int) {
    for (place, party) in parties.enumerated() {
      party.send(order("\(number)-\(place)", side: place == 0 ? 2 : 1))
      precondition(venue.expect(party, "11=\(number)-\(place)", "150=0") != nil, "it is taken")
    }
    for (place, party) in parties.enumerated() {
      let fill = venue.expect(party, "11=\(number)-\(place)", "150=F")
      precondition(fill != nil, "it is filled")
    }
  }

  static func parties(_ venue: TestVenue) throws -> [TestClient] {
    [try venue.logOn("SELLER"), try venue.logOn("BUYER")]
  }

  @Test("its firm's reports, refusals and trades are told, each once and in order")
  func told() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    let copy = try venue.logOn("THROTTLED")
    let parties = try Self.parties(venue)
    Self.trade(venue, parties, 1)
    parties[0].send("35=F|11=C1|41=NONE|55=CU|54=2|60=20261121-09:00:00|")
    parties[0].send("35=BB|909=I1|453=1|448=NOBODY|447=D|452=1|")
    copy.send(Self.order("X", side: 1))
    #expect(venue.expect(copy, "35=j", "45=2", "380=6") != nil, "its own refusal is no copy")
    #expect(venue.expect(copy, "35=9", "11=C1", "115=SELLER") != nil)
    Self.settle(venue, copy)
    let feed = Self.feed(copy)
    #expect(feed.map { Self.value(35, $0) } == ["8", "8", "AE", "9"])
    #expect(feed.map { Self.value(115, $0) } == ["SELLER", "SELLER", "VENUE", "SELLER"])
    #expect(!feed.contains { $0.contains("BUYER") || $0.contains("11=1-1|") })
    Self.expectChain(feed)
    #expect(!feed.contains { $0.contains("|97=Y|") })
  }

  @Test("who sees all sees both sides, and refusals of any session")
  func all() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path, shows: [])
    let copy = try venue.logOn("THROTTLED")
    let parties = try Self.parties(venue)
    Self.trade(venue, parties, 1)
    parties[1].send("35=AU|664=99|75=20261121|60=20261121-09:00:00|940=3|")
    #expect(venue.expect(copy, "35=j", "115=BUYER", "372=AU") != nil)
    let feed = Self.feed(copy)
    #expect(feed.map { Self.value(35, $0) } == ["8", "8", "8", "8", "AE", "j"])
    #expect(feed.contains { $0.contains("|552=2|54=1|") && $0.contains("|54=2|") })
    Self.expectChain(feed)
  }

  @Test("without own tags the same messages are plain FIX 4.4")
  func plain() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path, ownTags: false)
    let copy = try venue.logOn("THROTTLED")
    Self.trade(venue, try Self.parties(venue), 1)
    Self.settle(venue, copy)
    let feed = Self.feed(copy)
    #expect(feed.map { Self.value(35, $0) } == ["8", "8", "AE"])
    #expect(!feed.contains { $0.contains("|78") || $0.contains("|77") })
  }

  @Test(
    "who is away is told when it is back, and after a restart", arguments: [0, 1],
    [GatewayLimits.positionBlocks, 1])
  func away(restarts: Int, blocks: Int) throws {
    let folder = TemporaryFolder()
    var before: [String] = []
    let copy: TestClient
    do {
      let venue = try Self.venue(folder.path, blocks: blocks)
      copy = try venue.logOn("THROTTLED")
      let parties = try Self.parties(venue)
      Self.trade(venue, parties, 1)
      Self.settle(venue, copy)
      before = Self.feed(copy)
      copy.disconnect()
      Self.settle(venue)
      for number in 2...4 { Self.trade(venue, parties, number) }
      if restarts == 0 {
        try Self.comeBack(copy, venue)
        Self.settle(venue, copy)
      }
    }
    if restarts == 1 {
      let venue = try Self.venue(folder.path, isNew: false, blocks: blocks)
      try Self.comeBack(copy, venue)
      Self.settle(venue, copy)
    }
    let feed = before + Self.feed(copy)
    #expect(feed.count == 12)
    Self.expectChain(feed)
    #expect(!feed.contains { $0.contains("|97=Y|") })
  }

  @Test("a change of entitlement holds from its record on, and what was told stays as it was")
  func entitlement() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    let copy = try venue.logOn("THROTTLED")
    let parties = try Self.parties(venue)
    Self.trade(venue, parties, 1)
    Self.settle(venue, copy)
    Self.entitle(venue, [2])
    Self.settle(venue, copy)
    Self.trade(venue, parties, 2)
    Self.settle(venue, copy)
    let feed = Self.feed(copy)
    #expect(
      feed.map { Self.value(115, $0) } == ["SELLER", "SELLER", "VENUE", "BUYER", "BUYER", "VENUE"])
    Self.expectChain(feed)
    copy.disconnect()
    Self.settle(venue)
    try Self.comeBack(copy, venue, "7842=0|")
    Self.settle(venue, copy)
    #expect(Self.held(Self.feed(copy)) == Self.held(feed))
  }

  @Test("its undoing is told of a trade, and which report that corrects")
  func bust() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    let copy = try venue.logOn("THROTTLED")
    Self.trade(venue, try Self.parties(venue), 1)
    venue.controlTrade(1, .bust, request: 1)
    #expect(venue.expect(copy, "35=AE", "487=1", "572=T1", "115=SELLER", "797=Y") != nil)
    Self.settle(venue, copy)
    Self.expectChain(Self.feed(copy))
    #expect(Self.feed(copy).map { Self.value(150, $0) } == ["0", "F", "F", "H", "H"])
  }
}
