import Market

/// What an incoming order does, thought through before anything is done.
struct WalkPlan {
  enum Meeting: Equatable { case trade(lots: Int), cancelOwn, expire }
  enum Ending {
    /// Nothing is left of it, or nothing more crosses.
    case ranOut
    /// It may not go on: an own order, too many cancelled, too many looked at.
    case stopped
    /// Its next trade would be outside the dynamic band.
    case interrupted
  }
  var meetings: [(id: Int, what: Meeting)] = []
  var lots = 0
  var ending = Ending.ranOut
  /// Whether the first order that it would trade with is of its own party.
  var beginsWithOwn = false

  /// Whether it has met an order that it would trade with or cancel.
  var hasMet: Bool { meetings.count > dueOrders }

  var dueOrders: Int { count { $0 == .expire } }
  private var ownOrders: Int { count { $0 == .cancelOwn } }

  private func count(_ isMeant: (Meeting) -> Bool) -> Int {
    meetings.reduce(0) { $0 + (isMeant($1.what) ? 1 : 0) }
  }

  /// An own order gives way, or the incoming one does: whether its walk ends here.
  mutating func meetsOwn(_ id: Int, _ instruction: SelfMatch) -> Bool {
    if !hasMet { beginsWithOwn = true }
    guard instruction != .newest, ownOrders < NaiveVenue.ownCancels else { return true }
    meetings.append((id, .cancelOwn))
    return instruction == .both
  }

  func ended(_ ending: Ending) -> WalkPlan {
    var plan = self
    plan.ending = ending
    return plan
  }
}

extension NaiveVenue {
  /// Resting orders that one order looks at.
  static var ordersLookedAt: Int { 4_096 }
  /// Own orders that one order cancels.
  static var ownCancels: Int { 64 }
  /// Orders whose date has come that one order meets.
  static var dueOrdersMet: Int { 256 }

  func crosses(_ order: NaiveOrder, _ price: Int64) -> Bool {
    !isWorse(order.limit, than: price, for: order.side)
  }

  func meetsItsOwnFirst(_ order: NaiveOrder) -> Bool {
    order.selfMatch == .newest && plan(order).beginsWithOwn
  }

  /// The walk along the other side, without effect, and without a trade outside `band`.
  func plan(_ order: NaiveOrder, within band: ClosedRange<Int64>? = nil) -> WalkPlan {
    var plan = WalkPlan()
    var line = instruments[order.instrument][order.side.opposite]
    var taken: [Int: Int] = [:]
    var place = 0
    while plan.lots < order.leaves, place < line.count, crosses(order, self[line[place]].limit) {
      let id = line[place]
      let resting = self[id]
      place += 1
      if place > Self.ordersLookedAt { return plan.ended(.stopped) }
      let left = order.leaves - plan.lots
      if resting.isAllOrNone && resting.leaves > left { continue }
      if hasEnded(id) {
        plan.meetings.append((id, .expire))
        if plan.dueOrders > Self.dueOrdersMet { return plan.ended(.stopped) }
        continue
      }
      if resting.party == order.party {
        if plan.meetsOwn(id, order.selfMatch) { return plan.ended(.stopped) }
        continue
      }
      if !mayDeal(order, resting) { continue }
      if let band, !band.contains(resting.limit) { return plan.ended(.interrupted) }
      let unseen = resting.leaves - taken[id, default: 0]
      let shown = taken[id] == nil ? resting.shown : min(resting.shownOnArrival, unseen)
      let lots = min(left, shown)
      plan.meetings.append((id, .trade(lots: lots)))
      plan.lots += lots
      guard lots == shown, unseen > lots else { continue }
      taken[id, default: 0] += lots
      let behind = line[place...].firstIndex { self[$0].limit != resting.limit } ?? line.count
      line.insert(id, at: behind)
    }
    return plan
  }

  /// An order in the phase open: it trades, and what is left rests or goes.
  mutating func match(_ id: Int) {
    let order = self[id]
    let instrument = instruments[order.instrument]
    let last = instrument.lastPx ?? instrument.terms.middle
    let plan = plan(order, within: instrument.terms.dynamicBand(around: last))
    if mustBeWhole(order) && plan.lots < order.leaves {
      return order.isAllOrNone && order.mayRest ? rest(id) : end(id, .canceled)
    }
    if plan.lots < order.minQty && order.cum == 0 { return end(id, .canceled) }
    met += plan.meetings.count
    for (resting, what) in plan.meetings {
      switch what {
      case .trade(let lots): trade(id, resting, lots: lots)
      case .cancelOwn: end(resting, .canceled, restatement: 99)
      case .expire: end(resting, .expired)
      }
    }
    if plan.lots > 0 { endOpposite(id) }
    guard self[id].leaves > 0 else { return ended.append(id) }
    switch plan.ending {
    case .stopped: end(id, .canceled, restatement: 99)
    case .ranOut: order.mayRest ? rest(id) : end(id, .canceled)
    case .interrupted:
      let rests = order.mayRest && callSearch(order).reason == nil
      rests ? rest(id) : end(id, .canceled, restatement: 99)
      interrupt(order.instrument)
    }
  }

  private func mustBeWhole(_ order: NaiveOrder) -> Bool {
    order.isAllOrNone || order.force == .fillOrKill
  }

  /// A fill of the incoming order with a resting one, at the resting order's price.
  mutating func trade(_ incoming: Int, _ resting: Int, lots: Int) {
    let price = self[resting].limit
    fill(incoming, lots: lots, at: price, liquidity: .removed)
    fill(resting, lots: lots, at: price, liquidity: .added)
    let isBuy = self[incoming].side == .buy
    told(
      buy: isBuy ? incoming : resting, sell: isBuy ? resting : incoming, lots: lots, at: price,
      by: self[incoming].side)
    self[resting].shown -= lots
    if self[resting].leaves == 0 {
      ended.append(resting)
      remove(resting)
    } else if self[resting].shown == 0 {
      remove(resting)
      place(resting)
    }
    endOpposite(resting)
  }

  /// One side of a trade at a price of the book.
  mutating func fill(_ id: Int, lots: Int, at bookPrice: Int64, liquidity: LastLiquidityInd) {
    let price = instruments[self[id].instrument].paid(at: bookPrice)
    self[id].leaves -= lots
    self[id].cum += lots
    self[id].turnover += price * Int64(lots)
    self[id].status = self[id].leaves == 0 ? .filled : .partiallyFilled
    if self[id].side == .buy {
      release(id, lots: lots)
      firms[self[id].firm - 1].due += max(0, price) * Int64(lots)
    }
    noteFill(id)
    report(.fill, id) { line in
      line.last = lots
      line.lastPx = price
      line.liquidity = liquidity.rawValue
    }
  }

  mutating func told(buy: Int, sell: Int, lots: Int, at price: Int64, by side: Side?) {
    var line = TraceLine(.trade)
    line.order = buy
    line.name = sell
    line.last = lots
    line.lastPx = instruments[self[buy].instrument].paid(at: price)
    line.liquidity = side?.rawValue ?? 0
    lines.append(line)
    instruments[self[buy].instrument].traded(at: price)
    callElection(self[buy].instrument)
  }
}
