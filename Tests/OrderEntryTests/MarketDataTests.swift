import FIX44
import Market
import OrderEntry
import Records
import Testing

/// MarketDataRequest(V), and the MarketDataRequestReject(Y) that answers it.
@Suite struct MarketDataTests {
  static func line(
    type: String = "1", depth: String = "0", more: String = "265=1|", entries: [String] = ["0"],
    symbols: [String] = ["CU-BW-A"]
  ) -> String {
    "35=V|262=M-1|263=\(type)|264=\(depth)|\(more)267=\(entries.count)|"
      + entries.map { "269=\($0)|" }.joined() + "146=\(symbols.count)|"
      + symbols.map { "55=\($0)|" }.joined()
  }

  static let rows: [(SessionRole, String, String)] = [
    (
      .marketData, line(),
      "mdReqID=M-1 entries=1 subscriptionType=49 updateType=49 symbolCount=1"
    ),
    (
      .supervisor, line(type: "0", depth: "5", more: "266=N|", entries: ["0", "1", "2"]),
      "mdReqID=M-1 entries=7 depth=5 subscriptionType=48 isByOrder=1 symbolCount=1"
    ),
    (
      .marketData,
      line(
        type: "2", more: "266=Y|", entries: ["4", "5", "7", "8", "9", "B"],
        symbols: ["CU-BW-A", "AL-BW-A"]),
      "mdReqID=M-1 entries=504 subscriptionType=50 symbolCount=2"
    ),
    (
      .marketData, line(entries: ["0", "6", "A", "3"]),
      "mdReqID=M-1 entries=1537 subscriptionType=49 updateType=49 unsupportedEntry=54 symbolCount=1"
    ),
    (
      .marketData, line(depth: "-1"),
      "mdReqID=M-1 entries=1 depth=65535 subscriptionType=49 updateType=49 symbolCount=1"
    ),
    (
      .marketData, line(depth: "70000"),
      "mdReqID=M-1 entries=1 depth=65535 subscriptionType=49 updateType=49 symbolCount=1"
    ),
    (
      .marketData, line(symbols: ["CU-BW-A", "AL-BW-A", "CU-BW-A"]),
      "mdReqID=M-1 entries=1 subscriptionType=49 updateType=49 symbolCount=2"
    ),
    (
      .marketData, line(symbols: ["12345678901234567"]), "refused valueNotRepresentable 55"
    ),
    (.dealer, line(), "refused notAuthorised 0"), (.dropCopy, line(), "refused notAuthorised 0"),
    (.clearing, line(), "refused notAuthorised 0"),
  ]

  @Test("what is asked for, by whom", arguments: rows)
  func decode(_ role: SessionRole, _ line: String, _ expected: String) {
    let decoded = Decoded(line, context: OrderLines.context(role))
    let summary: String
    if case .appended(.marketDataRequest) = decoded.result {
      summary = fields(of: decoded.body(MarketDataRequest.self))
    } else {
      summary = decoded.summary
    }
    #expect(summary == expected)
  }

  @Test("256 instruments are taken, one more is refused", arguments: [255, 256, 257])
  func symbols(count: Int) {
    let symbols = (1...count).map { "S\($0)" }
    let decoded = Decoded(Self.line(symbols: symbols), context: OrderLines.context(.marketData))
    if count <= 256 {
      #expect(decoded.result == .appended(.marketDataRequest))
      #expect(Int(decoded.body(MarketDataRequest.self).symbolCount) == count)
    } else {
      #expect(decoded.summary == "refused valueNotRepresentable 146")
    }
  }

  static let refusals: [(MarketDataRefusal, String)] = [
    (.unknownSymbol, "281=0|58=Symbol(55) TIN is no instrument|"),
    (
      .duplicateMDReqID,
      "281=1|58=MDReqID(262) names a subscription: end it, or take another name|"
    ),
    (.unknownMDReqID, "58=MDReqID(262) names no subscription of this connection|"),
    (.subscriptionType, "281=4|58=SubscriptionRequestType(263) is 0, 1 or 2|"),
    (.depth, "281=5|58=MarketDepth(264) is 0 to 100|"),
    (
      .updateType,
      "281=6|58=MDUpdateType(265) is 0 or 1 with SubscriptionRequestType(263) 1|"
    ),
    (.entryType, "281=8|58=MDEntryType(269) C is not offered: 0 1 2 3 4 5 7 8 9 A B are|"),
    (.tooManySubscriptions, "281=2|58=The session has 64 subscriptions: end one|"),
    (
      .tooManyInstruments,
      "281=2|58=Too many instruments are subscribed to: end a subscription|"
    ), (.tradingSession, "58=TradingSessionID(336) is none that there is|"),
  ]

  @Test("each refusal says why, and the way out", arguments: refusals)
  func refused(_ refusal: MarketDataRefusal, _ expected: String) {
    var body = MarketDataAnswered()
    body.request.mdReqID = Text32("M-1")!
    body.request.unsupportedEntry = UInt8(ascii: "C")
    body.symbol = Symbol(Text16("TIN")!)
    body.refusalCode = refusal.rawValue
    let encoded = ReportLines.record(.marketDataAnswered, body)
    let line = encoded.body()
    #expect(line == "262=M-1|" + expected)
    RoundTripTests.check(encoded)
  }

  @Test("every refusal has its row; what is taken is no message")
  func complete() {
    #expect(Set(Self.refusals.map(\.0)).union([.none]) == Set(MarketDataRefusal.allCases))
    let encoded = ReportLines.record(.marketDataAnswered, MarketDataAnswered())
    #expect(ReportEncoder.msgType(of: encoded.record.bytes, ReportOptions()) == nil)
  }
}
