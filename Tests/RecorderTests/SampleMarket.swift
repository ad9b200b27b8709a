import Funds
import Market
import Titles

/// A small market: two firms, two instruments, documents of copper and nickel.
enum SampleMarket {
  static let buyer = FirmID(rawValue: 1)
  static let seller = FirmID(rawValue: 2)
  static let copper = InstrumentID(rawValue: 1)
  static let nickel = InstrumentID(rawValue: 2)

  static func firm(_ number: UInt32, _ code: String) -> DefineFirm {
    var body = DefineFirm()
    body.firm = FirmID(rawValue: number)
    body.code = CompID(text16(code))
    body.state = 1
    return body
  }

  static func instrument(_ number: UInt32, _ symbol: String, reference: Int64) -> DefineInstrument {
    var body = DefineInstrument()
    body.instrument = InstrumentID(rawValue: number)
    body.symbol = Symbol(text16(symbol))
    body.docType = UInt8(ascii: "R")
    body.documentUnit = Quantity(thousandths: 25_000)
    body.referencePrice = Price(tenThousandths: reference)
    return body
  }

  static func document(_ id: String, _ instrument: InstrumentID, weight: Int64) -> AdmitDocument {
    var body = AdmitDocument()
    body.document = TitleDocID(text32(id))
    body.instrument = instrument
    body.warehouse = 1
    body.holder = seller
    body.statusCode = TitleStatus.active.rawValue
    body.docType = UInt8(ascii: "R")
    body.netWeight = Quantity(thousandths: weight)
    body.version = 1
    return body
  }

  static func matched(
    _ trade: UInt64, price: Int64, weight: Int64, instrument: InstrumentID = copper
  ) -> TradeMatched {
    var body = TradeMatched()
    body.tradeID = TradeID(rawValue: trade)
    body.instrument = instrument
    body.symbol = Symbol(text16(instrument == copper ? "CU-BW-A" : "NI-BW-C"))
    body.buyFirm = buyer
    body.sellFirm = seller
    body.lastPx = Price(tenThousandths: price)
    body.lastQty = Quantity(thousandths: 25_000)
    body.weight = Quantity(thousandths: weight)
    body.grossTradeAmt = Amount(fen: price * weight / 100_000)
    body.buyOrderID = OrderID(rawValue: 10 * trade + 1)
    body.sellOrderID = OrderID(rawValue: 10 * trade + 2)
    body.stateCode = TradeState.funded.rawValue
    return body
  }

  static func changed(
    _ trade: UInt64, _ from: TradeState, _ state: TradeState, _ reason: TradeReason = .none,
    side: UInt8 = 0
  ) -> TradeChanged {
    var body = TradeChanged()
    body.tradeID = TradeID(rawValue: trade)
    body.fromCode = from.rawValue
    body.stateCode = state.rawValue
    body.reasonCode = reason.rawValue
    body.sideCode = side
    body.buyerFees = Amount(fen: 700)
    body.sellerFees = Amount(fen: 500)
    return body
  }

  static func report(_ order: UInt64, _ type: ExecType, _ status: OrdStatus) -> ExecutionReport {
    var body = ExecutionReport()
    body.orderID = OrderID(rawValue: order)
    body.clOrdID = ClOrdID(text32("C\(order)"))
    body.symbol = Symbol(text16("CU-BW-A"))
    body.firm = order % 10 == 1 ? buyer : seller
    body.sideCode = order % 10 == 1 ? Side.buy.rawValue : Side.sell.rawValue
    body.execTypeCode = type.rawValue
    body.ordStatusCode = status.rawValue
    return body
  }

  static func posting(
    _ trade: UInt64, _ reason: PostingReason, fen: Int64, from: LedgerAccount, to: LedgerAccount
  ) -> FundsMoved {
    var body = FundsMoved()
    body.tradeID = TradeID(rawValue: trade)
    body.amount = Amount(fen: fen)
    body.currency = Currency.cny
    body.reasonCode = reason.rawValue
    body.fromKind = from.kind.rawValue
    body.fromNumber = from.number
    body.toKind = to.kind.rawValue
    body.toNumber = to.number
    return body
  }

