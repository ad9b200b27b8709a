import Funds
import Market
import Memory
import Records
import Titles

/// What two firms have agreed on: an order of each, which trade with each other and nobody else.
struct Deal {
  var buy = Order()
  var sell = Order()
  /// The beginning of the day on which it is delivered; none for at once.
  var settlDate = Instant.none

  /// Both sides, of the same firm's session or not, each at a limit that is the price.
  init(_ symbol: Symbol, at price: Price) {
    buy.side = .buy
    sell.side = .sell
    set(symbol, price, of: &buy)
    set(symbol, price, of: &sell)
  }

  private func set(_ symbol: Symbol, _ price: Price, of order: inout Order) {
    order.symbol = symbol
    order.price = price
    order.ordType = .limit
    order.timeInForce = .fillOrKill
    order.mode = .negotiated
  }

  subscript(_ side: Side) -> Order {
    get {
      switch side {
      case .buy: buy
      case .sell: sell
      }
    }
    set {
      switch side {
      case .buy: buy = newValue
      case .sell: sell = newValue
      }
    }
  }
}

/// Why a deal is not made: what one side fails, or where `side` is nil both do.
struct DealRefusal: Error {
  let side: Side?
  let refusal: OrderRefusal

  init(_ refusal: OrderRefusal, of side: Side? = nil) {
    self.refusal = refusal
    self.side = side
  }
}

/// Deals: trades that firms have agreed on beside the book (rule book Art. 7(1)).
///
/// Both sides pass the guards of order entry at one instant, guard by guard, the buyer first, before either
/// holds anything; then the documents are reserved and the money is held, and both trade as orders of the book
/// do. Where a guard fails, nothing is left of either side.
extension Venue {
  /// All guards of both sides, whose agreement is known; then they trade.
  mutating func dealAsAgreed(
    _ deal: inout Deal, of command: RawSpan, into events: inout RecordBuffer
  ) throws(DealRefusal) {
    try judgeParties(of: deal)
    try judgeName(.buy, of: deal)
    try judgeName(.sell, of: deal)
    guard orders.makeRoomForCross(at: now) else { throw DealRefusal(OrderRefusal(.tooManyOrders)) }
    try judge(&deal)
    _ = try make(&deal, naming: 0, of: command, into: &events)
  }

  /// Guards 1 and 2 of both sides.
  func judgeParties(of deal: Deal) throws(DealRefusal) {
    try judgeParty(.buy, of: deal)
    try judgeParty(.sell, of: deal)
  }

  private func judgeParty(_ side: Side, of deal: Deal) throws(DealRefusal) {
    do throws(OrderRefusal) {
      try checkFirm(deal[side].firm, deal[side].account)
      let session = deal[side].session
      guard session == .venue || !reference[session].isStopped else {
        throw OrderRefusal(.stoppedByOperator)
      }
    } catch {
      throw DealRefusal(error, of: side)
    }
  }

  /// The ClOrdID(11) of a side is new.
  func judgeName(_ side: Side, of deal: Deal) throws(DealRefusal) {
    guard orders.slot(firm: deal[side].firm, deal[side].clOrdID) == nil else {
      throw DealRefusal(OrderRefusal(.duplicateClOrdID), of: side)
    }
  }

  /// Guards 3 to 8 of both sides. Who they are, guards 1 and 2, is judged by how they have agreed.
  mutating func judge(_ deal: inout Deal) throws(DealRefusal) {
    try judgeTerms(&deal)
    try judge(.buy, of: &deal)
    try judge(.sell, of: &deal)
    guard trades.hasRoom(for: 1) else { throw DealRefusal(OrderRefusal(.tooManyOrders)) }
  }

  /// Guards 3 to 5, and 8: what both sides have in common. Nothing is held and no place is taken.
  func judgeTerms(_ deal: inout Deal) throws(DealRefusal) {
    do throws(OrderRefusal) {
      try judgeTerms(of: &deal)
      let groups = (reference[deal.buy.firm].controlGroup, reference[deal.sell.firm].controlGroup)
      guard groups.0 != groups.1 else { throw OrderRefusal(.wouldTradeWithItself) }
      try checkCounterparties(deal.buy.firm, deal.sell.firm)
    } catch {
      throw DealRefusal(error)
    }
  }

  private func judgeTerms(of deal: inout Deal) throws(OrderRefusal) {
    let id = try negotiableInstrument(deal.buy.symbol)
    let instrument = reference[id]
    let tick = try permittedTick(
      of: deal.buy.price, in: instrument, instrument.negotiatedBand, offTick: .priceOffTick,
      outsideBand: .priceOutsideBand)
    guard deal.buy.orderQty == deal.sell.orderQty else { throw OrderRefusal(.quantitiesDiffer) }
    let lots = try wholeLots(of: deal.buy.orderQty, in: instrument)
    try checkDelivery(on: deal.settlDate, of: instrument)
    if deal.buy.isByGuarantee && instrument.terms.guaranteeBasisPoints == 0 {
      throw OrderRefusal(.qualifierNotOffered, detail: 544)
    }
    deal.buy.place(in: id, at: tick, lots)
    deal.sell.place(in: id, at: tick, lots)
  }

