import Market
import Records

/// Reads the venue's events: what has become of orders, and what is told beyond that.
struct SettlementReader: EventReading {
  private(set) var lines: [SettlementLine] = []
  private(set) var told: [ToldDeal] = []

  mutating func read(_ events: RawSpan) {
    lines.removeAll(keepingCapacity: true)
    told.removeAll(keepingCapacity: true)
    var offset = 0
    while offset < events.byteCount {
      let head = events.loadHead(at: offset)
      read(head, events.extracting(offset..<offset + Int(head.length)))
      offset += Int(head.length)
    }
  }

  private mutating func read(_ head: RecordHead, _ record: RawSpan) {
    let session = Int(head.session.rawValue)
    switch EventType(rawValue: head.typeCode) {
    case .executionReport: read(record.loadBody(ExecutionReport.self), record, session)
    case .tradeMatched: read(record.loadBody(TradeMatched.self), record)
    case .confirmationRequested:
      read(record.loadBody(ConfirmationRequested.self), record, session)
    case .settlementInstructed:
      let body = record.loadBody(SettlementInstructed.self)
      let documents = Self.documents(body.documentCount, record, SettlementInstructed.self)
      lines.append(
        .settle(
          Int(body.instruction.rawValue), TradeFacts(body, documents),
          takesBack: Int(body.takesBack.rawValue), to: session))
    case .transferInstructed:
      let body = record.loadBody(TransferInstructed.self)
      let documents = Self.documents(body.documentCount, record, TransferInstructed.self)
      lines.append(
        .transfer(Int(body.instruction.rawValue), TradeFacts(body, documents), to: session))
    case .deliveryNotified:
      let body = record.loadBody(DeliveryNotified.self)
      lines.append(
        .delivery(
          SettlementNames.number(of: body.document), TradeFacts(body),
          weight: body.netWeight.thousandths, to: session))
    case .fundsMoved: read(record.loadBody(FundsMoved.self))
    case .tradeChanged: read(record.loadBody(TradeChanged.self), session)
    case .noticeRefused: read(record.loadBody(NoticeRefused.self), session)
    case .commandRefused:
      let body = record.loadBody(CommandRefused.self)
      guard let reason = CommandRefusal(rawValue: body.reasonCode) else { return }
      lines.append(.refused(reason, detail: Int(body.detail), request: Int(body.request)))
    case .bookChanged, .orderCancelReject, .phaseChanged: break
    default: readMore(head, record, session)
    }
  }

  /// Documents and net runs.
  private mutating func readMore(_ head: RecordHead, _ record: RawSpan, _ session: Int) {
    switch EventType(rawValue: head.typeCode) {
    case .titleChanged:
      let body = record.loadBody(TitleChanged.self)
      lines.append(
        .title(TitleStep(body), trade: Int(body.tradeID.rawValue), to: session))
    case .titleConsented:
      let body = record.loadBody(TitleConsented.self)
      lines.append(
        .consented(SettlementNames.number(of: body.document), body, to: session))
    case .warehouseGraded:
      let body = record.loadBody(WarehouseGraded.self)
      lines.append(
        .graded(
          from: body.fromGrade, to: body.grade, request: Int(body.request), for: session))
    case .netPublished: read(record.loadBody(NetPublished.self), session)
    case .netRunChanged: read(record.loadBody(NetRunChanged.self))
    case .collateralRequested, .collateralReported:
      lines.append(
        .collateral(
          record.loadBody(CollateralTold.self),
          isReport: head.typeCode == EventType.collateralReported.rawValue, to: session))
    case .collateralAnswered:
      lines.append(.assigned(record.loadBody(CollateralAnswered.self), to: session))
    case .fixingChanged:
      lines.append(.fixing(record.loadBody(FixingChanged.self), to: session))
    default: lines.append(SettlementLine(.other, ["type": Int64(head.typeCode)]))
    }
  }

