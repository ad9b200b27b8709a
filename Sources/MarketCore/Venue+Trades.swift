import Funds
import Market
import Matching
import Memory
import Records
import Titles

extension Venue {
  /// A fill of an incoming order: it trades with one that rests.
  mutating func trade(
    _ taker: UInt32, with fill: Fill, into events: inout RecordBuffer
  ) {
    let side = orders[taker].side
    let (buy, sell) = side == .buy ? (taker, fill.makerTag) : (fill.makerTag, taker)
    trade(
      TradingPair(buy: buy, sell: sell, tick: fill.tick, lots: fill.lots, aggressor: side),
      into: &events)
  }

  /// Two orders trade: documents and money settle, both sides and the trade are told.
  mutating func trade(_ pair: TradingPair, into events: inout RecordBuffer) {
    let (buy, sell) = (pair.buy, pair.sell)
    let instrument = reference[orders[buy].instrument]
    precondition(orders[buy].side == .buy && orders[sell].side == .sell, "two sides trade")
    precondition(
      pair.tick <= orders[buy].tick && pair.tick >= orders[sell].tick,
      "no order trades at a price worse than its limit")
    precondition(
      !hasEnded(buy) && !hasEnded(sell), "an order that is due or behind a fence does not trade")
    var trade = Trade()
    trade.tradeID = numbers.nextTradeID()
    trade.lastPx = instrument.price(of: pair.tick)
    trade.matchedAt = now
    trade.buyOrderID = orders[buy].orderID
    trade.sellOrderID = orders[sell].orderID
    trade.instrument = orders[buy].instrument
    trade.buyer = orders[buy].firm
    trade.seller = orders[sell].firm
    trade.cashMargin = orders[buy].cashMargin
    let weight = settleTitle(of: sell, lots: pair.lots, terms: instrument.terms, in: &trade)
    settleMoney(of: buy, lots: pair.lots, terms: instrument.terms, in: &trade)
    trades.append(trade)
    noteTrade(of: trade.instrument, at: pair.tick)
    let buyHasLeft = count(pair, for: buy)
    let sellHasLeft = count(pair, for: sell)
    tell(trade, pair, weight, &events)
    if buyHasLeft { orders.finish(buy, at: now) }
    if sellHasLeft { orders.finish(sell, at: now) }
  }

  /// Moves the seller's first documents into the trade; returns their weight.
  private mutating func settleTitle(
    of sell: UInt32, lots: UInt32, terms: MoneyTerms, in trade: inout Trade
  ) -> Quantity {
    var weight = Int64(0)
    for _ in 0..<lots {
      let slot = titles.settleFirst(
        of: &orders[sell].documents, in: &trade.documents, claimant: trades.count,
        buyer: trade.buyer)
      let document = titles[slot]
      let price = Price(
        tenThousandths: trade.lastPx.tenThousandths + document.premium.tenThousandths)
      trade.amount.fen += known(Amount(price, times: document.netWeight)).fen
      trade.buyerFees.fen += known(terms.titleTransferFee(of: document.netWeight)).fen
      weight += document.netWeight.thousandths
    }
    return Quantity(thousandths: weight)
  }

  /// Turns the buyer's hold for these lots into what secures the trade exactly.
  private mutating func settleMoney(
    of buy: UInt32, lots: UInt32, terms: MoneyTerms, in trade: inout Trade
  ) {
    let fee = known(terms.tradeFee(of: trade.amount))
    trade.buyerFees.fen += fee.fen
    trade.sellerFees = fee
    let cost = Amount(fen: trade.amount.fen + trade.buyerFees.fen)
    trade.secured = known(terms.secured(cost, by: trade.cashMargin))
    let held = Amount(fen: orders[buy].holdPerLot.fen * Int64(lots))
    money.settle(held: held, exact: trade.secured, of: trade.buyer)
  }

