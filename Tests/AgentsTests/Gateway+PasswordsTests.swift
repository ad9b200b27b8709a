import FIXWire
import Foundation
import Linux
import Market
import Memory
import Secrets
import Synchronization
import Testing
import Transport

@testable import Agents

/// UserRequest(BE) from the wire to UserResponse(BF).
@Suite struct GatewayPasswordsTests {
  static let password = "correct-horse-7"
  static let next = "battery-staple-8"

  private func venue(
    _ folder: TemporaryFolder, isWritable: Bool = true,
    _ change: (inout SessionDirectory.Entry) -> Void = { _ in }
  ) throws -> TestVenue {
    try TestVenue(
      folder.path, credentials: ["BUYER": try cheapHash(Self.password)],
      entry: { name, entry in if name == "BUYER" { change(&entry) } },
      passwords: { _, _, _ in isWritable ? PasswordTerms() : nil })
  }

  private func logOn(
    _ venue: TestVenue, _ password: String = password, name: String = "BUYER"
  ) throws -> TestClient {
    let client = try TestClient(name, venue)
    client.send("35=A|98=0|108=30|141=Y|554=\(password)|")
    #expect(venue.expect(client, "35=A") != nil)
    return client
  }

  /// A request to change the password from `old` to `new`.
  private func change(_ old: String, _ new: String, id: String = "U1") -> String {
    "35=BE|923=\(id)|924=3|553=BUYER|554=\(old)|925=\(new)|"
  }

  private func expectRefused(_ venue: TestVenue, _ password: String) throws {
    let client = try TestClient("BUYER", venue)
    client.send("35=A|98=0|108=30|141=Y|554=\(password)|")
    #expect(venue.expectClosed(client))
    #expect(venue.refusals().contains(.invalidCredentials))
  }

