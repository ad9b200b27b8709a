import Funds
import Market
import Memory
import Records
import Titles

/// What is told of trades.
extension Venue {
  /// A trade has come to its state from another one: the venue's own record, and where `tellsParties` theirs,
  /// the buyer's first. Not inlined, since it is told of five changes of a trade (benchmark venue).
  @inline(never)
  mutating func tell(
    _ slot: UInt32, from: TradeState, _ reason: TradeReason, tellsParties: Bool,
    into events: inout RecordBuffer
  ) {
    let own = events.append(eventHead(.tradeChanged, for: .venue), zeroed: TradeChanged.self)
    fill(&events[TradeChanged.self, at: own], slot, from: from, reason)
    guard tellsParties else { return }
    var execID = numbers.nextExecID()
    var head = eventHead(.tradeChanged, for: trades[slot].buyer.session)
    let bought = events.append(head, copied: TradeChanged.self, from: own)
    events[TradeChanged.self, at: bought].address(to: trades[slot].buyer, .buy, execID)
    execID = numbers.nextExecID()
    head = eventHead(.tradeChanged, for: trades[slot].seller.session)
    let sold = events.append(head, copied: TradeChanged.self, from: own)
    events[TradeChanged.self, at: sold].address(to: trades[slot].seller, .sell, execID)
  }

  /// Fills in what is said of a trade whoever is told, in a body that says nothing yet.
  private func fill(
    _ body: inout TradeChanged, _ slot: UInt32, from: TradeState, _ reason: TradeReason
  ) {
    let instrument = trades[slot].instrument
    body.tradeID = trades[slot].tradeID
    body.fromCode = from.rawValue
    body.stateCode = trades[slot].state.rawValue
    body.reasonCode = reason.rawValue
    body.instrument = instrument
    body.buyFirm = trades[slot].buyer.firm
    body.sellFirm = trades[slot].seller.firm
    body.symbol = reference[instrument].symbol
    body.lastPx = trades[slot].lastPx
    body.lastQty = reference[instrument].quantity(of: trades[slot].lots)
    body.weight = trades[slot].weight
    body.grossTradeAmt = trades[slot].legs.price
    body.buyerFees = trades[slot].legs.buyerFees
    body.sellerFees = trades[slot].legs.tradeFee
    body.difference = trades[slot].difference
    body.deadline = trades[slot].deadline
    body.earliestResale = trades[slot].earliestResale
    body.documentCount = UInt16(trades[slot].lots)
    body.ruleVersion = trades[slot].ruleVersion
    body.request = request
    body.matchedAt = trades[slot].matchedAt
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

  /// Appends an event that names documents, whose body says nothing yet; `more` bytes of zeros stand behind
  /// the names. Returns the offset.
  mutating func append<Body: BitwiseCopyable>(
    _ type: EventType, for session: SessionID, zeroed body: Body.Type,
    _ documents: DocumentChain, more: Int = 0, into events: inout RecordBuffer
  ) -> Int {
    let length = Int(documents.count) * MemoryLayout<TitleDocID>.size
    let offset = events.append(
      eventHead(type, for: session), zeroed: body, trailingByteCount: length + more)
    store(documents, at: offset + MemoryLayout<Body>.size, into: &events)
    return offset
  }

  /// Stores what is published of documents at `offset`: a trade in the mode listing has it behind their names.
  func storeListed(
    _ documents: DocumentChain, at offset: Int, into events: inout RecordBuffer
  ) {
    var (slot, place) = (documents.first, offset)
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

extension TradeChanged {
  /// Makes the venue's own record a party's.
  fileprivate mutating func address(to party: TradeParty, _ side: Side, _ execID: ExecID) {
    sideCode = side.rawValue
    orderID = party.orderID
    clOrdID = party.clOrdID
    account = party.account
    self.execID = execID
  }
}
