import Market
import Memory
import Records
import Titles

/// What one ExecutionReport(8) says beyond its order.
struct Execution {
  var execType: ExecType
  /// OrigClOrdID(41); empty unless canceled or replaced on request.
  var origClOrdID = ClOrdID()
  var fill: TradeFill?
  /// Documents that follow the body.
  var documents = DocumentChain()
  /// ExecRestatementReason(378).
  var restatementReason: UInt8?
  /// Whether the end of its session's connection has cancelled the order.
  var isOnDisconnect = false
  /// Whether the order is a side of the present cross.
  var isOfCross = false
  /// The listing that the incoming order of a trade has named; none where it has not.
  var listing = OrderID.none
  /// Who has acted on the order, where it is not the session of the command.
  var actingSession: SessionID?
  var refusal: OrderRefusal?
  /// `RateMark` of the order's account; zero for none.
  var rateMark: Int64 = 0

  /// 378: the exchange's own decision.
  static var exchangeOption: UInt8 { 8 }
  static var other: UInt8 { 99 }

  init(_ execType: ExecType) { self.execType = execType }

  /// What stands behind the documents of its report.
  var referenceByteCount: Int {
    if isOfCross { return MemoryLayout<Text32>.size }
    return listing == .none ? 0 : MemoryLayout<OrderID>.size
  }
}

/// One side's view of a fill.
struct TradeFill {
  var tradeID: TradeID
  var lastPx: Price
  var lastQty: Quantity
  var grossTradeAmt: Amount
  var contraFirm: FirmID
  var liquidity: LastLiquidityInd
  /// RuleVersion(7773).
  var ruleVersion: UInt16
  /// SettlDate(64); none for delivery at once.
  var settlDate = Instant.none
}

extension Venue {
  /// The head of an event for `session`.
  mutating func eventHead(_ type: EventType, for session: SessionID) -> RecordHead {
    var head = RecordHead()
    head.typeCode = type.rawValue
    head.sequence = cause.sequence
    head.time = cause.time
    head.session = session
    if session == acting && session != .venue {
      head.epoch = cause.epoch
      head.msgSeqNum = cause.msgSeqNum
    }
    head.received = cause.received
    head.ordinal = ordinal
    ordinal += 1
    return head
  }

  /// Reports an execution to the session that entered the order.
  @discardableResult
  mutating func report(_ order: Order, _ execution: Execution, into events: inout RecordBuffer)
    -> ExecID
  {
    let documents = execution.documents
    let documentBytes = Int(documents.count) * MemoryLayout<TitleDocID>.size
    let offset = events.append(
      eventHead(.executionReport, for: order.session), zeroed: ExecutionReport.self,
      trailingByteCount: documentBytes + (order.isOfAuction ? 8 : execution.referenceByteCount))
    let execID = numbers.nextExecID()
    fill(&events[ExecutionReport.self, at: offset], order, execution, execID)
    let acting = execution.actingSession ?? self.acting
    if acting != order.session && acting != .venue
      && (execution.isOfCross || reference[acting].firm == order.firm)
    {
      events[ExecutionReport.self, at: offset].actingSession = acting
    }
    store(documents, at: offset + MemoryLayout<ExecutionReport>.size, into: &events)
    let trailing = offset + RecordHead.byteCount + MemoryLayout<ExecutionReport>.size
    if execution.isOfCross {
      events[ExecutionReport.self, at: offset].referenceCode = ReportReference.cross.rawValue
      events.store(crossID, at: trailing + documentBytes)
    } else if execution.listing != .none {
      events[ExecutionReport.self, at: offset].referenceCode = ReportReference.listing.rawValue
      events.store(execution.listing, at: trailing + documentBytes)
    } else if order.isOfAuction {
      events[ExecutionReport.self, at: offset].referenceCode = ReportReference.auction.rawValue
      events.store(UInt64(order.auction), at: trailing + documentBytes)
    }
    return execID
  }

  /// A report's body by itself, with an ExecID of its own.
  mutating func reportBody(of order: Order, _ execution: Execution) -> ExecutionReport {
    var body = ExecutionReport()
    fill(&body, order, execution, numbers.nextExecID())
    return body
  }

