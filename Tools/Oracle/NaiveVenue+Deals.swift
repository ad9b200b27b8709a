import Market

/// A trade that two firms have agreed on.
struct NaiveDeal {
  var buy: NaiveOrder
  var sell: NaiveOrder
  /// Quantities in 1/1,000 of the unit, as each side has it.
  let entered: (buy: Int64, sell: Int64)
  /// The day on which it is delivered, as `ReportTerms` has it.
  var settles: Int?

  subscript(side: Side) -> NaiveOrder {
    get {
      switch side {
      case .buy: buy
      case .sell: sell
      }
    }
    _modify {
      switch side {
      case .buy: yield &buy
      case .sell: yield &sell
      }
    }
  }
}

/// Why a deal is not made: what one side fails, or both where `side` is nil.
struct NaiveDealRefusal: Error {
  let reason: Reason
  var side: Side?
}

/// Deals: both sides pass all guards at one instant, the buyer first, or nothing is left of either.
extension NaiveVenue {
  /// Both sides have agreed: they trade, if each of them may.
  mutating func dealAsAgreed(_ deal: NaiveDeal, by session: Int) -> NaiveDealRefusal? {
    let refusal =
      partyRefusal(deal, by: session) ?? nameRefusal(deal.buy) ?? nameRefusal(deal.sell)
    return refusal ?? dealAsBrokered(deal)
  }

  /// The same where who they are has been judged.
  mutating func dealAsBrokered(_ deal: NaiveDeal) -> NaiveDealRefusal? {
    if let refusal = termsRefusal(deal) ?? ownRefusal(deal) { return refusal }
    make(deal)
    return nil
  }

  /// Whether one of the firms, its session, or who acts now is stopped.
  func partyRefusal(_ deal: NaiveDeal, by session: Int) -> NaiveDealRefusal? {
    for order in [deal.buy, deal.sell] {
      let isStopped =
        isStopped(firm: order.firm) || stopped.contains(.session(session))
        || stopped.contains(.session(order.session))
      if isStopped { return NaiveDealRefusal(reason: .stoppedByOperator, side: order.side) }
    }
    return nil
  }

  func nameRefusal(_ order: NaiveOrder) -> NaiveDealRefusal? {
    names[OrderName(firm: order.firm, name: order.name)] == nil
      ? nil : NaiveDealRefusal(reason: .duplicateClOrdID, side: order.side)
  }

  /// What both sides have in common.
  func termsRefusal(_ deal: NaiveDeal) -> NaiveDealRefusal? {
    termsReason(deal).map { NaiveDealRefusal(reason: $0) }
  }

  private func termsReason(_ deal: NaiveDeal) -> Reason? {
    if let reason = negotiationReason(deal.buy.instrument) { return reason }
    let instrument = instruments[deal.buy.instrument].terms
    if deal.buy.price % instrument.tick != 0 { return .priceOffTick }
    if !instrument.limitsOfDeals.contains(deal.buy.price) { return .priceOutsideBand }
    if deal.entered.buy != deal.entered.sell { return .quantitiesDiffer }
    if let reason = quantityReason(deal.buy.entered, instrument) { return reason }
    if let reason = deliveryReason(deal.settles, instrument) { return reason }
    if deal.buy.party == deal.sell.party { return .wouldTradeWithItself }
    return deals(deal.buy.firm, with: deal.sell.firm) && deals(deal.sell.firm, with: deal.buy.firm)
      ? nil : .counterpartyNotPermitted
  }

  /// Why firms may not agree on trades in an instrument now.
  func negotiationReason(_ index: Int) -> Reason? {
    guard instruments.indices.contains(index) else { return .unknownSymbol }
    let instrument = instruments[index]
    if !instrument.hasOwnDeals, let reason = closedReason(instrument) { return reason }
    guard instrument.terms.isNegotiated else { return .modeNotOffered }
    if instrument.isHeld { return .instrumentHalted }
    return instrument.takesDeals ? nil : .instrumentClosed
  }

  /// Why a deal may not be delivered on a day: that is over, or too far ahead. The present one is at once.
  func deliveryReason(_ day: Int?, _ instrument: InstrumentTerms) -> Reason? {
    guard let day else { return nil }
    let ahead = time(ofDay: day) - now
    let most = max(0, instrument.deliveryDays * Self.dayNanos)
    return ahead > -Self.dayNanos && ahead <= most ? nil : .settlDateNotOffered
  }

  /// The first moment of a day.
  func time(ofDay day: Int) -> Int64 { CommandStream.start + Int64(day) * Self.dayNanos }

  private static var dayNanos: Int64 { 86_400_000_000_000 }

  /// Whether firms may agree on trades in an instrument now.
  func isNegotiable(_ index: Int) -> Bool {
    !stopped.contains(.venue) && instruments[index].takesDeals
  }

  /// What each side by itself needs: the interval, then documents, then money.
  private func ownRefusal(_ deal: NaiveDeal) -> NaiveDealRefusal? {
    for order in [deal.buy, deal.sell] {
      if let reason = intervalReason(order) {
        return NaiveDealRefusal(reason: reason, side: order.side)
      }
    }
    for order in [deal.sell, deal.buy] {
      if let reason = meansReason(order, lots: order.quantity, instead: nil) {
        return NaiveDealRefusal(reason: reason, side: order.side)
      }
    }
    return nil
  }

  /// Both orders get their numbers and trade with each other. No price of the book comes of it.
  private mutating func make(_ deal: NaiveDeal) {
    let (buy, sell) = (enter(deal.buy), enter(deal.sell))
    let delivery = deal.settles.map { time(ofDay: $0) } ?? 0
    tradeBeside(
      buy, sell, lots: deal.buy.quantity, at: deal.buy.price,
      deliveredAt: delivery > now ? delivery : 0)
    ended += [buy, sell]
  }

  /// Two orders trade beside the book, to be delivered at once or on a day.
  mutating func tradeBeside(
    _ buy: Int, _ sell: Int, lots: Int, at price: Int64, deliveredAt delivery: Int64 = 0
  ) {
    fill(buy, lots: lots, at: price, liquidity: .none)
    fill(sell, lots: lots, at: price, liquidity: .none)
    var line = TraceLine(.trade)
    line.order = buy
    line.name = sell
    line.last = lots
    line.lastPx = price
    line.deadline = delivery
    lines.append(line)
    endOpposite(buy)
    endOpposite(sell)
  }

  /// An order that nobody is told of gets its number and what it needs.
  mutating func enter(_ order: NaiveOrder) -> Int {
    let id = orders.count + 1
    var order = order
    order.id = id
    order.leaves = order.quantity
    order.heldPerLot = max(0, order.limit)
    orders.append(order)
    names[OrderName(firm: order.firm, name: order.name)] = id
    reserve(id, lots: order.quantity)
    return id
  }

  /// The firm of a number: a dealer or the broker.
  func isKnown(firm: Int) -> Bool { (1...market.broker).contains(firm) }

  /// Whether the operator has stopped a firm or all.
  func isStopped(firm: Int) -> Bool {
    stopped.contains(.firm(firm)) || stopped.contains(.venue)
  }
}

extension NaiveOrder {
  /// One side of a deal, of a session's firm.
  init(
    dealing side: Side, _ name: Int, in instrument: Int, at price: Int64, _ quantity: Int64,
    session: Int, market: MarketTerms
  ) {
    var terms = OrderTerms(
      name: name, instrument: instrument, side: side, price: price, quantity: quantity)
    terms.force = .fillOrKill
    self.init(terms, id: 0, session: session, market: market)
    limit = price
    isDealt = true
  }
}
