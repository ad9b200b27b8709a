import FIX44
import Market
import OrderEntry
import Records
import Testing

/// TradeCaptureReportRequest(AD), and the TradeCaptureReportRequestAck(AQ) that refuses it.
@Suite struct TradesDecodeTests {
  static let asked = "35=AD|568=Q-1|569=1|"

  static let rows: [(String, String)] = [
    ("35=AD|568=Q-1|569=0|", "tradeRequestID=Q-1"),
    ("35=AD|568=Q-1|569=300|263=2|", "tradeRequestID=Q-1 requestType=255 subscriptionType=50"),
    (
      asked + "571=T12|17=9|37=8|11=C-1|828=0|829=5|880=7|453=1|448=DLR001|447=D|452=1|55=CU-BW-A|",
      "tradeRequestID=Q-1 clOrdID=C-1 symbol=CU-BW-A party=DLR001 tradeID=7 reportOf=12 execID=9 "
        + "orderID=8 requestType=1 trdSubType=5"
    ),
    (asked + "571=12|828=3|", "tradeRequestID=Q-1 report=12 requestType=1 trdType=3"),
    (
      asked + "580=1|75=20261118|",
      "tradeRequestID=Q-1 from=1794931200000000000 until=1795017600000000000 requestType=1 "
        + "dateCount=1"
    ),
    (
      asked + "580=2|75=20261118|60=20261118-01:00:00|75=20261119|60=20261118-17:00:00.000000001|",
      "tradeRequestID=Q-1 from=1794963600000000000 until=1795021200000000002 requestType=1 "
        + "dateCount=2"
    ),
    (
      asked + "580=3|75=20261118|75=20261118|75=20261118|",
      "tradeRequestID=Q-1 from=1794931200000000000 until=1795017600000000000 requestType=1 "
        + "dateCount=3"
    ),
  ]

  @Test("criteria, each as it was said", arguments: rows)
  func decode(_ line: String, _ expected: String) {
    let decoded = Decoded(line)
    #expect(decoded.result == .appended(.requestTrades))
    #expect(fields(of: decoded.body(RequestTrades.self)) == expected)
  }

  @Test(
    "what is no number or day of ours is refused, and never looks for all",
    arguments: [
      ("880=0|", 880), ("17=X|", 17), ("37=0|", 37), ("571=T|", 571), ("571=T0|", 571),
      ("571=0|", 571), ("580=1|75=19700101|", 75),
    ])
  func refused(_ fields: String, _ tag: UInt32) {
    let decoded = Decoded(Self.asked + fields)
    #expect(decoded.result == .appended(.refusedMessage))
    let refused = decoded.body(RefusedMessage.self)
    #expect(refused.refTagID == tag)
    #expect(refused.refusalCode == Refusal.valueNotRepresentable.rawValue)
  }

  @Test("who watches may ask, and firms", arguments: SessionRole.allCases)
  func roles(_ role: SessionRole) {
    let decoded = Decoded(Self.asked, context: OrderLines.context(role))
    let may: [SessionRole] = [
      .dealer, .broker, .marketMaker, .clearing, .registry, .dropCopy, .supervisor,
    ]
    #expect((decoded.result == .appended(.requestTrades)) == may.contains(role))
  }

  @Test("a refusal says what and why", arguments: TradeRequestRefusal.allCases)
  func refusals(_ refusal: TradeRequestRefusal) {
    var body = TradesRequested()
    body.request.tradeRequestID = Text32("Q-1")!
    body.request.symbol = Symbol(Text16("CU-BW-A")!)
    body.refusalCode = refusal.rawValue
    let line = ReportLines.record(.tradesRequested, body).body()
    let results: [TradeRequestRefusal: Int] = [
      .none: 0, .requestType: 8, .subscriptionType: 99, .tradeType: 2, .unknownSymbol: 1,
      .unknownFirm: 3, .notAuthorised: 9, .dates: 99, .pending: 99, .tooMany: 99,
    ]
    let status = refusal == .none ? 0 : 2
    #expect(
      line.hasPrefix("568=Q-1|569=0|749=\(results[refusal] ?? -1)|750=\(status)|55=CU-BW-A|"))
    #expect(line.contains("|58=") == (refusal != .none))
  }
}
