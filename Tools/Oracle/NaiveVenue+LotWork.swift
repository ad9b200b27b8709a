import Market

/// What the clock does to lots, how they are wound up, and what is told of them.
extension NaiveVenue {
  var hasLotWork: Bool {
    !lots.untold.isEmpty || !lots.over.isEmpty || lots.due(at: now) != nil
  }

  mutating func workOnLots(_ budget: inout Budget) {
    if !lots.untold.isEmpty {
      budget.orders -= 1
      while let place = lots.untold.first {
        lots.untold.removeFirst()
        guard let lot = lots.places[place], lot.isOpen else { continue }
        return tell(place, lot.isStanding ? .frozen : .resumed)
      }
    } else if let place = lots.due(at: now) {
      budget.orders -= 1
      advance(place)
    } else if let place = lots.over.first {
      windUp(place, &budget)
    }
  }

  /// A lot that somebody bids for or the operator changes stands where the clock has it.
  mutating func catchUp(_ place: Int) {
    while let timer = lots.places[place]?.timer, timer <= now { advance(place) }
  }

  /// A lot opens, its clock moves the price, or its time is over.
  private mutating func advance(_ place: Int) {
    guard var lot = lots.places[place] else { return }
    if lot.state == .announced {
      lot.state = .open
      lot.anchor = lot.opens
      lot.length = lot.closes - lot.opens
      if instruments[lot.terms.instrument].phase == .halted { lot.freezes.insert(.halt) }
      if lots.isInGap { lot.freezes.insert(.gap) }
      lots.places[place] = lot
      return tell(place, .opened)
    }
    guard lot.isTimeOver(at: now) else {
      lots.places[place]?.round = lot.round(at: now)
      return tell(place, .priceMoved)
    }
    let sold = lot.terms.isByBids ? winningLots(lot) : lot.taken
    lots.end(place, as: sold > 0 ? .sold : .unsold)
    tell(place, sold > 0 ? .closed : lot.bids.isEmpty ? .noBid : .reserveNotMet)
  }

  /// What would be sold now: lots of bids that reach the reserve.
  private func winningLots(_ lot: NaiveLot) -> Int {
    let winners = lot.bids.prefix { lot.reachesReserve(self[$0].price) }
    return min(lot.lots, winners.reduce(0) { $0 + self[$1].leaves })
  }

  /// The best bid that is left trades or ends, then the lot's own order, then each deposit.
  private mutating func windUp(_ place: Int, _ budget: inout Budget) {
    guard let lot = lots.places[place] else { return }
    if let bid = lot.bids.first {
      budget.orders -= windUp(bid, lot, place)
    } else if !self[lot.order].isDone {
      budget.orders -= 1
      endAuctioned(lot.order)
    } else if !lot.deposits.isEmpty {
      budget.orders -= 1
      giveBack(place)
    } else {
      budget.looks -= 1
      lots.places.leave(place)
      lots.over.removeFirst()
    }
  }

  private mutating func windUp(_ bid: Int, _ lot: NaiveLot, _ place: Int) -> Int {
    let count = min(self[bid].leaves, lot.left)
    guard lot.state == .sold, count > 0, lot.reachesReserve(self[bid].price) else {
      endBid(bid, place)
      return 1
    }
    lots.places[place]?.bids.removeFirst()
    dealInAuction(bid, count, place)
    if !self[bid].isDone { endAuctioned(bid) }
    return max(4, count)
  }

  /// To all: a lot is announced.
  mutating func tellAnnounced(_ place: Int) {
    guard let lot = lots.places[place] else { return }
    var line = TraceLine(.lotAnnounced)
    line.order = lot.number
    line.leaves = lot.lots
    line.price = lot.terms.start
    line.avgPx = lot.terms.step
    line.lastPx = lot.terms.isByBids ? 0 : lot.terms.limit
    line.amount = lot.deposit
    line.deadline = lot.opens
    line.closes = lot.closes
    line.kindCode = lot.terms.isByBids && lot.terms.limit != 0 ? 1 : 0
    line.liquidity = lot.terms.side.rawValue
    lines.append(line)
  }

  /// To all: a lot has changed.
  mutating func tell(_ place: Int, _ reason: Reason) {
    guard let lot = lots.places[place] else { return }
    var line = TraceLine(.lotChanged)
    line.order = lot.number
    line.lastPx = shownPrice(lot)
    line.leaves = shownLots(lot)
    line.deadline = lot.timer ?? 0
    line.cum = lot.round
    line.last = lot.bids.count
    line.kindCode = lot.shown.rawValue
    if lot.terms.isByBids, lot.terms.limit != 0 {
      let isMet = lot.bids.first.map { lot.reachesReserve(self[$0].price) } ?? false
      line.liquidity = UInt8(ascii: isMet ? "Y" : "N")
    }
    line.reason = reason
    lines.append(line)
  }

  /// The worst bid that stands, or the clock's price.
  private func shownPrice(_ lot: NaiveLot) -> Int64 {
    if lot.terms.isByBids { return lot.bids.last.map { self[$0].price } ?? 0 }
    return lot.isOpen || lot.state == .sold ? lot.price(after: lot.round) : 0
  }

  private func shownLots(_ lot: NaiveLot) -> Int {
    guard lot.terms.isByBids else { return lot.taken }
    switch lot.state {
    case .sold: return winningLots(lot)
    case .unsold, .cancelled: return 0
    case .applied, .announced, .open, .extending, .frozen:
      return min(lot.lots, lot.bids.reduce(0) { $0 + self[$1].leaves })
    }
  }
}
