import Testing

/// Before authentication: closed without a word, whatever comes.
@Suite struct DoorkeeperTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    var testDescription: String { name }
  }

  private static func logon(_ fields: String) -> [UInt8] {
    TestClient.framed("35=A|\(fields)34=1|52=20261121-09:00:00.000|98=0|108=30|")
  }

  static let rows: [Row] = [
    Row(name: "an unknown CompID", bytes: logon("49=NOBODY|56=VENUE|")),
    Row(name: "another venue", bytes: logon("49=BUYER|56=OTHER|")),
    Row(name: "a CompID longer than any", bytes: logon("49=BUYERBUYERBUYERBUYER|56=VENUE|")),
    Row(name: "no CompID", bytes: logon("56=VENUE|")),
    Row(
      name: "a first message that is no Logon",
      bytes: TestClient.framed("35=0|49=BUYER|56=VENUE|34=1|52=20261121-09:00:00.000|")),
    Row(name: "bytes that are no message", bytes: Array("GET / HTTP/1.1\r\n\r\n".utf8)),
    Row(
      name: "a wrong checksum",
      bytes: logon("49=BUYER|56=VENUE|").dropLast(4) + Array("000\u{1}".utf8)),
    Row(name: "an endless body", bytes: Array("8=FIX.4.4\u{1}9=999999999\u{1}35=A\u{1}".utf8)),
    Row(name: "zeroes", bytes: [UInt8](repeating: 0, count: 5_000)),
  ]

  @Test("a stranger is closed without a byte", arguments: rows)
  func strangers(_ row: Row) throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let client = try TestClient("BUYER", venue)
    client.sendRaw(row.bytes)
    #expect(venue.expectClosed(client))
    #expect(client.messages.isEmpty)
  }

  @Test("who says nothing is closed after ten seconds, not before")
  func silence() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let client = try TestClient("BUYER", venue)
    for _ in 0..<99 { venue.cycle(nanoseconds: 100_000_000) }
    client.receive()
    #expect(!client.isClosed)
    for _ in 0..<3 { venue.cycle(nanoseconds: 100_000_000) }
    #expect(venue.expectClosed(client))
  }

  @Test("a Logon(A) that comes byte by byte is one Logon(A)")
  func byteByByte() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let client = try TestClient("BUYER", venue)
    for byte in Self.logon("49=BUYER|56=VENUE|") {
      client.sendRaw([byte])
      venue.cycle()
    }
    #expect(venue.expect(client, "35=A", "34=1") != nil)
  }

  @Test("what follows the Logon(A) in the same bytes is not lost")
  func pipelined() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let client = try TestClient("BUYER", venue)
    let testRequest = TestClient.framed(
      "35=1|49=BUYER|56=VENUE|34=2|52=20261121-09:00:00.000|112=NOW|")
    client.sendRaw(Self.logon("49=BUYER|56=VENUE|") + testRequest)
    #expect(venue.expect(client, "35=0", "112=NOW") != nil)
  }

  @Test("the 65th silent connection from one address is closed at once, the 64th is not")
  func limitPerAddress() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let clients = try (0..<64).map { _ in try TestClient("BUYER", venue) }
    for _ in 0..<20 { venue.cycle() }
    let oneTooMany = try TestClient("BUYER", venue)
    #expect(venue.expectClosed(oneTooMany))
    clients[63].receive()
    #expect(!clients[63].isClosed)
  }
}
