import Market
import OrderEntry
import Records
import Testing

/// TradeCaptureReport(AE): what clearing is asked for, and what a party is told of its trade.
@Suite struct TradeReportTests {
  static let documents = [Text32("R26110000017")!, Text32("R26110000018")!]
  static let deadline = Instant(nanoseconds: 1_795_401_000_000_000_000)

  /// A buy of two lots by full payment, in the mode continuous.
  static func instruction() -> SettlementInstructed {
    var body = SettlementInstructed()
    body.instruction = InstructionID(rawValue: 3)
    body.tradeID = TradeID(rawValue: 9)
    body.buyFirm = FirmID(rawValue: 1)
    body.sellFirm = FirmID(rawValue: 2)
    body.currency = Currency.cny
    body.symbol = Symbol(Text16("CU-BW-A")!)
    body.lastPx = Price(tenThousandths: 684_500_000)
    body.lastQty = Quantity(thousandths: 50_000)
    body.weight = Quantity(thousandths: 50_255)
    body.grossTradeAmt = Amount(fen: 344_084_475)
    body.buyerFees = Amount(fen: 39_408)
    body.sellerFees = Amount(fen: 34_408)
    body.deadline = deadline
    body.matchedAt = ReportLines.time
    body.buyOrderID = OrderID(rawValue: 17)
    body.sellOrderID = OrderID(rawValue: 18)
    body.buyClOrdID = ClOrdID(Text32("B-0001")!)
    body.sellClOrdID = ClOrdID(Text32("S-0001")!)
    body.documentCount = 2
    body.modeCode = TradingMode.continuous.rawValue
    return body
  }

  static let asked =
    "571=3|487=0|856=0|828=0|829=5|150=F|880=9|570=N|55=CU-BW-A|"
    + "711=2|311=CU|309=R26110000017|305=100|311=CU|309=R26110000018|305=100|"
    + "32=50|31=68450|75=20261123|60=20261123-01:30:00.123|573=0|"
  static let sides =
    "552=2|54=1|37=17|11=B-0001|453=1|448=DLR001|447=D|452=1|15=CNY|381=3440844.75|118=3441238.83|"
    + "136=2|137=344.08|138=CNY|139=4|137=50|138=CNY|139=7|"
    + "54=2|37=18|11=S-0001|453=1|448=DLR002|447=D|452=1|15=CNY|381=3440844.75|118=3440500.67|"
    + "136=1|137=344.08|138=CNY|139=4|"

  @Test("clearing is told amounts and fees of both sides, documents and the deadline")
  func clearing() {
    let encoded = ReportLines.record(
      .settlementInstructed, Self.instruction(), trailing: Self.documents)
    let own = encoded.body()
    let plain = encoded.body(ownTags: false)
    #expect(own == Self.asked + Self.sides + "7725=50.255|7761=C|7776=20261123-02:30:00.000|")
    #expect(plain == Self.asked + Self.sides)
    RoundTripTests.check(encoded)
  }

  @Test("what clearing has settled for a trade that is undone is taken back by its number")
  func takenBack() {
    var body = Self.instruction()
    body.instruction = InstructionID(rawValue: 5)
    body.takesBack = InstructionID(rawValue: 3)
    body.deadline = .none
    let encoded = ReportLines.record(.settlementInstructed, body, trailing: Self.documents)
    let line = encoded.body(ownTags: false)
    #expect(line.hasPrefix("571=5|487=1|856=6|828=0|829=5|572=3|150=H|880=9|570=N|55=CU-BW-A|"))
    #expect(line.hasSuffix(Self.sides))
    RoundTripTests.check(encoded)
  }

  @Test("without fees and a deadline no field speaks of them")
  func bare() {
    var body = Self.instruction()
    body.buyerFees = .zero
    body.sellerFees = .zero
    body.deadline = .none
    let encoded = ReportLines.record(.settlementInstructed, body, trailing: Self.documents)
    let line = encoded.body()
    #expect(!line.contains("136=") && !line.contains("7776="))
    #expect(line.contains("381=3440844.75|118=3440844.75|54=2|"))
    RoundTripTests.check(encoded)
  }

  static let modes: [(TradingMode, Int)] = [
    (.listing, 1), (.negotiated, 2), (.auctionAscending, 3), (.auctionDescending, 4),
    (.continuous, 5),
  ]

  @Test("TrdSubType(829) tells how the trade came about", arguments: modes)
  func mode(_ mode: TradingMode, _ trdSubType: Int) {
    var body = Self.instruction()
    body.modeCode = mode.rawValue
    let encoded = ReportLines.record(.settlementInstructed, body, trailing: Self.documents)
    let line = encoded.body(ownTags: false)
    #expect(line.contains("|829=\(trdSubType)|"))
  }

