import FIXSession
import Market
import Testing

@testable import Agents

/// What a session is entitled to at which command.
@Suite struct SessionFeedTests {
  private static func change(_ since: UInt64, _ firm: UInt32) -> EntitlementChange {
    var change = EntitlementChange()
    change.since = Sequence(rawValue: since)
    change.entitlement.firms.insert(FirmID(rawValue: firm))
    return change
  }

  private static func feed(_ changes: [EntitlementChange]) -> SessionFeed {
    var setup = GatewaySessionSetup(
      session: SessionID(rawValue: 3), role: .dropCopy,
      identity: SessionIdentity(compID: compID("VENUE"), peerCompID: compID("DC")),
      numbers: .first)
    setup.entitlements = changes
    return SessionFeed(setup)
  }

  private static func firms(_ feed: SessionFeed, at sequence: UInt64) -> [UInt32] {
    let entitlement = feed.entitlement(at: Sequence(rawValue: sequence))
    return (1...3).filter { entitlement.covers(FirmID(rawValue: $0)) }
  }

  @Test("each change holds from its command to the next one's")
  func changes() {
    let feed = Self.feed([Self.change(0, 1), Self.change(50, 2)])
    #expect([1, 49, 50, 51].map { Self.firms(feed, at: $0) } == [[1], [1], [2], [2]])
  }

  @Test("before the first one nothing is shown")
  func none() {
    #expect(Self.firms(Self.feed([]), at: 9) == [])
    #expect(Self.firms(Self.feed([Self.change(10, 1)]), at: 9) == [])
  }

  @Test("one that holds from the beginning replaces all")
  func replaced() {
    var feed = Self.feed([Self.change(0, 1)])
    feed.note(Self.change(0, 2))
    #expect(Self.firms(feed, at: 1) == [2])
    feed.note(Self.change(7, 3))
    #expect([6, 7].map { Self.firms(feed, at: $0) } == [[2], [3]])
  }

  @Test("a search goes back segment by segment, and forward never")
  func search() {
    var back = FeedSearch()
    back.segment = 4_096
    #expect(back.endSegment(before: 0) == .unfinished)
    #expect(back.segment == 0 && back.next == 0)
    #expect(back.endSegment(before: 0) == .place(0))
    back.found = 2_048
    #expect(back.endSegment(before: 0) == .place(2_048))
    var named = FeedSearch(behind: 2_048)
    #expect(named.endSegment(before: 0) == .unknown)
  }
}
