import Market
import OrderEntry
import Testing

/// Confirmation(AK) to a party, TitleReport(UT) to the registry, and what is answered to a notice that changes
/// nothing.
@Suite struct ConfirmationTests {
  static func confirmation(_ side: Side) -> ConfirmationRequested {
    var body = ConfirmationRequested()
    body.tradeID = TradeID(rawValue: 9)
    body.firm = FirmID(rawValue: 1)
    body.contraFirm = FirmID(rawValue: 2)
    body.sideCode = side.rawValue
    body.documentCount = 2
    body.symbol = Symbol(Text16("CU-BW-A")!)
    body.lastPx = Price(tenThousandths: 684_500_000)
    body.lastQty = Quantity(thousandths: 50_000)
    body.weight = Quantity(thousandths: 50_255)
    body.grossTradeAmt = Amount(fen: 344_084_475)
    body.fees = Amount(fen: 39_408)
    body.deadline = TradeReportTests.deadline
    body.matchedAt = ReportLines.time
    body.orderID = OrderID(rawValue: 17)
    body.execID = ExecID(rawValue: 402)
    body.clOrdID = ClOrdID(Text32("B-0001")!)
    body.account = AccountCode(Text16("DLR001-P")!)
    return body
  }

  static func body(_ side: String, _ netMoney: String, account: String) -> String {
    "664=9|666=0|773=2|665=4|453=2|448=DLR001|447=D|452=1|448=DLR002|447=D|452=17|"
      + "73=1|11=B-0001|37=17|60=20261123-01:30:00.123|75=20261123|55=CU-BW-A|"
      + "711=2|311=CU|309=R26110000017|305=100|311=CU|309=R26110000018|305=100|555=1|600=CU-BW-A|"
      + "80=50|54=\(side)|15=CNY|862=1|528=P|863=50|79=\(account)|6=68450|381=3440844.75|"
      + "118=\(netMoney)|"
  }

  @Test("a party is asked to affirm its side, with everything that FIX 4.4 requires")
  func confirmation() {
    let encoded = ReportLines.record(
      .confirmationRequested, Self.confirmation(.buy), trailing: TradeReportTests.documents)
    let own = encoded.body()
    let plain = encoded.body(ownTags: false)
    let expected = Self.body("1", "3441238.83", account: "DLR001-P")
    #expect(own == expected + "7725=50.255|7776=20261123-02:30:00.000|")
    #expect(plain == expected)
    RoundTripTests.check(encoded)
  }

  @Test("the seller gets less, and its firm stands for an account that its order does not name")
  func seller() {
    var request = Self.confirmation(.sell)
    request.account = AccountCode()
    let encoded = ReportLines.record(
      .confirmationRequested, request, trailing: TradeReportTests.documents)
    let plain = encoded.body(ownTags: false)
    #expect(plain == Self.body("2", "3440450.67", account: "DLR001"))
    RoundTripTests.check(encoded)
  }

  static func transfer() -> TransferInstructed {
    var body = TransferInstructed()
    body.instruction = InstructionID(rawValue: 4)
    body.tradeID = TradeID(rawValue: 9)
    body.sellFirm = FirmID(rawValue: 2)
    body.buyFirm = FirmID(rawValue: 1)
    body.documentCount = 2
    body.symbol = Symbol(Text16("CU-BW-A")!)
    body.deadline = TradeReportTests.deadline
    return body
  }

  @Test(
    "the registry is told whose documents become whose; without own tags there is no such message")
  func title() {
    let encoded = ReportLines.record(
      .transferInstructed, Self.transfer(), trailing: TradeReportTests.documents)
    let own = encoded.message()
    let line = encoded.body()
    let plain = encoded.message(ownTags: false)
    #expect(
      line == "880=9|55=CU-BW-A|711=2|311=CU|309=R26110000017|305=100|"
        + "311=CU|309=R26110000018|305=100|60=20261123-01:30:00.123|7700=4|7707=DLR002|"
        + "7754=5|7755=0|7759=DLR001|7776=20261123-02:30:00.000|")
    #expect(own.contains("|35=UT|"))
    #expect(RoundTripTests.faults(own) == [])
    #expect(plain == "")
  }

  @Test("a warehouse is told whose a document is that it has in store; without own tags it is not")
  func delivery() {
    var body = DeliveryNotified()
    body.document = TitleDocID(Text32("R26110000017")!)
    body.execID = ExecID(rawValue: 31)
    body.tradeID = TradeID(rawValue: 9)
    body.sellFirm = FirmID(rawValue: 2)
    body.buyFirm = FirmID(rawValue: 1)
    body.symbol = Symbol(Text16("CU-BW-A")!)
    body.warehouseCode = CompID(Text16("ZZW01")!)
    body.netWeight = Quantity(thousandths: 25_204)
    body.deadline = TradeReportTests.deadline
    let encoded = ReportLines.record(.deliveryNotified, body)
    let own = encoded.message()
    let line = encoded.body()
    let plain = encoded.message(ownTags: false)
    #expect(
      line == "880=9|55=CU-BW-A|60=20261123-01:30:00.123|7700=31|7701=R26110000017|7707=DLR001|"
        + "7711=ZZW01|7725=25.204|7754=5|7755=1|7776=20261123-02:30:00.000|")
    #expect(own.contains("|35=UT|"))
    #expect(RoundTripTests.faults(own) == [])
    #expect(plain == "")
  }

  static let notices: [(CommandType, SessionRole, String)] = [
    (.affirmTrade, .dealer, "AU"), (.answerInstruction, .clearing, "AR"),
    (.answerInstruction, .registry, "UT"), (.reportWeight, .warehouse, "UT"),
    (.disputeTrade, .broker, "UD"), (.requestTitle, .bank, "UT"),
    (.setFixing, .clearing, "W"), (.gradeWarehouse, .registry, "UT"),
    (.registerProgram, .dealer, "UP"),
  ]

  @Test("a notice that changes nothing is refused under its own type", arguments: notices)
  func notice(_ command: CommandType, _ role: SessionRole, _ msgType: String) {
    var body = NoticeRefused()
    body.reference = Text32("N-1")!
    body.commandType = command.rawValue
    body.roleCode = role.rawValue
    body.reasonCode = NoticeRefusal.repeated.rawValue
    let encoded = ReportLines.record(.noticeRefused, body)
    let own = encoded.body()
    let plain = encoded.body(ownTags: false)
    let expected = "45=12|372=\(msgType)|379=N-1|380=0|58=It was answered so before|"
    #expect(own == expected + "7777=3|")
    #expect(plain == expected)
    RoundTripTests.check(encoded)
  }
}