  /// Guard 3: firms may agree on trades in the instrument, now.
  func negotiableInstrument(_ symbol: Symbol) throws(OrderRefusal) -> InstrumentID {
    guard let id = reference.instrument(symbol) else { throw OrderRefusal(.unknownSymbol) }
    if !reference[id].deals.areOwn { _ = try tradableInstrument(symbol) }
    guard reference[id].isNegotiated else { throw OrderRefusal(.modeNotOffered) }
    if reference[id].isHeld { throw OrderRefusal(.instrumentHalted) }
    guard reference[id].takesDeals, !isCatchingUp else { throw OrderRefusal(.instrumentClosed) }
    return id
  }

  /// Whether firms may agree on trades in an instrument now.
  func isNegotiable(_ id: InstrumentID) -> Bool {
    !isStopped && reference[id].takesDeals
  }

  /// Whether what is open there stays so.
  func mayNegotiate(_ id: InstrumentID) -> Bool {
    isNegotiable(id) || (!isStopped && reference[id].isNegotiated && isPaused(id))
  }

  /// Whether a firm may be a side of a deal now.
  func mayDeal(_ firm: FirmID) -> Bool {
    reference[firm].state == .admitted && !reference[firm].isStopped
  }

  /// Guard 5: a deal is delivered at once, or within the days that the instrument lets (Art. 49(6)). A day that has
  /// begun and is not over is at once.
  func checkDelivery(on date: Instant, of instrument: Instrument) throws(OrderRefusal) {
    guard date != .none else { return }
    let ahead = date.nanoseconds - now.nanoseconds
    guard ahead > -Self.dayNanos, ahead <= 0 || ahead <= instrument.deliveryNanos else {
      throw OrderRefusal(
        .settlDateNotOffered, detail: instrument.deliveryNanos / Self.dayNanos)
    }
  }

  private static var dayNanos: Int64 { 86_400_000_000_000 }

  /// Guard 7, and what one side needs a place for.
  private mutating func judge(_ side: Side, of deal: inout Deal) throws(DealRefusal) {
    do throws(OrderRefusal) {
      let order = deal[side]
      deal[side].fillTimes = try openFillTimes(of: order.firm, in: order.instrument, side)
      try checkInterval(of: deal[side], in: reference[order.instrument])
    } catch {
      throw DealRefusal(error, of: side)
    }
  }

  /// Guard 9 of both sides, the documents behind a command named by the seller or the oldest; then they trade.
  ///
  /// The caller has made room for two orders. Returns their slots.
  mutating func make(
    _ deal: inout Deal, naming documents: UInt16, of command: RawSpan,
    into events: inout RecordBuffer
  ) throws(DealRefusal) -> (buy: UInt32, sell: UInt32) {
    do throws(OrderRefusal) {
      deal.sell.documents = try self.documents(
        NamedDocuments(NewCross.self, count: documents), of: command, for: deal.sell,
        until: deal.settlDate)
    } catch {
      throw DealRefusal(error, of: .sell)
    }
    do throws(OrderRefusal) {
      try holdMoney(for: &deal.buy)
    } catch {
      titles.release(&deal.sell.documents)
      throw DealRefusal(error, of: .buy)
    }
    return trade(&deal, into: &events)
  }

  private mutating func trade(
    _ deal: inout Deal, into events: inout RecordBuffer
  ) -> (buy: UInt32, sell: UInt32) {
    deal.buy.orderID = numbers.nextOrderID()
    deal.sell.orderID = numbers.nextOrderID()
    let buy = orders.add(deal.buy)
    let sell = orders.add(deal.sell)
    titles.claim(deal.sell.documents, by: sell)
    if deal.buy.isByGuarantee { guarantees.ofOrders[buy] = guarantees.entering }
    var pair = TradingPair(
      buy: buy, sell: sell, tick: deal.buy.tick, lots: deal.buy.lots, aggressor: nil)
    pair.mode = .negotiated
    if deal.settlDate > now { pair.settlDate = deal.settlDate }
    trade(pair, into: &events)
    orders.finish(buy, at: now)
    orders.finish(sell, at: now)
    return (buy, sell)
  }
}

extension Order {
  fileprivate mutating func place(in instrument: InstrumentID, at tick: Int32, _ lots: UInt32) {
    self.instrument = instrument
    self.tick = tick
    self.lots = lots
  }
}

extension Instrument {
  /// Whether it trades at all, in a book, by negotiation or by auction.
  var trades: Bool { bookMode != nil || isNegotiated || isAuctioned }
}

extension Venue {
  /// What firms agree on or bid for beside the book.
  mutating func performBesideBook(
    _ type: CommandType, _ command: RawSpan, into events: inout RecordBuffer
  ) {
    switch type {
    case .newCross: enterCross(command, into: &events)
    case .reportTrade: reportTrade(command, into: &events)
    case .applyAuction: applyAuction(command, into: &events)
    case .depositAuction: depositAuction(command, into: &events)
    case .requestQuote: requestQuote(command, into: &events)
    case .answerQuote: answerQuote(command, into: &events)
    default: preconditionFailure("the caller has sorted the commands")
    }
  }
}
