import Auctions
import Funds
import Market
import Memory
import Records
import Titles

/// Bids and acceptances: NewOrderSingle(D) with AuctionID(7762). They are orders that stand in no book, and nobody
/// but the operator takes one back.
///
/// A bid holds the worst cost of all its lots. A bid that wins nothing any more ends at once, so money and documents
/// are held for what can win, and for nothing else.
extension Venue {
  /// What follows the guards of its firm: a bid or an acceptance is taken, or refused.
  mutating func bid(
    _ command: RawSpan, _ entered: NewOrder, _ order: inout Order,
    into events: inout RecordBuffer
  ) throws(OrderRefusal) {
    let lot = try openLot(for: entered, into: &events)
    try checkBid(entered, of: &order, for: lot)
    try secure(command, entered, &order, for: lot)
    enter(order, for: lot, into: &events)
  }

  /// The lot of a bid, as it stands by the clock.
  private mutating func openLot(
    for entered: NewOrder, into events: inout RecordBuffer
  ) throws(OrderRefusal) -> UInt32 {
    guard let lot = auctions.slot(of: entered.auction) else {
      let isOver = entered.auction <= auctions.numbersGiven
      throw OrderRefusal(isOver ? .auctionNotOpen : .unknownAuction)
    }
    catchUp(lot, into: &events)
    return lot
  }

  /// Guards 2 to 8 as they apply.
  private mutating func checkBid(
    _ entered: NewOrder, of order: inout Order, for slot: UInt32
  ) throws(OrderRefusal) {
    let lot = auctions[slot]
    let instrument = reference[lot.instrument]
    guard instrument.symbol == entered.symbol else { throw OrderRefusal(.unknownSymbol) }
    order.instrument = lot.instrument
    guard instrument.phase != .halted else { throw OrderRefusal(.instrumentHalted) }
    guard entered.modeCode == 0 || entered.modeCode == lot.mode.rawValue else {
      throw OrderRefusal(.modeNotOffered)
    }
    order.mode = lot.mode
    try checkQualifiers(of: entered, for: lot)
    try checkCurrency(of: entered)
    order.lots = try wholeLots(of: entered.orderQty, in: instrument)
    let price = try judge(entered.price, order.lots, for: slot)
    guard let tick = instrument.exactTick(of: price) else { throw OrderRefusal(.amountOverflow) }
    order.tick = tick
    try checkProgram(
      isProgramTrade: entered.isProgramTrade, entered.programRegID, of: order.firm)
    guard reference[order.firm].controlGroup != reference[lot.firm].controlGroup else {
      throw OrderRefusal(.isInitiator)
    }
    try checkCounterparties(order.firm, lot.firm)
    guard lot.deposit == .zero || auctions.deposit(of: order.firm, for: slot) != nil else {
      throw OrderRefusal(.depositMissing)
    }
    try judgeAuctioned(&order)
    guard trades.hasRoom(for: 1) else { throw OrderRefusal(.tooManyOrders) }
  }

  /// Guard 3: the side, the type and the qualifiers that bids and acceptances have.
  private func checkQualifiers(of entered: NewOrder, for lot: AuctionLot) throws(OrderRefusal) {
    guard entered.side == lot.side.opposite else {
      throw OrderRefusal(.qualifierNotOffered, detail: 54)
    }
    guard entered.ordType == .limit else { throw OrderRefusal(.ordTypeNotOffered) }
    guard entered.timeInForce == (lot.isByBids ? .day : .fillOrKill) else {
      throw OrderRefusal(.timeInForceNotOffered)
    }
    if let tag = entered.tagNotOffered ?? (entered.maxFloor == .zero ? nil : 111)
      ?? entered.tagOfContinuousTrading
      ?? reference[lot.instrument].tagOfOtherBasis(in: entered)
    {
      throw OrderRefusal(.qualifierNotOffered, detail: tag)
    }
    guard
      entered.cashMarginCode != CashMargin.performanceGuarantee.rawValue
        || reference[lot.instrument].terms.guaranteeBasisPoints > 0
    else { throw OrderRefusal(.qualifierNotOffered, detail: 544) }
  }

  /// Guard 4 of an auction: the price at which it holds, and by clock trades.
  private func judge(
    _ price: Price, _ lots: UInt32, for slot: UInt32
  ) throws(OrderRefusal) -> Price {
    let lot = auctions[slot]
    // Documents whose time is over wait for their end: with them the lot's.
    guard lot.side == .buy || !hasTitleWork || !offersOverdue(lot.tag) else {
      throw OrderRefusal(.auctionNotOpen)
    }
    do throws(BidRefusal) {
      guard lot.isByBids else {
        return try auctions.judgeAcceptance(price, lots: lots, of: slot, at: now)
      }
      try auctions.judge(price, lots: lots, for: slot, at: now)
      return price
    } catch {
      throw OrderRefusal(error, step: lot.step)
    }
  }

