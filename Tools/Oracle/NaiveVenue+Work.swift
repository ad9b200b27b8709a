import Market

/// What an instrument has still to do of a change of phase.
enum Stage {
  /// Orders that end together.
  enum Which { case allOrNone, day, atTheEnds, atClose, outsideBand }

  /// The book trades at one price, if it is crossed: the price is searched for, then orders trade.
  case search(Search)
  case uncross(Uncross)
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
    case .search, .uncross: .uncross
    }
  }

  /// Whether it cancels what stands outside a changed band.
  var isSweep: Bool {
    switch self {
    case .end(.outsideBand), .ending(.outsideBand, _): true
    case .end, .ending, .enter, .comeAtClose, .search, .uncross: false
    }
  }
}

/// A crossed book's one price and the lots that are still to be traded at it.
struct Uncross {
  let price: Int64
  var lots: Int
  /// Where some firms do not deal with others: the buy that is looked at next, and the book that it stands in.
  var next: Int?
  var book: [BookEntry] = []
}

/// How much of a search for a price is done, and of how many orders.
struct Search {
  var looked = 0
  var orders = 0
}

/// What a step of work may still do; it ends when either is used up.
struct Budget {
  /// Orders that end or come to a book; a fill of an uncross counts its lots, and 4 at least.
  var orders = 256
  /// What is looked at only.
  var looks = 4_096

  var isUsedUp: Bool { orders <= 0 || looks <= 0 }
}

extension NaiveVenue {
  /// One step of what is left to do.
  mutating func work() {
    var budget = Budget()
    while hasOtherWork || !massStatuses.isEmpty {
      guard !budget.isUsedUp else {
        tellsFirst.toggle()
        return
      }
      if !massStatuses.isEmpty && (tellsFirst || !hasOtherWork) {
        workOnMassStatus(&budget)
      } else if let index = nextWork, !fencesComeFirst {
        workOnce(index, &budget)
        goOn(index)
      } else if !fences.isEmpty {
        workOnFence(&budget)
      } else if hasAllegedTradeWork {
        workOnAllegedTrades(&budget)
      } else if hasQuoteWork {
        workOnQuotes(&budget)
      } else {
        workOnLots(&budget)
      }
    }
    tellsFirst = false
  }

  /// Whether there is work that does more than tell.
  private var hasOtherWork: Bool {
    !fences.isEmpty || !changing.isEmpty || hasAllegedTradeWork || hasQuoteWork
      || hasLotWork
  }

  /// Something has changed by which what is negotiated may be over: each place is to be looked at.
  mutating func reviewNegotiation() {
    allegedLooks = alleged.isEmpty ? 0 : Self.allegedTrades
    quotes.looks = quotes.requests.isEmpty ? 0 : NaiveQuotes.requests + NaiveQuotes.quotes
  }

  /// Whether the first fence was set before any instrument came to its work.
  private var fencesComeFirst: Bool {
    let before = changing.map { instruments[$0].fencesBefore }
    guard let fence = fences.first else { return false }
    return before.allSatisfy { fence.number < $0 }
  }

  /// The instrument that has its turn: lists before entries before an uncross.
  private var nextWork: Int? {
    for kind in Stage.Kind.allCases {
      if let index = changing.first(where: { instruments[$0].kind == kind }) { return index }
    }
    return nil
  }

  /// Ends one order, brings one to the book, searches for a price, or makes one fill.
  private mutating func workOnce(_ index: Int, _ budget: inout Budget) {
    switch instruments[index].stages[0] {
    case .ending(let which, let ids):
      guard let place = ids.firstIndex(where: { !self[$0].isDone }) else { return }
      let id = ids[place]
      instruments[index].stages[0] = .ending(which, Array(ids[(place + 1)...]))
      switch which {
      case .allOrNone: end(id, .canceled, restatement: 8)
      case .day, .atTheEnds, .atClose: end(id, .expired)
      case .outsideBand: sweep(id)
      }
      budget.orders -= 1
    case .comeAtClose:
      if let first = instruments[index].atClose.first { comeAtClose(first, &budget) }
    case .search(let search): if canUncross(index) { self.search(index, search, &budget) }
    case .uncross(let uncross): if canUncross(index) { pairOnce(index, uncross, &budget) }
    case .enter, .end: break
    }
  }

