import Agents
import Market
import Secrets
import Storage
import TLS
import Testing

/// FIX over TLS: who is let in, who is not, and that nobody is disturbed by those who are not.
@Suite struct DoorkeeperHandshakeTests {
  private func logon(_ client: TestClient, _ fields: String = "") {
    client.send("35=A|98=0|108=30|\(fields)", number: 1)
    client.nextNumber = 2
  }

  /// A client that has logged on over TLS.
  private func logOn(
    _ name: String, _ venue: TestVenue, _ context: TLSContext
  ) throws -> TestClient {
    let client = try TestClient(name, venue, tls: context)
    logon(client)
    #expect(venue.expect(client, "35=A") != nil)
    return client
  }

  /// The session of `client` answers.
  private func expectAlive(_ client: TestClient, _ venue: TestVenue, _ text: String) {
    client.send("35=1|112=\(text)|")
    #expect(venue.expect(client, "35=0", "112=\(text)") != nil)
  }

  /// The doorkeeper's only refusal is this one, and the client has seen no FIX.
  private func expectRefused(
    _ venue: TestVenue, _ client: TestClient, _ refusal: Notice.Refusal, _ words: String? = nil,
    shows name: String? = nil
  ) {
    #expect(venue.expectClosed(client))
    for _ in 0..<5 { venue.cycle() }
    #expect(client.messages.isEmpty)
    let notices = venue.refusalNotices()
    #expect(notices.map(\.detail) == [refusal.rawValue])
    if let name { #expect(notices.first.map { "\($0.commonName)" } == name) }
    guard let words, let notice = notices.first else { return }
    #expect(TLSFailure(rawValue: notice.amount).description == words)
    #expect(notice.addressLow == 0xffff_7f00_0001)
  }

  @Test("a session logs on over TLS, and its messages arrive, many at once too")
  func session() throws {
    let folder = TemporaryFolder()
    let authority = try TestAuthority(folder.path)
    let venue = try TestVenue(folder.path, tls: CurrentTLSContext(authority.server()))
    let client = try logOn("BUYER", venue, authority.client("BUYER"))
    expectAlive(client, venue, "ONE")
    // More than the gateway reads at once.
    client.send(all: (0..<600).map { "35=1|112=BURST\($0)|" })
    #expect(venue.expect(client, "35=0", "112=BURST599") != nil)
    #expect(client.messages.count { $0.contains("|112=BURST") } == 600)
    let seller = try venue.logOn("SELLER")
    expectAlive(seller, venue, "PLAIN")
    client.send("35=5|")
    #expect(venue.expect(client, "35=5") != nil)
    #expect(venue.refusals() == [])
  }

  @Test("what follows the Logon(A) in the same bytes is not lost")
  func pipelined() throws {
    let folder = TemporaryFolder()
    let authority = try TestAuthority(folder.path)
    let venue = try TestVenue(folder.path, tls: CurrentTLSContext(authority.server()))
    let client = try TestClient("BUYER", venue, tls: authority.client("BUYER"))
    client.send(all: ["35=A|98=0|108=30|"] + (0..<100).map { "35=1|112=P\($0)|" })
    #expect(venue.expect(client, "35=0", "112=P99") != nil)
  }

  @Test("a certificate that is expired, revoked, of another authority, or missing")
  func refusedCertificates() throws {
    let folder = TemporaryFolder()
    let others = TemporaryFolder()
    let authority = try TestAuthority(folder.path)
    let stranger = try TestAuthority(others.path)
    let revoked = try authority.client("LOST")
    try authority.revoke("LOST")
    let venue = try TestVenue(folder.path, tls: CurrentTLSContext(authority.server()))
    let live = try logOn("SELLER", venue, authority.client("SELLER"))
    let foreign = try stranger.issue("BUYER")
    let rows: [(TLSContext, String?)] = [
      (try authority.client("BUYER", days: 0), "certificate has expired"),
      (revoked, "certificate revoked"),
      (try TLSContext.client(foreign, authorities: authority.path("ca.pem")), nil),
      (try authority.client(nil), "peer did not return a certificate"),
    ]
    for (number, (context, words)) in rows.enumerated() {
      let client = try TestClient("BUYER", venue, tls: context)
      logon(client)
      expectRefused(venue, client, .certificateRefused, words)
      expectAlive(live, venue, "AFTER\(number)")
    }
  }

  @Test("a good certificate opens its own session and no other")
  func bound() throws {
    let folder = TemporaryFolder()
    let authority = try TestAuthority(folder.path)
    let venue = try TestVenue(folder.path, tls: CurrentTLSContext(authority.server())) {
      name, entry in
      if name == "SELLER" {
        entry.certificate = CertificateBinding(alternativeName: "URI:fix:SELLER")
      }
    }
    let buyer = try authority.client("BUYER")
    let thief = try TestClient("SELLER", venue, tls: buyer)
    logon(thief)
    expectRefused(venue, thief, .certificateOfAnother, shows: "BUYER")
    let unnamed = try TestClient("SELLER", venue, tls: authority.client("SELLER"))
    logon(unnamed)
    expectRefused(venue, unnamed, .certificateOfAnother)
    let named = try authority.client("anything", names: ["URI:fix:SELLER"])
    _ = try logOn("SELLER", venue, named)
    _ = try logOn("BUYER", venue, buyer)
  }

  @Test("plain bytes at the port of TLS, and TLS at the plain port")
  func wrongPort() throws {
    let folder = TemporaryFolder()
    let authority = try TestAuthority(folder.path)
    let venue = try TestVenue(folder.path, tls: CurrentTLSContext(authority.server()))
    let plain = try TestClient("BUYER", venue, tls: nil)
    logon(plain)
    expectRefused(venue, plain, .tlsFailed, "wrong version number")
    let hello = try TestClient("BUYER", venue)
    hello.sendRaw([0x16, 0x03, 0x01, 0x02, 0x00] + [UInt8](repeating: 1, count: 512))
    expectRefused(venue, hello, .tlsOnPlainPort)
  }

  @Test("a session for TLS only, and one for plain lines only")
  func transport() throws {
    let folder = TemporaryFolder()
    let authority = try TestAuthority(folder.path)
    let venue = try TestVenue(folder.path, tls: CurrentTLSContext(authority.server())) {
      name, entry in entry.transport = name == "BUYER" ? .tls : .plain
    }
    let buyer = try TestClient("BUYER", venue)
    logon(buyer)
    expectRefused(venue, buyer, .tlsRequired)
    let seller = try TestClient("SELLER", venue, tls: authority.client("SELLER"))
    logon(seller)
    expectRefused(venue, seller, .tlsNotAllowed)
    _ = try logOn("BUYER", venue, authority.client("BUYER"))
    _ = try venue.logOn("SELLER")
  }

  @Test("where certificates are optional, a password takes the place of one")
  func passwords() throws {
    let folder = TemporaryFolder()
    let authority = try TestAuthority(folder.path)
    let bytes = Array("correct-horse-7".utf8)
    let cheap = try #require(Scrypt.Cost(n: 16, r: 1, p: 1))
    let hash = try #require(unsafe PasswordHash.make(of: bytes.span.bytes, cost: cheap))
    let venue = try TestVenue(
      folder.path, credentials: ["BUYER": hash],
      tls: CurrentTLSContext(authority.server(isRequired: false)))
    let nobody = try authority.client(nil)
    let seller = try TestClient("SELLER", venue, tls: nobody)
    logon(seller)
    expectRefused(venue, seller, .noCertificate)
    let buyer = try TestClient("BUYER", venue, tls: nobody)
    logon(buyer, "554=correct-horse-7|")
    #expect(venue.expect(buyer, "35=A") != nil)
  }

  @Test("half a handshake is closed after five seconds, not before")
  func slowHandshake() throws {
    let folder = TemporaryFolder()
    let authority = try TestAuthority(folder.path)
    let venue = try TestVenue(folder.path, tls: CurrentTLSContext(authority.server()))
    let client = try TestClient("BUYER", venue, tls: nil)
    client.sendRaw([0x16, 0x03, 0x01])
    for _ in 0..<49 { venue.cycle(nanoseconds: 100_000_000) }
    client.receive()
    #expect(!client.isClosed)
    for _ in 0..<3 { venue.cycle(nanoseconds: 100_000_000) }
    expectRefused(venue, client, .handshakeTimeout)
  }

  @Test("after the handshake the first message has its ten seconds, from the beginning")
  func silentAfterHandshake() throws {
    let folder = TemporaryFolder()
    let authority = try TestAuthority(folder.path)
    let venue = try TestVenue(folder.path, tls: CurrentTLSContext(authority.server()))
    let client = try TestClient("BUYER", venue, tls: authority.client("BUYER"))
    for _ in 0..<100 {
      client.flush()
      venue.cycle()
    }
    for _ in 0..<97 { venue.cycle(nanoseconds: 100_000_000) }
    client.receive()
    #expect(!client.isClosed)
    for _ in 0..<4 { venue.cycle(nanoseconds: 100_000_000) }
    expectRefused(venue, client, .logonTimeout)
  }

  @Test("three hundred handshakes that end anywhere disturb nobody")
  func truncated() throws {
    let folder = TemporaryFolder()
    let authority = try TestAuthority(folder.path)
    let venue = try TestVenue(folder.path, tls: CurrentTLSContext(authority.server()))
    let live = try logOn("SELLER", venue, authority.client("SELLER"))
    for count in 0..<300 {
      let client = try TestClient("BUYER", venue, tls: nil)
      let head: [UInt8] = [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]
      client.sendRaw(
        Array((head + [UInt8](repeating: UInt8(count & 255), count: 600)).prefix(count)))
      venue.cycle()
      client.disconnect()
      venue.cycle()
      if count % 50 == 49 { expectAlive(live, venue, "AT\(count)") }
    }
    for _ in 0..<20 { venue.cycle() }
    #expect(venue.counters[CounterLayout.doorkeeper].load(.refused) == 300)
    _ = try logOn("BUYER", venue, authority.client("BUYER"))
  }

  @Test("the limits of a handshake: bytes, and steps in a round", arguments: [0, 1])
  func limits(_ steps: Int) throws {
    let folder = TemporaryFolder()
    let authority = try TestAuthority(folder.path)
    var limits = Doorkeeper.Limits()
    #expect(limits.handshakeSteps == 8)
    #expect(limits.handshakeBytes == 32_768)
    limits.handshakeSteps = steps
    if steps == 0 {
      let venue = try TestVenue(
        folder.path, limits: limits, tls: CurrentTLSContext(authority.server()))
      let client = try TestClient("BUYER", venue, tls: authority.client("BUYER"))
      logon(client)
      #expect(venue.expect(client, "35=A", cycles: 200) == nil)
    } else {
      limits.handshakeBytes = 100
      let venue = try TestVenue(
        folder.path, limits: limits, tls: CurrentTLSContext(authority.server()))
      let client = try TestClient("BUYER", venue, tls: authority.client("BUYER"))
      expectRefused(venue, client, .handshakeTooLong)
    }
  }

  @Test("new connections get the new context, those that stand keep theirs")
  func replaced() throws {
    let folder = TemporaryFolder()
    let next = TemporaryFolder()
    let authority = try TestAuthority(folder.path)
    let successor = try TestAuthority(next.path)
    let context = CurrentTLSContext(try authority.server())
    let venue = try TestVenue(folder.path, tls: context)
    let live = try logOn("SELLER", venue, authority.client("SELLER"))
    context.replace(by: try successor.server())
    let old = try TestClient("BUYER", venue, tls: authority.client("BUYER"))
    #expect(venue.expectClosed(old))
    _ = try logOn("BUYER", venue, successor.client("BUYER"))
    expectAlive(live, venue, "OLD")
  }

  @Test("a second connection of a session is closed where the first one answers")
  func twice() throws {
    let folder = TemporaryFolder()
    let authority = try TestAuthority(folder.path)
    let venue = try TestVenue(folder.path, tls: CurrentTLSContext(authority.server()))
    let context = try authority.client("BUYER")
    let first = try logOn("BUYER", venue, context)
    let second = try TestClient("BUYER", venue, tls: context)
    logon(second)
    for _ in 0..<50 {
      second.flush()
      second.receive()
      venue.cycle()
    }
    #expect(venue.expect(first, "35=1") != nil)
    expectAlive(first, venue, "STILL")
    #expect(venue.expectClosed(second))
    #expect(second.messages.isEmpty)
    #expect(venue.connectionCount == 1)
  }
}
