import Market
import Storage
import Testing

@testable import Agents

/// What the operator is told of connections that are closed without a word.
@Suite struct RefusalNoticesTests {
  @Test(
    "of a flood the first 100 of a kind in ten seconds are told, the others as numbers; all are counted"
  )
  func flood() throws {
    let folder = TemporaryFolder()
    var limits = Doorkeeper.Limits()
    #expect(limits.refusalsTold == 100)
    limits.refusalsTold = 5
    let venue = try TestVenue(folder.path, limits: limits)
    for _ in 0..<8 {
      let client = try TestClient("BUYER", venue)
      client.sendRaw(Array("GET / HTTP/1.1\r\n\r\n".utf8))
      #expect(venue.expectClosed(client))
    }
    let other = try TestClient("NOBODY", venue)
    other.send("35=A|98=0|108=30|")
    #expect(venue.expectClosed(other))
    let notices = venue.refusalNotices()
    #expect(notices.last?.detail == Notice.Refusal.unknownSession.rawValue)
    let kinds = notices.map(\.kindCode)
    #expect(kinds.count { $0 == Notice.Kind.connectionRefused.rawValue } == 6)
    let numbers = notices.filter { $0.kindCode == Notice.Kind.refusalsLeftOut.rawValue }
    #expect(numbers.map(\.amount) == [1])
    venue.cycle(nanoseconds: 11_000_000_000)
    #expect(venue.refusalNotices().map(\.amount) == [2])
    venue.cycle(nanoseconds: 11_000_000_000)
    #expect(venue.refusalNotices().isEmpty)
    let block = venue.counters[CounterLayout.doorkeeper]
    #expect(block.load(.refused) == 9)
    #expect(block.load(DoorkeeperCounter.refusals(Notice.Refusal.garbled.rawValue)) == 8)
    #expect(block.load(.accepted) == 9)
  }

  @Test("every reason of a refusal has its place in the block")
  func reasons() {
    let places = Notice.Refusal.allCases.map { DoorkeeperCounter.refusals($0.rawValue) }
    #expect(Set(places).count == places.count)
    #expect(places.allSatisfy { $0 >= DoorkeeperCounter.allCases.count && $0 < 64 })
  }
}
