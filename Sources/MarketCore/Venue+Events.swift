import Funds
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
  mutating func report(_ slot: UInt32, _ execution: Execution, into events: inout RecordBuffer)
    -> ExecID
  {
    let auction = orders[slot].isOfAuction ? orders[slot].auction : nil
    let offset = beginReport(to: orders[slot].session, execution, auction, into: &events)
    let execID = numbers.nextExecID()
    fill(
      &events[ExecutionReport.self, at: offset], orders.orders.span, Int(slot), execution, execID)
    let party = (orders[slot].session, orders[slot].firm)
    endReport(at: offset, of: party, execution, auction, into: &events)
    return execID
  }

  /// The same of an order that is not in the table.
  mutating func report(_ order: Order, _ execution: Execution, into events: inout RecordBuffer) {
    let auction = order.isOfAuction ? order.auction : nil
    let offset = beginReport(to: order.session, execution, auction, into: &events)
    events[ExecutionReport.self, at: offset] = reportBody(of: order, execution)
    let party = (order.session, order.firm)
    endReport(at: offset, of: party, execution, auction, into: &events)
  }

  /// A report's body by itself, with an ExecID of its own.
  mutating func reportBody(of order: Order, _ execution: Execution) -> ExecutionReport {
    var body = ExecutionReport()
    let one = InlineArray<1, Order>(repeating: order)
    fill(&body, one.span, 0, execution, numbers.nextExecID())
    return body
  }

  /// A report that says nothing yet, with room for what follows its body.
  @inline(__always)
  private mutating func beginReport(
    to session: SessionID, _ execution: Execution, _ auction: UInt32?,
    into events: inout RecordBuffer
  ) -> Int {
    let documentBytes = Int(execution.documents.count) * MemoryLayout<TitleDocID>.size
    return events.append(
      eventHead(.executionReport, for: session), zeroed: ExecutionReport.self,
      trailingByteCount: documentBytes + (auction == nil ? execution.referenceByteCount : 8))
  }

  /// Who has acted, and what follows the body.
  @inline(__always)
  private mutating func endReport(
    at offset: Int, of party: (session: SessionID, firm: FirmID), _ execution: Execution,
    _ auction: UInt32?, into events: inout RecordBuffer
  ) {
    let acting = execution.actingSession ?? self.acting
    if acting != party.session && acting != .venue
      && (execution.isOfCross || reference[acting].firm == party.firm)
    {
      events[ExecutionReport.self, at: offset].actingSession = acting
    }
    let documents = execution.documents
    if documents.count > 0 {
      store(documents, at: offset + MemoryLayout<ExecutionReport>.size, into: &events)
    }
    guard execution.isOfCross || execution.listing != .none || auction != nil else { return }
    let trailing =
      offset + RecordHead.byteCount + MemoryLayout<ExecutionReport>.size
      + Int(documents.count) * MemoryLayout<TitleDocID>.size
    if execution.isOfCross {
      events[ExecutionReport.self, at: offset].referenceCode = ReportReference.cross.rawValue
      events.store(crossID, at: trailing)
    } else if execution.listing != .none {
      events[ExecutionReport.self, at: offset].referenceCode = ReportReference.listing.rawValue
      events.store(execution.listing, at: trailing)
    } else if let auction {
      events[ExecutionReport.self, at: offset].referenceCode = ReportReference.auction.rawValue
      events.store(UInt64(auction), at: trailing)
    }
  }

  /// Fills in a body that says nothing yet, where it stands, from the order at `place` where that stands
  /// (benchmark `venue`).
  private func fill(
    _ body: inout ExecutionReport, _ orders: Span<Order>, _ place: Int, _ execution: Execution,
    _ execID: ExecID
  ) {
    body.execID = execID
    body.orderID = orders[place].orderID
    body.clOrdID = orders[place].clOrdID
    body.origClOrdID = execution.origClOrdID
    body.account = orders[place].account
    body.symbol = orders[place].symbol
    body.price = orders[place].price
    body.stopPx = orders[place].stopPx
    body.expireTime = orders[place].expireTime
    body.orderQty = orders[place].orderQty
    body.firm = orders[place].firm
    body.orderRejectCode = orders[place].rejectCode
    body.restatementReasonPlus1 = execution.restatementReason.map { $0 + 1 } ?? 0
    body.isCancelOnDisconnect = execution.isOnDisconnect ? 1 : 0
    body.sideCode = orders[place].side.rawValue
    body.ordTypeCode = orders[place].ordType.rawValue
    body.timeInForceCode = orders[place].timeInForce.rawValue
    body.execTypeCode = execution.execType.rawValue
    body.ordStatusCode = orders[place].status.rawValue
    body.cashMarginCode = orders[place].cashMargin.rawValue
    body.execInst = orders[place].execInst
    if orders[place].ordType.isStop {
      body.workingIndicatorCode = orders[place].workingIndicator(execution.execType)
    }
    body.documentCount = UInt16(execution.documents.count)
    addQuantities(of: orders, place, to: &body)
    if let fill = execution.fill { add(fill, to: &body) }
    body.rejectDetail |= execution.rateMark
    if let refusal = execution.refusal {
      body.orderRejectCode = refusal.reject.rawValue
      body.rejectDetail = refusal.detail
    }
  }

  @inline(__always)
  private func addQuantities(
    of orders: Span<Order>, _ place: Int, to body: inout ExecutionReport
  ) {
    let id = orders[place].instrument
    guard id != .none else { return }
    let unit = reference[id].terms.documentUnit.thousandths
    body.leavesQty = Quantity(thousandths: Int64(orders[place].leavesLots) * unit)
    body.cumQty = Quantity(thousandths: Int64(orders[place].filledLots) * unit)
    if orders[place].minLots | orders[place].floorLots != 0 {
      body.minQty = Quantity(thousandths: Int64(orders[place].minLots) * unit)
      body.maxFloor = Quantity(thousandths: Int64(orders[place].floorLots) * unit)
    }
    if orders[place].filledLots > 0 {
      body.avgPx = orders[place].avgPx(tickSize: reference[id].tick)
    }
    body.modeCode = (orders[place].mode ?? reference[id].bookMode)?.rawValue ?? 0
    if reference[id].benchmark.isUsed { body.execInst.insert(.premium) }
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
