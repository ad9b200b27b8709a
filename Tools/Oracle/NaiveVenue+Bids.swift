import Market

/// Bids and acceptances: orders for a lot, which stand in no book and bind.
extension NaiveVenue {
  /// A NewOrderSingle(D) with AuctionID(7762) and its OrderID(37): the rule that it breaks, nil where it is taken.
  mutating func bid(_ id: Int, for name: OrderName) -> Reason? {
    self[id].isAuctioned = true
    guard let number = lotNumbers[name] else { return .unknownAuction }
    guard let place = lots.place(of: number) else { return .auctionNotOpen }
    catchUp(place)
    guard let lot = lots.places[place] else { return .auctionNotOpen }
    if let reason = bidReason(self[id], lot) { return reason }
    let isByBids = lot.terms.isByBids
    self[id].limit = isByBids ? self[id].price : lot.price(after: lot.round(at: now))
    if let reason = boundReason(self[id]) ?? secure(id, place) { return reason }
    self[id].status = .new
    self[id].leaves = self[id].quantity
    self[id].heldPerLot = max(0, self[id].limit)
    reserve(id, lots: self[id].leaves)
    report(.new, id) { _ in }
    isByBids ? stand(id, place) : accept(id, place)
    return nil
  }

  private func bidReason(_ order: NaiveOrder, _ lot: NaiveLot) -> Reason? {
    let terms = order.entered
    if terms.instrument != lot.terms.instrument { return .unknownSymbol }
    if instruments[terms.instrument].phase == .halted { return .instrumentHalted }
    if terms.side == lot.terms.side { return .qualifierNotOffered }
    if terms.type != .limit { return .ordTypeNotOffered }
    let force: TimeInForce = lot.terms.isByBids ? .day : .fillOrKill
    if terms.force != force { return .timeInForceNotOffered }
    let isPlain =
      terms.minQty == 0 && terms.maxFloor == 0 && terms.stopPx == 0 && terms.expireTime == 0
      && terms.listing == nil && !terms.isPostOnly && !terms.isAllOrNone
    if !isPlain { return .qualifierNotOffered }
    if let reason = quantityReason(terms, instruments[terms.instrument].terms)
      ?? auctionReason(order, lot)
    {
      return reason
    }
    if order.party == market.party(lot.firm) { return .isInitiator }
    guard deals(order.firm, with: lot.firm), deals(lot.firm, with: order.firm) else {
      return .counterpartyNotPermitted
    }
    let hasDeposit = lot.deposits.contains { $0.firm == order.firm }
    return lot.deposit == 0 || hasDeposit ? nil : .depositMissing
  }

  /// Whether the lot takes the price and the lots of a bid now.
  private func auctionReason(_ order: NaiveOrder, _ lot: NaiveLot) -> Reason? {
    guard lot.isOpen, lot.freezes.isEmpty, !lot.isTimeOver(at: now) else { return .auctionNotOpen }
    guard lot.terms.isByBids else {
      if order.quantity > lot.left { return .lotsNotLeft }
      let price = lot.price(after: lot.round(at: now))
      return isWorse(order.price, than: price, for: order.side) ? .clockPriceWorse : nil
    }
    if order.quantity > lot.lots { return .lotsNotLeft }
    guard let steps = lot.steps(to: order.price) else { return .bidOffStep }
    let standing = lot.bids.reduce(0) { $0 + self[$1].leaves }
    var least = 0
    if standing >= lot.lots, let worst = lot.bids.last {
      least = (lot.steps(to: self[worst].price) ?? 0) + 1
    }
    if steps < least { return .bidTooLow }
    let best = lot.bids.first.flatMap { lot.steps(to: self[$0].price) } ?? 0
    if steps > best + NaiveLots.stepsMost { return .bidTooFar }
    let all = lots.places.taken.reduce(0) { $0 + $1.bids.count }
    return all < NaiveLots.bids ? nil : .tooManyOrders
  }

  /// The bids of a lot that win nothing behind an offer, which comes behind those of its price.
  private func outbid(_ lot: NaiveLot, by order: NaiveOrder) -> [Int] {
    guard lot.terms.isByBids else { return [] }
    var ahead = 0
    for (index, bid) in lot.bids.enumerated() {
      let isBehind = lot.isBetter(order.price, than: self[bid].price)
      if ahead + (isBehind ? order.quantity : 0) >= lot.lots { return Array(lot.bids[index...]) }
      ahead += self[bid].leaves
    }
    return []
  }

