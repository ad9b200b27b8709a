import Market

extension NaiveVenue {
  /// NewOrderSingle(D).
  mutating func enter(_ terms: OrderTerms, session: Int) {
    let name = OrderName(firm: market.firm(ofSession: session), name: terms.name)
    guard names[name] == nil else {
      return refuse(terms, order: 0, .duplicateClOrdID, session: session)
    }
    guard !isStopped(session) else {
      return refuse(terms, order: 0, .stoppedByOperator, session: session)
    }
    let order = NaiveOrder(terms, id: orders.count + 1, session: session, market: market)
    orders.append(order)
    names[name] = order.id
    if let lot = terms.lot {
      if let reason = bid(order.id, for: lot) {
        refuse(terms, order: order.id, reason, session: session)
      }
      return
    }
    if let reason = refusal(of: terms, as: order) {
      return refuse(terms, order: order.id, reason, session: session)
    }
    accept(order.id)
  }

  private mutating func refuse(
    _ terms: OrderTerms, order: Int, _ reason: Reason, session: Int
  ) {
    var line = TraceLine(.rejected)
    line.order = order
    line.name = terms.name
    line.session = session
    line.status = .rejected
    line.price = terms.type == .limit || terms.type == .stopLimit ? terms.price : 0
    line.reason = reason
    lines.append(line)
  }

  private mutating func accept(_ id: Int) {
    self[id].status = .new
    self[id].leaves = self[id].quantity
    self[id] = withItsLimit(self[id])
    let order = self[id]
    self[id].heldPerLot = max(0, instruments[order.instrument].mostPaid(at: order.limit))
    reserve(id, lots: order.leaves)
    report(.new, id) { _ in }
    if let name = order.entered.listing { return take(name, id) }
    order.isStop ? park(id) : come(id)
  }

  /// An order comes to the book: it trades where the phase is open and rests where it may.
  mutating func come(_ id: Int) {
    let order = self[id]
    let phase = instruments[order.instrument].phase
    if waitsForClosingCall(order) {
      wait(id, .atClose)
      instruments[order.instrument].atClose.append(id)
    } else if phase.isCall {
      rest(id)
    } else {
      match(id)
    }
  }

  private func waitsForClosingCall(_ order: NaiveOrder) -> Bool {
    order.force == .atTheClose && instruments[order.instrument].phase != .closingCall
  }

  /// The worst price at which an order trades: the band's edge where it names none.
  func limit(of order: NaiveOrder) -> Int64 {
    switch order.type {
    case .limit, .stopLimit, .marketToLimit: return order.price
    case .market, .stop:
      let band = instruments[order.instrument].terms.band ?? 0...0
      return order.side == .buy ? band.upperBound : band.lowerBound
    }
  }

  /// What a new order has for its limit: market to limit the best price of the other side.
  private func withItsLimit(_ order: NaiveOrder) -> NaiveOrder {
    var order = order
    if order.type == .marketToLimit {
      let best = instruments[order.instrument][order.side.opposite]
        .first { self[$0].party == order.party || mayDeal(order, self[$0]) }
        .map { self[$0].limit }
      order.price = best ?? 0
      order.isWithoutLimit = best == nil
    }
    order.limit = limit(of: order)
    return order
  }

  /// The best price of a side.
  func best(_ instrument: Int, _ side: Side) -> Int64? {
    instruments[instrument][side].first.map { self[$0].limit }
  }

  /// The first rule that an order breaks.
  private func refusal(of terms: OrderTerms, as order: NaiveOrder) -> Reason? {
    guard instruments.indices.contains(terms.instrument) else { return .unknownSymbol }
    let instrument = instruments[terms.instrument]
    if let reason = closedReason(instrument) ?? offerReason(terms, instrument)
      ?? priceReason(terms, instrument.terms) ?? quantityReason(terms, instrument.terms)
    {
      return reason
    }
    let comer = withItsLimit(order)
    if let reason = partReason(terms) { return reason }
    let met = terms.listing == nil ? bookReason(comer) : listingReason(comer)
    return intervalReason(comer) ?? met
      ?? meansReason(comer, lots: comer.quantity, instead: nil)
  }

