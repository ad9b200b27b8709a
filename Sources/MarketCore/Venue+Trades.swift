import Funds
import Market
import Matching
import Memory
import Records
import Titles

extension Venue {
  /// One fill: documents and money settle, both sides and the trade are told.
  mutating func trade(
    _ taker: UInt32, with fill: Fill, into events: inout RecordBuffer
  ) {
    let maker = fill.makerTag
    let side = orders[taker].side
    let (buy, sell) = side == .buy ? (taker, maker) : (maker, taker)
    let instrument = reference[orders[taker].instrument]
    precondition(orders[buy].side == .buy && orders[sell].side == .sell, "two sides trade")
    var trade = Trade()
    trade.tradeID = numbers.nextTradeID()
    trade.lastPx = instrument.price(of: fill.tick)
    trade.matchedAt = now
    trade.buyOrderID = orders[buy].orderID
    trade.sellOrderID = orders[sell].orderID
    trade.instrument = orders[taker].instrument
    trade.buyer = orders[buy].firm
    trade.seller = orders[sell].firm
    trade.cashMargin = orders[buy].cashMargin
    let weight = settleTitle(of: sell, lots: fill.lots, terms: instrument.terms, in: &trade)
    settleMoney(of: buy, lots: fill.lots, terms: instrument.terms, in: &trade)
    trades.append(trade)
    count(fill, for: buy)
    count(fill, for: sell)
    if fill.makerLeaves == 0 { leaveBook(maker) }
    tell(trade, Matched(taker: taker, maker: maker, lots: fill.lots, weight: weight), &events)
    if fill.makerLeaves == 0 { orders.finish(maker, at: now) }
  }

  /// Moves the seller's first documents into the trade; returns their weight.
  private mutating func settleTitle(
    of sell: UInt32, lots: UInt32, terms: MoneyTerms, in trade: inout Trade
  ) -> Quantity {
    var weight = Int64(0)
    for _ in 0..<lots {
      let slot = titles.settleFirst(
        of: &orders[sell].documents, in: &trade.documents, buyer: trade.buyer)
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

  private mutating func count(_ fill: Fill, for slot: UInt32) {
    orders[slot].filledLots += fill.lots
    orders[slot].filledTicks += Int64(fill.tick) * Int64(fill.lots)
    precondition(orders[slot].filledLots <= orders[slot].lots, "no order is filled twice")
    let isFilled = orders[slot].filledLots == orders[slot].lots
    orders[slot].status = isFilled ? .filled : .partiallyFilled
    fillTimes.filled(orders[slot].side, orders[slot].fillTimes, at: now)
  }

  /// The reports of taker and maker, and the trade once.
  private mutating func tell(
    _ trade: Trade, _ matched: Matched, _ events: inout RecordBuffer
  ) {
    let quantity = reference[trade.instrument].quantity(of: matched.lots)
    let taken = tell(matched.taker, .removed, quantity, trade, &events)
    let made = tell(matched.maker, .added, quantity, trade, &events)
    var body = TradeMatched(trade)
    let isBuy = orders[matched.taker].side == .buy
    let (buy, sell) = isBuy ? (matched.taker, matched.maker) : (matched.maker, matched.taker)
    body.aggressorSideCode = orders[matched.taker].side.rawValue
    body.modeCode = reference[trade.instrument].bookMode?.rawValue ?? 0
    body.symbol = reference[trade.instrument].symbol
    body.lastQty = quantity
    body.weight = matched.weight
    body.buyExecID = isBuy ? taken : made
    body.sellExecID = isBuy ? made : taken
    body.buyClOrdID = orders[buy].clOrdID
    body.sellClOrdID = orders[sell].clOrdID
    let length = Int(trade.documents.count) * MemoryLayout<TitleDocID>.size
    let head = eventHead(.tradeMatched, for: .venue)
    let offset = events.append(head, body: body, trailingByteCount: length)
    store(trade.documents, at: offset + MemoryLayout<TradeMatched>.size, into: &events)
  }

  /// One side's report. The counterparty is named where the mode discloses it.
  private mutating func tell(
    _ slot: UInt32, _ liquidity: LastLiquidityInd, _ quantity: Quantity, _ trade: Trade,
    _ events: inout RecordBuffer
  ) -> ExecID {
    let order = orders[slot]
    let contra = order.side == .buy ? trade.seller : trade.buyer
    let isDisclosed = reference[trade.instrument].bookMode == .listing
    var execution = Execution(.trade)
    execution.documents = trade.documents
    execution.fill = TradeFill(
      tradeID: trade.tradeID, lastPx: trade.lastPx, lastQty: quantity,
      grossTradeAmt: trade.amount, contraFirm: isDisclosed ? contra : .none,
      liquidity: liquidity)
    return report(order, execution, into: &events)
  }
}

/// Who has traded how much.
private struct Matched {
  let taker: UInt32
  let maker: UInt32
  let lots: UInt32
  let weight: Quantity
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
