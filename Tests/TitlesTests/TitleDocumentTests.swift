import Market
import Testing
import Titles

@Suite struct TitleDocumentTests {
  @Test("what an order looks at is one line of the cache, the rest three")
  func sizes() {
    #expect(MemoryLayout<TitleDocument>.size == 64)
    #expect(MemoryLayout<TitleDocument>.stride == 64)
    #expect(MemoryLayout<TitleParticulars>.stride <= 3 * 64)
  }

  @Test("a document stands for its goods from its issue to its end")
  func live() {
    let live = TitleTransitionTests.statuses.filter(\.isLive)
    #expect(
      live == [
        .issued, .approved, .registered, .active, .pledged, .frozen, .withdrawing, .expired,
      ])
  }
}
