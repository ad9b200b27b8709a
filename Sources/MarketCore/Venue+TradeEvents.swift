import Funds
import Market
import Memory
import Records
import Titles

/// What is told of trades.
extension Venue {
  /// A trade has come to its state from another one: the venue's own record, or a party's.
  mutating func tell(
    _ slot: UInt32, from: TradeState, _ reason: TradeReason, _ side: Side?,
    into events: inout RecordBuffer
  ) {
    let trade = trades[slot]
    let instrument = reference[trade.instrument]
    var body = TradeChanged()
    body.tradeID = trade.tradeID
    body.fromCode = from.rawValue
    body.stateCode = trade.state.rawValue
    body.reasonCode = reason.rawValue
    body.instrument = trade.instrument
    body.buyFirm = trade.buyer.firm
    body.sellFirm = trade.seller.firm
    body.symbol = instrument.symbol
    body.lastPx = trade.lastPx
    body.lastQty = instrument.quantity(of: trade.lots)
    body.weight = trade.weight
    body.grossTradeAmt = trade.legs.price
    body.buyerFees = trade.legs.buyerFees
    body.sellerFees = trade.legs.tradeFee
    body.difference = trade.difference
    body.deadline = trade.deadline
    body.earliestResale = trade.earliestResale
    body.documentCount = UInt16(trade.lots)
    body.ruleVersion = trade.ruleVersion
    body.request = request
    body.matchedAt = trade.matchedAt
    if let side {
      let party = trade.party(side)
      body.sideCode = side.rawValue
      body.orderID = party.orderID
      body.clOrdID = party.clOrdID
      body.account = party.account
      body.execID = numbers.nextExecID()
    }
    let session = side.map { trade.party($0).session } ?? .venue
    events.append(eventHead(.tradeChanged, for: session), body: body)
  }

  /// Both parties are told that their fill is undone: ExecType(150) H.
  mutating func reportCancel(of slot: UInt32, into events: inout RecordBuffer) {
    reportCancel(of: slot, .buy, into: &events)
    reportCancel(of: slot, .sell, into: &events)
  }

  private mutating func reportCancel(
    of slot: UInt32, _ side: Side, into events: inout RecordBuffer
  ) {
    let trade = trades[slot]
    let party = trade.party(side)
    guard let order = orders.slot(party.orderID) else { return }
    orders[order].lots -= trade.lots
    orders[order].filledLots -= trade.lots
    if orders[order].status == .partiallyFilled && orders[order].filledLots == 0 {
      orders[order].status = .new
    }
    let instrument = reference[trade.instrument]
    guard let tick = instrument.exactTick(of: trade.lastPx) else {
      preconditionFailure("a trade has been made at a tick")
    }
    orders[order].filledTicks -= Int64(tick) * Int64(trade.lots)
    var execution = Execution(.tradeCancel)
    execution.fill = TradeFill(
      tradeID: trade.tradeID, lastPx: trade.lastPx, lastQty: instrument.quantity(of: trade.lots),
      grossTradeAmt: trade.legs.price, contraFirm: .none, liquidity: .none,
      ruleVersion: trade.ruleVersion)
    var body = reportBody(of: orders[order], execution)
    body.hasExecRefID = 1
    let head = eventHead(.executionReport, for: orders[order].session)
    let offset = events.append(head, body: body, trailingByteCount: MemoryLayout<ExecID>.size)
    events.store(
      party.execID, at: offset + RecordHead.byteCount + MemoryLayout<ExecutionReport>.size)
  }

  /// Each document that was delivered just now is told to its warehouse, which is to weigh it.
  mutating func notifyWarehouses(of slot: UInt32, into events: inout RecordBuffer) {
    let trade = trades[slot]
    for place in 0..<titleChanges.count {
      let document = titleChanges[place].slot
      let warehouse = reference.warehouses[titles[document].warehouse]
      if warehouse.session == .venue { continue }
      var body = DeliveryNotified()
      body.document = titles.id(of: document)
      body.execID = numbers.nextExecID()
      body.tradeID = trade.tradeID
      body.instrument = trade.instrument
      body.sellFirm = trade.seller.firm
      body.buyFirm = trade.buyer.firm
      body.warehouse = titles[document].warehouse
      body.symbol = reference[trade.instrument].symbol
      body.warehouseCode = warehouse.code
      body.netWeight = titles[document].netWeight
      body.deadline = trade.deadline
      events.append(eventHead(.deliveryNotified, for: warehouse.session), body: body)
    }
  }

  /// What delivery has moved.
  mutating func tellPostings(of slot: UInt32, into events: inout RecordBuffer) {
    let (buyer, seller) = (trades[slot].buyer.firm, trades[slot].seller.firm)
    for step in 0..<SettlementLegs.steps {
      let posting = trades[slot].legs.posting(at: step, buyer: buyer, seller: seller)
      if let posting { tell(posting, of: trades[slot].tradeID, into: &events) }
    }
  }

  mutating func tell(
    _ postings: Postings, of tradeID: TradeID, into events: inout RecordBuffer
  ) {
    for place in 0..<postings.count { tell(postings[place], of: tradeID, into: &events) }
  }

  mutating func tell(
    _ posting: Posting, of tradeID: TradeID, request: UInt32 = 0, into events: inout RecordBuffer
  ) {
    var body = FundsMoved()
    body.request = request
    body.amount = posting.amount
    body.tradeID = tradeID
    body.fromKind = posting.from.kind.rawValue
    body.fromNumber = posting.from.number
    body.toKind = posting.to.kind.rawValue
    body.toNumber = posting.to.number
    body.currency = money.currencies[posting.currency].code
    body.reasonCode = posting.reason.rawValue
    events.append(eventHead(.fundsMoved, for: .venue), body: body)
  }

  /// Appends an event that names documents.
  mutating func append<Body: BitwiseCopyable>(
    _ type: EventType, for session: SessionID, _ body: Body, _ documents: DocumentChain,
    into events: inout RecordBuffer
  ) {
    let length = Int(documents.count) * MemoryLayout<TitleDocID>.size
    let offset = events.append(
      eventHead(type, for: session), body: body, trailingByteCount: length)
    store(documents, at: offset + MemoryLayout<Body>.size, into: &events)
  }

  /// A trade in the mode listing: behind its documents stands what is published of them.
  mutating func appendListed(
    _ body: TradeMatched, _ documents: DocumentChain, into events: inout RecordBuffer
  ) {
    let numbers = Int(documents.count) * MemoryLayout<TitleDocID>.size
    let offset = events.append(
      eventHead(.tradeMatched, for: .venue), body: body,
      trailingByteCount: numbers + Int(documents.count) * MemoryLayout<TradedDocument>.size)
    let start = offset + MemoryLayout<TradeMatched>.size
    store(documents, at: start, into: &events)
    var (slot, place) = (documents.first, start + RecordHead.byteCount + numbers)
    for _ in 0..<documents.count {
      var traded = TradedDocument()
      if titles[slot].warehouse != 0 {
        traded.warehouse = reference.warehouses[titles[slot].warehouse].code
      }
      traded.premium = titles[slot].premium
      events.store(traded, at: place)
      place += MemoryLayout<TradedDocument>.size
      slot = titles.document(behind: slot)
    }
  }
}
