import FIXSession
import Foundation
import Market
import Storage
import Testing

@testable import Agents

/// Resends as a service: in turns, behind what is live, to their end.
@Suite struct GatewayResendsTests {
  private static func history(
    _ count: Int, textBytes: Int = 100, adminEvery: Int = 0
  ) throws -> TestHistory {
    var history = try TestHistory(TemporaryFolder())
    try history.append(count, textBytes: textBytes, adminEvery: adminEvery)
    return history
  }

  private static func logOn(_ client: TestClient, _ venue: TestVenue) {
    client.send("35=A|98=0|108=30|", number: 2)
    client.nextNumber = 3
    let reply = venue.expect(client, "35=A")
    #expect(reply != nil)
  }

  private static func request(_ from: UInt64, _ to: UInt64 = 0) -> String {
    "35=2|7=\(from)|16=\(to)|"
  }

  /// The numbers of what was resent, a gap fill as "from>to".
  private static func resent(_ client: TestClient) -> [String] {
    client.messages.filter { $0.contains("|43=Y|") }.map { message in
      let number = field("34", message)
      return message.contains("|35=4|") ? "\(number)>\(field("36", message))" : number
    }
  }

  private static func field(_ tag: String, _ message: String) -> String {
    let fields = message.split(separator: "|")
    let field = fields.first { $0.hasPrefix("\(tag)=") } ?? ""
    return String(field.dropFirst(tag.count + 1))
  }

  private static func numbers(_ range: ClosedRange<UInt64>) -> [String] {
    range.map { String($0) }
  }

  @Test("a long resend ends, and live messages stand between", arguments: [true, false])
  func interleaved(_ loads: Bool) throws {
    let history = try Self.history(5_000)
    let venue = try TestVenue(history.folder.path, loads: loads)
    let buyer = try TestClient("BUYER", venue)
    Self.logOn(buyer, venue)
    buyer.send(Self.request(2, history.next - 1))
    for number in 0..<10 {
      buyer.send("35=1|112=T\(number)|")
      #expect(venue.expect(buyer, "35=0", "112=T\(number)", cycles: 10) != nil)
    }
    #expect(Self.resent(buyer).count < 1_000)
    #expect(venue.expect(buyer, "34=\(history.next - 1)", "43=Y", cycles: 10_000) != nil)
    #expect(Self.resent(buyer) == Self.numbers(2...history.next - 1))
    let session = venue.counters[CounterLayout.session(2)]
    #expect(session.load(.messagesResent) == 5_000)
    for _ in 0..<20 { venue.cycle() }
    #expect(venue.counters[CounterLayout.gateway].load(.resends) == 0)
  }

  @Test("a run of administrative messages is one gap fill, however many turns it takes to pass it")
  func administrative() throws {
    var history = try Self.history(3)
    try history.append(1_000, adminEvery: 1)
    try history.append(2)
    let venue = try TestVenue(history.folder.path)
    let buyer = try TestClient("BUYER", venue)
    Self.logOn(buyer, venue)
    buyer.send(Self.request(1))
    #expect(venue.expect(buyer, "35=4", "34=1007") != nil)
    #expect(Self.resent(buyer) == ["1>2", "2", "3", "4", "5>1005", "1005", "1006", "1007>1008"])
    buyer.send(Self.request(3, 500))
    #expect(venue.expect(buyer, "34=5", "36=501") != nil)
    #expect(Self.resent(buyer).suffix(3) == ["3", "4", "5>501"])
  }