  /// Counts a fill; whether the order was filled where it rested, and has left its book.
  private mutating func count(_ pair: TradingPair, for slot: UInt32) -> Bool {
    orders[slot].filledLots += pair.lots
    orders[slot].filledTicks += Int64(pair.tick) * Int64(pair.lots)
    precondition(orders[slot].filledLots <= orders[slot].lots, "no order is filled twice")
    let isFilled = orders[slot].filledLots == orders[slot].lots
    orders[slot].status = isFilled ? .filled : .partiallyFilled
    fillTimes.filled(orders[slot].side, orders[slot].fillTimes, at: now)
    guard isFilled, orders[slot].bookSlot != Order.none else { return false }
    leaveBook(slot)
    return true
  }

  /// The reports of both sides, the aggressor's first, and the trade once.
  private mutating func tell(
    _ trade: Trade, _ pair: TradingPair, _ weight: Quantity, _ events: inout RecordBuffer
  ) {
    let quantity = reference[trade.instrument].quantity(of: pair.lots)
    var body = TradeMatched(trade)
    switch pair.aggressor {
    case .buy, nil:
      body.buyExecID = tell(pair, .buy, quantity, trade, &events)
      body.sellExecID = tell(pair, .sell, quantity, trade, &events)
    case .sell:
      body.sellExecID = tell(pair, .sell, quantity, trade, &events)
      body.buyExecID = tell(pair, .buy, quantity, trade, &events)
    }
    body.aggressorSideCode = pair.aggressor?.rawValue ?? 0
    body.modeCode = reference[trade.instrument].bookMode?.rawValue ?? 0
    body.symbol = reference[trade.instrument].symbol
    body.lastQty = quantity
    body.weight = weight
    body.buyClOrdID = orders[pair.buy].clOrdID
    body.sellClOrdID = orders[pair.sell].clOrdID
    let length = Int(trade.documents.count) * MemoryLayout<TitleDocID>.size
    let head = eventHead(.tradeMatched, for: .venue)
    let offset = events.append(head, body: body, trailingByteCount: length)
    store(trade.documents, at: offset + MemoryLayout<TradeMatched>.size, into: &events)
  }

  /// One side's report. The counterparty is named where the mode discloses it.
  private mutating func tell(
    _ pair: TradingPair, _ side: Side, _ quantity: Quantity, _ trade: Trade,
    _ events: inout RecordBuffer
  ) -> ExecID {
    let contra = side == .buy ? trade.seller : trade.buyer
    let isDisclosed = reference[trade.instrument].bookMode == .listing
    var execution = Execution(.trade)
    execution.documents = trade.documents
    execution.fill = TradeFill(
      tradeID: trade.tradeID, lastPx: trade.lastPx, lastQty: quantity,
      grossTradeAmt: trade.amount, contraFirm: isDisclosed ? contra : .none,
      liquidity: pair.liquidity(of: side))
    return report(orders[side == .buy ? pair.buy : pair.sell], execution, into: &events)
  }
}

/// Two orders that trade: how much, and at what.
struct TradingPair {
  let buy: UInt32
  let sell: UInt32
  let tick: Int32
  let lots: UInt32
  /// The side that came to the book and met the other there; nil where both rested.
  let aggressor: Side?

  /// LastLiquidityInd(851).
  func liquidity(of side: Side) -> LastLiquidityInd {
    guard let aggressor else { return .none }
    return aggressor == side ? .removed : .added
  }
}

extension TradeMatched {
  fileprivate init(_ trade: Trade) {
    self.init()
    tradeID = trade.tradeID
    instrument = trade.instrument
    buyFirm = trade.buyer
    sellFirm = trade.seller
    documentCount = UInt16(trade.documents.count)
    lastPx = trade.lastPx
    grossTradeAmt = trade.amount
    buyOrderID = trade.buyOrderID
    sellOrderID = trade.sellOrderID
  }
}

/// An amount that the hold has been computed from, so it fits.
private func known(_ amount: Amount?) -> Amount {
  guard let amount else { preconditionFailure("a guard has bounded the amount") }
  return amount
}
