import Market
import OrderEntry
import Testing

/// What a session is entitled to at which command.
@Suite struct EntitlementHistoryTests {
  private static func change(_ since: UInt64, _ firm: UInt32) -> EntitlementChange {
    var change = EntitlementChange()
    change.since = Sequence(rawValue: since)
    change.entitlement.firms.insert(FirmID(rawValue: firm))
    return change
  }

  private static func firms(_ feed: EntitlementHistory, at sequence: UInt64) -> [UInt32] {
    let entitlement = feed.entitlement(at: Sequence(rawValue: sequence))
    return (1...3).filter { entitlement.covers(FirmID(rawValue: $0)) }
  }

  @Test("each change holds from its command to the next one's")
  func changes() {
    let feed = EntitlementHistory([Self.change(0, 1), Self.change(50, 2)])
    #expect([1, 49, 50, 51].map { Self.firms(feed, at: $0) } == [[1], [1], [2], [2]])
  }

  @Test("before the first one nothing is shown")
  func none() {
    #expect(Self.firms(EntitlementHistory([]), at: 9) == [])
    #expect(Self.firms(EntitlementHistory([Self.change(10, 1)]), at: 9) == [])
  }

  @Test("one that holds from the beginning replaces all")
  func replaced() {
    var feed = EntitlementHistory([Self.change(0, 1)])
    feed.note(Self.change(0, 2))
    #expect(Self.firms(feed, at: 1) == [2])
    feed.note(Self.change(7, 3))
    #expect([6, 7].map { Self.firms(feed, at: $0) } == [[2], [3]])
  }
}
