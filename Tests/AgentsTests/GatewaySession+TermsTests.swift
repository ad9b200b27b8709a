import Market
import Storage
import Testing

@testable import Agents

/// Cancel on disconnect and the throttle as a counterparty meets them, over loopback.
@Suite struct GatewaySessionTermsTests {
  private let logon = "35=A|98=0|108=30|"
  private static let second: Int64 = 1_000_000_000

  private func order(_ id: String, _ terms: String = "59=0|") -> String {
    "35=D|11=\(id)|55=CU|54=1|60=20261121-09:00:00|38=25|40=2|44=68400|15=CNY|\(terms)"
  }

  /// A venue in which the operator has agreed on this with BUYER.
  private func venue(
    _ folder: TemporaryFolder, _ cancel: CancelOnDisconnect, throttle: ThrottleTerms? = nil
  ) throws -> TestVenue {
    try TestVenue(folder.path) { _, _ in
    } setup: { name, session in
      guard name == "BUYER" else { return }
      session.cancelOnDisconnect = cancel
      if let throttle { session.throttle = throttle }
    }
  }

  @Test(
    "the line is lost: back within the grace nothing is cancelled, after it everything but good-till"
  )
  func drop() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder, CancelOnDisconnect(.drop, graceMilliseconds: 2_000))
    let buyer = try venue.logOn("BUYER")
    buyer.send(order("DAY"))
    buyer.send(order("GTC", "59=1|"))
    #expect(venue.expect(buyer, "11=GTC", "150=0") != nil)
    for (seconds, isCancelled) in [(Self.second, false), (2 * Self.second, true)] {
      buyer.disconnect()
      for _ in 0..<3 { venue.cycle() }
      #expect(venue.connectionCount == 0)
      // By steps: two seconds in one would be a gap, in which no grace runs.
      for _ in 0..<seconds / Self.second { venue.cycle(nanoseconds: Self.second) }
      for _ in 0..<3 { venue.cycle() }
      try buyer.reconnect(venue)
      buyer.send(logon)
      #expect(venue.expect(buyer, "35=A", "7812=1", "7813=2000") != nil)
      buyer.send("35=AF|584=\(isCancelled)|585=7|")
      #expect(venue.expect(buyer, "584=\(isCancelled)", "912=Y") != nil)
      let cancelled = buyer.messages.filter { $0.contains("|150=4|") }
      #expect(cancelled.map { $0.contains("|11=DAY|") } == (isCancelled ? [true] : []))
      #expect(cancelled.allSatisfy { $0.contains("|378=99|") })
      #expect(cancelled.allSatisfy { $0.contains("|58=Cancelled on disconnect|") })
    }
  }

  @Test(
    "the venue's process ends: the grace begins when there is another one, for who was logged on")
  func restart() throws {
    for comesBack in [true, false] {
      let folder = TemporaryFolder()
      let cancel = CancelOnDisconnect(.drop, graceMilliseconds: 2_000)
      var venue: TestVenue? = try venue(folder, cancel)
      let buyer = try #require(try venue?.logOn("BUYER"))
      buyer.send(order("DAY"))
      #expect(venue?.expect(buyer, "11=DAY", "150=0") != nil)
      venue = nil
      let again = try self.venue(folder, cancel)
      for _ in 0..<(comesBack ? 1 : 3) { again.cycle(nanoseconds: Self.second) }
      try buyer.reconnect(again)
      buyer.send(logon)
      #expect(again.expect(buyer, "35=A") != nil)
      again.cycle(nanoseconds: 60 * Self.second)
      buyer.send("35=AF|584=ALL|585=7|")
      #expect(again.expect(buyer, "584=ALL", comesBack ? "911=1" : "911=0") != nil)
      #expect(
        buyer.messages.contains { $0.contains("|11=DAY|") && $0.contains("|378=99|") } != comesBack)
    }
  }

  /// Two messages in any 100 ms, two windows, 5 s.
  private var throttle: ThrottleTerms {
    var terms = ThrottleTerms()
    terms.limit = 2
    terms.windowMilliseconds = 100
    terms.breachWindows = 2
    terms.delaySeconds = 5
    return terms
  }

  @Test(
    "too many for too long: refused, logged out with the reason, and let in again after the delay")
  func breach() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder, CancelOnDisconnect(), throttle: throttle)
    let buyer = try venue.logOn("BUYER")
    for number in 1...3 { buyer.send(order("A\(number)")) }
    #expect(venue.expect(buyer, "11=A3", "150=8", "103=99") != nil)
    venue.cycle(nanoseconds: 100_000_000)
    buyer.send(all: (1...3).map { order("B\($0)") })
    #expect(venue.expect(buyer, "35=5", "58=More than 2 messages in 100 ms for too long") != nil)
    #expect(venue.expectClosed(buyer))
    let figures = venue.counters[CounterLayout.session(2)]
    #expect(figures.load(.throttledMessages) == 2)
    #expect(figures.load(.lastEndReason) == UInt64(SessionEndReason.throttleBreach.rawValue))
    try buyer.reconnect(venue)
    buyer.send(logon, number: 8)
    #expect(venue.expectClosed(buyer))
    #expect(buyer.messages.isEmpty)
    #expect(venue.gatewayRefusals() == [.throttleBreached])
    venue.cycle(nanoseconds: 5 * Self.second)
    try buyer.reconnect(venue)
    buyer.send(logon, number: 8)
    #expect(venue.expect(buyer, "35=A", "7815=2", "7816=100") != nil)
    // What it did not hear before it was logged out it hears now.
    #expect(venue.expect(buyer, "11=B3", "150=8") != nil)
  }

  @Test("cancels are no part of it: they are taken, and leave the limit as it is")
  func cancels() throws {
    let folder = TemporaryFolder()
    let venue = try venue(folder, CancelOnDisconnect(), throttle: throttle)
    let buyer = try venue.logOn("BUYER")
    buyer.send(order("A"))
    for number in 1...50 {
      buyer.send("35=F|11=C\(number)|41=NONE|55=CU|54=1|60=20261121-09:00:00|")
    }
    for number in 1...50 {
      buyer.send("35=q|11=Q\(number)|530=7|60=20261121-09:00:00|")
    }
    buyer.send(order("B"))
    #expect(venue.expect(buyer, "11=B", "150=0") != nil)
    #expect(venue.counters[CounterLayout.session(2)].load(.throttledMessages) == 0)
  }

  @Test(
    "compression that is asked for on Logon(A): its answer is the last plain message, all behind it one frame"
  )
  func compression() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    let buyer = try TestClient("BUYER", venue)
    buyer.send("35=A|98=0|108=30|7811=1|")
    #expect(venue.expect(buyer, "35=A", "7811=1") != nil)
    buyer.isPacked = true
    buyer.send(order("B1"))
    #expect(venue.expect(buyer, "35=8", "11=B1", "150=0") != nil)
    buyer.send("35=2|7=2|16=0|")
    #expect(venue.expect(buyer, "35=8", "11=B1", "43=Y") != nil)
    buyer.send("35=A|98=0|108=30|141=Y|7811=0|", number: 1)
    #expect(venue.expect(buyer, "35=A", "141=Y", "7811=1") != nil)
    buyer.nextNumber = 2
    buyer.send("35=5|")
    #expect(venue.expect(buyer, "35=5") != nil)
    #expect(buyer.hasSeenEnd)
    buyer.disconnect()
    try buyer.reconnect(venue)
    buyer.send("35=A|98=0|108=30|")
    let plain = try #require(venue.expect(buyer, "35=A"))
    #expect(!plain.contains("|7811="))
  }

  @Test(
    "compression is refused in words that name the tag, or can't be had by a session without own tags"
  )
  func noCompression() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path) { _, _ in
    } setup: { name, session in
      if name == "SELLER" { session.ownTags = false }
    }
    let buyer = try TestClient("BUYER", venue)
    buyer.send("35=A|98=0|108=30|7811=2|")
    let refusal = "58=Value is incorrect (out of range) for this tag, Compression(7811)"
    #expect(venue.expect(buyer, "35=5", refusal) != nil)
    #expect(venue.expectClosed(buyer))
    let seller = try TestClient("SELLER", venue)
    seller.send("35=A|98=0|108=30|7811=1|")
    let reply = try #require(venue.expect(seller, "35=A"))
    #expect(!reply.contains("|7811="))
    seller.send("35=1|112=PLAIN|")
    #expect(venue.expect(seller, "35=0", "112=PLAIN") != nil)
  }
}
