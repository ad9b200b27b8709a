import Funds
import Market
import Matching
import Memory
import Records
import Titles

extension Venue {
  /// A fill of an incoming order: it trades with one that rests.
  mutating func trade(
    _ taker: UInt32, with fill: Fill, isByName: Bool = false, into events: inout RecordBuffer
  ) {
    let side = orders[taker].side
    let (buy, sell) = side == .buy ? (taker, fill.makerTag) : (fill.makerTag, taker)
    var pair = TradingPair(
      buy: buy, sell: sell, tick: fill.tick, lots: fill.lots, aggressor: side)
    pair.isByName = isByName
    trade(pair, into: &events)
  }

  /// Two orders trade: documents and money settle, both sides and the trade are told. What the minimum
  /// interval ends, ends with the trade for who rested, with the whole match for who has come to the book.
  mutating func trade(_ pair: TradingPair, into events: inout RecordBuffer) {
    let (buy, sell) = (pair.buy, pair.sell)
    let instrument = reference[orders[buy].instrument]
    precondition(orders[buy].side == .buy && orders[sell].side == .sell, "two sides trade")
    precondition(
      pair.tick <= orders[buy].tick && pair.tick >= orders[sell].tick,
      "no order trades at a price worse than its limit")
    precondition(
      !hasEnded(buy) && !hasEnded(sell), "an order that is due or behind a fence does not trade")
    let slot = trades.begin(numbers.nextTradeID())
    trades[slot].lastPx = instrument.finalPrice(of: pair.tick)
    trades[slot].lots = pair.lots
    trades[slot].matchedAt = now
    trades[slot].instrument = orders[buy].instrument
    trades[slot].buyer = TradeParty(orders[buy])
    trades[slot].seller = TradeParty(orders[sell])
    trades[slot].cashMargin = orders[buy].cashMargin
    trades[slot].mode = pair.mode
    trades[slot].settlDate = pair.settlDate
    trades[slot].ruleVersion = parameters.ruleVersion
    trades[slot].guaranteeBasisPoints = UInt16(instrument.terms.guaranteeBasisPoints)
    settleTitle(of: sell, in: slot)
    settleMoney(of: buy, in: slot)
    if pair.mode == nil { noteTrade(of: orders[buy].instrument, at: pair.tick) }
    let moment = TradingMoment(time: now, day: instrument.tradingDay)
    let finalTick = Int64(pair.tick) + Int64(instrument.benchmark.tick)
    let buyHasLeft = count(pair, for: buy, at: finalTick, moment)
    let sellHasLeft = count(pair, for: sell, at: finalTick, moment)
    beginSettlement(of: slot)
    tell(slot, pair, &events)
    instruct(slot, into: &events)
    if buyHasLeft { orders.finish(buy, at: now) }
    if sellHasLeft { orders.finish(sell, at: now) }
    guard !instrument.minInterval.isNone else { return }
    if pair.aggressor != .buy { endOpposite(of: buy) }
    if pair.aggressor != .sell { endOpposite(of: sell) }
  }

  /// Moves the seller's first documents into the trade.
  private mutating func settleTitle(of sell: UInt32, in trade: UInt32) {
    precondition(trades[trade].lots > 0, "a trade has a document for each lot")
    let terms = reference[trades[trade].instrument].terms
    var price = Amount.zero
    var transferFee = Amount.zero
    var weight = Quantity.zero
    for _ in 0..<trades[trade].lots {
      let slot = titles.settleFirst(
        of: &orders[sell].documents, in: &trades[trade].documents, claimant: trade,
        buyer: trades[trade].buyer.firm)
      let netWeight = titles[slot].netWeight
      let unitPrice = Price(
        tenThousandths: trades[trade].lastPx.tenThousandths + titles[slot].premium.tenThousandths)
      price.fen += known(Amount(unitPrice, times: netWeight)).fen
      transferFee.fen += known(terms.titleTransferFee(of: netWeight)).fen
      weight.thousandths += netWeight.thousandths
    }
    trades[trade].weight = weight
    trades[trade].legs = known(
      SettlementLegs(
        price: price, titleTransferFee: transferFee, terms: terms,
        reserveBasisPoints: self.terms(of: trade).reserveBasisPoints))
  }

  /// Turns the buyer's hold for these lots into what secures the trade exactly.
  private mutating func settleMoney(of buy: UInt32, in trade: UInt32) {
    let terms = reference[trades[trade].instrument].terms
    let (lots, cashMargin) = (trades[trade].lots, trades[trade].cashMargin)
    let secured = known(terms.secured(trades[trade].legs.buyerPays, by: cashMargin))
    if cashMargin == .performanceGuarantee {
      return settleGuarantee(of: buy, lots: lots, required: secured, in: trade)
    }
    trades[trade].secured = secured
    let held = Amount(fen: orders[buy].holdPerLot.fen * Int64(lots))
    money.settle(held: held, exact: secured, of: trades[trade].buyer.firm)
  }

  /// Counts a fill; whether the order was filled where it rested, and has left its book.
  private mutating func count(
    _ pair: TradingPair, for slot: UInt32, at finalTick: Int64, _ moment: TradingMoment
  ) -> Bool {
    orders[slot].filledLots += pair.lots
    orders[slot].filledTicks += finalTick * Int64(pair.lots)
    precondition(orders[slot].filledLots <= orders[slot].lots, "no order is filled twice")
    let isFilled = orders[slot].filledLots == orders[slot].lots
    orders[slot].status = isFilled ? .filled : .partiallyFilled
    fillTimes.filled(orders[slot].side, orders[slot].fillTimes, at: moment)
    guard isFilled, orders[slot].bookSlot != Order.none else { return false }
    leaveBook(slot)
    return true
  }

