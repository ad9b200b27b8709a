import Tap
import Testing

/// Books made of snapshots and changes, and what they notice.
@Suite struct LiveBookTests {
  static func apply(_ book: inout LiveBook, _ body: String) -> LiveBook.Outcome {
    book.apply(TapMessages.message(body))
  }

  /// `68400x25 68390x10`, the best first.
  static func side(_ entries: [MarketEntry]) -> String {
    entries.map { "\($0.price ?? "?")x\($0.size ?? "?")" }.joined(separator: " ")
  }

  static func book(_ seq: Int = 2) -> LiveBook {
    var book = LiveBook("CU")
    book.replace(
      TapMessages.message(
        "35=W|262=T|55=CU|268=5|269=0|270=68400|271=25|346=1|290=1|269=0|270=68390|271=10|346=2|290=2"
          + "|269=1|270=68450|271=5|346=1|290=1|269=2|270=68410|271=1|269=4|270=68410|7830=\(seq)|")
    )
    return book
  }

  @Test("a snapshot is all there is")
  func snapshot() {
    var book = Self.book()
    #expect(Self.side(book.bids) == "68400x25 68390x10" && Self.side(book.offers) == "68450x5")
    #expect(book.lastTrade?.price == "68410" && book.figures["4"]?.price == "68410")
    #expect(book.mdSeq == 2 && book.isKnown)
    book.replace(TapMessages.message("35=W|262=T|55=CU|268=0|7830=9|"))
    #expect(book.bids.isEmpty && book.offers.isEmpty && book.figures.isEmpty && book.mdSeq == 9)
    #expect(book.lastTrade == nil)
  }

  @Test("what is gone, has changed, has come: by price")
  func changes() {
    var book = Self.book()
    let body =
      "35=X|268=5|279=2|269=0|55=CU|270=68400|279=1|269=0|55=CU|270=68390|271=7|290=1"
      + "|279=0|269=0|55=CU|270=68380|271=3|290=2|279=0|269=1|55=CU|270=68440|271=1|290=1"
      + "|279=1|269=4|55=CU|270=68000|7830=3|7832=2|"
    #expect(Self.apply(&book, body) == .taken)
    #expect(Self.side(book.bids) == "68390x7 68380x3")
    #expect(Self.side(book.offers) == "68440x1 68450x5")
    #expect(book.figures["4"]?.price == "68000" && book.mdSeq == 3)
    #expect(Self.apply(&book, "35=X|268=1|279=2|269=4|55=CU|7830=4|7832=3|") == .taken)
    #expect(book.figures["4"] == nil)
  }

  @Test("order by order: behind all of the same price, in its place while it keeps it")
  func byOrder() {
    var book = LiveBook("CU")
    book.replace(
      TapMessages.message(
        "35=W|55=CU|268=2|269=0|270=68400|271=25|37=1|290=1|269=0|270=68400|271=10|37=2|290=2|7830=2|"
      ))
    let come =
      "35=X|268=2|279=1|269=0|55=CU|270=68400|271=20|37=1|290=1|279=0|269=0|55=CU|270=68400|271=5|37=3"
      + "|290=3|7830=3|7832=2|"
    #expect(Self.apply(&book, come) == .taken)
    #expect(book.bids.map(\.orderID) == ["1", "2", "3"])
    let moved =
      "35=X|268=2|279=2|269=0|55=CU|270=68400|37=1|279=0|269=0|55=CU|270=68400|271=30|37=1|290=3"
      + "|7830=4|7832=3|"
    #expect(Self.apply(&book, moved) == .taken)
    #expect(book.bids.map(\.orderID) == ["2", "3", "1"])
    let dearer = "35=X|268=1|279=1|269=0|55=CU|270=68410|271=5|37=3|290=1|7830=5|7832=4|"
    #expect(Self.apply(&book, dearer) == .taken)
    #expect(book.bids.map(\.orderID) == ["3", "2", "1"])
  }

  @Test("a change that is in the snapshot, or skips numbers, or follows what never came")
  func numbers() {
    let change = "35=X|268=1|279=0|269=0|55=CU|270=68380|271=3|290=3|"
    var book = Self.book(5)
    #expect(Self.apply(&book, change + "7830=5|7832=4|") == .old)
    #expect(Self.side(book.bids) == "68400x25 68390x10")
    // The snapshot of a second request may stand behind the last change that was told.
    #expect(Self.apply(&book, change + "7830=9|7832=4|") == .taken)
    #expect(Self.apply(&book, change + "7830=12|7832=10|") == .gap(previous: 10))
    #expect(!book.isKnown)
    #expect(Self.apply(&book, change + "7830=13|7832=9|") == .gap(previous: 9))
    #expect(LiveBook("CU") == LiveBook("CU"))
    var unknown = LiveBook("CU")
    #expect(Self.apply(&unknown, change) == .gap(previous: 0))
  }

  @Test("an entry in another place than it says is noticed")
  func contradiction() {
    for position in [1, 2, 4, 0] {
      var book = Self.book()
      let body =
        "35=X|268=1|279=0|269=0|55=CU|270=68380|271=3|290=\(position)|7830=3|7832=2|"
      #expect(Self.apply(&book, body) == .contradiction)
      #expect(!book.isKnown)
    }
    var book = Self.book()
    let fits = "35=X|268=1|279=0|269=0|55=CU|270=68380|271=3|290=3|7830=3|7832=2|"
    #expect(Self.apply(&book, fits) == .taken)
  }

  @Test("the last trade is one of the book, and none where that is bust")
  func trades() {
    var book = Self.book()
    let trade = "35=X|268=1|279=0|269=2|278=7|55=CU|270=68420|271=2|"
    #expect(Self.apply(&book, trade + "336=NEG|7830=3|7832=2|") == .taken)
    #expect(book.lastTrade?.price == "68410")
    #expect(Self.apply(&book, trade + "7830=4|7832=3|") == .taken)
    #expect(book.lastTrade?.price == "68420")
    #expect(Self.apply(&book, "35=X|268=1|279=2|269=2|278=6|55=CU|7830=5|7832=4|") == .taken)
    #expect(book.lastTrade?.price == "68420")
    #expect(Self.apply(&book, "35=X|268=1|279=2|269=2|278=7|55=CU|7830=6|7832=5|") == .taken)
    #expect(book.lastTrade == nil)
  }

  @Test("without own tags changes are taken as they come")
  func withoutOwnTags() {
    var book = LiveBook("CU")
    book.replace(TapMessages.message("35=W|55=CU|268=0|"))
    #expect(
      Self.apply(&book, "35=X|268=1|279=0|269=1|55=CU|270=68450|271=3|290=1|") == .taken)
    #expect(book.mdSeq == nil && Self.side(book.offers) == "68450x3")
  }

  @Test("numbers with and without decimals are the same price; what is no number has no place")
  func prices() {
    var book = LiveBook("CU")
    book.replace(TapMessages.message("35=W|55=CU|268=1|269=0|270=68450.5|271=3|7830=1|"))
    let gone = "35=X|268=1|279=2|269=0|55=CU|270=68450.50|7830=2|7832=1|"
    #expect(Self.apply(&book, gone) == .taken)
    #expect(book.bids.isEmpty)
    let wrong = "35=X|268=1|279=0|269=0|55=CU|270=x|271=1|290=1|7830=3|7832=2|"
    #expect(Self.apply(&book, wrong) == .contradiction)
  }
}
