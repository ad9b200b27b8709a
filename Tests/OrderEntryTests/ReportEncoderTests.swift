import FIX44
import Market
import OrderEntry
import Records
import Testing

/// Events as messages: the whole line once, then what each kind of event changes.
@Suite struct ReportEncoderTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let change: @Sendable (inout ExecutionReport) -> Void
    let expected: String
    init(
      _ name: String, _ expected: String,
      _ change: @escaping @Sendable (inout ExecutionReport) -> Void
    ) {
      self.name = name
      self.change = change
      self.expected = expected
    }
    var testDescription: String { name }
  }

  static let state = "1=DLR001-P|544=1|55=CU-BW-A|54=2|38=50|40=2|44=68450|59=0|"
  static let time = "60=20261123-01:30:00.123|"

  @Test("an acknowledgment from the first byte to the last")
  func acknowledgment() {
    let encoded = ReportLines.record(.executionReport, ReportLines.report(.new, .new))
    let line = encoded.message()
    let body =
      "35=8|49=CANGDAN|56=DLR001|34=5|52=20261123-01:30:00.123|37=17|11=S-0001|17=401|150=0|39=0|"
      + "\(Self.state)151=50|14=0|6=0|\(Self.time)7761=L|"
    let sum =
      (Array("8=FIX.4.4|9=\(body.utf8.count)|\(body)".utf8).map {
        $0 == UInt8(ascii: "|") ? 1 : Int($0)
      }.reduce(0, +)) % 256
    let digits = String(sum + 1_000).dropFirst()
    #expect(line == "8=FIX.4.4|9=\(body.utf8.count)|\(body)10=\(digits)|")
  }

  static let reports: [Row] = [
    Row(
      "canceled on request",
      "37=17|11=S-0002|41=S-0001|17=401|150=4|39=4|\(state)151=0|14=0|6=0|\(time)7761=L|"
    ) {
      $0.clOrdID = ClOrdID(Text32("S-0002")!)
      $0.origClOrdID = ClOrdID(Text32("S-0001")!)
      $0.execTypeCode = ExecType.canceled.rawValue
      $0.ordStatusCode = OrdStatus.canceled.rawValue
      $0.leavesQty = .zero
    },
    Row(
      "replaced to a partly filled order",
      "37=17|11=S-0002|41=S-0001|17=401|150=5|39=1|\(state)151=25|14=25|6=68450.5|\(time)7761=L|"
    ) {
      $0.clOrdID = ClOrdID(Text32("S-0002")!)
      $0.origClOrdID = ClOrdID(Text32("S-0001")!)
      $0.execTypeCode = ExecType.replaced.rawValue
      $0.ordStatusCode = OrdStatus.partiallyFilled.rawValue
      $0.leavesQty = Quantity(thousandths: 25_000)
      $0.cumQty = Quantity(thousandths: 25_000)
      $0.avgPx = Price(tenThousandths: 684_505_000)
    },
    Row(
      "expired", "37=17|11=S-0001|17=401|150=C|39=C|\(state)151=0|14=0|6=0|\(time)7761=L|"
    ) {
      $0.execTypeCode = ExecType.expired.rawValue
      $0.ordStatusCode = OrdStatus.expired.rawValue
      $0.leavesQty = .zero
    },
    Row(
      "canceled by the venue after looking at too many orders",
      "37=17|11=S-0001|17=401|150=4|39=4|378=99|\(state)151=0|14=0|6=0|\(time)7761=L|"
    ) {
      $0.execTypeCode = ExecType.canceled.rawValue
      $0.ordStatusCode = OrdStatus.canceled.rawValue
      $0.restatementReasonPlus1 = 100
      $0.leavesQty = .zero
    },
    Row(
      "canceled because of the interval",
      "37=17|11=S-0001|17=401|150=4|39=4|378=8|\(state)151=0|14=0|6=0|\(time)"
        + "58=The interval between buy and sale has not passed, seconds 300 (Art. 11)|7761=L|"
        + "7799=1101|"
    ) {
      $0.execTypeCode = ExecType.canceled.rawValue
      $0.ordStatusCode = OrdStatus.canceled.rawValue
      $0.restatementReasonPlus1 = 9
      $0.orderRejectCode = OrderReject.minimumInterval.rawValue
      $0.rejectDetail = 300
      $0.leavesQty = .zero
    },
    Row(
      "a stop order triggered",
      "37=17|11=S-0001|17=401|150=D|39=0|636=Y|378=99|1=DLR001-P|544=1|55=CU-BW-A|54=2|38=50|40=4|"
        + "44=68450|99=-1.5|59=0|151=50|14=0|6=0|\(time)7761=L|"
    ) {
      $0.execTypeCode = ExecType.restated.rawValue
      $0.ordTypeCode = OrdType.stopLimit.rawValue
      $0.stopPx = Price(tenThousandths: -15_000)
      $0.workingIndicatorCode = UInt8(ascii: "Y")
      $0.restatementReasonPlus1 = 100
    },
    Row(
      "a premium of zero is a price, a market order has none",
      "37=17|11=S-0001|17=401|150=0|39=0|1=DLR001-P|544=1|55=CU-BW-A|54=2|38=50|40=2|44=0|59=0|"
        + "151=50|14=0|6=0|\(time)7761=L|"
    ) { $0.price = .zero },
    Row(
      "a premium says what it is",
      "37=17|11=S-0001|17=401|150=0|39=0|1=DLR001-P|544=1|55=CU-BW-A|54=2|38=50|40=2|423=6|44=-100|"
        + "59=0|151=50|14=0|6=0|\(time)7761=L|7770=P|"
    ) {
      $0.price = Price(tenThousandths: -1_000_000)
      $0.execInst = .premium
    },
    Row(
      "a market order",
      "37=17|11=S-0001|17=401|150=0|39=0|1=DLR001-P|544=1|55=CU-BW-A|54=2|38=50|40=1|59=3|"
        + "151=50|14=0|6=0|\(time)7761=L|"
    ) {
      $0.price = .zero
      $0.ordTypeCode = OrdType.market.rawValue
      $0.timeInForceCode = TimeInForce.immediateOrCancel.rawValue
    },
    Row(
      "every qualifier",
      "37=17|11=S-0001|17=401|150=0|39=0|1=DLR001-P|544=2|55=CU-BW-A|54=2|38=50|40=2|44=68450|59=6|"
        + "126=20261123-01:30:00.123|18=6 G|110=25|111=25.5|151=50|14=0|6=0|\(time)7761=L|"
    ) {
      $0.cashMarginCode = CashMargin.performanceGuarantee.rawValue
      $0.timeInForceCode = TimeInForce.goodTillDate.rawValue
      $0.expireTime = ReportLines.time
      $0.execInst = [.postOnly, .allOrNone]
      $0.minQty = Quantity(thousandths: 25_000)
      $0.maxFloor = Quantity(thousandths: 25_500)
    },
    Row(
      "post only", "37=17|11=S-0001|17=401|150=0|39=0|\(state)18=6|151=50|14=0|6=0|\(time)7761=L|"
    ) {
      $0.execInst = .postOnly
    },
    Row(
      "all or none", "37=17|11=S-0001|17=401|150=0|39=0|\(state)18=G|151=50|14=0|6=0|\(time)7761=L|"
    ) {
      $0.execInst = .allOrNone
    },
  ]

  @Test("what happened to an order", arguments: reports)
  func report(_ row: Row) {
    var report = ReportLines.report(.new, .new)
    row.change(&report)
    let encoded = ReportLines.record(.executionReport, report)
    let line = encoded.body()
    #expect(line == row.expected)
  }

  @Test("a fill by name carries ListingOrderID(7772), an own tag, and the other firm")
  func byName() {
    var report = Self.trade()
    report.referenceCode = ReportReference.listing.rawValue
    report.documentCount = 1
    report.contraFirm = FirmID(rawValue: 2)
    var named = Text32()
    named.word0 = 4_321
    let encoded = ReportLines.record(
      .executionReport, report, trailing: [Text32("R1")!, named])
    let body = encoded.body()
    #expect(body.contains("|309=R1|"))
    #expect(body.contains("|7761=L|7772=4321|"))
    #expect(body.contains("|448=DLR002|447=D|452=17|"))
    #expect(!encoded.body(ownTags: false).contains("7772="))
  }

  static func trade() -> ExecutionReport {
    var report = ReportLines.report(.trade, .filled)
    report.tradeID = TradeID(rawValue: 9)
    report.lastQty = Quantity(thousandths: 25_000)
    report.lastPx = Price(tenThousandths: 684_500_000)
    report.leavesQty = .zero
    report.cumQty = Quantity(thousandths: 50_000)
    report.avgPx = Price(tenThousandths: 684_450_001)
    report.grossTradeAmt = Amount(fen: 172_042_230)
    report.lastLiquidityIndCode = LastLiquidityInd.added.rawValue
    report.contraFirm = FirmID(rawValue: 2)
    report.documentCount = 2
    return report
  }

  static let documents = [Text32("R26110000017")!, Text32("R26110000018")!]
  static let tradeLine =
    "37=17|527=9|11=S-0001|17=401|150=F|39=2|1=DLR001-P|544=1|55=CU-BW-A|"
    + "711=2|311=CU|309=R26110000017|305=100|311=CU|309=R26110000018|305=100|"
    + "54=2|38=50|40=2|44=68450|59=0|32=25|31=68450|381=1720422.3|851=1|151=0|14=50|"
    + "6=68445.0001|\(time)"
  static let contra = "453=1|448=DLR002|447=D|452=17|"

  @Test("a fill names documents, amount and the other firm")
  func fill() {
    let encoded = ReportLines.record(.executionReport, Self.trade(), trailing: Self.documents)
    let line = encoded.body()
    #expect(line == Self.tradeLine + "7761=L|" + Self.contra)
  }

  @Test("without own tags no tag from 5000 on stands in the message")
  func plain() {
    let encoded = ReportLines.record(.executionReport, Self.trade(), trailing: Self.documents)
    let line = encoded.body(ownTags: false)
    #expect(line == Self.tradeLine + Self.contra)
  }

  @Test(
    "a firm without a code, or a mode that discloses none, leaves 453 out", arguments: [0, 3, 9])
  func undisclosed(_ firm: UInt32) {
    var report = Self.trade()
    report.contraFirm = FirmID(rawValue: firm)
    let encoded = ReportLines.record(.executionReport, report, trailing: Self.documents)
    let line = encoded.body(ownTags: false)
    #expect(line == Self.tradeLine)
  }

  @Test("a bust repeats the execution that it takes back")
  func bust() {
    var report = Self.trade()
    report.execTypeCode = ExecType.tradeCancel.rawValue
    report.ordStatusCode = OrdStatus.canceled.rawValue
    let encoded = ReportLines.record(.executionReport, report, trailing: Self.documents)
    let line = encoded.body()
    #expect(line.contains("|527=9|"))
    #expect(line.contains("|150=H|39=4|"))
    #expect(line.contains("|32=25|31=68450|"))
  }

  @Test("a status report repeats OrdStatusReqID(790), behind the documents in the record")
  func status() {
    var report = ReportLines.report(.orderStatus, .new)
    report.hasOrdStatusReqID = 1
    report.documentCount = 1
    let encoded = ReportLines.record(
      .executionReport, report, trailing: [Text32("R1")!, Text32("Q-1")!])
    let line = encoded.body()
    #expect(
      line == "37=17|11=S-0001|790=Q-1|17=401|150=I|39=0|1=DLR001-P|544=1|55=CU-BW-A|"
        + "711=1|311=CU|309=R1|305=100|54=2|38=50|40=2|44=68450|59=0|151=50|14=0|6=0|"
        + "\(Self.time)7761=L|")
  }

  @Test("the status of an order that the firm does not have")
  func unknownStatus() {
    var report = ExecutionReport()
    report.execID = ExecID(rawValue: 402)
    report.clOrdID = ClOrdID(Text32("S-0001")!)
    report.symbol = Symbol(Text16("CU-BW-A")!)
    report.sideCode = Side.buy.rawValue
    report.ordTypeCode = OrdType.limit.rawValue
    report.execTypeCode = ExecType.orderStatus.rawValue
    report.ordStatusCode = OrdStatus.rejected.rawValue
    let encoded = ReportLines.record(.executionReport, report)
    let line = encoded.body()
    #expect(
      line
        == "37=NONE|11=S-0001|17=402|150=I|39=8|103=5|55=CU-BW-A|54=1|151=0|14=0|6=0|\(Self.time)"
        + "58=ClOrdID(11) and OrderID(37) name no order of the firm|")
  }

  static let commodities = [
    ("CU-BW-A", "CU"), ("NIKEL", "NIKEL"), ("FE-BL-62", "FE"), ("-X", "-X"),
    ("ABCDEFGHIJ-KLMNO", "ABCDEFGHIJ"),
  ]

  @Test("UnderlyingSymbol(311) is the symbol up to its first hyphen", arguments: commodities)
  func commodity(_ symbol: String, _ expected: String) {
    var report = Self.trade()
    report.symbol = Symbol(Text16(symbol)!)
    let encoded = ReportLines.record(.executionReport, report, trailing: Self.documents)
    let line = encoded.body()
    #expect(line.contains("|711=2|311=\(expected)|309="))
  }

  @Test("64 documents fit the encoder")
  func mostDocuments() {
    var report = Self.trade()
    report.documentCount = 64
    report.symbol = Symbol(Text16("ABCDEFGHIJKLMNOP")!)
    let names = Array(repeating: Text32("R2611000001712345678901234567890")!, count: 64)
    let encoded = ReportLines.record(.executionReport, report, trailing: names)
    let line = encoded.body()
    #expect(line.split(separator: "|").filter { $0 == "309=\(names[0])" }.count == 64)
  }
}