  /// Fills in a body that says nothing yet, where it stands.
  private func fill(
    _ body: inout ExecutionReport, _ order: Order, _ execution: Execution, _ execID: ExecID
  ) {
    body.execID = execID
    body.orderID = order.orderID
    body.clOrdID = order.clOrdID
    body.origClOrdID = execution.origClOrdID
    body.account = order.account
    body.symbol = order.symbol
    body.price = order.price
    body.stopPx = order.stopPx
    body.expireTime = order.expireTime
    body.orderQty = order.orderQty
    body.firm = order.firm
    body.orderRejectCode = order.rejectCode
    body.restatementReasonPlus1 = execution.restatementReason.map { $0 + 1 } ?? 0
    body.isCancelOnDisconnect = execution.isOnDisconnect ? 1 : 0
    body.sideCode = order.side.rawValue
    body.ordTypeCode = order.ordType.rawValue
    body.timeInForceCode = order.timeInForce.rawValue
    body.execTypeCode = execution.execType.rawValue
    body.ordStatusCode = order.status.rawValue
    body.cashMarginCode = order.cashMargin.rawValue
    body.execInst = order.execInst
    body.workingIndicatorCode = order.workingIndicator(execution.execType)
    body.documentCount = UInt16(execution.documents.count)
    addQuantities(of: order, to: &body)
    if let fill = execution.fill { add(fill, to: &body) }
    body.rejectDetail |= execution.rateMark
    if let refusal = execution.refusal {
      body.orderRejectCode = refusal.reject.rawValue
      body.rejectDetail = refusal.detail
    }
  }

  private func addQuantities(of order: Order, to body: inout ExecutionReport) {
    guard order.instrument != .none else { return }
    let instrument = reference[order.instrument]
    body.leavesQty = instrument.quantity(of: order.leavesLots)
    body.cumQty = instrument.quantity(of: order.filledLots)
    body.avgPx = order.avgPx(tickSize: instrument.tick)
    body.minQty = instrument.quantity(of: UInt32(order.minLots))
    body.maxFloor = instrument.quantity(of: UInt32(order.floorLots))
    body.modeCode = (order.mode ?? instrument.bookMode)?.rawValue ?? 0
    if instrument.benchmark.isUsed { body.execInst.insert(.premium) }
  }

  private func add(_ fill: TradeFill, to body: inout ExecutionReport) {
    body.tradeID = fill.tradeID
    body.lastQty = fill.lastQty
    body.lastPx = fill.lastPx
    body.grossTradeAmt = fill.grossTradeAmt
    body.contraFirm = fill.contraFirm
    body.lastLiquidityIndCode = fill.liquidity.rawValue
    body.ruleVersion = fill.ruleVersion
    if fill.settlDate != .none { body.settlDate = fill.settlDate }
  }

  /// Stores the numbers of documents behind the body of the record at `offset` less its head.
  func store(_ chain: DocumentChain, at offset: Int, into events: inout RecordBuffer) {
    var slot = chain.first
    var place = offset + RecordHead.byteCount
    for _ in 0..<chain.count {
      events.store(titles.id(of: slot), at: place)
      place += MemoryLayout<TitleDocID>.size
      slot = titles.document(behind: slot)
    }
  }

  /// Answers a command that no FIX message carries and that the core does not take.
  mutating func refuse(
    _ reason: CommandRefusal, detail: Int64 = 0, request: UInt32 = 0,
    into events: inout RecordBuffer
  ) {
    var body = CommandRefused()
    body.commandType = cause.typeCode
    body.reasonCode = reason.rawValue
    body.request = request
    body.detail = detail
    let session = reference.knows(cause.session) ? cause.session : .venue
    events.append(eventHead(.commandRefused, for: session), body: body)
  }

  /// The command's body; nil, and refused, where the record is too short for it.
  mutating func body<Body: BitwiseCopyable>(
    _ type: Body.Type, of command: RawSpan, into events: inout RecordBuffer
  ) -> Body? {
    guard Int(cause.bodyLength) >= MemoryLayout<Body>.size,
      RecordHead.byteCount + MemoryLayout<Body>.size <= command.byteCount
    else {
      refuse(.invalidValue, detail: Int64(cause.bodyLength), into: &events)
      return nil
    }
    return command.loadBody(type)
  }
}