  /// What a bid needs is there, where what its firm's own bids hold that it outbids counts for it, as what is held
  /// of the firm's deposit does. What it outbids holds nothing any more, and what is held of the deposit is the rest.
  private mutating func secure(_ id: Int, _ place: Int) -> Reason? {
    guard let lot = lots.places[place] else { return .auctionNotOpen }
    let order = self[id]
    let own = outbid(lot, by: order).filter { self[$0].firm == order.firm }
    let firm = order.firm - 1
    switch order.side {
    case .sell:
      let freed = own.reduce(0) { $0 + self[$1].leaves }
      guard order.quantity <= firms[firm].documents[order.instrument] + freed else {
        return .notEnoughDocuments
      }
    case .buy:
      let index = lot.deposits.firstIndex { $0.firm == order.firm }
      let before = index.map { lot.deposits[$0].held } ?? 0
      let freed = own.reduce(0) { $0 + self[$1].heldPerLot * Int64(self[$1].leaves) }
      let needed = max(0, order.limit) * Int64(order.quantity)
      let others = lot.bids.filter { self[$0].firm == order.firm && !own.contains($0) }
      let standing =
        lot.terms.isByBids
        ? lot.deposit * 100 - others.reduce(0) { $0 + self[$1].heldPerLot * Int64(self[$1].leaves) }
        : before
      let rest = index == nil ? 0 : max(0, standing - needed)
      guard needed + rest <= firms[firm].available + freed + before else {
        return .insufficientFunds
      }
      if let index {
        firms[firm].held += rest - before
        lots.places[place]?.deposits[index].held = rest
      }
    }
    for bid in own {
      release(bid, lots: self[bid].leaves)
      self[bid].heldPerLot = 0
      self[bid].holdsNothing = true
    }
    return nil
  }

  /// A bid stands behind those of its price; those that win nothing any more end.
  private mutating func stand(_ id: Int, _ place: Int) {
    guard var lot = lots.places[place] else { return }
    let worse = lot.bids.firstIndex { lot.isBetter(self[id].price, than: self[$0].price) }
    lot.bids.insert(id, at: worse ?? lot.bids.count)
    let putOff = lot.rules.extensionSeconds * 1_000_000_000
    let isPutOff =
      lot.length - (now - lot.anchor) <= putOff && lot.round < lot.rules.extensionsMost
    if isPutOff {
      lot.state = .extending
      lot.round += 1
      lot.length += putOff
    }
    lots.places[place] = lot
    while let bid = firstOutbid(place) { endBid(bid, place) }
    tell(place, isPutOff ? .extended : .bid)
  }

  private func firstOutbid(_ place: Int) -> Int? {
    guard let lot = lots.places[place] else { return nil }
    var ahead = 0
    for bid in lot.bids {
      if ahead >= lot.lots { return bid }
      ahead += self[bid].leaves
    }
    return nil
  }

  /// A standing bid ends without a trade: what it holds is free, but for what its firm's deposit needs.
  mutating func endBid(_ id: Int, _ place: Int) {
    lots.places[place]?.bids.removeAll { $0 == id }
    endAuctioned(id)
    guard let lot = lots.places[place], !lot.isOver,
      let index = lot.deposits.firstIndex(where: { $0.firm == self[id].firm })
    else { return }
    let standing = lot.bids.filter { self[$0].firm == self[id].firm && self[$0].side == .buy }
      .reduce(0) { $0 + self[$1].heldPerLot * Int64(self[$1].leaves) }
    let rest = max(0, lot.deposit * 100 - standing)
    firms[self[id].firm - 1].held += rest - lot.deposits[index].held
    lots.places[place]?.deposits[index].held = rest
  }

  /// An order of an auction ends without a trade.
  mutating func endAuctioned(_ id: Int) {
    if !self[id].holdsNothing { release(id, lots: self[id].leaves) }
    self[id].leaves = 0
    self[id].status = .canceled
    ended.append(id)
    report(.canceled, id) { $0.restatement = 99 }
  }

  private mutating func accept(_ id: Int, _ place: Int) {
    dealInAuction(id, self[id].quantity, place)
    guard let lot = lots.places[place], lot.left == 0 else { return tell(place, .bid) }
    lots.end(place, as: .sold)
    tell(place, .closed)
  }

  /// A bid or an acceptance trades with the lot's own order, at its own price.
  mutating func dealInAuction(_ id: Int, _ lotCount: Int, _ place: Int) {
    guard let lot = lots.places[place] else { return }
    let (buy, sell) = self[id].side == .buy ? (id, lot.order) : (lot.order, id)
    tradeBeside(buy, sell, lots: lotCount, at: self[id].limit)
    lots.places[place]?.taken += lotCount
    for id in [id, lot.order] where self[id].isDone { ended.append(id) }
  }
}
