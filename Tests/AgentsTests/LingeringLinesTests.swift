import Market
import Memory
import Testing
import Transport

@testable import Agents

/// A peer that floods and does not read still finds the venue's last message.
@Suite struct LingeringLinesTests {
  /// A client that has sent more than the venue reads, and is then refused.
  private func flooded(_ venue: TestVenue) throws -> TestClient {
    let client = try venue.logOn("BUYER")
    client.reads = false
    for number in 0..<8_000 { client.send("35=0|112=FLOOD-\(number)|") }
    for _ in 0..<3 { venue.cycle() }
    let rules = TestVenue.directory([:]) { name, entry in
      if name == "BUYER" { entry.isEnabled = false }
    }
    venue.access.replace(by: rules)
    for _ in 0..<10 { venue.cycle() }
    return client
  }

  @Test("the Logout(5) comes through, and then the end of the line; the session is free meanwhile")
  func told() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let client = try flooded(venue)
    #expect(venue.connectionCount == 0)
    client.reads = true
    #expect(venue.expect(client, "35=5", "58=Access revoked") != nil)
    #expect(venue.expectClosed(client))
    client.disconnect()
    for _ in 0..<50 { venue.cycle() }
    #expect(venue.lingeringCount == 0)
  }

  @Test("two seconds, and not longer", arguments: [1_900_000_000, 2_100_000_000] as [Int64])
  func time(_ nanoseconds: Int64) throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let client = try flooded(venue)
    #expect(venue.lingeringCount == 1)
    venue.cycle(nanoseconds: nanoseconds)
    for _ in 0..<20 { venue.cycle() }
    #expect(venue.lingeringCount == (nanoseconds < 2_000_000_000 ? 1 : 0))
    client.disconnect()
  }

  @Test("sixty-four at a time; the next one is closed at once, and taken when one has gone")
  func room() throws {
    let listener = try Listener(SocketAddress(ipv4: 0x7f00_0001, port: 0))
    var lines = LingeringLines()
    var places: [Int?] = []
    for _ in 0..<65 {
      places.append(
        lines.take(try Connection(to: listener.address), until: Instant(nanoseconds: 9)))
    }
    #expect(places == (0..<64).map { $0 } + [nil])
    let due = [8, 9].map { lines.due(now: Instant(nanoseconds: $0)).count }
    #expect(due == [0, 64])
    _ = lines.remove(7)
    let next = lines.take(try Connection(to: listener.address), until: Instant(nanoseconds: 9))
    #expect(next == 7)
  }

  @Test("four megabytes are thrown away, and not more")
  func bytes() throws {
    let listener = try Listener(SocketAddress(ipv4: 0x7f00_0001, port: 0))
    let sender = try Connection(to: listener.address)
    guard case .connection(let accepted, _) = try listener.accept() else {
      Issue.record("nobody was waiting")
      return
    }
    var lines = LingeringLines()
    let place = lines.take(accepted, until: .distantFuture)
    let index = try #require(place)
    var sent = 0
    var isOver = false
    while !isOver, sent < 16 << 20 {
      var flood = ByteBuffer(holding: Array(repeating: 1, count: 1 << 15))
      if case .moved(let bytes) = sender.send(from: &flood) { sent += bytes }
      isOver = lines.turn(index)
    }
    #expect(isOver)
    #expect(sent >= LingeringLines.bytesMost)
    #expect(sent < 2 * LingeringLines.bytesMost)
  }
}