  /// What the seller, or the buyer, is told of a state.
  static func change(
    _ state: TradeState, _ reason: TradeReason, _ side: Side = .buy
  ) -> TradeChanged {
    var body = TradeChanged()
    body.tradeID = TradeID(rawValue: 9)
    body.stateCode = state.rawValue
    body.reasonCode = reason.rawValue
    body.sideCode = side.rawValue
    body.buyFirm = FirmID(rawValue: 1)
    body.sellFirm = FirmID(rawValue: 2)
    body.symbol = Symbol(Text16("CU-BW-A")!)
    body.lastPx = Price(tenThousandths: 684_500_000)
    body.lastQty = Quantity(thousandths: 50_000)
    body.weight = Quantity(thousandths: 50_255)
    body.grossTradeAmt = Amount(fen: 344_084_475)
    body.buyerFees = Amount(fen: 39_408)
    body.sellerFees = Amount(fen: 34_408)
    body.orderID = OrderID(rawValue: 17)
    body.execID = ExecID(rawValue: 402)
    body.clOrdID = ClOrdID(Text32("B-0001")!)
    body.account = AccountCode(Text16("DLR001-P")!)
    body.matchedAt = ReportLines.time
    return body
  }

  @Test("a party is told of delivery: its side, what it pays, when it may sell")
  func delivered() {
    var body = Self.change(.dvpDone, .titleTransferred)
    body.earliestResale = ReportLines.time
    body.deadline = Self.deadline
    let encoded = ReportLines.record(.tradeChanged, body)
    let line = encoded.body()
    #expect(
      line == "571=402|487=0|856=4|828=0|150=F|880=9|17=402|570=Y|55=CU-BW-A|"
        + "32=50|31=68450|75=20261123|60=20261123-01:30:00.123|573=0|"
        + "552=1|54=1|37=17|11=B-0001|453=1|448=DLR001|447=D|452=1|1=DLR001-P|15=CNY|"
        + "381=3440844.75|118=3441238.83|"
        + "58=Title and money have changed hands: the registry has moved the title|"
        + "136=2|137=344.08|138=CNY|139=4|137=50|138=CNY|139=7|"
        + "7725=50.255|7769=20261123-01:30:00.123|7774=7|7775=7|7776=20261123-02:30:00.000|")
    RoundTripTests.check(encoded)
  }

  @Test("the seller is told what it gets")
  func seller() {
    let encoded = ReportLines.record(
      .tradeChanged, Self.change(.dvpDone, .titleTransferred, .sell))
    let line = encoded.body(ownTags: false)
    #expect(line.contains("|552=1|54=2|37=17|11=B-0001|453=1|448=DLR002|447=D|452=1|1=DLR001-P|"))
    #expect(line.contains("|118=3440500.67|"))
    #expect(line.hasSuffix("136=1|137=344.08|138=CNY|139=4|"))
  }

  static let ends: [(TradeState, TradeReason, String)] = [
    (.bust, .operatorDecision, "The trade is undone: the operator has decided so"),
    (.buyerDefault, .deadline, "The buyer has defaulted: the deadline has passed"),
    (
      .sellerDefault, .titleRefused,
      "The seller has defaulted: the registry has refused to move the title"
    ),
  ]

  @Test("an undone trade owes nothing: 487=1, 150=H", arguments: ends)
  func undone(_ state: TradeState, _ reason: TradeReason, _ text: String) {
    var body = Self.change(state, reason)
    body.difference = Amount(fen: 68_816_895)
    let encoded = ReportLines.record(.tradeChanged, body)
    let line = encoded.body()
    #expect(line.hasPrefix("571=402|487=1|856=6|828=0|150=H|880=9|"))
    #expect(line.contains("|381=3440844.75|58=\(text)|7725=50.255|"))
    #expect(line.hasSuffix("|7778=688168.95|"))
    RoundTripTests.check(encoded)
  }

  @Test("final terms are 487=2, and a dispute is 573=2")
  func others() {
    let final = ReportLines.record(.tradeChanged, Self.change(.invoiced, .none))
    let disputed = ReportLines.record(.tradeChanged, Self.change(.dispute, .objection))
    let (finalLine, disputedLine) = (final.body(), disputed.body())
    #expect(finalLine.hasPrefix("571=402|487=2|856=5|828=0|150=F|"))
    #expect(finalLine.contains("|58=The trade is invoiced|"))
    #expect(disputedLine.hasPrefix("571=402|487=0|856=4|828=0|150=F|"))
    #expect(disputedLine.contains("|573=2|"))
    RoundTripTests.check(final)
    RoundTripTests.check(disputed)
  }

  @Test("every state and every reason is one that the dictionary has")
  func dictionary() {
    for state in TradeState.allCases {
      for reason in TradeReason.allCases {
        RoundTripTests.check(ReportLines.record(.tradeChanged, Self.change(state, reason)))
      }
    }
  }

  @Test("a bust names the report of the execution: ExecRefID(19)")
  func execRefID() {
    var report = ReportEncoderTests.trade()
    report.execTypeCode = ExecType.tradeCancel.rawValue
    report.documentCount = 0
    report.hasExecRefID = 1
    var buffer = RecordBuffer(capacity: 1_024)
    let offset = buffer.append(
      ReportLines.head(.executionReport), body: report,
      trailingByteCount: MemoryLayout<ExecID>.size)
    buffer.store(
      ExecID(rawValue: 388), at: offset + RecordHead.byteCount + MemoryLayout<ExecutionReport>.size)
    let encoded = Encoded(buffer)
    let line = encoded.body(ownTags: false)
    #expect(line.contains("|17=401|19=388|150=H|"))
    RoundTripTests.check(encoded)
  }
}