  @Test("a change counts at once, the old password no more, and the session goes on")
  func changed() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder)
    let client = try logOn(venue)
    client.send(change(Self.password, Self.next))
    #expect(venue.expect(client, "35=BF", "923=U1", "553=BUYER", "926=5") != nil)
    #expect(client.messages.last?.contains("|927=") == false)
    client.send("35=1|112=LIVES|")
    #expect(venue.expect(client, "35=0", "112=LIVES") != nil)
    client.disconnect()
    for _ in 0..<20 { venue.cycle() }
    try expectRefused(venue, Self.password)
    _ = try logOn(venue, Self.next)
  }

  static let answers: [(String, String)] = [
    ("924=4|553=BUYER|", "926=1"), ("924=4|553=SELLER|", "926=3"),
    ("924=4|553=BUYERS|", "926=3"), ("924=4|553=AVERYLONGUSERNAMETHATISNOTOURS|", "926=3"),
    ("924=1|553=BUYER|554=\(password)|", "927=A session logs on by Logon(A)"),
    ("924=2|553=BUYER|", "927=A session logs on by Logon(A)"),
    ("924=3|553=SELLER|554=\(password)|925=\(next)|", "926=3"),
    ("924=3|553=BUYER|554=mistaken-1|925=\(next)|", "926=4"),
    ("924=3|553=BUYER|554=\(String(repeating: "x", count: 300))|925=\(next)|", "926=4"),
    ("924=3|553=BUYER|554=\(password)|925=short|", "927=NewPassword(925) has 8 to 128 bytes"),
    (
      "924=3|553=BUYER|554=\(password)|925=\(String(repeating: "x", count: 129))|",
      "927=NewPassword(925) has 8 to 128 bytes"
    ),
    (
      "924=3|553=BUYER|554=\(password)|925=\(password)|",
      "927=NewPassword(925) is the present password"
    ),
    (
      "924=3|553=BUYER|554=\(password)|925=the-one-before-9|",
      "927=NewPassword(925) is the present password"
    ),
  ]

  @Test("each other request has its answer, and the old password stays", arguments: answers)
  func answered(_ fields: String, _ answer: String) throws {
    let folder = TemporaryFolder()
    let former = try cheapHash("the-one-before-9")
    let venue = try venue(folder) { $0.passwordTerms.former = [former] }
    let client = try logOn(venue)
    client.send("35=BE|923=U1|\(fields)")
    let name = fields.split(separator: "|").first { $0.hasPrefix("553=") } ?? ""
    #expect(venue.expect(client, "35=BF", "923=U1", "\(name)") != nil)
    let response = try #require(client.messages.last)
    #expect(response.contains("|\(answer)"))
    #expect(response.contains("|927=") == response.contains("|926=6|"))
    client.disconnect()
    venue.cycle(nanoseconds: 2_000_000_000)
    _ = try logOn(venue)
  }

  @Test("without a password there is none to be changed; one that can't be kept is not changed")
  func notChanged() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder, isWritable: false)
    let seller = try logOn(venue, "whatever", name: "SELLER")
    seller.send("35=BE|923=U1|924=3|553=SELLER|554=whatever|925=\(Self.next)|")
    #expect(
      venue.expect(seller, "35=BF", "926=6", "927=No password is asked of the session") != nil)
    let buyer = try logOn(venue)
    buyer.send(change(Self.password, Self.next))
    #expect(venue.expect(buyer, "35=BF", "926=6") != nil)
    #expect(buyer.messages.last?.contains("could not be kept") == true)
  }

  @Test("a session has one request at the doorkeeper, also behind a break of its line")
  func pending() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder)
    venue.judgesPasswords = true
    let client = try logOn(venue)
    venue.judgesPasswords = false
    client.send(change(Self.password, Self.next))
    client.send(change(Self.password, Self.next, id: "U2"))
    #expect(venue.expect(client, "35=BF", "923=U2", "926=6") != nil)
    client.disconnect()
    for _ in 0..<20 { venue.cycle() }
    venue.judgesPasswords = true
    for _ in 0..<20 { venue.cycle() }
    client.nextNumber = 4
    try client.reconnect(venue)
    client.send("35=A|98=0|108=30|554=\(Self.next)|")
    #expect(venue.expect(client, "35=BF", "923=U1", "926=5") != nil)
  }

  @Test("wrong ones are counted with those of Logon(A): too soon, then locked")
  func guesses() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder)
    let client = try logOn(venue)
    for count in 1...5 {
      client.send(change("mistaken-\(count)", Self.next, id: "W\(count)"))
      #expect(venue.expect(client, "35=BF", "923=W\(count)", "926=4") != nil)
      if count == 1 {
        client.send(change(Self.password, Self.next, id: "SOON"))
        #expect(
          venue.expect(client, "35=BF", "923=SOON", "927=Too soon after a wrong password") != nil)
      }
      venue.cycle(nanoseconds: 1_100_000_000)
    }
    client.send(change(Self.password, Self.next, id: "LOCKED"))
    #expect(
      venue.expect(client, "35=BF", "923=LOCKED", "927=Locked after too many wrong passwords")
        != nil)
    let late = try TestClient("BUYER", venue)
    late.send("35=A|98=0|108=30|141=Y|554=\(Self.password)|")
    #expect(venue.expectClosed(late))
    #expect(venue.refusals().contains(.sessionLocked))
  }

  @Test("a request that comes again after a crash has the answer that it would have had")
  func repeated() throws {
    let folder = TemporaryFolder()
    let (old, new) = (try cheapHash(Self.password), try cheapHash(Self.next))
    // As the file of credentials has it when the process ends behind the change and before the log.
    let venue = try venue(folder) { entry in
      entry.credential = new
      entry.passwordTerms.former = [old]
    }
    let client = try logOn(venue, Self.next)
    client.send("43=Y|122=20261121-08:00:00|".prefixed(by: change(Self.password, Self.next)))
    #expect(venue.expect(client, "35=BF", "926=5") != nil)
    client.send(change(Self.password, Self.next, id: "U2"))
    #expect(venue.expect(client, "35=BF", "923=U2", "926=4") != nil)
  }

  @Test("a process that ends before the answer leaves one: nobody knows which password counts")
  func restarted() throws {
    let folder = TemporaryFolder()
    do {
      let venue = try venue(folder)
      let client = try logOn(venue)
      venue.judgesPasswords = false
      client.send(change(Self.password, Self.next))
      for _ in 0..<50 { venue.cycle() }
      #expect(!client.messages.contains { $0.contains("|35=BF|") })
    }
    let venue = try venue(folder)
    let client = try TestClient("BUYER", venue)
    client.nextNumber = 3
    client.send("35=A|98=0|108=30|554=\(Self.password)|")
    #expect(venue.expect(client, "35=BF", "923=U1", "926=6") != nil)
    #expect(client.messages.last?.contains("The venue has restarted") == true)
  }

  @Test("ahead of a gap a request waits its turn")
  func ahead() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder)
    let client = try logOn(venue)
    client.nextNumber = 3
    client.send(change(Self.password, Self.next))
    #expect(venue.expect(client, "35=2", "7=2") != nil)
    client.send("35=1|112=FILLS|", number: 2)
    #expect(venue.expect(client, "35=BF", "926=5") != nil)
  }

  @Test("in plain TCP from another machine it is refused, and not looked at")
  func plainLine() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder) { $0.credential = nil }
    let client = TestClient(
      "BUYER", inMemory: venue, from: SocketAddress(ipv4: 0x0a00_0001, port: 1))
    client.send("35=A|98=0|108=30|141=Y|")
    #expect(venue.expect(client, "35=A") != nil)
    client.send(change(Self.password, Self.next))
    #expect(venue.expect(client, "35=BF", "926=6", "927=Passwords are taken over TLS alone") != nil)
  }

  @Test("nothing of a password is in any file of the venue, whatever became of it")
  func nothingKept() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder)
    let client = try logOn(venue)
    client.send("35=BE|923=U0|924=3|553=BUYER|925=lonely-secret-1|")
    #expect(venue.expect(client, "35=j", "379=U0", "380=5") != nil)
    client.send("35=D|11=X|554=stray-secret-12|")
    #expect(venue.expect(client, "35=3") != nil)
    client.send(change(Self.password, Self.next))
    #expect(venue.expect(client, "35=BF", "926=5") != nil)
    for _ in 0..<20 { venue.cycle() }
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .compactMap { FileManager.default.contents(atPath: "\(folder.path)/\($0)") }
    #expect(files.contains { $0.range(of: Data("BUYER".utf8)) != nil })
    for secret in [Self.password, Self.next, "lonely-secret-1", "stray-secret-12"] {
      #expect(!files.contains { $0.range(of: Data(secret.utf8)) != nil })
    }
  }
}

extension String {
  /// The fields of `message` with these behind its MsgType(35).
  fileprivate func prefixed(by message: String) -> String {
    let parts = message.split(separator: "|", maxSplits: 1)
    return "\(parts[0])|\(self)\(parts[1])"
  }
}
