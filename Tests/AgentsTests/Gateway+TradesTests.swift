import Foundation
import Market
import MarketCore
import Testing

@testable import Agents

/// Past trades are told from the log: what a drop copy would show, counted first, through lost connections, crashes
/// and lost stores, and beside whatever else a session is told.
@Suite struct GatewayTradesTests {
  private typealias Feed = GatewayFeedTests

  private static func ask(_ id: String, _ more: String = "") -> String {
    "35=AD|568=\(id)|569=\(more.isEmpty ? 0 : 1)|263=0|\(more)"
  }

  /// The reports of an answer that have come, in order.
  private static func reports(_ client: TestClient, _ id: String) -> [String] {
    client.messages.filter {
      $0.contains("|35=AE|") && $0.contains("|568=\(id)|") && !$0.contains("|43=Y|")
    }
  }

  /// An answer is whole: as many as were said, the last one marked.
  private static func expectWhole(_ client: TestClient, _ id: String, total: Int) {
    let reports = reports(client, id)
    #expect(reports.count == total)
    #expect(reports.allSatisfy { $0.contains("|748=\(total)|") && $0.contains("|325=N|") })
    #expect(
      reports.map { Feed.value(912, $0) }
        == (0..<total).map { $0 == total - 1 ? "Y" : "N" })
  }

  /// Commands of which each is an event.
  private static func pass(_ count: Int, in venue: TestVenue) {
    for number in 0..<count {
      var phase = SetPhase()
      phase.phaseCode = (number % 2 == 0 ? TradingPhase.closed : .open).rawValue
      venue.publish(.setPhase, phase)
      if number % 500 == 499 { Feed.settle(venue) }
    }
  }

  @Test("a firm is told its own side of its trades, and what has become of them")
  func own() throws {
    let folder = TemporaryFolder()
    let venue = try Feed.venue(folder.path)
    let parties = try Feed.parties(venue)
    for number in 1...2 { Feed.trade(venue, parties, number) }
    venue.controlTrade(1, .bust, request: 1)
    Feed.settle(venue, parties[0], parties[1])
    parties[0].send(Self.ask("Q1"))
    let taken = venue.expect(
      parties[0], "35=AQ", "568=Q1", "569=0", "748=3", "749=0", "750=0", "55=[N/A]")
    #expect(taken != nil, "\(parties[0].messages.suffix(3))")
    Feed.settle(venue, parties[0])
    Self.expectWhole(parties[0], "Q1", total: 3)
    let reports = Self.reports(parties[0], "Q1")
    #expect(reports.map { Feed.value(571, $0) }.prefix(2) == ["T1", "T2"])
    #expect(reports.map { Feed.value(487, $0) } == ["0", "0", "1"])
    #expect(reports.last?.contains("|572=T1|") == true)
    #expect(reports.allSatisfy { $0.contains("|552=1|54=2|") && !$0.contains("BUYER") })
    #expect(!reports.contains { $0.contains("|797=") || $0.contains("|115=") })
    #expect(!reports.contains { $0.contains("|97=Y|") || $0.contains("|7840=") })
  }

  @Test("the example of the rules of engagement")
  func example() throws {
    let folder = TemporaryFolder()
    let venue = try Feed.venue(folder.path)
    let parties = try Feed.parties(venue)
    Feed.trade(venue, parties, 1)
    venue.controlTrade(1, .bust, request: 1)
    Feed.settle(venue, parties[0], parties[1])
    try venue.play("## Past trades", ["SELLER": parties[0]])
  }

  @Test("a drop copy is told what its feed has shown as trades, in the same order")
  func copies() throws {
    let folder = TemporaryFolder()
    let venue = try Feed.venue(folder.path, shows: [])
    let copy = try venue.logOn("THROTTLED")
    let parties = try Feed.parties(venue)
    for number in 1...3 { Feed.trade(venue, parties, number) }
    venue.controlTrade(2, .bust, request: 1)
    Feed.settle(venue, copy)
    let feed = Feed.feed(copy).filter { $0.contains("|35=AE|") }
    copy.send(Self.ask("Q1"))
    #expect(venue.expect(copy, "35=AQ", "748=5", "750=0") != nil)
    Feed.settle(venue, copy)
    Self.expectWhole(copy, "Q1", total: 5)
    let own = ["115=", "568=", "748=", "912=", "325=", "797=", "7840=", "7841="]
    func bodies(_ messages: [String]) -> [String] {
      Feed.held(messages).map { message in
        message.split(separator: "|").filter { field in !own.contains { field.hasPrefix($0) } }
          .joined(separator: "|")
      }
    }
    #expect(bodies(Self.reports(copy, "Q1")) == bodies(feed))
    copy.send(Self.ask("Q2", "880=2|"))
    Feed.settle(venue, copy)
    Self.expectWhole(copy, "Q2", total: 3)
    copy.send(Self.ask("Q3", "11=NONE|"))
    #expect(venue.expect(copy, "35=AQ", "568=Q3", "748=0", "749=0", "750=1") != nil)
    #expect(Self.reports(copy, "Q3").isEmpty)
  }

  @Test("what is asked wrongly is told why, and a second answer waits for the first")
  func refused() throws {
    let folder = TemporaryFolder()
    let venue = try Feed.venue(folder.path)
    let seller = try venue.logOn("SELLER")
    let wrong = [
      ("569=2|", "749=8"), ("569=1|263=1|", "749=99"), ("569=1|55=TIN|", "749=1"),
      ("569=1|829=6|", "749=2"), ("569=1|453=1|448=BUYER|447=D|452=1|", "749=9"),
      ("569=1|580=2|75=20261119|75=20261118|", "749=99"),
    ]
    for (place, (fields, result)) in wrong.enumerated() {
      seller.send("35=AD|568=W\(place)|\(fields)")
      #expect(venue.expect(seller, "35=AQ", "568=W\(place)", result, "750=2") != nil)
    }
    seller.send("35=AD|568=W|569=1|37=0|")
    #expect(venue.expect(seller, "35=j", "372=AD", "379=W", "380=0") != nil)
    seller.send(all: [Self.ask("Q1"), Self.ask("Q2")])
    #expect(venue.expect(seller, "35=AQ", "568=Q2", "749=99", "750=2") != nil)
    #expect(venue.expect(seller, "35=AQ", "568=Q1", "748=0", "750=1") != nil)
    Feed.settle(venue, seller)
    seller.send(Self.ask("Q3"))
    #expect(venue.expect(seller, "35=AQ", "568=Q3", "748=0", "750=1") != nil)
  }

  @Test("a long answer stalls nobody, not even its own session")
  func beside() throws {
    let folder = TemporaryFolder()
    let venue = try Feed.venue(folder.path)
    let parties = try Feed.parties(venue)
    Feed.trade(venue, parties, 1)
    Self.pass(10_000, in: venue)
    Feed.trade(venue, parties, 2)
    parties[0].send(Self.ask("Q1"))
    parties[0].send(Feed.order("OWN", side: 2))
    parties[1].send(Feed.order("OTHER", side: 1, price: 68_390))
    #expect(venue.expect(parties[1], "11=OTHER", "150=0") != nil)
    #expect(venue.expect(parties[0], "11=OWN", "150=0") != nil)
    #expect(!parties[0].messages.contains { $0.contains("|35=AQ|") }, "it is still counted")
    #expect(venue.expect(parties[0], "35=AQ", "748=2") != nil)
    for _ in 0..<5 { Feed.settle(venue, parties[0]) }
    Self.expectWhole(parties[0], "Q1", total: 2)
  }

  @Test(
    "an answer goes on behind a lost connection, and begins again behind a crash",
    arguments: [false, true])
  func broken(crashes: Bool) throws {
    let folder = TemporaryFolder()
    let seller: TestClient
    do {
      let venue = try Feed.venue(folder.path)
      let parties = try Feed.parties(venue)
      seller = parties[0]
      Feed.trade(venue, parties, 1)
      Self.pass(10_000, in: venue)
      Feed.trade(venue, parties, 2)
      seller.send(Self.ask("Q1"))
      for _ in 0..<8 { venue.cycle() }
      seller.disconnect()
      Feed.settle(venue)
      if !crashes {
        try Feed.comeBack(seller, venue)
        #expect(venue.expect(seller, "35=AQ", "568=Q1", "748=2") != nil)
        for _ in 0..<5 { Feed.settle(venue, seller) }
      }
    }
    if crashes {
      let venue = try Feed.venue(folder.path, isNew: false)
      try Feed.comeBack(seller, venue)
      #expect(venue.expect(seller, "35=AQ", "568=Q1", "748=2", "97=Y") != nil)
      for _ in 0..<5 { Feed.settle(venue, seller) }
      seller.send(Self.ask("Q2"))
      for _ in 0..<5 { Feed.settle(venue, seller) }
      Self.expectWhole(seller, "Q2", total: 2)
    }
    Self.expectWhole(seller, "Q1", total: 2)
    #expect(Self.reports(seller, "Q1").allSatisfy { $0.contains("|97=Y|") == crashes })
  }

  @Test("what the store has lost of an answer is told again, marked")
  func lost() throws {
    let folder = TemporaryFolder()
    let seller: TestClient
    do {
      let venue = try Feed.venue(folder.path)
      let parties = try Feed.parties(venue)
      seller = parties[0]
      Feed.trade(venue, parties, 1)
      seller.send(Self.ask("Q1"))
      Feed.settle(venue, seller)
      Self.expectWhole(seller, "Q1", total: 1)
      seller.disconnect()
    }
    try FileManager.default.removeItem(atPath: "\(folder.path)/sessions/00000001")
    let venue = try Feed.venue(folder.path, isNew: false)
    try seller.reconnect(venue)
    seller.send("35=A|98=0|108=30|")
    seller.send("35=2|7=2|16=0|")
    for _ in 0..<5 { Feed.settle(venue, seller) }
    Self.expectWhole(seller, "Q1", total: 1)
    #expect(Self.reports(seller, "Q1").allSatisfy { $0.contains("|97=Y|") })
  }

  @Test("days and times are those of the trade, and segments before them are not looked through")
  func days() throws {
    let folder = TemporaryFolder()
    let venue = try Feed.venue(folder.path)
    let parties = try Feed.parties(venue)
    Feed.trade(venue, parties, 1)
    Self.pass(20_000, in: venue)
    Feed.trade(venue, parties, 2)
    let buyer = parties[1]
    buyer.send(Self.ask("ALL", "580=1|75=20261118|"))
    for _ in 0..<20 { Feed.settle(venue, buyer) }
    Self.expectWhole(buyer, "ALL", total: 2)
    try #require(Self.reports(buyer, "ALL").count == 2, "\(buyer.messages.suffix(3))")
    let times = Self.reports(buyer, "ALL").map { Feed.value(60, $0) }
    for (id, dates, total) in [
      ("LATER", "580=1|75=20261118|60=\(times[1])|", 1),
      ("BOTH", "580=2|75=20261118|60=\(times[0])|75=20261118|60=\(times[1])|", 2),
      ("FIRST", "580=2|75=20261117|75=20261118|60=\(times[0])|", 1),
      ("NEXT", "580=1|75=20261119|", 0), ("LAST", "580=1|75=20261117|", 0),
    ] {
      buyer.send(Self.ask(id, dates))
      for _ in 0..<20 { Feed.settle(venue, buyer) }
      Self.expectWhole(buyer, id, total: total)
    }
  }
}
