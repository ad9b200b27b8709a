import FIXSession
import Market
import Storage
import Testing

@testable import Agents

/// What ends a resend, and both sides asking at once.
@Suite struct GatewaySessionResendTests {
  /// A venue whose buyer has a history of `count` reports and has asked for it: some of it has come.
  private static func resending(_ count: Int) throws -> (TestVenue, TestClient, TestHistory) {
    var history = try TestHistory(TemporaryFolder())
    try history.append(count)
    let venue = try TestVenue(history.folder.path, loads: true)
    let buyer = try TestClient("BUYER", venue)
    buyer.send("35=A|98=0|108=30|", number: 2)
    buyer.nextNumber = 3
    #expect(venue.expect(buyer, "35=A") != nil)
    buyer.send("35=2|7=1|16=0|")
    #expect(venue.expect(buyer, "34=40", "43=Y") != nil)
    return (venue, buyer, history)
  }

  private static func order(_ id: String) -> String {
    "35=D|11=\(id)|55=NONE|54=1|60=20261121-09:00:00|38=25|40=2|44=68400|15=CNY|59=0|"
  }

  private static func repeated(_ id: String) -> String {
    order(id).replacing("35=D|", with: "35=D|43=Y|122=20261121-08:00:00|")
  }

  private static func comesBack(_ client: TestClient, _ venue: TestVenue) throws {
    try client.reconnect(venue)
    client.send("35=A|98=0|108=30|")
    #expect(venue.expect(client, "35=A") != nil)
  }

  @Test("a Logout(5) with MsgSeqNum(34) 0 ends it and takes no number")
  func unnumberedLogout() throws {
    let (venue, buyer, history) = try Self.resending(3_000)
    defer { withExtendedLifetime(history) {} }
    buyer.send("35=5|", number: 0)
    let logout = try #require(venue.expect(buyer, "35=5"))
    #expect(
      logout.contains("|34=\(history.next + 1)|") && logout.contains("|58=MsgSeqNum(34) missing|"))
    #expect(venue.expectClosed(buyer))
    try Self.comesBack(buyer, venue)
    for _ in 0..<20 { venue.cycle() }
    buyer.receive()
    #expect(!buyer.messages.contains { $0.contains("|43=Y|") })
    buyer.send(Self.order("AFTER"))
    #expect(venue.expect(buyer, "35=8", "11=AFTER") != nil)
  }

  @Test("a Logout(5) in order is answered at once, and the rest is not sent")
  func logout() throws {
    let (venue, buyer, history) = try Self.resending(3_000)
    defer { withExtendedLifetime(history) {} }
    buyer.send("35=5|")
    #expect(venue.expect(buyer, "35=5", cycles: 10) != nil)
    let count = buyer.messages.count
    for _ in 0..<50 { venue.cycle() }
    buyer.receive()
    // What stood in the buffers when it was said has come; nothing behind it.
    #expect(buyer.messages.count == count)
    #expect(venue.counters[CounterLayout.gateway].load(.resends) == 0)
    buyer.disconnect()
    for _ in 0..<20 { venue.cycle() }
    try Self.comesBack(buyer, venue)
    buyer.send("35=2|7=2990|16=3000|")
    #expect(venue.expect(buyer, "34=3000", "43=Y") != nil)
  }

  @Test("a Logout(5) with a number too high has the gap asked for, and what comes is taken")
  func logoutAhead() throws {
    let (venue, buyer, history) = try Self.resending(3_000)
    defer { withExtendedLifetime(history) {} }
    buyer.send("35=5|", number: 8)
    #expect(venue.expect(buyer, "35=2", "7=4", "16=0") != nil)
    #expect(venue.expect(buyer, "35=5") != nil)
    buyer.send(Self.repeated("LATE"), number: 4)
    buyer.send("35=4|43=Y|122=20261121-08:00:00|123=Y|36=9|", number: 5)
    for _ in 0..<20 { venue.cycle() }
    buyer.disconnect()
    for _ in 0..<20 { venue.cycle() }
    buyer.nextNumber = 9
    try Self.comesBack(buyer, venue)
    #expect(venue.expect(buyer, "35=8", "11=LATE") != nil)
    #expect(!buyer.messages.contains { $0.contains("|35=2|") })
  }

  @Test("both sides ask at once: both are answered to their end, and live orders go on")
  func bothAsk() throws {
    let (venue, buyer, history) = try Self.resending(3_000)
    let missing = 2_000
    // Ahead of a gap of ours; more than may be held comes with the resend again.
    buyer.nextNumber = 4 + missing
    buyer.send(Self.order("V1"))
    #expect(venue.expect(buyer, "35=2", "7=4", "16=0") != nil)
    for number in 0..<missing {
      buyer.send(Self.repeated("L\(number)"), number: 4 + number)
      if number % 100 == 0 { buyer.send(Self.order("N\(number)")) }
      if number % 16 == 0 { venue.cycle() }
    }
    #expect(venue.expect(buyer, "11=N1900", cycles: 20_000) != nil)
    #expect(venue.expect(buyer, "34=\(history.next - 1)", "43=Y", cycles: 20_000) != nil)
    let told = buyer.messages.filter { $0.contains("|35=8|") && !$0.contains("|43=Y|") }
    let names = told.compactMap { message in
      message.split(separator: "|").first { $0.hasPrefix("11=") }?.dropFirst(3)
    }
    #expect(names.filter { $0.hasPrefix("L") } == (0..<missing).map { "L\($0)" })
    #expect(names.filter { !$0.hasPrefix("L") } == ["V1"] + (0..<20).map { "N\($0 * 100)" })
    // The reports, and a gap fill for each Logon(A) around them.
    #expect(buyer.messages.filter { $0.contains("|43=Y|") }.count == 3_000 + 2)
    #expect(
      !venue.gatewayNotices().contains { $0.kindCode == Notice.Kind.messagesDamaged.rawValue })
  }
}
