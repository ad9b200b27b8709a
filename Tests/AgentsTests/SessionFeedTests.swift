import Testing

@testable import Agents

/// How a place in a feed is sought.
@Suite struct SessionFeedTests {
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
