import Market

/// An order that names a listing: it trades with that one alone, at its price.
extension NaiveVenue {
  /// Best prices of a side that may be named.
  static var listingReach: Int { 5 }

  /// Why an order may not take the listing that it names.
  func listingReason(_ order: NaiveOrder) -> Reason? {
    guard let id = order.entered.listing.flatMap({ names[$0] }), self[id].place == .book,
      !hasEnded(id)
    else { return .listingNotOpen }
    let listing = self[id]
    if listing.instrument != order.instrument { return .listingOfAnotherInstrument }
    if listing.side == order.side { return .listingOnSameSide }
    if listing.party == order.party { return .wouldTradeWithItself }
    if !mayDeal(order, listing) { return .counterpartyNotPermitted }
    var prices: [Int64] = []
    for other in instruments[order.instrument][listing.side] where prices.last != self[other].limit
    {
      prices.append(self[other].limit)
    }
    if !prices.prefix(Self.listingReach).contains(listing.limit) { return .listingOutOfReach }
    if !crosses(order, listing.limit) { return .listingBeyondLimit }
    let instrument = instruments[order.instrument]
    let last = instrument.lastPx ?? instrument.terms.middle
    if let band = instrument.terms.dynamicBand(around: last), !band.contains(listing.limit) {
      return .listingOutsideBand
    }
    if listing.isAllOrNone && listing.leaves > order.quantity { return .listingIsWhole }
    let isWhole = order.isAllOrNone || order.force == .fillOrKill
    let needed = isWhole ? order.quantity : order.minQty
    return listing.leaves < needed ? .listingTooSmall : nil
  }

  /// Whether the firms of two orders deal with each other.
  func mayDeal(_ order: NaiveOrder, _ other: NaiveOrder) -> Bool {
    order.firm == other.firm
      || deals(order.firm, with: other.firm) && deals(other.firm, with: order.firm)
  }

  /// Whether a firm has no list, or the other is in it.
  func deals(_ firm: Int, with other: Int) -> Bool {
    counterparties[firm].map { $0.contains(other) } ?? true
  }

  /// Trades with the named listing, part by part as that shows; the rest stays where it meets nobody.
  mutating func take(_ name: OrderName, _ id: Int) {
    guard let listing = names[name] else { preconditionFailure("the listing is known") }
    while self[id].leaves > 0 && self[listing].leaves > 0 {
      met += 1
      trade(id, listing, lots: min(self[id].leaves, self[listing].shown))
    }
    endOpposite(id)
    let order = self[id]
    guard order.leaves > 0 else { return ended.append(id) }
    guard order.mayRest else { return end(id, .canceled) }
    let plan = plan(order)
    let meetsNobody = !plan.hasMet && !plan.beginsWithOwn && plan.ending == .ranOut
    meetsNobody ? rest(id) : end(id, .canceled, restatement: 99)
  }

  /// Buys in their turn trade with the first sell that they may, all at the price of the uncross; the pass goes on
  /// where it was unless the book has changed by others.
  mutating func pairPermitted(_ index: Int, _ uncross: Uncross, _ budget: inout Budget) {
    let shown = book(index, .buy) + book(index, .sell)
    let buys = instruments[index].buys.filter { self[$0].limit >= uncross.price }
    var place = 0
    if let next = uncross.next, uncross.book == shown {
      place = buys.firstIndex(of: next) ?? buys.count
    }
    while place < buys.count {
      let buy = buys[place]
      if budget.isUsedUp {
        return note(buy, index, uncross)
      }
      budget.looks -= 1
      if hasEnded(buy) {
        budget.orders -= 1
        end(buy, .expired)
        return note(nil, index, uncross)
      }
      if let sell = firstSell(buy, index, uncross, &budget) {
        if hasEnded(sell) {
          budget.orders -= 1
          end(sell, .expired)
          return note(nil, index, uncross)
        }
        let lots = pair(buy, sell, uncross)
        budget.orders -= max(4, lots)
        let left = Uncross(price: uncross.price, lots: uncross.lots - lots)
        let isFilled = self[buy].leaves == 0
        if isFilled && place + 1 == buys.count {
          return note(nil, index, Uncross(price: 0, lots: 0))
        }
        return note(isFilled ? buys[place + 1] : buy, index, left)
      }
      place += 1
    }
    note(nil, index, Uncross(price: 0, lots: 0))
  }

  private mutating func note(_ buy: Int?, _ index: Int, _ uncross: Uncross) {
    var uncross = uncross
    uncross.next = buy
    uncross.book = book(index, .buy) + book(index, .sell)
    instruments[index].stages[0] = .uncross(uncross)
  }

  /// The first sell of the price that the buy may trade with, or that has ended.
  private func firstSell(
    _ buy: Int, _ index: Int, _ uncross: Uncross, _ budget: inout Budget
  ) -> Int? {
    for sell in instruments[index].sells.prefix(Self.ordersLookedAt) {
      if self[sell].limit > uncross.price { return nil }
      budget.looks -= 1
      if hasEnded(sell) { return sell }
      if self[sell].party != self[buy].party, mayDeal(self[buy], self[sell]) { return sell }
    }
    return nil
  }
}
