import Market

/// What an instrument has still to do of a change of phase.
enum Stage {
  /// Orders that end together.
  enum Which { case allOrNone, day, atTheEnds, atClose, outsideBand }

  /// The book trades at one price, if it is crossed; its first step of work finds price and lots.
  case uncross(Uncross?)
  case end(Which)
  /// The same, with the orders that it ends.
  case ending(Which, [Int])
  /// Orders for the closing call come to the book.
  case comeAtClose
  case enter(PhaseChange)

  /// In which order stages of several instruments have their turn.
  enum Kind: CaseIterable { case lists, entries, uncross }
  var kind: Kind {
    switch self {
    case .end, .ending, .enter: .lists
    case .comeAtClose: .entries
    case .uncross: .uncross
    }
  }

  /// Whether it cancels what stands outside a changed band.
  var isSweep: Bool {
    switch self {
    case .end(.outsideBand), .ending(.outsideBand, _): true
    case .end, .ending, .enter, .comeAtClose, .uncross: false
    }
  }
}

/// A crossed book's one price and the lots that are still to be traded at it.
struct Uncross {
  let price: Int64
  var lots: Int
}

extension NaiveVenue {
  /// Units of one step of work: an order ended costs 1, a fill of an uncross its lots and 4 at least.
  static var unitsPerStep: Int { 256 }

  /// One step of what is left to do.
  mutating func work() {
    var units = Self.unitsPerStep
    workOnFences(&units)
    while units > 0, let index = nextWork {
      units -= workOnce(index)
      goOn(index)
    }
  }

  /// The instrument that has its turn: lists before entries before an uncross.
  private var nextWork: Int? {
    for kind in Stage.Kind.allCases {
      if let index = changing.first(where: { instruments[$0].kind == kind }) { return index }
    }
    return nil
  }

  /// Ends one order, brings one to the book, or makes one fill: what it costs.
  private mutating func workOnce(_ index: Int) -> Int {
    switch instruments[index].stages[0] {
    case .ending(let which, let ids):
      guard let place = ids.firstIndex(where: { !self[$0].isDone }) else { return 0 }
      let id = ids[place]
      instruments[index].stages[0] = .ending(which, Array(ids[(place + 1)...]))
      switch which {
      case .allOrNone: end(id, .canceled, restatement: 8)
      case .day, .atTheEnds, .atClose: end(id, .expired)
      case .outsideBand: sweep(id)
      }
      return 1
    case .comeAtClose: return instruments[index].atClose.first.map { comeAtClose($0) } ?? 1
    case .uncross(nil):
      instruments[index].stages[0] = .uncross(uncrossPrice(index))
      return 1
    case .uncross(.some(let uncross)): return pairOnce(index, uncross)
    case .enter, .end: return 0
    }
  }

  /// An order for the closing call comes to the book, unless it has left the band or meets its own.
  private mutating func comeAtClose(_ id: Int) -> Int {
    let order = self[id]
    let instrument = instruments[order.instrument]
    guard !hasEnded(id) else {
      end(id, .expired)
      return 1
    }
    remove(id)
    let crossed = instrument[order.side.opposite]
      .filter { crosses(order, self[$0].limit) && !hasEnded($0) }
    let own = crossed.firstIndex { self[$0].party == order.party }
    if let band = instrument.terms.band, !band.contains(order.limit) {
      end(id, .canceled, restatement: 8)
    } else if own != nil || crossed.count > Self.ordersLookedAt {
      end(id, .canceled, restatement: 99)
    } else {
      rest(id)
    }
    return 1 + (own.map { $0 + 1 } ?? crossed.count) / 64
  }

  func isCrossed(_ index: Int) -> Bool {
    guard let bid = best(index, .buy), let ask = best(index, .sell) else { return false }
    return bid >= ask
  }

  /// Whether an uncross that has its price has still two orders to pair.
  func canPair(_ index: Int) -> Bool {
    guard case .uncross(.some(let uncross)) = instruments[index].stages[0], uncross.lots > 0,
      let bid = best(index, .buy), let ask = best(index, .sell)
    else { return false }
    return bid >= uncross.price && ask <= uncross.price
  }

  private mutating func pairOnce(_ index: Int, _ uncross: Uncross) -> Int {
    let buy = instruments[index].buys[0]
    let sell = instruments[index].sells[0]
    for id in [buy, sell] where hasEnded(id) {
      end(id, .expired)
      return 1
    }
    let lots = min(uncross.lots, self[buy].leaves, self[sell].leaves)
    for id in [buy, sell] {
      fill(id, lots: lots, at: uncross.price, liquidity: .none)
      if self[id].leaves == 0 { remove(id) }
      self[id].shown = min(self[id].shown, self[id].leaves)
    }
    told(buy: buy, sell: sell, lots: lots, at: uncross.price, by: nil)
    instruments[index].stages[0] = .uncross(
      Uncross(price: uncross.price, lots: uncross.lots - lots))
    return max(4, lots)
  }

  /// The price at which most lots trade, then with the least left over, then nearest to the last
  /// price (the reference price where nothing has traded), then the higher; and those lots.
  private func uncrossPrice(_ index: Int) -> Uncross {
    let instrument = instruments[index]
    guard let bid = best(index, .buy), let ask = best(index, .sell), bid >= ask else {
      return Uncross(price: 0, lots: 0)
    }
    let reference = instrument.lastPx ?? instrument.terms.referencePrice
    var found = Uncross(price: 0, lots: 0)
    var left = (surplus: 0, distance: Int64(0))
    for price in candidates(index, ask...bid, nearestTo: reference) {
      let bought = leaves(of: instrument.buys.filter { self[$0].limit >= price })
      let sold = leaves(of: instrument.sells.filter { self[$0].limit <= price })
      let here = (surplus: abs(bought - sold), distance: abs(price - reference))
      let lots = min(bought, sold)
      if lots > found.lots || (lots == found.lots && here <= left) {
        found = Uncross(price: price, lots: lots)
        left = here
      }
    }
    return found
  }

  /// Every tick counts. Between prices of orders nothing changes but the distance to the reference,
  /// so the ticks at and beside orders and the one at the reference stand for all.
  private func candidates(
    _ index: Int, _ range: ClosedRange<Int64>, nearestTo reference: Int64
  ) -> [Int64] {
    let instrument = instruments[index]
    let tick = instrument.terms.tick
    let limits = (instrument.buys + instrument.sells).map { self[$0].limit }
    let prices = limits.flatMap { [$0 - tick, $0, $0 + tick] } + [reference]
    return Set(prices.filter { range.contains($0) }).sorted()
  }

  private func leaves(of ids: [Int]) -> Int { ids.reduce(0) { $0 + self[$1].leaves } }
}
