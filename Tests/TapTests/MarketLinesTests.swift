import FIX44
import Tap
import Testing
import TradeClient

@Suite struct MarketLinesTests {
  static let snapshot =
    "35=W|34=2|52=20261118-11:06:40.000|262=T|55=CU|268=1|269=0|270=68400|271=25|346=1|290=1|7830=2|"
  static let change =
    "35=X|34=3|52=20261118-11:06:41.000|262=T|268=2|279=2|269=0|55=CU|270=68400|279=0|269=2|278=7|55=CU"
    + "|270=68420|271=2|336=AUC|7830=3|7832=2|"

  static func lines(_ format: LineFormat, _ body: String) -> [String] {
    let message = TapMessages.message(body)
    var book = LiveBook("CU")
    book.replace(TapMessages.message(snapshot))
    if message.msgType == "X" { _ = book.apply(message) }
    return MarketLines(format, rows: 5, FIX44Dictionary.make()).lines(message, book)
  }

  @Test("text: a snapshot is the book, a change its entries")
  func text() {
    #expect(Self.lines(.text, Self.snapshot).count == 2)
    #expect(Self.lines(.text, Self.snapshot)[0] == "20261118-11:06:40.000 CU 2: no trades")
    #expect(
      Self.lines(.text, Self.change) == [
        "20261118-11:06:41.000 CU 3: bid 68400 gone, trade AUC 68420 x 2"
      ])
  }

  @Test("csv: a line for each entry, each with as many cells as the header")
  func csv() throws {
    let lines = Self.lines(.csv, Self.snapshot) + Self.lines(.csv, Self.change)
    #expect(
      lines == [
        "20261118-11:06:40.000,2,W,CU,2,,0,,68400,25,1,,1,",
        "20261118-11:06:41.000,3,X,CU,3,2,0,,68400,,,,,",
        "20261118-11:06:41.000,3,X,CU,3,0,2,7,68420,2,,,,AUC",
      ])
    let header = try #require(MarketLines(.csv, rows: 5, FIX44Dictionary.make()).header)
    for line in lines {
      #expect(
        line.split(separator: ",", omittingEmptySubsequences: false).count
          == header.split(separator: ",").count)
    }
    #expect(Self.lines(.csv, "35=W|34=4|55=CU|268=0|7830=9|") == [",4,W,CU,9,,,,,,,,,"])
  }

  @Test("json and raw: the message")
  func whole() {
    #expect(Self.lines(.raw, Self.change)[0].contains("7832=2|"))
    let json = Self.lines(.json, Self.change)
    #expect(json.count == 1 && json[0].contains("\"NoMDEntries\":[{\"MDUpdateAction\":\"2\""))
    for format in [LineFormat.text, .json, .raw] {
      #expect(MarketLines(format, rows: 5, FIX44Dictionary.make()).header == nil)
    }
  }

  @Test("what is no market data is said in words")
  func others() {
    let lines = MarketLines(.text, rows: 5, FIX44Dictionary.make())
    let message = TapMessages.message("35=j|52=20261118-11:06:41.000|372=V|45=2|58=no|")
    #expect(lines.lines(message, nil)[0].hasPrefix("20261118-11:06:41.000 MarketDataRequest 2"))
  }
}
