import Foundation
import Market
import Storage
import Testing

@testable import Agents

/// Market data over the wire: requests, snapshots, changes, numbers.
@Suite struct MarketDeskTests {
  /// THROTTLED takes market data; nobody is throttled.
  private static func venue(_ path: String, logs: Int = 1) throws -> TestVenue {
    let venue = try TestVenue(
      path, throttleLimit: 0, roles: ["THROTTLED": .marketData], hasMarketData: true)
    if logs == 1 { venue.defineSession(3, role: .marketData) }
    return venue
  }

  private static func settle(_ venue: TestVenue, _ clients: TestClient...) {
    for _ in 0..<20 {
      venue.cycle()
      for client in clients { client.receive() }
    }
  }

  private static func request(
    _ id: String, type: Int = 1, depth: Int = 0, more: String = "265=1|",
    entries: [String] = ["0", "1", "2", "9"], symbol: String = "CU"
  ) -> String {
    "35=V|262=\(id)|263=\(type)|264=\(depth)|\(more)267=\(entries.count)|"
      + entries.map { "269=\($0)|" }.joined() + "146=1|55=\(symbol)|"
  }

  private static func order(_ id: String, _ side: Int, _ price: Int) -> String {
    "35=D|11=\(id)|55=CU|54=\(side)|60=20261121-09:00:00|38=25|40=2|44=\(price)|15=CNY|59=0|"
  }

  /// The messages of market data that have come, each from its MDReqID(262) on.
  private static func prices(_ client: TestClient) -> [String] {
    client.messages.filter { $0.contains("|35=W|") || $0.contains("|35=X|") }.map { message in
      let type = message.contains("|35=W|") ? "W" : "X"
      let body = message.range(of: "|262=").map { message[$0.upperBound...] } ?? ""
      return "\(type) "
        + body.replacing(/\|10=[0-9]{3}\|/, with: "")
        .replacing(/\|27[23]=[^|]+/, with: "")
    }
  }