  @Test("what is damaged is gap-filled with its neighbours, and told")
  func damaged() throws {
    var history = try Self.history(40)
    try history.append(4, adminEvery: 2)
    let file = "\(history.files)/00000001-000000000001.out"
    var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    let start = try #require(bytes.range(of: Data("11=OLD30".utf8)))
    bytes[start.lowerBound] ^= 0x40
    let admin = try #require(bytes.range(of: Data("11=OLD42".utf8)))
    bytes[admin.lowerBound] ^= 0x40
    try bytes.write(to: URL(fileURLWithPath: file))
    let venue = try TestVenue(history.folder.path)
    let buyer = try TestClient("BUYER", venue)
    Self.logOn(buyer, venue)
    buyer.send(Self.request(28, 45))
    #expect(venue.expect(buyer, "35=4", "34=45") != nil)
    #expect(
      Self.resent(buyer)
        == ["28", "29", "30>31"] + Self.numbers(31...41) + ["42>44", "44", "45>46"])
    let told = venue.gatewayNotices().filter {
      $0.kindCode == Notice.Kind.messagesDamaged.rawValue
    }
    #expect(told.reduce(0) { $0 + $1.amount } >= 2)
  }

  @Test("while one is served: the same is dropped, others are joined and follow")
  func requests() throws {
    let history = try Self.history(3_000)
    let venue = try TestVenue(history.folder.path)
    let buyer = try TestClient("BUYER", venue)
    Self.logOn(buyer, venue)
    buyer.send(Self.request(2, 1_000))
    buyer.send(Self.request(2, 1_000))
    buyer.send(Self.request(900, 1_100))
    buyer.send(Self.request(2_000, 2_050))
    #expect(venue.expect(buyer, "34=2050", "43=Y", cycles: 10_000) != nil)
    #expect(Self.resent(buyer) == Self.numbers(2...1_000) + Self.numbers(900...2_050))
    buyer.send(Self.request(7, 8))
    for _ in 0..<50 {
      venue.cycle()
      buyer.receive()
    }
    #expect(Self.resent(buyer).count == 999 + 1_151 + 2)
    #expect(Self.resent(buyer).suffix(2) == ["7", "8"])
  }

  @Test(
    "a connection that is lost ends its resend; the next one asks anew", arguments: [true, false])
  func reconnected(_ loads: Bool) throws {
    let history = try Self.history(3_000)
    let venue = try TestVenue(history.folder.path, loads: loads)
    let buyer = try TestClient("BUYER", venue)
    Self.logOn(buyer, venue)
    buyer.send(Self.request(2))
    #expect(venue.expect(buyer, "34=200", "43=Y") != nil)
    buyer.disconnect()
    for _ in 0..<20 { venue.cycle() }
    try buyer.reconnect(venue)
    buyer.send("35=A|98=0|108=30|")
    #expect(venue.expect(buyer, "35=A") != nil)
    for _ in 0..<50 { venue.cycle() }
    #expect(Self.resent(buyer) == [])
    buyer.send(Self.request(1_500, 2_500))
    #expect(venue.expect(buyer, "34=2500", "43=Y", cycles: 10_000) != nil)
    #expect(Self.resent(buyer) == Self.numbers(1_500...2_500))
  }

  @Test("a reset within a resend ends it, and numbers are resent as those of the new epoch")
  func reset() throws {
    let history = try Self.history(3_000)
    let venue = try TestVenue(history.folder.path)
    let buyer = try TestClient("BUYER", venue)
    Self.logOn(buyer, venue)
    buyer.send(Self.request(2))
    #expect(venue.expect(buyer, "34=200", "43=Y") != nil)
    buyer.send("35=A|98=0|108=30|141=Y|", number: 1)
    buyer.nextNumber = 2
    #expect(venue.expect(buyer, "35=A", "34=1", "141=Y") != nil)
    let before = buyer.messages.count
    for _ in 0..<50 { venue.cycle() }
    buyer.receive()
    #expect(buyer.messages.count == before)
    buyer.send(Self.request(1))
    #expect(venue.expect(buyer, "35=4", "34=1", "36=2") != nil)
  }

  @Test("who never reads is closed as a slow consumer, and nobody else notices")
  func neverReads() throws {
    let history = try Self.history(3_000, textBytes: 7_000)
    let venue = try TestVenue(history.folder.path, loads: true)
    let buyer = try TestClient("BUYER", venue)
    Self.logOn(buyer, venue)
    let seller = try venue.logOn("SELLER")
    buyer.send(Self.request(2))
    buyer.reads = false
    let block = venue.counters[CounterLayout.session(2)]
    var resent: UInt64 = 0
    repeat {
      resent = block.load(.messagesResent)
      for _ in 0..<50 { venue.cycle(nanoseconds: 1_000) }
    } while block.load(.messagesResent) > resent
    #expect(resent < 3_000)
    #expect(block.load(.unsentBytes) < 40_000)
    for number in 0..<29 {
      seller.send("35=1|112=S\(number)|")
      #expect(venue.expect(seller, "35=0", "112=S\(number)", cycles: 5) != nil)
      venue.cycle(nanoseconds: 1_000_000_000)
    }
    #expect(block.load(.presence) == SessionPresence.live.rawValue)
    for _ in 0..<3 { venue.cycle(nanoseconds: 1_000_000_000) }
    #expect(block.load(.presence) == SessionPresence.away.rawValue)
    #expect(block.load(.lastEndReason) == UInt64(SessionEndReason.slowConsumer.rawValue))
  }

  @Test("beside a session that is always busy resends go on and take a quarter of the time at most")
  func share() throws {
    let history = try Self.history(2_000)
    let venue = try TestVenue(history.folder.path, ticks: 20_000)
    let buyer = try TestClient("BUYER", venue)
    Self.logOn(buyer, venue)
    let seller = try venue.logOn("SELLER")
    buyer.send(Self.request(2))
    var cycles = 0
    while Self.resent(buyer).count < 2_000, cycles < 5_000 {
      seller.send("35=1|112=S|")
      venue.cycle()
      buyer.receive()
      seller.receive()
      cycles += 1
    }
    #expect(Self.resent(buyer).count == 2_000)
    for _ in 0..<20 { venue.cycle() }
    let gateway = venue.counters[CounterLayout.gateway]
    let (resends, all) = (gateway.load(.busyResendNanos), gateway.load(.resendBusyNanos))
    #expect(resends > 0 && resends * 4 <= all + 4 * 20_000)
    #expect(gateway.load(.resendNanos) >= resends)
  }
}
