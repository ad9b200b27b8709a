import LogText
import Market
import Records
import Testing

/// Requests for past trades in the lines of the log.
@Suite struct LogRecordTradesTests {
  @Test("a request says what it looks for, its event what came of it")
  func request() {
    var body = RequestTrades()
    body.tradeRequestID = text32("Q-1")
    body.requestType = 1
    body.tradeID = TradeID(rawValue: 7)
    var buffer = RecordBuffer(capacity: 1_024)
    buffer.append(head(.requestTrades, 12), body: body)
    #expect(
      LogRecord(command: buffer.bytes).line().hasSuffix(
        "requestTrades tradeRequestID=Q-1 tradeRequestType=1 trade=7"))
    var asked = TradesRequested()
    asked.request = body
    asked.refusalCode = TradeRequestRefusal.pending.rawValue
    var eventHead = RecordHead()
    eventHead.typeCode = EventType.tradesRequested.rawValue
    var events = RecordBuffer(capacity: 1_024)
    events.append(eventHead, body: asked)
    #expect(
      LogRecord(event: events.bytes).line().hasSuffix(
        "tradesRequested tradeRequestID=Q-1 tradeRequestType=1 trade=7 refusal=pending"))
    var end = EndTradesAnswer()
    end.request = Sequence(rawValue: 5)
    var ends = RecordBuffer(capacity: 1_024)
    ends.append(head(.endTradesAnswer, 13), body: end)
    #expect(LogRecord(command: ends.bytes).line().hasSuffix("endTradesAnswer request=5"))
  }
}