  /// The next entry of a document's chain, delivered in a trade.
  static func transferred(
    _ id: String, behind previous: TitleChanged?, in trade: UInt64, at time: Instant
  ) -> TitleChanged {
    var entry = TitleEndorsement()
    entry.document = TitleDocID(text32(id))
    entry.previous = previous?.head ?? .none
    entry.sequence = (previous?.endorsementSeq ?? 0) + 1
    entry.version = entry.sequence + 1
    entry.action = .transfer
    entry.actor = .registry
    entry.status = .active
    entry.from = previous?.toFirm ?? seller
    entry.to = entry.from == seller ? buyer : seller
    entry.time = time
    return changed(entry, in: trade)
  }

  static func changed(_ entry: TitleEndorsement, in trade: UInt64 = 0) -> TitleChanged {
    var body = TitleChanged()
    body.document = entry.document
    body.digest = entry.digest
    body.previous = entry.previous
    body.head = entry.head
    body.endorsementSeq = entry.sequence
    body.version = entry.version
    body.actionCode = entry.action.rawValue
    body.actorCode = entry.actor.rawValue
    body.fromStatusCode = entry.status.rawValue
    body.statusCode = entry.status.rawValue
    body.reasonCode = entry.reason.rawValue
    body.firm = entry.firm
    body.fromFirm = entry.from
    body.toFirm = entry.to
    body.holder = entry.to
    body.tradeID = TradeID(rawValue: trade)
    body.instrument = copper
    body.docType = UInt8(ascii: "R")
    body.netWeight = Quantity(thousandths: 25_000)
    return body
  }
}

extension SampleLog {
  /// What every log here begins with.
  mutating func begin() throws {
    try write(.logOpened, LogOpened())
    try write(.defineFirm, SampleMarket.firm(1, "DLR001"))
    try write(.defineFirm, SampleMarket.firm(2, "DLR002"))
    try write(.defineInstrument, SampleMarket.instrument(1, "CU-BW-A", reference: 684_000_000))
    try write(.defineInstrument, SampleMarket.instrument(2, "NI-BW-C", reference: 1_060_000_000))
    for number in 1...4 {
      let id = "R\(number)"
      try write(.admitDocument, SampleMarket.document(id, SampleMarket.copper, weight: 25_000))
    }
  }

  /// A match of one document, both orders new before it.
  mutating func match(
    _ trade: UInt64, price: Int64, weight: Int64, document: String, mode: TradingMode? = nil
  ) throws {
    try write(.newOrder, NewOrder()) { events in
      events.tell(.executionReport, SampleMarket.report(10 * trade + 2, .new, .new))
    }
    try write(.newOrder, NewOrder()) { events in
      events.tell(.executionReport, SampleMarket.report(10 * trade + 1, .new, .new))
      events.tell(.executionReport, SampleMarket.report(10 * trade + 1, .trade, .filled))
      events.tell(.executionReport, SampleMarket.report(10 * trade + 2, .trade, .filled))
      var matched = SampleMarket.matched(trade, price: price, weight: weight)
      matched.modeCode = mode?.rawValue ?? 0
      events.match(matched, [document])
    }
  }

  /// Delivery versus payment of a trade of one document, and its end.
  mutating func deliver(_ trade: UInt64, _ document: String, behind previous: TitleChanged? = nil)
    throws -> TitleChanged
  {
    var told = TitleChanged()
    try write(.answerInstruction, AnswerInstruction()) { events in
      events.tell(.tradeChanged, SampleMarket.changed(trade, .funded, .titleLocked, .fundsSettled))
    }
    try write(.answerInstruction, AnswerInstruction()) { events in
      told = SampleMarket.transferred(document, behind: previous, in: trade, at: events.time)
      events.tell(.titleChanged, told)
      events.tell(
        .fundsMoved,
        SampleMarket.posting(
          trade, .price, fen: 1_000_000, from: .cash(SampleMarket.buyer),
          to: .cash(SampleMarket.seller)))
      events.tell(.tradeChanged, SampleMarket.changed(trade, .titleLocked, .dvpDone))
      events.tell(.tradeChanged, SampleMarket.changed(trade, .titleLocked, .dvpDone, side: 0x31))
      events.tell(.tradeChanged, SampleMarket.changed(trade, .dvpDone, .weightFinal))
      events.tell(.tradeChanged, SampleMarket.changed(trade, .weightFinal, .invoiced))
      events.tell(.tradeChanged, SampleMarket.changed(trade, .invoiced, .closed))
    }
    return told
  }
}
