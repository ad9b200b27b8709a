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
    var terms = RequestTerms()
    terms.reqID = text32("T-1")
    terms.subjectCode = TermsSubject.definition.rawValue
    terms.symbol = Symbol(text32("CU").first16)
    let question = LogRecordTests.command(head(.requestTerms, 12), terms)
    #expect(question.line().hasSuffix("requestTerms reqID=T-1 subject=definition symbol=CU"))
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
    var told = TermsTold()
    told.request = terms
    told.total = 1
    told.isLast = 1
    told.ruleVersion = 2
    told.changeCount = 1
    told.terms.symbol = terms.symbol
    told.terms.bandBasisPoints = 600
    var change = PublishedChange()
    change.number = 7
    head.typeCode = EventType.termsTold.rawValue
    buffer.removeAll()
    let size = MemoryLayout<PublishedChange>.size
    let offset = buffer.append(head, body: told, trailingByteCount: size)
    buffer.store(change, at: offset + RecordHead.byteCount + MemoryLayout<TermsTold>.size)
    let line = LogRecord(event: buffer.bytes).line()
    #expect(
      line.contains(
        "termsTold reqID=T-1 subject=definition symbol=CU total=1 isLast=yes ruleVersion=2"))
    #expect(line.contains(" bandPercent=6 ") && line.hasSuffix(" changes=7"))
  }
}
