import Foundation
import Market
import Secrets
import Storage
import Testing

@testable import Agents

/// The publisher: sessions that look on are served beside the path of orders.
@Suite struct SessionHostTests {
  /// The third session of the test market looks on.
  private static let roles = ["THROTTLED": SessionRole.dropCopy]

  private static func venue(
    _ path: String, _ roles: [String: SessionRole] = roles
  ) throws -> TestVenue {
    try TestVenue(path, throttleLimit: 0, roles: roles) { _, _ in
    } setup: { name, session in
      session.firm = FirmID(rawValue: UInt32(TestVenue.sessions.firstIndex(of: name) ?? 0) + 1)
    }
  }

  private static func order(_ id: String, side: Int = 1) -> String {
    "35=D|11=\(id)|55=CU|54=\(side)|60=20261121-09:00:00|38=25|40=2|44=68400|15=CNY|59=0|"
  }

  private static func publish(_ venue: TestVenue, _ headline: String) {
    var body = PublishNews()
    body.kindCode = NewsKind.riskWarning.rawValue
    body.headlineLength = UInt16(headline.utf8.count)
    body.textLength = 4
    venue.publish(.publishNews, body, text: headline + "text")
  }

  /// MsgSeqNum(34) and Headline(148) of the News(B) that came.
  private static func news(_ client: TestClient) -> [String] {
    client.messages.filter { $0.contains("|35=B|") }.map { message in
      message.split(separator: "|").filter { $0.hasPrefix("34=") || $0.hasPrefix("148=") }
        .joined(separator: " ")
    }
  }

  private static func comeBack(_ client: TestClient, _ venue: TestVenue) throws {
    try client.reconnect(venue)
    client.send("35=A|98=0|108=30|")
    #expect(venue.expect(client, "35=A") != nil, "it is back")
  }

  private static func settle(_ venue: TestVenue, _ clients: TestClient...) {
    for _ in 0..<20 {
      venue.cycle()
      for client in clients { client.receive() }
    }
  }

  private static func loggedOn(_ venue: TestVenue) -> [UInt64] {
    for _ in 0..<12 { venue.cycle() }
    return [SessionHost.gateway, .publisher].map {
      venue.counters[CounterLayout.block(of: $0)].load(.loggedOnSessions)
    }
  }

