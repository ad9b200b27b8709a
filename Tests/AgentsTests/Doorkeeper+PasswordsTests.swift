import Agents
import Foundation
import Market
import Secrets
import Synchronization
import TLS
import Testing
import Transport

/// NewPassword(925) on Logon(A), passwords that grow old, and what is said to whom.
@Suite struct DoorkeeperPasswordsTests {
  static let password = "correct-horse-7"
  static let next = "battery-staple-8"

  /// What a venue was asked to keep.
  final class Kept: Sendable {
    let changes = Mutex<[(SessionID, PasswordHash)]>([])
    let isWritable: Bool

    init(isWritable: Bool = true) { self.isWritable = isWritable }

    func keep(_ session: SessionID, _ next: PasswordHash) -> PasswordTerms? {
      guard isWritable else { return nil }
      changes.withLock { $0.append((session, next)) }
      return PasswordTerms()
    }

    var count: Int { changes.withLock { $0.count } }
  }

  private func hash(_ text: String) throws -> PasswordHash {
    let bytes = Array(text.utf8)
    let cheap = try #require(Scrypt.Cost(n: 16, r: 1, p: 1))
    return try #require(unsafe PasswordHash.make(of: bytes.span.bytes, cost: cheap))
  }

  private func venue(
    _ folder: TemporaryFolder, _ kept: Kept = Kept(), tls: CurrentTLSContext? = nil,
    _ change: (inout SessionDirectory.Entry) -> Void = { _ in },
    setup: (String, inout GatewaySessionSetup) -> Void = { _, _ in }
  ) throws -> TestVenue {
    try TestVenue(
      folder.path, credentials: ["BUYER": try hash(Self.password)], tls: tls,
      entry: { name, entry in if name == "BUYER" { change(&entry) } }, setup: setup,
      passwords: { session, _, next in kept.keep(session, next) })
  }

  private func logon(_ venue: TestVenue, _ fields: String, number: Int = 1) throws -> TestClient {
    let client = try TestClient("BUYER", venue)
    client.send("35=A|98=0|108=30|\(fields)", number: number)
    return client
  }

  private func expectClosed(_ venue: TestVenue, _ fields: String, _ refusal: Notice.Refusal) throws
  {
    let client = try logon(venue, fields, number: 2)
    #expect(venue.expectClosed(client))
    #expect(client.messages.isEmpty)
    #expect(venue.refusals() == [refusal])
  }

  @Test("a new password counts from this Logon(A) on, and the old one no more")
  func change() throws {
    let folder = TemporaryFolder()
    let kept = Kept()
    let venue = try venue(folder, kept)
    let first = try logon(venue, "554=\(Self.password)|925=\(Self.next)|")
    #expect(venue.expect(first, "35=A", "7814=1") != nil)
    #expect(kept.count == 1)
    first.disconnect()
    for _ in 0..<20 { venue.cycle() }
    try expectClosed(venue, "554=\(Self.password)|", .invalidCredentials)
    let again = try logon(venue, "554=\(Self.next)|", number: 2)
    #expect(venue.expect(again, "35=A", "7814=0") != nil)
  }

  static let bad = [
    "short77", String(repeating: "x", count: 129), password, "the-one-before-9", "tab\tinside", "",
  ]

  @Test(
    "a new password that breaks a rule is refused, the session is on with the old one",
    arguments: bad)
  func refused(_ text: String) throws {
    let folder = TemporaryFolder()
    let kept = Kept()
    let former = try hash("the-one-before-9")
    let venue = try venue(folder, kept) { $0.passwordTerms.former = [former] }
    let client = try logon(venue, "554=\(Self.password)|925=\(text)|")
    if text.isEmpty {
      // An empty field is no field: the Logon(A) is none.
      #expect(venue.expectClosed(client))
    } else {
      #expect(venue.expect(client, "35=A", "7814=3") != nil)
    }
    #expect(kept.count == 0)
  }