  private static func documents<Body: BitwiseCopyable>(
    _ count: UInt16, _ record: RawSpan, _ type: Body.Type
  ) -> [Int] {
    (0..<Int(count)).map {
      SettlementNames.number(of: record.loadDocument($0, behind: type))
    }
  }

  private mutating func read(_ body: ExecutionReport, _ record: RawSpan, _ session: Int) {
    let order = Int(body.orderID.rawValue)
    switch ExecType(rawValue: body.execTypeCode) {
    case .new:
      told.append(
        .accepted(
          order: order,
          documents: Self.documents(body.documentCount, record, ExecutionReport.self)))
    case .rejected:
      guard let reason = OrderReject(rawValue: body.orderRejectCode) else { return }
      told.append(.rejected(reason))
    case .canceled where body.restatementReasonPlus1 > 0 && body.orderRejectCode == 0:
      lines.append(.ended(order, to: session))
      told.append(.ended(order: order))
    case .canceled: told.append(.canceled(order: order))
    case .tradeCancel:
      lines.append(
        .undone(
          order,
          UndoneFill(
            trade: Int(body.tradeID.rawValue), status: Int(body.ordStatusCode),
            leaves: Self.lots(body.leavesQty), cum: Self.lots(body.cumQty),
            lots: Self.lots(body.lastQty), price: body.lastPx.tenThousandths), to: session))
    case .trade: break
    case .replaced, .expired, .restated, .orderStatus, nil:
      lines.append(SettlementLine(.other, ["report": Int64(body.execTypeCode)]))
    }
  }

  static func lots(_ quantity: Quantity) -> Int64 {
    quantity.thousandths / SettlementMarket.unit
  }

  private mutating func read(_ body: TradeMatched, _ record: RawSpan) {
    told.append(
      .matched(
        MatchedDeal(
          trade: Int(body.tradeID.rawValue), buy: Int(body.buyOrderID.rawValue),
          sell: Int(body.sellOrderID.rawValue), price: body.lastPx.tenThousandths,
          lots: Int(Self.lots(body.lastQty)),
          documents: Self.documents(body.documentCount, record, TradeMatched.self),
          state: body.stateCode, settles: body.settlDate.nanoseconds)))
  }

  private mutating func read(
    _ body: ConfirmationRequested, _ record: RawSpan, _ session: Int
  ) {
    let isBuy = body.sideCode == Side.buy.rawValue
    let documents = Self.documents(body.documentCount, record, ConfirmationRequested.self)
    let facts = TradeFacts(body, isBuy: isBuy, documents)
    lines.append(.confirm(isBuy ? .buy : .sell, facts, to: session))
  }

  private mutating func read(_ body: FundsMoved) {
    let currency = SettlementMarket.currencies.firstIndex(of: body.currency) ?? -1
    func account(_ kind: UInt8, _ number: UInt32) -> NaivePosting.Account {
      NaivePosting.Account(kind: Int(kind), number: Int(number), currency: currency)
    }
    let posting = NaivePosting(
      reason: Int(body.reasonCode), fen: body.amount.fen,
      from: account(body.fromKind, body.fromNumber), into: account(body.toKind, body.toNumber))
    lines.append(
      .funds(posting, trade: Int(body.tradeID.rawValue), request: Int(body.request)))
  }

  private mutating func read(_ body: NetPublished, _ session: Int) {
    var run = NaiveNetRun()
    run.number = Int(body.run)
    run.round = Int(body.round)
    run.deadline = body.deadline.nanoseconds
    run.begunAt = body.begunAt.nanoseconds
    var member = NaiveNetRun.Member(firm: Int(body.member.rawValue))
    member.instruction = Int(body.instruction.rawValue)
    member.toPay = body.toPay.fen
    lines.append(
      .net(member, run, net: body.net.fen, sides: Int(body.sides), to: session))
  }

