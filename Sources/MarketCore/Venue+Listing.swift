import Market
import Matching
import Memory
import Records

/// An order that names a listing by ListingOrderID(7772): it trades with that order and no other, at its price,
/// also where that is not the best (rule book Art. 7(3), mode listing).
extension Venue {
  /// Guard 8: the listing is open, on the other side, another group's, in reach, and enough for the order.
  func checkListing(
    _ orderID: OrderID, namedBy order: Order, in instrument: Instrument
  ) throws(OrderRefusal) {
    guard let slot = openListing(orderID) else { throw OrderRefusal(.listingNotOpen) }
    let listing = orders[slot]
    guard listing.instrument == order.instrument else {
      throw OrderRefusal(.listingOfAnotherInstrument)
    }
    guard listing.side != order.side else { throw OrderRefusal(.listingOnSameSide) }
    guard reference[listing.firm].controlGroup != reference[order.firm].controlGroup else {
      throw OrderRefusal(.wouldTradeWithItself)
    }
    try checkCounterparties(order.firm, listing.firm)
    guard isInReach(listing, of: instrument) else {
      throw OrderRefusal(.listingOutOfReach, detail: Int64(instrument.listingReach))
    }
    try checkPrice(of: listing, for: order, in: instrument)
    if listing.isAllOrNone && listing.leavesLots > order.lots {
      throw OrderRefusal(.listingIsWhole, detail: Int64(listing.leavesLots))
    }
    guard listing.leavesLots >= order.lotsAtOnce(isEntry: true) else {
      throw OrderRefusal(.listingTooSmall)
    }
  }

  /// An order that stands in its book and has not ended; nil for any other number.
  private func openListing(_ orderID: OrderID) -> UInt32? {
    guard let slot = orders.slot(orderID), orders[slot].bookSlot != Order.none,
      !orders[slot].waitsForTrigger, !hasEnded(slot)
    else { return nil }
    return slot
  }

  /// Whether it stands among the best prices of its side, as many as the instrument says.
  private func isInReach(_ listing: Order, of instrument: Instrument) -> Bool {
    var level = books.bestLevel(instrument.book, listing.side)
    for _ in 0..<instrument.listingReach {
      guard let present = level else { return false }
      if present.tick == listing.tick { return true }
      level = books.level(instrument.book, listing.side, behind: present.tick)
    }
    return false
  }

  /// The order's limit reaches the listing's price, and that is not too far from the last one.
  private func checkPrice(
    of listing: Order, for order: Order, in instrument: Instrument
  ) throws(OrderRefusal) {
    let isReached =
      order.side == .buy ? listing.tick <= order.tick : listing.tick >= order.tick
    guard isReached else {
      let price = instrument.price(of: listing.tick)
      throw OrderRefusal(.listingBeyondLimit, detail: price.tenThousandths)
    }
    let band = instrument.dynamicBand
    guard !band.contains(listing.tick) else { return }
    let edge = listing.tick > band.highest ? band.highest : band.lowest
    throw OrderRefusal(
      .listingOutsideBand, detail: instrument.price(of: edge).tenThousandths)
  }

  /// Trades an order with the listing that it names, as often as that shows a new part. What is left rests
  /// where it may and would meet nobody; else it is cancelled.
  mutating func take(_ orderID: OrderID, by slot: UInt32, into events: inout RecordBuffer) {
    guard let listing = orders.slot(orderID) else {
      preconditionFailure("the listing was there when the order was judged")
    }
    let place = OrderSlot(rawValue: orders[listing].bookSlot)
    while orders[slot].leavesLots > 0 && orders[listing].leavesLots > 0 {
      let fill = books.fill(of: place, upTo: orders[slot].leavesLots)
      elections.entries += 1
      let change = books.perform(fill)
      trade(slot, with: fill, isByName: true, into: &events)
      tellBook(listing, change, into: &events)
    }
    endOpposite(of: slot)
    if orders[slot].leavesLots == 0 {
      orders.finish(slot, at: now)
    } else if !orders[slot].mayRest {
      cancel(slot, into: &events)
    } else if meetsNobody(
      incomingOrder(orders[slot]), of: orders[slot].firm, in: orders[slot].instrument)
    {
      rest(slot, into: &events)
    } else {
      cancel(slot, reason: Execution.other, into: &events)
    }
  }
}

extension NewOrder {
  /// Whether an order of these terms may name a listing: one with a limit that may trade at once.
  var mayNameListing: Bool {
    guard ordType == .limit, !execInst.contains(.postOnly) else { return false }
    switch timeInForce {
    case .day, .goodTillCancel, .goodTillDate, .immediateOrCancel, .fillOrKill: return true
    case .atTheOpening, .atTheClose: return false
    }
  }
}