  /// The reports of both sides, the aggressor's first, and the trade once.
  private mutating func tell(
    _ slot: UInt32, _ pair: TradingPair, _ events: inout RecordBuffer
  ) {
    switch pair.aggressor {
    case .buy, nil:
      trades[slot].buyer.execID = tell(slot, pair, .buy, &events)
      trades[slot].seller.execID = tell(slot, pair, .sell, &events)
    case .sell:
      trades[slot].seller.execID = tell(slot, pair, .sell, &events)
      trades[slot].buyer.execID = tell(slot, pair, .buy, &events)
    }
    let documents = trades[slot].documents
    let isListed = (pair.mode ?? reference[trades[slot].instrument].bookMode) == .listing
    let listedBytes = isListed ? Int(documents.count) * MemoryLayout<TradedDocument>.size : 0
    let offset = append(
      .tradeMatched, for: .venue, zeroed: TradeMatched.self, documents, more: listedBytes,
      into: &events)
    fill(&events[TradeMatched.self, at: offset], slot, pair)
    let names = Int(documents.count) * MemoryLayout<TitleDocID>.size
    let behind = offset + RecordHead.byteCount + MemoryLayout<TradeMatched>.size + names
    if isListed { storeListed(documents, at: behind, into: &events) }
  }

  /// Fills in a body that says nothing yet, where it stands.
  private func fill(_ body: inout TradeMatched, _ slot: UInt32, _ pair: TradingPair) {
    let instrument = trades[slot].instrument
    body.tradeID = trades[slot].tradeID
    body.instrument = instrument
    body.buyFirm = trades[slot].buyer.firm
    body.sellFirm = trades[slot].seller.firm
    body.documentCount = UInt16(trades[slot].documents.count)
    body.stateCode = trades[slot].state.rawValue
    body.lastPx = trades[slot].lastPx
    body.weight = trades[slot].weight
    body.grossTradeAmt = trades[slot].legs.price
    body.buyOrderID = trades[slot].buyer.orderID
    body.sellOrderID = trades[slot].seller.orderID
    body.buyExecID = trades[slot].buyer.execID
    body.sellExecID = trades[slot].seller.execID
    body.buyClOrdID = trades[slot].buyer.clOrdID
    body.sellClOrdID = trades[slot].seller.clOrdID
    body.ruleVersion = trades[slot].ruleVersion
    body.settlDate = trades[slot].settlDate
    body.aggressorSideCode = pair.aggressor?.rawValue ?? 0
    body.modeCode = (pair.mode ?? reference[instrument].bookMode)?.rawValue ?? 0
    body.isByName = pair.isByName ? 1 : 0
    body.symbol = reference[instrument].symbol
    body.lastQty = reference[instrument].quantity(of: trades[slot].lots)
    if orders[pair.buy].isOfAuction { body.auction = orders[pair.buy].auction }
  }

  /// One side's report. The counterparty is named where the mode discloses it.
  private mutating func tell(
    _ slot: UInt32, _ pair: TradingPair, _ side: Side, _ events: inout RecordBuffer
  ) -> ExecID {
    let trade = trades[slot]
    let instrument = reference[trade.instrument]
    let isDisclosed = (pair.mode ?? instrument.bookMode) != .continuous
    var execution = Execution(.trade)
    execution.documents = trade.documents
    execution.isOfCross = pair.mode != nil && !crossID.isEmpty
    if pair.isByName {
      execution.listing = orders[pair.aggressor == .buy ? pair.sell : pair.buy].orderID
    }
    execution.fill = TradeFill(
      tradeID: trade.tradeID, lastPx: trade.lastPx, lastQty: instrument.quantity(of: trade.lots),
      grossTradeAmt: trade.legs.price,
      contraFirm: isDisclosed ? trade.party(side.opposite).firm : .none,
      liquidity: pair.liquidity(of: side), ruleVersion: trade.ruleVersion,
      settlDate: trade.settlDate)
    return report(side == .buy ? pair.buy : pair.sell, execution, into: &events)
  }
}

/// Two orders that trade: how much, and at what.
struct TradingPair {
  let buy: UInt32
  let sell: UInt32
  let tick: Int32
  let lots: UInt32
  /// The side that came to the book and met the other there; nil where neither did.
  let aggressor: Side?
  /// How the two have met; nil in the book.
  var mode: TradingMode?
  /// The beginning of the day on which it is delivered; none for at once.
  var settlDate = Instant.none
  /// Whether who came to the book has named the other order.
  var isByName = false

  /// LastLiquidityInd(851).
  func liquidity(of side: Side) -> LastLiquidityInd {
    guard let aggressor else { return .none }
    return aggressor == side ? .removed : .added
  }
}

extension TradeParty {
  /// The owner of an order that trades.
  fileprivate init(_ order: Order) {
    self.init()
    clOrdID = order.clOrdID
    account = order.account
    orderID = order.orderID
    firm = order.firm
    session = order.session
  }
}

/// What the hold has been computed from, so it fits.
private func known<Value>(_ value: Value?) -> Value {
  guard let value else { preconditionFailure("a guard has bounded the amount") }
  return value
}
