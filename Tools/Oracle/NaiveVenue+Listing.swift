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
    var prices: [Int64] = []
    for other in instruments[order.instrument][listing.side] where prices.last != self[other].limit
    {
      prices.append(self[other].limit)
    }
    if !prices.prefix(Self.listingReach).contains(listing.limit) { return .listingOutOfReach }
    if !crosses(order, listing.limit) { return .listingBeyondLimit }
    let instrument = instruments[order.instrument]
    let last = instrument.lastPx ?? instrument.terms.referencePrice
    if let band = instrument.terms.dynamicBand(around: last), !band.contains(listing.limit) {
      return .listingOutsideBand
    }
    if listing.isAllOrNone && listing.leaves > order.quantity { return .listingIsWhole }
    let isWhole = order.isAllOrNone || order.force == .fillOrKill
    let needed = isWhole ? order.quantity : order.minQty
    return listing.leaves < needed ? .listingTooSmall : nil
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
}
