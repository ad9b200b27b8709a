import Agents
import Market
import Secrets
import TLS
import Testing
import Transport

/// Rules that change while sessions are live: who would not be let in any more is ended.
@Suite struct DoorkeeperAccessTests {
  private func logOn(
    _ name: String, _ venue: TestVenue, _ tls: TLSContext? = nil
  ) throws -> TestClient {
    let client = try tls.map { try TestClient(name, venue, tls: $0) } ?? TestClient(name, venue)
    client.send("35=A|98=0|108=30|")
    #expect(venue.expect(client, "35=A") != nil)
    return client
  }

  private func expectAlive(_ client: TestClient, _ venue: TestVenue, _ text: String) {
    client.send("35=1|112=\(text)|")
    #expect(venue.expect(client, "35=0", "112=\(text)") != nil)
  }

  private func expectRevoked(_ client: TestClient, _ venue: TestVenue) {
    #expect(venue.expect(client, "35=5", "58=Access revoked") != nil)
    #expect(venue.expectClosed(client))
  }

  @Test("a certificate that is revoked ends its session at once, others and plain lines go on")
  func revokedCertificate() throws {
    let folder = TemporaryFolder()
    let authority = try TestAuthority(folder.path)
    let context = CurrentTLSContext(try authority.server())
    let venue = try TestVenue(folder.path, tls: context)
    let seller = try logOn("SELLER", venue, authority.client("SELLER"))
    let buyer = try logOn("BUYER", venue, authority.client("BUYER"))
    let plain = try logOn("THROTTLED", venue)
    venue.access.replace()
    for (client, name) in [(seller, "S1"), (buyer, "B1"), (plain, "P1")] {
      expectAlive(client, venue, name)
    }
    try authority.revoke("BUYER")
    context.replace(by: try authority.server())
    venue.access.replace()
    expectRevoked(buyer, venue)
    expectAlive(seller, venue, "S2")
    expectAlive(plain, venue, "P2")
    #expect(venue.loggedOnCount == 2)
  }

  @Test("a handshake that began before a revocation lets nobody in behind it")
  func handshakeBetween() throws {
    let folder = TemporaryFolder()
    let authority = try TestAuthority(folder.path)
    let context = CurrentTLSContext(try authority.server())
    let venue = try TestVenue(folder.path, tls: context)
    let buyer = try TestClient("BUYER", venue, tls: authority.client("BUYER"))
    for _ in 0..<20 {
      buyer.receive()
      venue.cycle()
    }
    try authority.revoke("BUYER")
    context.replace(by: try authority.server())
    venue.access.replace()
    venue.cycle()
    buyer.send("35=A|98=0|108=30|")
    #expect(venue.expectClosed(buyer))
    #expect(venue.refusals() == [.certificateRefused])
  }

  static let changes = ["disabled", "taken out", "address", "line", "password"]

  @Test("what the directory no longer lets in ends, all else goes on", arguments: changes)
  func directory(_ what: String) throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let buyer = try logOn("BUYER", venue)
    let seller = try logOn("SELLER", venue)
    let bytes = Array("correct-horse-7".utf8)
    let cheap = try #require(Scrypt.Cost(n: 16, r: 1, p: 1))
    let hash = unsafe PasswordHash.make(of: bytes.span.bytes, cost: cheap)
    venue.access.replace(
      by: TestVenue.directory { name, entry in
        guard name == "BUYER" else { return }
        switch what {
        case "disabled": entry.isEnabled = false
        case "taken out": entry.session = SessionID(rawValue: 3)
        case "address": entry.addresses = [.init(ipv4: 0x7f00_0002, port: 0)]
        case "line": entry.transport = .tls
        default: entry.credential = hash
        }
      })
    expectRevoked(buyer, venue)
    expectAlive(seller, venue, "GOES-ON")
    let again = try TestClient("BUYER", venue)
    again.send("35=A|98=0|108=30|", number: 2)
    if what != "taken out" { #expect(venue.expectClosed(again)) }
  }

  @Test("a connection that has gone is not ended a second time, nor is the one behind it")
  func gone() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let buyer = try logOn("BUYER", venue)
    buyer.disconnect()
    for _ in 0..<20 { venue.cycle() }
    venue.access.replace(by: TestVenue.directory { _, entry in entry.isEnabled = false })
    for _ in 0..<20 { venue.cycle() }
    #expect(venue.connectionCount == 0)
    venue.access.replace(by: TestVenue.directory())
    let again = try TestClient("BUYER", venue)
    again.send("35=A|98=0|108=30|", number: 2)
    #expect(venue.expect(again, "35=A") != nil)
  }
}