  @Test("who acts is the gateway's, who looks on the publisher's", arguments: SessionRole.allCases)
  func roles(_ role: SessionRole) throws {
    let looksOn: Set<SessionRole> = [.dropCopy, .marketData, .supervisor]
    #expect((role.host == .publisher) == looksOn.contains(role))
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path, ["THROTTLED": role])
    let clients = try TestVenue.sessions.map { try venue.logOn($0) }
    #expect(Self.loggedOn(venue) == (looksOn.contains(role) ? [2, 1] : [3, 0]))
    #expect(clients.allSatisfy { !$0.isClosed })
  }

  @Test("a publisher that stands still delays nobody else, and goes on where it was")
  func behind() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    let copy = try venue.logOn("THROTTLED")
    let (seller, buyer) = (try venue.logOn("SELLER"), try venue.logOn("BUYER"))
    venue.publishes = false
    copy.send("35=1|112=STILL|")
    for number in 1...9 {
      seller.send(Self.order("S\(number)", side: 2))
      #expect(venue.expect(seller, "11=S\(number)", "150=0") != nil)
      buyer.send(Self.order("B\(number)"))
      #expect(venue.expect(buyer, "11=B\(number)", "150=F") != nil)
      Self.publish(venue, "News \(number)")
      #expect(venue.expect(seller, "35=B", "148=News \(number)") != nil)
    }
    copy.receive()
    #expect(copy.messages.count == 1, "Logon(A) alone")
    let late = try TestClient("THROTTLED", venue)
    late.send("35=A|98=0|108=30|")
    #expect(venue.expect(late, "35=A", cycles: 20) == nil, "its connection waits as well")
    late.disconnect()
    venue.publishes = true
    #expect(venue.expect(copy, "35=0", "112=STILL") != nil)
    Self.settle(venue, copy)
    #expect(Self.news(copy) == (1...9).map { "34=\($0 + 3) 148=News \($0)" })
  }

  @Test("both tell the events in their order")
  func sameOrder() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    let copy = try venue.logOn("THROTTLED")
    let seller = try venue.logOn("SELLER")
    for number in 1...50 {
      venue.publishes = number % 7 < 4
      Self.publish(venue, "News \(number)")
      seller.send(Self.order("S\(number)", side: 2))
      venue.cycle()
    }
    venue.publishes = true
    Self.settle(venue, copy, seller)
    let headlines = (1...50).map { "148=News \($0)" }
    #expect(Self.news(copy) == zip(2..., headlines).map { "34=\($0) \($1)" })
    #expect(
      Self.news(seller).map { String($0.split(separator: " ", maxSplits: 1)[1]) } == headlines)
  }

  /// Whether the last venue has ended in order, or was killed.
  enum End: CaseIterable { case inOrder, killed }

  @Test(
    "a session whose role changes goes on with its numbers, and what was sent is resent",
    arguments: End.allCases)
  func changedRole(_ end: End) throws {
    let folder = TemporaryFolder()
    let client = try Self.run(folder.path, 0, then: .dropCopy, end, client: nil)
    try Self.run(folder.path, 1, then: .dealer, end, client: client)
    try Self.run(folder.path, 2, then: .supervisor, end, client: client)
    try Self.run(folder.path, 3, then: .dealer, end, client: client)
  }

  /// A venue that resends all news of those before it, tells one more, and gives the session another role for
  /// the next one.
  @discardableResult
  private static func run(
    _ path: String, _ turn: Int, then role: SessionRole, _ end: End, client: TestClient?
  ) throws -> TestClient {
    let venue = try venue(path, [:])
    if let client { try comeBack(client, venue) }
    let client = try client ?? venue.logOn("THROTTLED")
    #expect(loggedOn(venue) == (turn % 2 == 1 ? [0, 1] : [1, 0]))
    let number = 2 * turn + 1
    #expect(client.messages.contains { $0.contains("|35=A|") && $0.contains("|34=\(number)|") })
    // Its number is not in the log, so that the next Logon(A) has it again.
    client.send("35=2|7=1|16=0|", number: client.nextNumber)
    for before in 0..<turn {
      let resent = venue.expect(
        client, all: ["35=B", "43=Y", "34=\(2 * before + 2)", "148=News \(before)"])
      #expect(resent != nil)
    }
    publish(venue, "News \(turn)")
    #expect(venue.expect(client, "35=B", "34=\(number + 1)", "148=News \(turn)") != nil)
    client.disconnect()
    venue.defineSession(3, role: role)
    for _ in 0..<5 { venue.cycle() }
    if end == .inOrder { venue.end() }
    return client
  }

  @Test("the operator reaches a session wherever it is served")
  func operated() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    let copy = try venue.logOn("THROTTLED")
    let buyer = try venue.logOn("BUYER")
    venue.control("THROTTLED", .disable, request: 7)
    #expect(venue.expect(copy, "35=5") != nil)
    copy.send("35=5|")
    #expect(venue.expectClosed(copy))
    let block = venue.counters[CounterLayout.block(of: .publisher)]
    #expect(block.acquire(GatewayCounter.request.rawValue) == 7)
    let refused = try TestClient("THROTTLED", venue)
    refused.send("35=A|98=0|108=30|", number: 3)
    #expect(venue.expectClosed(refused))
    #expect(venue.gatewayRefusals() == [.sessionDisabled])
    buyer.send(Self.order("B1"))
    #expect(venue.expect(buyer, "11=B1", "150=0") != nil)
  }

  @Test("a session that looks on changes its password as others do")
  func password() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(
      folder.path,
      credentials: ["THROTTLED": try cheapHash("correct-horse-7")], roles: Self.roles,
      passwords: { _, _, _ in PasswordTerms() })
    let copy = try TestClient("THROTTLED", venue)
    copy.send("35=A|98=0|108=30|141=Y|554=correct-horse-7|")
    #expect(venue.expect(copy, "35=A") != nil)
    copy.send("35=BE|923=U1|924=3|553=THROTTLED|554=correct-horse-7|925=battery-staple-8|")
    let answer = venue.expect(copy, "35=BF", "923=U1")
    let refusal = venue.expect(copy, "35=j", "372=BE", cycles: 1)
    #expect(answer?.contains("|926=5|") == true, "\(refusal ?? "no answer")")
  }

  @Test("a revoked access ends it")
  func revoked() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    let copy = try venue.logOn("THROTTLED")
    let buyer = try venue.logOn("BUYER")
    venue.access.replace(
      by: TestVenue.directory { name, entry in
        if name == "THROTTLED" { entry.isEnabled = false }
      })
    #expect(venue.expect(copy, "35=5", "58=Access revoked") != nil)
    buyer.send(Self.order("B1"))
    #expect(venue.expect(buyer, "11=B1", "150=0") != nil)
  }

  @Test("a second connection asks the first one, at the publisher too")
  func takenOver() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    let copy = try venue.logOn("THROTTLED")
    let second = try TestClient("THROTTLED", venue)
    second.send("35=A|98=0|108=30|", number: 2)
    let asked = venue.expect(copy, "35=1")
    #expect(asked != nil)
    let id = asked?.split(separator: "|").first { $0.hasPrefix("112=") } ?? ""
    copy.send("35=0|\(id)|")
    #expect(venue.expectClosed(second))
    #expect(venue.gatewayRefusals() == [.sessionInUse])
  }

  @Test("at the end both log out")
  func ended() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    let clients = try TestVenue.sessions.map { try venue.logOn($0) }
    venue.beginShutdown()
    for client in clients {
      #expect(venue.expect(client, "35=5") != nil)
      client.send("35=5|")
      #expect(venue.expectClosed(client))
    }
    #expect(venue.connectionCount == 0)
  }
}