  /// Whether the phase takes orders.
  func closedReason(_ instrument: NaiveInstrument) -> Reason? {
    switch instrument.phase {
    case .closed, .pause: .instrumentClosed
    case .halted: .instrumentHalted
    case .open, .preOpen, .openingCall, .closingCall, .interrupted:
      instrument.isChanging ? .instrumentClosed : nil
    }
  }

  /// Whether type, time in force and qualifiers go together here and now.
  private func offerReason(_ terms: OrderTerms, _ instrument: NaiveInstrument) -> Reason? {
    if !typeIsOffered(terms, instrument) { return .ordTypeNotOffered }
    if !forceIsOffered(terms, instrument) { return .timeInForceNotOffered }
    if terms.saysOtherKind || !qualifiersAreOffered(terms, instrument) {
      return .qualifierNotOffered
    }
    if instrument.terms.hasPremiums && instrument.benchmark == nil { return .benchmarkMissing }
    let isPast = terms.force == .goodTillDate && terms.expireTime <= now
    return isPast ? .expireTimePast : nil
  }

  private func typeIsOffered(_ terms: OrderTerms, _ instrument: NaiveInstrument) -> Bool {
    switch terms.type {
    case .stop where instrument.terms.hasPremiums, .stopLimit where instrument.terms.hasPremiums,
      .marketToLimit where instrument.terms.hasPremiums:
      false
    case .limit, .stopLimit: true
    case .market:
      instrument.terms.band != nil && (!instrument.phase.isCall || terms.force.isAtTheEnds)
    case .stop: instrument.terms.band != nil
    case .marketToLimit: !instrument.phase.isCall
    }
  }

  private func forceIsOffered(_ terms: OrderTerms, _ instrument: NaiveInstrument) -> Bool {
    let isStop = terms.type == .stop || terms.type == .stopLimit
    switch terms.force {
    case .day, .goodTillCancel, .goodTillDate:
      return true
    case .immediateOrCancel: return !isStop && !instrument.phase.isCall
    case .fillOrKill:
      return !isStop && terms.type != .marketToLimit && !instrument.phase.isCall
    case .atTheOpening:
      return terms.type.isSimple && instrument.terms.hasOpeningCall
        && (instrument.phase == .preOpen || instrument.phase == .openingCall)
    case .atTheClose: return terms.type.isSimple && instrument.terms.hasClosingCall
    }
  }

  private func qualifiersAreOffered(
    _ terms: OrderTerms, _ instrument: NaiveInstrument
  ) -> Bool {
    let isStop = terms.type == .stop || terms.type == .stopLimit
    let stays =
      terms.force == .day || terms.force == .goodTillCancel || terms.force == .goodTillDate
    let isCall = instrument.phase.isCall
    if terms.expireTime != 0 && terms.force != .goodTillDate { return false }
    if terms.isPostOnly && (terms.type != .limit || !stays || isCall) { return false }
    if terms.isAllOrNone {
      let forces: [TimeInForce] = [.day, .immediateOrCancel, .fillOrKill]
      guard terms.type == .limit, forces.contains(terms.force), terms.minQty == 0,
        terms.maxFloor == 0, !terms.isPostOnly, !isCall
      else { return false }
    }
    let isWhole = terms.force == .fillOrKill || terms.force.isAtTheEnds
    if terms.listing != nil {
      if terms.type != .limit || terms.isPostOnly || isCall || terms.force.isAtTheEnds {
        return false
      }
    }
    if terms.minQty != 0 && (isStop || isWhole || isCall) { return false }
    return terms.maxFloor == 0 || (terms.type == .limit && stays)
  }

