import FIX44
import Market
import Testing
import TradeClient

@testable import Tap

@Suite struct MarketReaderTests {
  static func make(_ symbols: [String] = ["CU", "NI"], byOrder: Bool = false) -> MarketReader {
    MarketReader(symbols, depth: 5, isByOrder: byOrder)
  }

  static func text(_ message: OutboundMessage) -> String {
    message.fields.map { "\($0.tag)=\($0.value)|" }.joined()
  }

  static func take(
    _ reader: inout MarketReader, _ body: String
  ) throws -> MarketReader.Outcome { try reader.take(TapMessages.message(body)) }

  /// A reader that has a snapshot of CU with this number.
  static func known(_ seq: Int) throws -> MarketReader {
    var reader = make()
    _ = try reader.requests()
    let outcome = try take(
      &reader, "35=W|262=TAP1|55=CU|268=1|269=0|270=68400|271=25|290=1|7830=\(seq)|")
    #expect(outcome == MarketReader.Outcome(changed: 0))
    return reader
  }

  @Test("one request for all, with what is wanted of each")
  func request() throws {
    var reader = Self.make()
    let requests = try reader.requests()
    #expect(
      requests.map(Self.text) == [
        "262=TAP1|263=1|264=5|265=1|266=Y|267=11|269=0|269=1|269=2|269=3|269=4|269=5|269=7|269=8|269=9|269=A|269=B|"
          + "146=2|55=CU|55=NI|"
      ])
    #expect(requests[0].msgType == .marketDataRequest)
    var byOrder = Self.make(byOrder: true)
    #expect(try Self.text(byOrder.requests()[0]).contains("266=N|"))
  }

  @Test("as many requests as it takes", arguments: [255, 256, 257, 512])
  func many(_ count: Int) throws {
    var reader = Self.make((1...count).map { "S\($0)" })
    let requests = try reader.requests()
    #expect(requests.count == (count + 255) / 256)
    let named = requests.flatMap(\.fields).filter { $0.tag == .symbol }.map(\.value)
    #expect(named == reader.symbols)
    #expect(Set(requests.map { $0.fields[0].value }).count == requests.count)
  }

  @Test("a gap is said and asked for once; until the snapshot comes, no change counts")
  func gap() throws {
    var reader = try Self.known(4)
    let change = "35=X|262=TAP1|268=1|279=0|269=1|55=CU|270=68450|271=1|290=1|"
    let outcome = try Self.take(&reader, change + "7830=7|7832=6|")
    #expect(outcome.text?.contains("7830) 6, PrevMDSeq(7832), and the last that came is 4") == true)
    #expect(
      outcome.asks.map(Self.text) == [
        "262=TAP2|263=0|264=5|266=Y|267=11|269=0|269=1|269=2|269=3|269=4|269=5|269=7|269=8|269=9|269=A|269=B|"
          + "146=1|55=CU|"
      ])
    #expect(reader.gaps == 1 && !reader.books[0].isKnown)
    #expect(try Self.take(&reader, change + "7830=8|7832=7|") == MarketReader.Outcome())
    let snapshot = "35=W|262=TAP2|55=CU|268=0|7830=8|"
    #expect(try Self.take(&reader, snapshot) == MarketReader.Outcome(changed: 0))
    #expect(try Self.take(&reader, change + "7830=9|7832=8|") == MarketReader.Outcome(changed: 0))
    #expect(reader.books[0].isKnown && reader.books[0].offers.count == 1)
    #expect(reader.count == 3)
  }

  @Test("a contradiction is a gap too")
  func contradiction() throws {
    var reader = try Self.known(4)
    let outcome = try Self.take(
      &reader, "35=X|268=1|279=0|269=1|55=CU|270=68450|271=1|290=2|7830=5|7832=4|")
    #expect(outcome.text?.contains("290") == true && outcome.asks.count == 1)
    #expect(reader.gaps == 1)
  }

  @Test("behind a new logon all is asked for again, and nothing old counts")
  func reconnected() throws {
    var reader = try Self.known(4)
    let requests = try reader.requests()
    #expect(requests[0].fields[0].value == "TAP2")
    #expect(!reader.books[0].isKnown && reader.books[0].bids.isEmpty)
    let change = "35=X|268=1|279=0|269=1|55=CU|270=68450|271=1|290=1|7830=5|7832=4|"
    #expect(try Self.take(&reader, change) == MarketReader.Outcome())
  }

  @Test(
    "a refusal says why, whatever message it is",
    arguments: ["35=Y|262=TAP1|", "35=j|372=V|", "35=3|372=V|"])
  func refused(_ body: String) throws {
    var reader = Self.make()
    let outcome = try Self.take(&reader, body + "58=Symbol(55) CU is no instrument|")
    #expect(outcome.isRefused)
    #expect(outcome.text == "the venue refuses market data: Symbol(55) CU is no instrument")
  }

  @Test(
    "what is not of these books changes nothing",
    arguments: [
      "35=8|55=CU|37=1|", "35=j|372=D|58=no|", "35=W|55=ZN|268=0|7830=1|", "35=B|148=CU|",
    ])
  func others(_ body: String) throws {
    var reader = Self.make()
    #expect(try Self.take(&reader, body) == MarketReader.Outcome())
    #expect(reader.count == 0)
  }
}