  private mutating func read(_ body: NetRunChanged) {
    var run = NaiveNetRun()
    run.number = Int(body.run)
    run.round = Int(body.round)
    run.begunAt = body.begunAt.nanoseconds
    run.trades = Array(0..<Int(body.tradeCount))
    guard let state = NetRunState(rawValue: body.stateCode) else { return }
    lines.append(
      .netRun(
        run, state, payers: Int(body.payerCount), until: body.deadline.nanoseconds,
        request: Int(body.request)))
  }

  private mutating func read(_ body: TradeChanged, _ session: Int) {
    let change = TradeStep(
      from: Int(body.fromCode), state: Int(body.stateCode), reason: Int(body.reasonCode),
      side: Int(body.sideCode), difference: body.difference.fen,
      resale: body.earliestResale.nanoseconds, request: Int(body.request))
    lines.append(.trade(TradeFacts(body), change, to: session))
  }

  private mutating func read(_ body: NoticeRefused, _ session: Int) {
    guard let reason = NoticeRefusal(rawValue: body.reasonCode) else { return }
    let named = NamedThings(
      number: 0, trade: Int(body.tradeID.rawValue),
      instruction: Int(body.instruction.rawValue))
    var fault = NoticeFault(reason)
    fault.title = TitleActionRefusal(rawValue: body.titleRefusalCode)
    fault.part = Int(body.part)
    lines.append(.refused(fault, named, state: Int(body.stateCode), to: session))
  }
}

extension TradeFacts {
  init(_ body: SettlementInstructed, _ documents: [Int]) {
    self.init(
      trade: Int(body.tradeID.rawValue), instrument: Int(body.instrument.rawValue) - 1,
      buyer: Int(body.buyFirm.rawValue), seller: Int(body.sellFirm.rawValue),
      price: body.lastPx.tenThousandths, lots: SettlementReader.lots(body.lastQty),
      weight: body.weight.thousandths, gross: body.grossTradeAmt.fen,
      buyerFees: body.buyerFees.fen, sellerFees: body.sellerFees.fen,
      deadline: body.deadline.nanoseconds, documents: documents)
  }

  init(_ body: TransferInstructed, _ documents: [Int]) {
    self.init(
      trade: Int(body.tradeID.rawValue), buyer: Int(body.buyFirm.rawValue),
      seller: Int(body.sellFirm.rawValue), deadline: body.deadline.nanoseconds,
      documents: documents)
  }

  init(_ body: DeliveryNotified) {
    self.init(
      trade: Int(body.tradeID.rawValue), buyer: Int(body.buyFirm.rawValue),
      seller: Int(body.sellFirm.rawValue), deadline: body.deadline.nanoseconds)
  }

  init(_ body: ConfirmationRequested, isBuy: Bool, _ documents: [Int]) {
    self.init(
      trade: Int(body.tradeID.rawValue), instrument: Int(body.instrument.rawValue) - 1,
      buyer: Int((isBuy ? body.firm : body.contraFirm).rawValue),
      seller: Int((isBuy ? body.contraFirm : body.firm).rawValue),
      price: body.lastPx.tenThousandths, lots: SettlementReader.lots(body.lastQty),
      weight: body.weight.thousandths, gross: body.grossTradeAmt.fen, buyerFees: body.fees.fen,
      sellerFees: body.fees.fen, deadline: body.deadline.nanoseconds, documents: documents,
      settles: body.settlDate.nanoseconds)
  }

  init(_ body: TradeChanged) {
    self.init(
      trade: Int(body.tradeID.rawValue), instrument: Int(body.instrument.rawValue) - 1,
      buyer: Int(body.buyFirm.rawValue), seller: Int(body.sellFirm.rawValue),
      price: body.lastPx.tenThousandths, lots: SettlementReader.lots(body.lastQty),
      weight: body.weight.thousandths, gross: body.grossTradeAmt.fen,
      buyerFees: body.buyerFees.fen, sellerFees: body.sellerFees.fen,
      deadline: body.deadline.nanoseconds)
  }
}