  @Test("one that can't be written is refused, and the old one stays")
  func notKept() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder, Kept(isWritable: false))
    let client = try logon(venue, "554=\(Self.password)|925=\(Self.next)|")
    #expect(venue.expect(client, "35=A", "7814=3") != nil)
  }

  @Test("a new password behind a wrong one changes nothing")
  func wrong() throws {
    let folder = TemporaryFolder()
    let kept = Kept()
    let venue = try venue(folder, kept)
    let client = try logon(venue, "554=mistaken-1|925=\(Self.next)|")
    #expect(venue.expectClosed(client))
    #expect(kept.count == 0)
  }

  @Test(
    "due to expire, from the first nanosecond of the warning on", arguments: [-1, 0, 1] as [Int64])
  func due(_ nanoseconds: Int64) throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder) { entry in
      entry.passwordTerms.warnedFrom =
        nanoseconds < 0 ? .distantFuture : Instant(nanoseconds: 1_795_000_000_000_000_000)
    }
    let client = try logon(venue, "554=\(Self.password)|")
    #expect(venue.expect(client, "35=A", nanoseconds < 0 ? "7814=0" : "7814=2") != nil)
  }

  @Test("an expired password lets in only with a new one")
  func expired() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder) { entry in
      entry.passwordTerms.warnedFrom = .none
      entry.passwordTerms.expiresAt = .none
    }
    try expectClosed(venue, "554=\(Self.password)|", .passwordExpired)
    try expectClosed(venue, "554=\(Self.password)|925=short|", .passwordExpired)
    let client = try logon(venue, "554=\(Self.password)|925=\(Self.next)|")
    #expect(venue.expect(client, "35=A", "7814=1") != nil)
  }

  @Test("with own tags off there is no SessionStatus(7814)")
  func withoutOwnTags() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder, Kept(), { $0.ownTags = false }, setup: { $1.ownTags = false })
    let client = try logon(venue, "554=\(Self.password)|925=\(Self.next)|")
    let reply = try #require(venue.expect(client, "35=A"))
    #expect(!reply.contains("|7814="))
  }

  @Test("whom an address names, and no other session, is told by one Logout(5) without a number")
  func namedByAddress() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder) { $0.addresses = [SocketAddress(ipv4: 0x7f00_0001, port: 0)] }
    for count in 1...5 {
      let client = try logon(venue, "554=mistaken-\(count)|")
      #expect(venue.expectClosed(client))
      #expect(client.messages.count == 1)
      let logout = client.messages.first ?? ""
      #expect(logout.contains("|35=5|") && logout.contains("|7814=5|") && logout.contains("|34=0|"))
    }
    let locked = try logon(venue, "554=\(Self.password)|")
    #expect(venue.expect(locked, "35=5", "7814=6") != nil)
    venue.cycle(nanoseconds: 61_000_000_000)
    let right = try logon(venue, "554=\(Self.password)|")
    #expect(venue.expect(right, "35=A", "34=1") != nil)
  }

  @Test(
    "an address of several sessions names none, and nobody is told without own tags",
    arguments: [0, 1])
  func notNamed(_ kind: Int) throws {
    let folder = TemporaryFolder()
    let here = SocketAddress(ipv4: 0x7f00_0001, port: 0)
    let venue = try TestVenue(
      folder.path, credentials: ["BUYER": try hash(Self.password)],
      entry: { name, entry in
        if name == "BUYER" || kind == 0 { entry.addresses = [here] }
        if kind == 1 { entry.ownTags = false }
      })
    let client = try logon(venue, "554=mistaken-1|")
    #expect(venue.expectClosed(client))
    #expect(client.messages.isEmpty)
  }

  @Test("whom a certificate names is told; who shows another's is not")
  func namedByCertificate() throws {
    let folder = TemporaryFolder()
    let authority = try TestAuthority(folder.path)
    let venue = try venue(folder, tls: CurrentTLSContext(authority.server()))
    let buyer = try TestClient("BUYER", venue, tls: authority.client("BUYER"))
    buyer.send("35=A|98=0|108=30|554=mistaken-1|")
    #expect(venue.expect(buyer, "35=5", "7814=5") != nil)
    #expect(venue.expectClosed(buyer))
    let thief = try TestClient("BUYER", venue, tls: authority.client("SELLER"))
    thief.send("35=A|98=0|108=30|554=mistaken-1|")
    #expect(venue.expectClosed(thief))
    #expect(thief.messages.isEmpty)
  }

  @Test("rules that were read before a change do not bring the old password back")
  func staleRules() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder)
    let first = try logon(venue, "554=\(Self.password)|925=\(Self.next)|")
    #expect(venue.expect(first, "35=A", "7814=1") != nil)
    let old = try hash(Self.password)
    venue.access.replace()
    venue.access.replace(by: TestVenue.directory(["BUYER": old]))
    first.send("35=1|112=LIVES|", number: 2)
    // Another hash of the old password is the operator's word: it counts.
    #expect(venue.expect(first, "35=5", "58=Access revoked") != nil)
  }

  @Test("nothing of a new password is in any file of the venue")
  func nothingKept() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder)
    let client = try logon(venue, "554=\(Self.password)|925=\(Self.next)|")
    #expect(venue.expect(client, "35=A") != nil)
    for _ in 0..<20 { venue.cycle() }
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .compactMap { FileManager.default.contents(atPath: "\(folder.path)/\($0)") }
    for secret in [Self.password, Self.next] {
      #expect(!files.contains { $0.range(of: Data(secret.utf8)) != nil })
    }
  }
}
