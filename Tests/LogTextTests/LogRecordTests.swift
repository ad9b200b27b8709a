import LogText
import Market
import Records
import Testing

@Suite struct LogRecordTests {
  /// A record of this type and body.
  static func command<Body: BitwiseCopyable>(
    _ head: RecordHead, _ body: Body, documents: [String] = [], text: String = ""
  ) -> LogRecord {
    var buffer = RecordBuffer(capacity: 4_096)
    if text.isEmpty {
      let offset = buffer.append(head, body: body, trailingByteCount: documents.count * 32)
      for (index, document) in documents.enumerated() {
        let place = offset + RecordHead.byteCount + MemoryLayout<Body>.size + index * 32
        buffer.store(text32(document), at: place)
      }
    } else {
      buffer.append(head, body: body, text: text)
    }
    return LogRecord(command: buffer.bytes)
  }

  @Test("an order is one line of names, decimals and meanings")
  func order() {
    let record = Self.command(
      head(.newOrder, 12, session: 3), sampleOrder(), documents: ["R1", "R2"])
    #expect(
      record.line(compID: "DLR001")
        == "12 2026-11-18T11:06:40.000000012Z newOrder session=3/DLR001 epoch=1 msgSeqNum=12 "
        + "clOrdID=\"A 1\" symbol=CU-BW-A side=buy orderQty=50 price=68450.5 ordType=limit "
        + "timeInForce=immediateOrCancel cashMargin=performanceGuarantee documents=R1,R2")
  }

  @Test("the same as one JSON object")
  func json() {
    let record = Self.command(
      head(.newOrder, 12, session: 3), sampleOrder(), documents: ["R1", "R2"])
    #expect(
      record.json()
        == "{\"sequence\":12,\"time\":\"2026-11-18T11:06:40.000000012Z\",\"command\":\"newOrder\","
        + "\"session\":3,\"epoch\":1,\"msgSeqNum\":12,\"fields\":{\"clOrdID\":\"A 1\","
        + "\"symbol\":\"CU-BW-A\",\"side\":\"buy\",\"orderQty\":50,\"price\":68450.5,"
        + "\"ordType\":\"limit\",\"timeInForce\":\"immediateOrCancel\","
        + "\"cashMargin\":\"performanceGuarantee\",\"documents\":\"R1,R2\"}}")
  }

  @Test("news has its words behind what it is about")
  func news() {
    var body = PublishNews()
    body.kindCode = NewsKind.documentWarning.rawValue
    body.incidentCode = Incident.receiptTruth.rawValue
    body.document = TitleDocID(text32("R1"))
    body.headlineLength = 8
    body.textLength = 7
    let record = Self.command(head(.publishNews, 12), body, text: "A doubtsOne\nTwo")
    #expect(
      record.line().hasSuffix(
        "publishNews kind=documentWarning incident=receiptTruth document=R1 headline=\"A doubts\" "
          + "text=\"One; Two\""))
    var published = NewsPublished()
    published.number = 3
    published.kindCode = NewsKind.announcement.rawValue
    published.audience = Audience(
      allOf: FirmID(rawValue: 2), upTo: SessionID(rawValue: 9))
    published.audience.roles = 0b1010
    published.headlineLength = 1
    published.textLength = 1
    var head = RecordHead()
    head.typeCode = EventType.newsPublished.rawValue
    var buffer = RecordBuffer(capacity: 1_024)
    buffer.append(head, body: published, text: "HT")
    #expect(
      LogRecord(event: buffer.bytes).line().hasSuffix(
        "newsPublished number=3 kind=announcement firm=2 lastSession=9 roles=dealer,marketMaker "
          + "headline=H text=T"))
  }

  @Test("a change of a parameter is told in its unit")
  func parameter() {
    var body = ChangeParameter()
    body.symbol = Symbol(Text16("CU-BW-A") ?? Text16())
    body.parameterCode = InstrumentParameter.minimumTradeFee.rawValue
    body.value = 1_250
    body.situationCode = 2
    body.textLength = 3
    #expect(
      Self.command(head(.changeParameter, 12), body, text: "why").line().hasSuffix(
        "changeParameter symbol=CU-BW-A parameter=minimumTradeFee value=12.5 situation=systemFailure text=why"
      ))
    var withdraw = WithdrawChange()
    withdraw.number = 7
    #expect(
      Self.command(head(.withdrawChange, 12), withdraw, text: "why").line().hasSuffix(
        "withdrawChange number=7 text=why"))
    var changed = ParameterChanged()
    changed.number = 7
    changed.statusCode = ChangeStatus.void.rawValue
    changed.parameterCode = InstrumentParameter.tradeFee.rawValue
    changed.value = 150
    changed.former = 100
    changed.ruleVersion = 2
    var head = RecordHead()
    head.typeCode = EventType.parameterChanged.rawValue
    var buffer = RecordBuffer(capacity: 1_024)
    buffer.append(head, body: changed)
    #expect(
      LogRecord(event: buffer.bytes).line().hasSuffix(
        "parameterChanged number=7 status=void parameter=tradeFee value=0.015 former=0.01 "
          + "ruleVersion=2"))
  }

  @Test("money is moved between kinds of accounts, for a reason, each by its name")
  func money() {
    var moved = FundsMoved()
    moved.amount = Amount(fen: 171_125)
    moved.currency = 0x59_4e43
    moved.reasonCode = 5
    moved.fromKind = 1
    moved.fromNumber = 2
    moved.toKind = 5
    var head = RecordHead()
    head.typeCode = EventType.fundsMoved.rawValue
    var buffer = RecordBuffer(capacity: 256)
    buffer.append(head, body: moved)
    let line = LogRecord(event: buffer.bytes).line()
    #expect(
      line.hasSuffix(
        "amount=1711.25 currency=CNY reason=tradeFee fromKind=cash fromNumber=2 toKind=tradeFees"))
    var credit = CreditFunds()
    credit.amount = Amount(fen: 100)
    credit.accountKind = 7
    #expect(
      Self.command(LogTextTests.head(.creditFunds, 3), credit).line()
        .hasSuffix("creditFunds amount=1 accountKind=riskReserve"))
  }

  @Test("attributes are text, an IPv4 address looks like one, a code outside its set is a number")
  func others() {
    var firm = DefineFirm()
    firm.firm = FirmID(rawValue: 1)
    firm.code = CompID(text16("DLR001"))
    #expect(
      Self.command(head(.defineFirm, 2), firm, text: "name=Norvane Metals\nplace=Quay\n").line()
        .hasSuffix("defineFirm firm=1 code=DLR001 attributes=\"name=Norvane Metals; place=Quay\""))
    var logon = SessionLogon()
    logon.heartBtInt = 30
    logon.addressLow = 0xffff_7f00_0001
    logon.port = 4_711
    #expect(
      Self.command(head(.sessionLogon, 3, session: 1), logon).line()
        .hasSuffix("heartBtInt=30 address=127.0.0.1:4711"))
    var phase = SetPhase()
    phase.phaseCode = 99
    #expect(Self.command(head(.setPhase, 3), phase).line().hasSuffix("setPhase phase=99"))
  }

  @Test("a body that is too short, and a type that nobody knows, are said")
  func strange() {
    #expect(
      Self.command(head(.setPhase, 3), UInt32(0)).line().hasSuffix(
        "setPhase body=\"4 of 16 bytes\""))
    var unknown = head(.tick, 3)
    unknown.typeCode = 9_999
    #expect(Self.command(unknown, UInt64(0)).line().hasSuffix("type 9999"))
  }

  @Test("a cross has both sides' fields by their names, and a report of it the cross")
  func cross() {
    var cross = NewCross()
    cross.crossID = text32("X-1")
    cross.symbol = Symbol(text16("CU-BW-A"))
    cross.price = Price(tenThousandths: 684_500_000)
    cross.buy.clOrdID = ClOrdID(text32("B-1"))
    cross.buy.party = CompID(text16("DLR002"))
    cross.buy.orderQty = Quantity(thousandths: 25_000)
    cross.sell.clOrdID = ClOrdID(text32("S-1"))
    cross.sell.orderQty = Quantity(thousandths: 25_000)
    cross.documentCount = 1
    #expect(
      Self.command(head(.newCross, 12, session: 3), cross, documents: ["R1"]).line().hasSuffix(
        "newCross session=3 epoch=1 msgSeqNum=12 crossID=X-1 symbol=CU-BW-A price=68450 "
          + "buyClOrdID=B-1 buyParty=DLR002 buyOrderQty=25 sellClOrdID=S-1 sellOrderQty=25 "
          + "documents=R1"))
    var report = ExecutionReport()
    report.referenceCode = ReportReference.cross.rawValue
    report.documentCount = 1
    var buffer = RecordBuffer(capacity: 4_096)
    var head = head(.tick, 7, session: 3)
    head.typeCode = EventType.executionReport.rawValue
    let trailing = [text32("R1"), text32("X-1")]
    buffer.append(head, body: report, trailing: RawSpan(_elements: trailing.span))
    #expect(LogRecord(event: buffer.bytes).line().hasSuffix("documents=R1 crossID=X-1"))
  }

  @Test("a list of counterparties has their numbers")
  func counterparties() {
    var body = DefineCounterparties()
    body.firm = FirmID(rawValue: 3)
    body.isLimited = 1
    body.count = 2
    var head = head(.defineCounterparties, 12, session: 0)
    head.typeCode = CommandType.defineCounterparties.rawValue
    var buffer = RecordBuffer(capacity: 1_024)
    let firms = [FirmID(rawValue: 1), FirmID(rawValue: 4)]
    buffer.append(head, body: body, trailing: RawSpan(_elements: firms.span))
    #expect(
      LogRecord(command: buffer.bytes).line().hasSuffix(
        "defineCounterparties firm=3 limited=yes counterparties=1,4"))
  }

  @Test("a report of a trade by name has the order that was named, behind its documents")
  func listing() {
    var report = ExecutionReport()
    report.referenceCode = ReportReference.listing.rawValue
    report.documentCount = 1
    var buffer = RecordBuffer(capacity: 4_096)
    var head = head(.tick, 7, session: 3)
    head.typeCode = EventType.executionReport.rawValue
    var named = Text32()
    named.word0 = 17
    let trailing = [text32("R1"), named]
    buffer.append(head, body: report, trailing: RawSpan(_elements: trailing.span))
    #expect(LogRecord(event: buffer.bytes).line().hasSuffix("documents=R1 listingOrderID=17"))
  }

  @Test("an event is indented and has its place; a reject's detail has its unit")
  func event() {
    var buffer = RecordBuffer(capacity: 4_096)
    var head = head(.tick, 7, session: 3)
    head.typeCode = EventType.executionReport.rawValue
    head.ordinal = 2
    var body = ExecutionReport()
    body.execTypeCode = ExecType.rejected.rawValue
    body.ordStatusCode = OrdStatus.rejected.rawValue
    body.orderRejectCode = OrderReject.priceOffTick.rawValue
    body.rejectDetail = 100_000
    buffer.append(head, body: body)
    #expect(
      LogRecord(event: buffer.bytes).line()
        == "  7.2 2026-11-18T11:06:40.000000007Z executionReport session=3 epoch=1 msgSeqNum=7 "
        + "execType=rejected ordStatus=rejected orderReject=priceOffTick detail=10")
  }

  @Test("a change of a book: what has become of the order, and what its level shows")
  func bookChange() {
    var buffer = RecordBuffer(capacity: 4_096)
    var head = head(.tick, 7)
    head.typeCode = EventType.bookChanged.rawValue
    head.ordinal = 3
    var body = BookChanged()
    body.mdSeq = 41
    body.orderID = OrderID(rawValue: 12)
    body.symbol = Symbol(text16("CU-BW-A"))
    body.price = Price(tenThousandths: 684_500_000)
    body.instrument = InstrumentID(rawValue: 1)
    body.tick = 6_845
    body.lots = 2
    body.levelLots = 9
    body.levelOrders = 3
    body.sideCode = Side.sell.rawValue
    body.actionCode = MDUpdateAction.change.rawValue
    body.losesPlace = 1
    buffer.append(head, body: body)
    #expect(
      LogRecord(event: buffer.bytes).line()
        == "  7.3 2026-11-18T11:06:40.000000007Z bookChanged action=change symbol=CU-BW-A "
        + "instrument=1 mdSeq=41 side=sell price=68450 tick=6845 orderID=12 lots=2 losesPlace=yes "
        + "levelLots=9 levelOrders=3")
  }

  @Test("every type of command and event has a text", arguments: CommandType.allCases)
  func everyCommand(_ type: CommandType) {
    let body = InlineArray<64, UInt64>(repeating: 0)
    var buffer = RecordBuffer(capacity: 4_096)
    buffer.append(head(type, 1), body: body)
    #expect(LogRecord(command: buffer.bytes).line().contains(" \(type)"))
  }

  @Test("every type of event has a text", arguments: EventType.allCases)
  func everyEvent(_ type: EventType) {
    let body = InlineArray<64, UInt64>(repeating: 0)
    var buffer = RecordBuffer(capacity: 4_096)
    var eventHead = head(.tick, 1)
    eventHead.typeCode = type.rawValue
    buffer.append(eventHead, body: body)
    #expect(LogRecord(event: buffer.bytes).line().contains(" \(type)"))
  }
}
