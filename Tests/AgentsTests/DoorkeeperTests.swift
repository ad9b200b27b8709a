import Market
import Storage
import Testing

@testable import Agents

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

  @Test("under standby nobody is let in before the follower has what the start has left")
  func followed() throws {
    let folder = TemporaryFolder()
    let gate = StandbyGate()
    gate.require(behind: Sequence(rawValue: 7))
    let venue = try TestVenue(folder.path, gate: gate)
    let client = try TestClient("BUYER", venue)
    client.sendRaw(Self.logon("49=BUYER|56=VENUE|"))
    gate.acknowledge(Sequence(rawValue: 6))
    for _ in 0..<200 { venue.cycle() }
    client.receive()
    #expect(!client.isClosed && client.messages.isEmpty)
    gate.acknowledge(Sequence(rawValue: 7))
    #expect(venue.expect(client, "35=A", "34=1") != nil)
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

  @Test("as many as may wait in all wait, one more is closed at once", arguments: [2, 3, 4])
  func limitInAll(_ count: Int) throws {
    let folder = TemporaryFolder()
    var limits = Doorkeeper.Limits()
    #expect(limits.connections == 256)
    limits.connections = 3
    let venue = try TestVenue(folder.path, limits: limits)
    let clients = try (0..<count).map { _ in try TestClient("BUYER", venue) }
    for _ in 0..<20 { venue.cycle() }
    for client in clients { client.receive() }
    #expect(clients.count { $0.isClosed } == max(0, count - 3))
    #expect(venue.refusals() == (count > 3 ? [.tooManyConnections] : []))
    #expect(venue.counters[CounterLayout.doorkeeper].load(.waiting) == UInt64(min(count, 3)))
  }

  @Test("a Logon(A) of 4,096 bytes is taken, one of a byte more is not", arguments: 4_095...4_097)
  func limitOfBytes(_ byteCount: Int) throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let client = try TestClient("BUYER", venue)
    var bytes: [UInt8] = []
    var padding = byteCount - 200
    repeat {
      let data = String(repeating: "x", count: padding)
      bytes = TestClient.framed(
        "35=A|49=BUYER|56=VENUE|34=1|52=20261121-09:00:00.000|98=0|108=30|95=\(padding)|96=\(data)|"
      )
      padding += byteCount - bytes.count
    } while bytes.count != byteCount
    client.sendRaw(bytes)
    if byteCount <= 4_096 {
      #expect(venue.expect(client, "35=A") != nil)
    } else {
      #expect(venue.expectClosed(client))
      #expect(venue.refusals() == [.tooManyBytes])
    }
  }

  @Test(
    "the first message may be whole until ten seconds are over", arguments: [-1, 0, 1] as [Int64])
  func limitOfTime(_ nanoseconds: Int64) throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let client = TestClient("BUYER", inMemory: venue)
    let bytes = Self.logon("49=BUYER|56=VENUE|")
    client.sendRaw(bytes.dropLast(1))
    venue.cycle(nanoseconds: Doorkeeper.Limits().logonNanos + nanoseconds)
    client.receive()
    #expect(client.isClosed == (nanoseconds >= 0))
    #expect(venue.refusals() == (nanoseconds >= 0 ? [.logonTimeout] : []))
  }

  @Test("one round takes 64 connections of those who wait, the next one the others")
  func acceptsPerRound() throws {
    let folder = TemporaryFolder()
    var limits = Doorkeeper.Limits()
    #expect(limits.acceptsPerRound == 64)
    limits.acceptsPerRound = 2
    let venue = try TestVenue(folder.path, limits: limits)
    let clients = try (0..<5).map { _ in try TestClient("BUYER", venue) }
    let block = venue.counters[CounterLayout.doorkeeper]
    let accepted = (0..<4).map { _ in
      venue.cycle()
      return block.load(.accepted)
    }
    #expect(accepted == [2, 4, 5, 5])
    #expect(clients.count == 5)
  }
}
