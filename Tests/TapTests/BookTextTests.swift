import Tap
import Testing

@Suite struct BookTextTests {
  @Test("both sides beside each other, the best first; as many as there is room for")
  func lines() {
    let book = LiveBookTests.book()
    #expect(
      BookText.lines(book, rows: 10) == [
        "CU 2: last 68410 x 1, open 68410",
        "            (1) 25 @ 68400 | 68450 @ 5 (1)",
        "            (2) 10 @ 68390 |",
      ])
    #expect(BookText.lines(book, rows: 1).count == 2)
  }

  @Test("nothing there, and nothing known")
  func empty() {
    var book = LiveBook("CU")
    #expect(BookText.lines(book, rows: 5) == ["CU: waiting for a snapshot", "  no orders"])
    book.replace(TapMessages.message("35=W|55=CU|268=0|7830=1|"))
    #expect(BookText.lines(book, rows: 5) == ["CU 1: no trades", "  no orders"])
  }

  @Test("orders by their numbers, and what they ask for")
  func byOrder() {
    var book = LiveBook("CU")
    book.replace(
      TapMessages.message("35=W|55=CU|268=1|269=1|270=68450|271=5|18=G|37=12|290=1|7830=1|"))
    #expect(
      BookText.lines(book, rows: 5)[1].hasSuffix("| 68450 @ 5 #12 all-or-none"))
  }

  @Test("a change in words")
  func change() {
    let message = TapMessages.message(
      "35=X|268=6|279=2|269=0|55=CU|270=68400|279=0|269=1|55=CU|270=68450|271=5|346=1|290=1"
        + "|279=0|269=2|278=7|55=CU|270=68420|271=2|336=NEG|279=2|269=2|278=6|55=CU|279=1|269=B|55=CU|271=9"
        + "|279=2|269=0|55=CU|270=68390|37=4|7830=3|7832=2|")
    let line = BookText.line(
      MarketEntry.entries(message), of: LiveBookTests.book(), at: "20261118-11:06:40.000")
    #expect(
      line
        == "20261118-11:06:40.000 CU 2: bid 68400 gone, offer 68450 x 5 (1), trade NEG 68420 x 2, "
        + "trade 6 gone, volume 9, bid 68390 #4 gone")
  }
}