  /// An order for the closing call comes to the book, unless it has left the band or meets its own.
  private mutating func comeAtClose(_ id: Int, _ budget: inout Budget) {
    budget.orders -= 1
    let order = self[id]
    let instrument = instruments[order.instrument]
    guard !hasEnded(id) else { return end(id, .expired) }
    remove(id)
    if let band = instrument.terms.band, !band.contains(order.limit) {
      return end(id, .canceled, restatement: 8)
    }
    let (reason, looks) = callSearch(order)
    budget.looks -= looks
    reason == nil ? rest(id) : end(id, .canceled, restatement: 99)
  }

  func isCrossed(_ index: Int) -> Bool {
    guard let bid = best(index, .buy), let ask = best(index, .sell) else { return false }
    return bid >= ask
  }

  /// Whether an uncross has a price to search for, or two orders to pair at it.
  func canUncross(_ index: Int) -> Bool {
    guard let bid = best(index, .buy), let ask = best(index, .sell), bid >= ask else {
      return false
    }
    guard case .uncross(let uncross) = instruments[index].stages[0] else { return true }
    return uncross.lots > 0 && bid >= uncross.price && ask <= uncross.price
  }

  /// Looks at the prices of both sides, best ones first, as far as they trade and one further; where a
  /// side hides lots, at its orders there. What an order has left meanwhile makes it begin again.
  private mutating func search(_ index: Int, _ search: Search, _ budget: inout Budget) {
    let instrument = instruments[index]
    let orders = instrument.buys.count + instrument.sells.count
    let found = uncrossPrice(index)
    let all = looks(instrument.buys, found.lots) + looks(instrument.sells, found.lots)
    let before = search.orders == orders ? search.looked : 0
    let now = min(all - before, budget.looks)
    budget.looks -= now
    instruments[index].stages[0] =
      before + now == all
      ? .uncross(found) : .search(Search(looked: before + now, orders: orders))
  }

  /// How many prices of a side, or orders where it hides lots, it takes to see where its first `lots`
  /// end.
  private func looks(_ ids: [Int], _ lots: Int) -> Int {
    let hides = ids.contains { self[$0].shown < self[$0].leaves }
    var seen = 0
    var (looks, price) = (0, Int64?.none)
    for id in ids {
      if self[id].limit != price {
        if seen > lots { break }
        price = self[id].limit
        looks += hides ? 0 : 1
      }
      seen += self[id].leaves
      looks += hides ? 1 : 0
    }
    return looks
  }

  private mutating func pairOnce(_ index: Int, _ uncross: Uncross, _ budget: inout Budget) {
    if !counterparties.isEmpty { return pairPermitted(index, uncross, &budget) }
    let buy = instruments[index].buys[0]
    let sell = instruments[index].sells[0]
    for id in [buy, sell] where hasEnded(id) {
      budget.orders -= 1
      return end(id, .expired)
    }
    let lots = pair(buy, sell, uncross)
    instruments[index].stages[0] = .uncross(
      Uncross(price: uncross.price, lots: uncross.lots - lots))
    budget.orders -= max(4, lots)
  }

  /// Two orders trade at the price of the uncross: how many lots.
  mutating func pair(_ buy: Int, _ sell: Int, _ uncross: Uncross) -> Int {
    let lots = min(uncross.lots, self[buy].leaves, self[sell].leaves)
    for id in [buy, sell] {
      fill(id, lots: lots, at: uncross.price, liquidity: .none)
      if self[id].leaves == 0 {
        ended.append(id)
        remove(id)
      }
      self[id].shown = min(self[id].shown, self[id].leaves)
    }
    told(buy: buy, sell: sell, lots: lots, at: uncross.price, by: nil)
    endOpposite(buy)
    endOpposite(sell)
    return lots
  }

  /// The price at which most lots trade, then with the least left over, then nearest to the last
  /// price (the reference price where nothing has traded), then the higher; and those lots.
  private func uncrossPrice(_ index: Int) -> Uncross {
    let instrument = instruments[index]
    guard let bid = best(index, .buy), let ask = best(index, .sell), bid >= ask else {
      return Uncross(price: 0, lots: 0)
    }
    let reference = instrument.lastPx ?? instrument.terms.middle
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
