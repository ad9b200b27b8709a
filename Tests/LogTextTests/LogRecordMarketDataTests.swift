import LogText
import Market
import Records
import Testing

/// Market data in the lines of the log.
@Suite struct LogRecordMarketDataTests {
  @Test("a request for market data names its instruments")
  func marketData() {
    var body = MarketDataRequest()
    body.mdReqID = text32("M-1")
    body.subscriptionType = SubscriptionType.updates.rawValue
    body.entries = 3
    body.depth = 5
    body.symbolCount = 1
    let record = LogRecordTests.command(
      head(.marketDataRequest, 12), body, text: "CU-BW-A" + String(repeating: "\u{0}", count: 9))
    #expect(
      record.line().hasSuffix(
        "marketDataRequest mdReqID=M-1 type=updates depth=5 entries=3 symbols=CU-BW-A"))
    var asked = StatusRequest()
    asked.reqID = text32("P-1")
    asked.subscriptionType = SubscriptionType.updates.rawValue
    asked.subjectCode = StatusSubject.market.rawValue
    let status = LogRecordTests.command(head(.statusRequest, 12), asked)
    #expect(
      status.line().hasSuffix("statusRequest reqID=P-1 subject=market type=updates"))
    var answer = MarketDataAnswered()
    answer.request = body
    answer.refusalCode = MarketDataRefusal.unknownSymbol.rawValue
    answer.symbol = Symbol(text32("TIN").first16)
    var head = RecordHead()
    head.typeCode = EventType.marketDataAnswered.rawValue
    var buffer = RecordBuffer(capacity: 1_024)
    buffer.append(head, body: answer)
    #expect(
      LogRecord(event: buffer.bytes).line().hasSuffix(
        "marketDataAnswered mdReqID=M-1 type=updates depth=5 entries=3 reason=unknownSymbol symbol=TIN"
      ))
  }
}
