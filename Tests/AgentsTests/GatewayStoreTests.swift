import Glibc
import Testing

/// What a session sees while there is no room for a file of what it is sent.
@Suite struct GatewayStoreTests {
  private static let orderCount = 300

  private func order(_ number: Int) -> String {
    "35=D|11=B\(number)|55=CU|54=1|60=20261121-09:00:00|38=25|40=2|44=68400|15=CNY|59=0|"
  }

  /// Puts a file where the buyer's folder is to be, so that no file can be made in it.
  private func block(_ folder: TemporaryFolder) {
    _ = unsafe rename(
      "\(folder.path)/sessions/00000002", "\(folder.path)/sessions/kept")
    let descriptor = unsafe creat("\(folder.path)/sessions/00000002", 0o600)
    precondition(descriptor >= 0 && close(descriptor) == 0, "a file can be made")
  }

  private func unblock(_ folder: TemporaryFolder) {
    _ = unsafe unlink("\(folder.path)/sessions/00000002")
    _ = unsafe rename(
      "\(folder.path)/sessions/kept", "\(folder.path)/sessions/00000002")
  }

  @Test("a Logon(A) waits for room, without an answer and without an end")
  func logon() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    block(folder)
    let buyer = try TestClient("BUYER", venue)
    buyer.send("35=A|98=0|108=30|")
    #expect(venue.expect(buyer, "35=A", cycles: 100) == nil)
    #expect(!buyer.isClosed)
    unblock(folder)
    #expect(venue.expect(buyer, "35=A", "34=1") != nil)
  }

  @Test("reports wait for room; all come then, numbered on, and others are served meanwhile")
  func reports() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let buyer = try venue.logOn("BUYER")
    let seller = try venue.logOn("SELLER")
    block(folder)
    for number in 0..<Self.orderCount {
      buyer.send(order(number))
      venue.cycle()
    }
    #expect(venue.expect(buyer, "11=B\(Self.orderCount - 1)", cycles: 200) == nil)
    #expect(!buyer.isClosed)
    seller.send("35=1|112=T|")
    #expect(venue.expect(seller, "35=0", "112=T") != nil)
    unblock(folder)
    #expect(venue.expect(buyer, "11=B\(Self.orderCount - 1)", "150=0") != nil)
    let reports = buyer.messages.filter { $0.contains("|35=8|") && $0.contains("|150=0|") }
    #expect(reports.count == Self.orderCount)
    for (place, report) in reports.enumerated() {
      #expect(report.contains("|34=\(place + 2)|") && report.contains("|11=B\(place)|"))
    }
  }

  @Test("heartbeats take what is kept for them; then the line ends until there is room")
  func heartbeats() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let buyer = try venue.logOn("BUYER")
    block(folder)
    for number in 0..<Self.orderCount {
      buyer.send(order(number))
      venue.cycle()
    }
    for _ in 0..<100 where !buyer.isClosed {
      venue.cycle(nanoseconds: 31_000_000_000)
      buyer.flush()
      buyer.receive()
    }
    #expect(buyer.isClosed)
    unblock(folder)
    try buyer.reconnect(venue)
    buyer.send("35=A|98=0|108=30|")
    #expect(venue.expect(buyer, "35=A") != nil)
    buyer.send("35=2|7=1|16=0|")
    #expect(venue.expect(buyer, "11=B0", "43=Y") != nil)
  }
}