  @Test("a snapshot, then each change behind it, and no more after the end")
  func subscribes() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    let (seller, watcher) = (try venue.logOn("SELLER"), try venue.logOn("THROTTLED"))
    seller.send(Self.order("S1", 2, 68400))
    Self.settle(venue, seller)
    watcher.send(Self.request("M-1"))
    Self.settle(venue, watcher)
    #expect(
      Self.prices(watcher) == ["W M-1|55=CU|268=1|269=1|270=68400|271=25|346=1|290=1|7830=2"])
    seller.send(Self.order("S2", 2, 68400))
    Self.settle(venue, seller, watcher)
    #expect(
      Self.prices(watcher).last
        == "X M-1|268=1|279=1|269=1|55=CU|270=68400|271=50|346=2|290=1|7830=3|7832=2")
    watcher.send(Self.request("M-1", type: 2))
    Self.settle(venue, watcher)
    seller.send(Self.order("S3", 2, 68390))
    Self.settle(venue, seller, watcher)
    #expect(Self.prices(watcher).count == 2)
  }

  @Test("a trade, the figures of the day and the book in one message")
  func trades() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    let (seller, buyer) = (try venue.logOn("SELLER"), try venue.logOn("BUYER"))
    let watcher = try venue.logOn("THROTTLED")
    seller.send(Self.order("S1", 2, 68400))
    Self.settle(venue, seller)
    watcher.send(Self.request("T", depth: 1, more: "265=1|266=N|"))
    Self.settle(venue, watcher)
    buyer.send(Self.order("B1", 1, 68400))
    Self.settle(venue, buyer, watcher)
    #expect(
      Self.prices(watcher) == [
        "W T|55=CU|268=1|269=1|270=68400|271=25|37=1|290=1|7830=2",
        "X T|268=3|279=2|269=1|55=CU|270=68400|37=1|279=0|269=2|278=1|55=CU|270=68400|271=25|"
          + "279=0|269=9|55=CU|270=68400|7830=4|7832=2",
      ])
  }

  @Test(
    "a trade in the mode listing tells its documents, and to who watches the seller",
    arguments: [(SessionRole.marketData, ""), (.supervisor, "282=SELLER|")])
  func listing(_ role: SessionRole, _ seller: String) throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(
      folder.path, throttleLimit: 0, roles: ["THROTTLED": role], hasMarketData: true)
    venue.defineSession(3, role: role)
    venue.defineInstrument(mode: .listing)
    let watcher = try venue.logOn("THROTTLED")
    try venue.play(
      "### What is told of a trade in the mode listing",
      [
        "SELLER": try venue.logOn("SELLER"), "BUYER": try venue.logOn("BUYER"), "WATCH": watcher,
      ])
    Self.settle(venue, watcher)
    #expect(Self.prices(watcher).last?.contains("|271=50|\(seller)7830=4|") == true)
  }

  @Test("the example happens as it is told")
  func example() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    let clients = ["SELLER": try venue.logOn("SELLER"), "WATCH": try venue.logOn("THROTTLED")]
    clients["SELLER"]?.send(Self.order("S-1", 2, 68400))
    Self.settle(venue)
    try venue.play("## Market data", clients)
  }

  @Test("what can't be is refused by Y, which is resent; prices are not")
  func resends() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    let watcher = try venue.logOn("THROTTLED")
    watcher.send(Self.request("M-1", type: 0, more: ""))
    watcher.send(Self.request("M-2", symbol: "TIN"))
    watcher.send(Self.request("M-3", type: 0, more: ""))
    let refused = "58=Symbol(55) TIN is no instrument"
    #expect(venue.expect(watcher, all: ["35=Y", "262=M-2", "281=0", refused]) != nil)
    Self.settle(venue, watcher)
    #expect(Self.prices(watcher).count == 2)
    watcher.send("35=2|7=1|16=0|")
    #expect(venue.expect(watcher, all: ["35=4", "43=Y", "123=Y"]) != nil)
    #expect(venue.expect(watcher, all: ["35=Y", "43=Y", "262=M-2"]) != nil)
    Self.settle(venue, watcher)
    #expect(Self.prices(watcher).count == 2, "no price is sent again")
  }

  @Test("who does not read for a while has no gap behind that")
  func silence() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    let seller = try venue.logOn("SELLER")
    let watcher = TestClient("THROTTLED", inMemory: venue)
    watcher.send("35=A|98=0|108=30|")
    Self.settle(venue, watcher)
    for place in 1...60 { watcher.send(Self.request("M-\(place)")) }
    Self.settle(venue, watcher)
    watcher.reads = false
    for place in 1...100 {
      seller.send(Self.order("S\(place)", 2, 68400))
      seller.send("35=F|11=C\(place)|41=S\(place)|55=CU|54=2|60=20261121-09:00:00|")
      Self.settle(venue, seller)
    }
    watcher.reads = true
    for _ in 0..<40 { Self.settle(venue, watcher) }
    let last = Self.prices(watcher).filter { $0.contains(" M-1|") }
    #expect(last.count > 2)
    var seq = ""
    var gaps = 0
    for message in last {
      let own = message.split(separator: "|").first { $0.hasPrefix("7830=") }?.dropFirst(5) ?? ""
      let before = message.split(separator: "|").first { $0.hasPrefix("7832=") }?.dropFirst(5)
      if let before, before != seq { gaps += 1 }
      seq = String(own)
    }
    #expect(gaps == 0 && seq == "201")
  }

  @Test("who stops reading its socket goes on from a snapshot, and has the book of the venue")
  func conflates() throws {
    let folder = TemporaryFolder()
    let venue = try Self.venue(folder.path)
    let (seller, buyer) = (try venue.logOn("SELLER"), try venue.logOn("BUYER"))
    let watcher = try venue.logOn("THROTTLED")
    let block = venue.counters[CounterLayout.session(3)]
    let books = (0..<60).map { "M-\($0)" }
    for (place, id) in books.enumerated() {
      watcher.send(
        Self.request(
          id, depth: place % 7, more: place.isMultiple(of: 2) ? "265=1|266=N|" : "265=1|"))
    }
    Self.settle(venue, watcher)
    #expect(watcher.messages.filter { $0.contains("|35=W|") }.count == 60)
    watcher.reads = false
    var unsent: UInt64 = 0
    for round in 1...250 {
      buyer.send(Self.order("B\(round)", 1, 67000 + round * 7 % 40 * 10))
      if round > 12 {
        buyer.send("35=F|11=C\(round)|41=B\(round - 12)|55=CU|54=1|60=20261121-09:00:00|")
      }
      if round.isMultiple(of: 30) { seller.send(Self.order("S\(round)", 2, 67000)) }
      for _ in 0..<3 { venue.cycle() }
      unsent = max(unsent, block.load(.unsentBytes))
    }
    #expect(block.load(SessionCounter.conflations) > 0)
    let publisher = venue.counters[CounterLayout.publisher]
    #expect(
      publisher.load(GatewayCounter.conflations.rawValue) == block.load(SessionCounter.conflations))
    #expect(unsent <= UInt64(GatewayLimits.outboundBytes), "what waits for it is bounded")
    watcher.reads = true
    for _ in 0..<10 { Self.settle(venue, watcher) }
    buyer.send(Self.order("B-LAST", 1, 67990))
    Self.settle(venue, buyer, watcher)
    for (place, id) in books.enumerated() {
      watcher.send(
        Self.request(
          "N-\(place)", type: 0, depth: place % 7, more: place.isMultiple(of: 2) ? "266=N|" : ""))
      Self.settle(venue, watcher)
      let (followed, fresh) = (
        PublishedBook(watcher.messages, of: id), PublishedBook(watcher.messages, of: "N-\(place)")
      )
      #expect(followed.gaps == 0 && followed.changes > 0)
      #expect(fresh.snapshots == 1 && !fresh.sides["0", default: []].isEmpty)
      #expect(followed.sides == fresh.sides && followed.figures == fresh.figures)
      #expect(followed.lastSeq == fresh.lastSeq)
    }
    let again = books.count { PublishedBook(watcher.messages, of: $0).snapshots > 1 }
    #expect(again > 0, "some went on from a snapshot")
  }

  @Test("numbers go on behind an end that was in order, and behind one that was not")
  func restarts() throws {
    let folder = TemporaryFolder()
    var (sent, next) = (0, 0)
    for round in 1...2 {
      let venue = try Self.venue(folder.path, logs: round)
      let watcher = try TestClient("THROTTLED", venue)
      watcher.nextNumber = next + 1
      watcher.send("35=A|98=0|108=30|")
      let reply = venue.expect(watcher, "35=A")
      #expect(reply?.contains("|34=\(sent + 1)|") == true, "\(reply ?? "") behind \(sent)")
      watcher.send(Self.request("M-1"))
      Self.settle(venue, watcher)
      #expect(Self.prices(watcher).count == 1)
      let last = watcher.messages.last?.split(separator: "|").first { $0.hasPrefix("34=") }
      sent = Int(last?.dropFirst(3) ?? "") ?? 0
      next = watcher.nextNumber - 1
    }
  }
}
