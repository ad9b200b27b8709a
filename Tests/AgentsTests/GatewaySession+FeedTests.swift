import Foundation
import Market
import Testing

@testable import Agents

/// A drop copy goes on from any place of its feed, through resets and losses, and finds out what was none.
@Suite struct GatewaySessionFeedTests {
  private typealias Feed = GatewayFeedTests

  @Test("it goes on behind any place, also after a reset, and what it may have been told is marked")
  func resumes() throws {
    let folder = TemporaryFolder()
    let venue = try Feed.venue(folder.path)
    let copy = try venue.logOn("THROTTLED")
    let parties = try Feed.parties(venue)
    for number in 1...3 { Feed.trade(venue, parties, number) }
    Feed.settle(venue, copy)
    let feed = Feed.feed(copy)
    #expect(feed.count == 9)
    for (place, message) in feed.enumerated() {
      copy.disconnect()
      Feed.settle(venue)
      try copy.reconnect(venue)
      copy.nextNumber = 1
      copy.send("35=A|98=0|108=30|141=Y|7842=\(Feed.value(7840, message))|")
      #expect(venue.expect(copy, "35=A", "34=1") != nil)
      Feed.settle(venue, copy)
      let again = Feed.feed(copy)
      #expect(Feed.held(again) == Feed.held(Array(feed[(place + 1)...])))
      #expect(again.allSatisfy { $0.contains("|97=Y|") })
      Feed.expectChain(again, from: Feed.value(7840, message))
    }
    Feed.trade(venue, parties, 4)
    Feed.settle(venue, copy)
    let next = Feed.feed(copy)
    Feed.expectChain(next, from: Feed.value(7840, feed[8]))
    #expect(next.count == 3 && !next.contains { $0.contains("|97=Y|") })
  }

  @Test("a new consumer begins with the oldest event, unmarked")
  func oldest() throws {
    let folder = TemporaryFolder()
    let venue = try Feed.venue(folder.path)
    let parties = try Feed.parties(venue)
    for number in 1...3 { Feed.trade(venue, parties, number) }
    let copy = try TestClient("THROTTLED", venue)
    copy.send("35=A|98=0|108=30|7842=0|")
    #expect(venue.expect(copy, "35=A") != nil)
    Feed.settle(venue, copy)
    let feed = Feed.feed(copy)
    #expect(feed.count == 9)
    #expect(!feed.contains { $0.contains("|97=Y|") })
    Feed.expectChain(feed)
    try Feed.comeBack(copy, venue, "7842=0|")
    Feed.settle(venue, copy)
    #expect(Feed.held(Feed.feed(copy)) == Feed.held(feed))
    #expect(Feed.feed(copy).allSatisfy { $0.contains("|97=Y|") })
  }

  @Test(
    "a number that was none of its messages ends the connection with a word, and nothing is lost")
  func unknown() throws {
    let folder = TemporaryFolder()
    let venue = try Feed.venue(folder.path)
    let copy = try venue.logOn("THROTTLED")
    let parties = try Feed.parties(venue)
    Feed.trade(venue, parties, 1)
    Feed.settle(venue, copy)
    let feed = Feed.feed(copy)
    let last = try #require(UInt64(Feed.value(7840, feed[2])))
    for wrong in [1, last - 1, last + 1, last + 1_024, last * 1_000, 1_024, .max / 2] {
      copy.disconnect()
      Feed.settle(venue)
      try Feed.comeBack(copy, venue, "7842=\(wrong)|")
      let text =
        "58=ResumeAfterFeedSeq(7842) \(wrong) was never a FeedSeq(7840) of this session; 0 goes on "
        + "from the oldest retained"
      #expect(venue.expect(copy, "35=5", text) != nil, "\(wrong)")
      #expect(venue.expectClosed(copy))
    }
    Feed.trade(venue, parties, 2)
    try Feed.comeBack(copy, venue)
    Feed.settle(venue, copy)
    #expect(Feed.feed(copy).count == 3)
    Feed.expectChain(Feed.feed(copy), from: "\(last)")
  }

  @Test("what the store has lost is told again with its places, marked, and goes on from there")
  func lost() throws {
    let folder = TemporaryFolder()
    let copy: TestClient
    var before: [String] = []
    do {
      let venue = try Feed.venue(folder.path)
      copy = try venue.logOn("THROTTLED")
      let parties = try Feed.parties(venue)
      for number in 1...2 { Feed.trade(venue, parties, number) }
      Feed.settle(venue, copy)
      before = Feed.feed(copy)
      copy.disconnect()
      for number in 3...4 { Feed.trade(venue, parties, number) }
    }
    try FileManager.default.removeItem(atPath: "\(folder.path)/sessions/00000003")
    let venue = try Feed.venue(folder.path, isNew: false)
    try copy.reconnect(venue)
    copy.send("35=A|98=0|108=30|")
    copy.send("35=2|7=2|16=0|")
    for _ in 0..<5 { Feed.settle(venue, copy) }
    let feed = Feed.feed(copy)
    Feed.expectChain(feed)
    #expect(feed.count == 12)
    #expect(Feed.held(Array(feed.prefix(6))) == Feed.held(before))
    #expect(feed.prefix(6).allSatisfy { $0.contains("|97=Y|") })
  }

  @Test("a consumer that is far behind keeps nobody else from what waits for him")
  func farBehind() throws {
    let folder = TemporaryFolder()
    let venue = try Feed.venue(folder.path)
    let parties = try Feed.parties(venue)
    let (seller, buyer) = (parties[0], parties[1])
    seller.send(Feed.order("FIRST", side: 2))
    #expect(venue.expect(seller, "11=FIRST", "150=0") != nil)
    for number in 0..<20_000 {
      var phase = SetPhase()
      phase.phaseCode = (number % 2 == 0 ? TradingPhase.closed : .open).rawValue
      venue.publish(.setPhase, phase)
      if number % 500 == 499 { Feed.settle(venue) }
    }
    buyer.send(Feed.order("WAITS", side: 1))
    #expect(venue.expect(buyer, "11=WAITS", "150=0") != nil)
    buyer.disconnect()
    Feed.settle(venue)
    venue.kill("BUYER", request: 1)
    seller.send(Feed.order("LAST", side: 2))
    #expect(venue.expect(seller, "11=LAST", "150=0") != nil)
    let copy = try TestClient("THROTTLED", venue)
    copy.send("35=A|98=0|108=30|7842=0|")
    #expect(venue.expect(copy, "11=FIRST", "115=SELLER") != nil)
    try buyer.reconnect(venue)
    buyer.send("35=A|98=0|108=30|")
    #expect(venue.expect(buyer, "11=WAITS", "150=4") != nil)
    copy.receive()
    let isBehind = !copy.messages.contains { $0.contains("11=LAST") }
    #expect(isBehind, "the consumer has still much to look at")
    #expect(venue.expect(copy, "11=LAST", "115=SELLER") != nil)
  }
}
