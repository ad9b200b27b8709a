import Agents
import Foundation
import Market
import Secrets
import Testing

/// Who has a credential shows it, or is closed without a word; nothing of it is kept.
@Suite struct DoorkeeperCredentialsTests {
  static let password = "correct-horse-7"

  /// A venue where BUYER needs the password, and SELLER none.
  private func venue(
    _ folder: TemporaryFolder, limits: Doorkeeper.Limits = Doorkeeper.Limits()
  ) throws -> TestVenue {
    let bytes = Array(Self.password.utf8)
    let cheap = try #require(Scrypt.Cost(n: 16, r: 1, p: 1))
    let hash = unsafe PasswordHash.make(of: bytes.span.bytes, cost: cheap)
    return try TestVenue(
      folder.path, credentials: ["BUYER": try #require(hash)], limits: limits)
  }

  private func client(
    _ venue: TestVenue, _ fields: String, name: String = "BUYER", number: Int = 1
  ) throws -> TestClient {
    let client = try TestClient(name, venue)
    client.send("35=A|98=0|108=30|\(fields)", number: number)
    return client
  }

  /// Waits through the delay after a failure.
  private func expectFailure(_ venue: TestVenue, _ fields: String) throws {
    let client = try client(venue, fields)
    #expect(venue.expectClosed(client))
    #expect(client.messages.isEmpty)
    #expect(venue.refusals().last == .invalidCredentials)
  }

  static let right = ["554=\(password)|", "553=BUYER|554=\(password)|"]

  @Test("the right password logs on, with Username(553) or without", arguments: right)
  func rightPassword(_ fields: String) throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder)
    let client = try client(venue, fields)
    #expect(venue.expect(client, "35=A") != nil)
    #expect(venue.refusals() == [])
  }

  static let wrong = [
    "", "554=|", "553=BUYER|", "554=correct-horse-8|", "554=correct-horse-|",
    "554=correct-horse-77|", "553=SELLER|554=\(password)|", "553=|554=\(password)|",
    "925=\(password)|", "554=x|554=\(password)|",
  ]

  @Test("anything else is closed without a byte, a second later and not before", arguments: wrong)
  func wrongPassword(_ fields: String) throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder)
    let client = try client(venue, fields)
    for _ in 0..<900 { venue.cycle() }
    client.receive()
    #expect(!client.isClosed)
    #expect(venue.expectClosed(client))
    #expect(client.messages.isEmpty)
    #expect(venue.loggedOnCount == 0)
    #expect(venue.refusals() == [.invalidCredentials])
  }

  @Test("a session without a credential needs none, and may send one")
  func noCredential() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder)
    let seller = try client(venue, "", name: "SELLER")
    #expect(venue.expect(seller, "35=A") != nil)
    let throttled = try client(venue, "554=whatever|", name: "THROTTLED")
    #expect(venue.expect(throttled, "35=A") != nil)
  }

  @Test("within the delay even the right password is refused at once, after it no more")
  func delay() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder)
    let first = try client(venue, "554=wrong|")
    for _ in 0..<200 { venue.cycle() }
    let hasty = try client(venue, "554=\(Self.password)|")
    #expect(venue.expectClosed(hasty))
    #expect(venue.refusals() == [.tooSoonAfterFailure])
    #expect(venue.expectClosed(first))
    let patient = try client(venue, "554=\(Self.password)|")
    #expect(venue.expect(patient, "35=A") != nil)
  }

  @Test("five failures in a row lock the session for a minute, four do not")
  func locked() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder)
    for _ in 0..<4 { try expectFailure(venue, "554=wrong|") }
    let right = try client(venue, "554=\(Self.password)|")
    #expect(venue.expect(right, "35=A") != nil)
    right.disconnect()
    for _ in 0..<20 { venue.cycle() }
    for _ in 0..<5 { try expectFailure(venue, "554=wrong|") }
    venue.cycle(nanoseconds: 57_000_000_000)
    let early = try client(venue, "554=\(Self.password)|")
    #expect(venue.expectClosed(early))
    #expect(venue.refusals().last == .sessionLocked)
    venue.cycle(nanoseconds: 2_500_000_000)
    let late = try client(venue, "554=\(Self.password)|", number: 2)
    #expect(venue.expect(late, "35=A") != nil)
  }

  @Test("a password for which no place is left to wait is refused at once", arguments: [0, 1])
  func queue(_ places: Int) throws {
    let folder = TemporaryFolder()
    var limits = Doorkeeper.Limits()
    #expect(limits.verifications == 16)
    limits.verifications = places
    let venue = try venue(folder, limits: limits)
    let client = try client(venue, "554=\(Self.password)|")
    if places == 0 {
      #expect(venue.expectClosed(client))
      #expect(venue.refusals() == [.tooManyVerifications])
    } else {
      #expect(venue.expect(client, "35=A") != nil)
    }
  }

  @Test("nothing of a password is in any file of the venue")
  func nothingKept() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder)
    try expectFailure(venue, "554=mistaken-secret|")
    let buyer = try client(venue, "553=BUYER|554=\(Self.password)|")
    #expect(venue.expect(buyer, "35=A") != nil)
    let seller = try client(venue, "554=seller-secret|", name: "SELLER")
    #expect(venue.expect(seller, "35=A") != nil)
    for _ in 0..<20 { venue.cycle() }
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .compactMap { FileManager.default.contents(atPath: "\(folder.path)/\($0)") }
    #expect(files.contains { $0.range(of: Data("BUYER".utf8)) != nil })
    for secret in [Self.password, "mistaken-secret", "seller-secret"] {
      #expect(!files.contains { $0.range(of: Data(secret.utf8)) != nil })
    }
  }
}