  /// A bid or an acceptance that holds what it needs is acknowledged, and stands or trades.
  private mutating func enter(
    _ order: Order, for lot: UInt32, into events: inout RecordBuffer
  ) {
    let slot = orders.add(order)
    titles.claim(order.documents, by: slot)
    if order.isByGuarantee { guarantees.ofOrders[slot] = guarantees.entering }
    fillTimes.countAuctioned(order.side, order.fillTimes)
    var execution = Execution(.new)
    execution.documents = order.documents
    report(slot, execution, into: &events)
    if auctions[lot].isByBids {
      stand(slot, for: lot, into: &events)
    } else {
      accept(slot, for: lot, into: &events)
    }
  }

  /// A bid stands; those that win nothing any more end.
  private mutating func stand(
    _ slot: UInt32, for lot: UInt32, into events: inout RecordBuffer
  ) {
    var bid = AuctionBid()
    bid.lot = lot
    bid.tag = slot
    bid.firm = orders[slot].firm
    bid.lots = orders[slot].lots
    bid.price = orders[slot].price
    let isPutOff = auctions.place(bid, at: now)
    while let outbid = auctions.firstOutbid(of: lot) {
      end(outbid, OrderRefusal(.outbid), into: &events)
    }
    tell(lot, isPutOff ? .extended : .bid, into: &events)
  }

  /// An acceptance takes its lots at the clock's price.
  private mutating func accept(
    _ slot: UInt32, for lot: UInt32, into events: inout RecordBuffer
  ) {
    deal(slot, orders[slot].lots, of: lot, into: &events)
    guard auctions[lot].leftLots == 0 else { return tell(lot, .bid, into: &events) }
    auctions.end(lot, as: .sold)
    tell(lot, .closed, into: &events)
  }

  /// A bid or an acceptance trades with the lot's own order, at its own tick.
  mutating func deal(
    _ slot: UInt32, _ lots: UInt32, of lot: UInt32, into events: inout RecordBuffer
  ) {
    let own = auctions[lot].tag
    let (buy, sell) = orders[slot].side == .buy ? (slot, own) : (own, slot)
    var pair = TradingPair(
      buy: buy, sell: sell, tick: orders[slot].tick, lots: lots, aggressor: nil)
    pair.mode = auctions[lot].mode
    trade(pair, into: &events)
    auctions.take(lots, of: lot)
    finishAuctioned(slot)
    finishAuctioned(own)
  }

  /// An order of an auction that is filled is over.
  private mutating func finishAuctioned(_ slot: UInt32) {
    guard orders[slot].status.isFinal else { return }
    fillTimes.uncountAuctioned(orders[slot].side, orders[slot].fillTimes)
    orders.finish(slot, at: now)
  }

  /// A standing bid ends without a trade: what it holds is free, but for what its firm's deposit needs.
  mutating func end(
    _ bid: UInt32, _ refusal: OrderRefusal?, into events: inout RecordBuffer
  ) {
    let ended = auctions.bid(bid)
    auctions.remove(bid)
    endAuctioned(ended.tag, refusal, into: &events)
    guard !auctions[ended.lot].state.isOver else { return }
    let isHeld = coverDeposit(of: ended.firm, for: ended.lot)
    precondition(isHeld, "what a bid held covers its firm's deposit")
  }

  /// An order of an auction ends without a trade.
  mutating func endAuctioned(
    _ slot: UInt32, _ refusal: OrderRefusal?, into events: inout RecordBuffer
  ) {
    fillTimes.uncountAuctioned(orders[slot].side, orders[slot].fillTimes)
    withdraw(slot, as: .canceled, into: &events)
    var execution = Execution(.canceled)
    execution.refusal = refusal
    execution.restatementReason = Execution.other
    report(slot, execution, into: &events)
  }
}

extension OrderRefusal {
  fileprivate init(_ refusal: BidRefusal, step: Price) {
    switch refusal {
    case .notOpen: self.init(.auctionNotOpen)
    case .offStep: self.init(.bidOffStep, detail: step.tenThousandths)
    case .tooLow(let least): self.init(.bidTooLow, detail: least.tenThousandths)
    case .tooFar(let most): self.init(.bidTooFar, detail: most.tenThousandths)
    case .clockPriceWorse(let price): self.init(.clockPriceWorse, detail: price.tenThousandths)
    case .lotsNotLeft(let left): self.init(.lotsNotLeft, detail: Int64(left))
    case .full: self.init(.tooManyOrders)
    }
  }
}

extension Order {
  /// It is a bid for a lot, or an acceptance of its price.
  mutating func bids(by entered: NewOrder) {
    mode =
      entered.modeCode == TradingMode.auctionDescending.rawValue
      ? .auctionDescending : .auctionAscending
    auction = entered.auction
  }
}