  /// Whether the prices stand on ticks inside the band.
  func priceReason(
    _ terms: OrderTerms, _ instrument: InstrumentTerms, replacing old: NaiveOrder? = nil
  ) -> Reason? {
    let keepsStop = old.map { $0.isTriggered || terms.stopPx == 0 } ?? false
    if terms.type == .stop || terms.type == .stopLimit, !keepsStop {
      if terms.stopPx % instrument.tick != 0 { return .stopPxOffTick }
      if !instrument.limits.contains(terms.stopPx) { return .stopPxOutsideBand }
    }
    switch terms.type {
    case .market, .stop: return nil
    case .marketToLimit where old == nil || terms.price == 0: return nil
    case .limit, .stopLimit, .marketToLimit: break
    }
    if terms.price % instrument.tick != 0 { return .priceOffTick }
    return instrument.limits.contains(terms.price) ? nil : .priceOutsideBand
  }

  func quantityReason(_ terms: OrderTerms, _ instrument: InstrumentTerms) -> Reason? {
    if terms.quantity <= 0 { return .quantityNotPositive }
    if terms.quantity % 1_000 != 0 { return .quantityNotWholeLots }
    return terms.quantity / 1_000 > instrument.maxLots ? .quantityTooLarge : nil
  }

  /// Whether least and shown quantity are whole lots; looked at when an order is entered.
  private func partReason(_ terms: OrderTerms) -> Reason? {
    if terms.minQty < 0 || terms.minQty % 1_000 != 0 || terms.minQty > terms.quantity {
      return .minQtyNotPossible
    }
    return terms.maxFloor < 0 || terms.maxFloor % 1_000 != 0 ? .maxFloorNotPossible : nil
  }

  /// Whether the order as it comes meets its own, or takes what it must not take.
  func bookReason(_ order: NaiveOrder) -> Reason? {
    let instrument = instruments[order.instrument]
    if (order.isStop && !order.isTriggered) || waitsForClosingCall(order) { return nil }
    if instrument.phase.isCall {
      if let reason = callSearch(order).reason { return reason }
    } else if !order.isWithoutLimit {
      var comer = order
      comer.leaves = order.quantity - order.cum
      if meetsItsOwnFirst(comer) { return .wouldTradeWithItself }
    }
    guard order.isPostOnly, let best = best(order.instrument, order.side.opposite) else {
      return nil
    }
    return crosses(order, best) && meetsSomebody(order) ? .wouldTakeLiquidity : nil
  }

  /// Whether the order takes somebody, or may not go on to see; without lists whoever crosses counts.
  private func meetsSomebody(_ order: NaiveOrder) -> Bool {
    guard !counterparties.isEmpty else { return true }
    var comer = order
    comer.leaves = order.quantity - order.cum
    let plan = plan(comer)
    return plan.hasMet || plan.beginsWithOwn || plan.ending == .stopped
  }

  /// Whether an order that rests in a call crosses one of its own, and how many it looks at to see that;
  /// how many it may cross has a limit.
  func callSearch(_ order: NaiveOrder) -> (reason: Reason?, looks: Int) {
    let crossed = instruments[order.instrument][order.side.opposite]
      .prefix { crosses(order, self[$0].limit) }
    let seen = crossed.prefix(Self.ordersLookedAt)
    if let own = seen.firstIndex(where: { self[$0].party == order.party && !hasEnded($0) }) {
      return (.wouldTradeWithItself, own + 1)
    }
    return (crossed.count > seen.count ? .tooManyOrders : nil, seen.count)
  }

  /// Whether the firm has the documents or the money. A replace gives back what the order has.
  func meansReason(_ order: NaiveOrder, lots: Int, instead old: NaiveOrder?) -> Reason? {
    let firm = firms[order.firm - 1]
    switch order.side {
    case .sell:
      let free = firm.documents[order.instrument] + (old?.leaves ?? 0)
      return lots <= free ? nil : .notEnoughDocuments
    case .buy:
      let most = max(0, instruments[order.instrument].mostPaid(at: order.limit))
      let (needed, overflow) = most.multipliedReportingOverflow(by: Int64(lots))
      if overflow { return .amountOverflow }
      let given = old.map { $0.heldPerLot * Int64($0.leaves) } ?? 0
      return needed <= firm.available + given ? nil : .insufficientFunds
    }
  }
}
