public import Market
import Memory

/// What is bid for lots, and what wins.
extension Auctions {
  /// A bid may be this many steps beyond the best one, or the start price.
  public static var stepsMost: Int64 { 20 }

  /// A standing bid by its slot.
  public func bid(_ slot: UInt32) -> AuctionBid {
    precondition(freeBids.isTaken(slot), "a bid stands")
    return bids[slot]
  }

  /// The best standing bid of a lot; nil where none stands.
  public func best(of lot: UInt32) -> UInt32? {
    lots[lot].firstBid == AuctionBid.none ? nil : lots[lot].firstBid
  }

  /// The worst one.
  public func worst(of lot: UInt32) -> UInt32? {
    lots[lot].lastBid == AuctionBid.none ? nil : lots[lot].lastBid
  }

  /// The standing bid of a lot that goes by a tag.
  /// - Complexity: O(bids of the lot), which are as many as its lots at most.
  public func bid(of lot: UInt32, tag: UInt32) -> UInt32? {
    var slot = lots[lot].firstBid
    while slot != AuctionBid.none {
      if bids[slot].tag == tag { return slot }
      slot = bids[slot].next
    }
    return nil
  }

  /// Judges a bid at an instant: whole steps from the start, not worse than that; better by a step at least than
  /// the worst that wins where no lot is left for it; 20 steps at most beyond the best.
  public func judge(
    _ price: Price, lots count: UInt32, for lot: UInt32, at instant: Instant
  ) throws(BidRefusal) {
    try judgeOpen(lot, at: instant)
    let present = lots[lot]
    precondition(present.isByBids, "bids are for lots by bids")
    guard count <= present.lots else { throw .lotsNotLeft(present.lots) }
    guard let steps = present.steps(to: price) else { throw .offStep }
    let least = leastSteps(for: lot)
    guard steps >= least else { throw .tooLow(present.price(steps: least) ?? present.startPrice) }
    let most = (best(of: lot).flatMap { present.steps(to: bids[$0].price) } ?? 0) + Self.stepsMost
    guard steps <= most else { throw .tooFar(present.price(steps: most) ?? present.startPrice) }
    guard freeBids.available > 0 else { throw .full }
  }

  /// Judges an acceptance at an instant; the price at which it takes its lots.
  public func judgeAcceptance(
    _ worst: Price, lots count: UInt32, of lot: UInt32, at instant: Instant
  ) throws(BidRefusal) -> Price {
    try judgeOpen(lot, at: instant)
    precondition(!lots[lot].isByBids, "acceptances are for lots by clock")
    guard count <= lots[lot].leftLots else { throw .lotsNotLeft(lots[lot].leftLots) }
    let price = clockPrice(of: lot, at: instant)
    let isWorse = lots[lot].side == .sell ? price > worst : price < worst
    if isWorse { throw .clockPriceWorse(price) }
    return price
  }

  private func judgeOpen(_ lot: UInt32, at instant: Instant) throws(BidRefusal) {
    guard lots[lot].isOpen, lots[lot].freezes.isEmpty, !isOver(lot, at: instant) else {
      throw .notOpen
    }
  }

  /// How many steps from the start a bid must be at least.
  private func leastSteps(for lot: UInt32) -> Int64 {
    guard lots[lot].standingLots >= lots[lot].lots, let worst = worst(of: lot),
      let steps = lots[lot].steps(to: bids[worst].price)
    else { return 0 }
    return steps + 1
  }

  /// What would be sold if the lot closed now: lots of bids that reach the reserve.
  public func winningLots(of lot: UInt32) -> UInt32 {
    var count: UInt32 = 0
    var slot = lots[lot].firstBid
    while slot != AuctionBid.none && lots[lot].reachesReserve(bids[slot].price) {
      count += bids[slot].lots
      slot = bids[slot].next
    }
    return min(count, lots[lot].lots)
  }

  /// Lots are taken by clock, or become a trade.
  public mutating func take(_ count: UInt32, of lot: UInt32) {
    precondition(count <= lots[lot].leftLots, "no more is taken than is left")
    lots[lot].takenLots += count
  }

  /// Enters a bid that was judged, behind those of its price; whether it puts off the close.
  public mutating func place(_ bid: AuctionBid, at instant: Instant) -> Bool {
    guard let slot = freeBids.take() else { preconditionFailure("there is room for the bid") }
    let lot = bid.lot
    bids[slot] = bid
    var better = lots[lot].lastBid
    while better != AuctionBid.none && lots[lot].isBetter(bid.price, than: bids[better].price) {
      better = bids[better].previous
    }
    link(slot, behind: better)
    lots[lot].bidCount += 1
    lots[lot].standingLots += bid.lots
    return extend(lot, at: instant)
  }

  /// The first standing bid that wins nothing any more; those behind it win nothing either. Nil where each wins.
  public func firstOutbid(of lot: UInt32) -> UInt32? {
    var ahead: UInt32 = 0
    var slot = lots[lot].firstBid
    while slot != AuctionBid.none && ahead < lots[lot].lots {
      ahead += bids[slot].lots
      slot = bids[slot].next
    }
    return slot == AuctionBid.none ? nil : slot
  }

  /// The first standing bid that would win nothing any more behind an offer; nil where each would.
  public func firstOutbid(of lot: UInt32, by price: Price, lots count: UInt32) -> UInt32? {
    var ahead: UInt32 = 0
    var isCounted = false
    var slot = lots[lot].firstBid
    while slot != AuctionBid.none {
      if !isCounted && lots[lot].isBetter(price, than: bids[slot].price) {
        ahead += count
        isCounted = true
      }
      if ahead >= lots[lot].lots { return slot }
      ahead += bids[slot].lots
      slot = bids[slot].next
    }
    return nil
  }

  /// A bid stands no more: another has taken its place, it is void, or it has become a trade.
  public mutating func remove(_ slot: UInt32) {
    let bid = bids[slot]
    if bid.previous == AuctionBid.none {
      lots[bid.lot].firstBid = bid.next
    } else {
      bids[bid.previous].next = bid.next
    }
    if bid.next == AuctionBid.none {
      lots[bid.lot].lastBid = bid.previous
    } else {
      bids[bid.next].previous = bid.previous
    }
    lots[bid.lot].bidCount -= 1
    lots[bid.lot].standingLots -= bid.lots
    bids[slot] = AuctionBid()
    freeBids.give(slot)
  }

  /// Behind a better bid or one of the same price; behind none it is the best.
  private mutating func link(_ slot: UInt32, behind better: UInt32) {
    let lot = bids[slot].lot
    let worse = better == AuctionBid.none ? lots[lot].firstBid : bids[better].next
    bids[slot].previous = better
    bids[slot].next = worse
    if better == AuctionBid.none { lots[lot].firstBid = slot } else { bids[better].next = slot }
    if worse == AuctionBid.none { lots[lot].lastBid = slot } else { bids[worse].previous = slot }
  }

  /// A bid in the last seconds puts off the close, as often as that may be.
  private mutating func extend(_ lot: UInt32, at instant: Instant) -> Bool {
    let present = lots[lot]
    let left = present.length - (instant.nanoseconds - present.anchor.nanoseconds)
    guard left <= present.extensionNanos, present.round < present.extensionsMost else {
      return false
    }
    lots[lot].state = .extending
    lots[lot].round += 1
    lots[lot].length += present.extensionNanos
    unschedule(lot)
    scheduleNext(lot)
    return true
  }
}

extension Auctions {
  /// The next worse standing bid of the same lot; nil behind the worst.
  public func next(behind bid: UInt32) -> UInt32? {
    bids[bid].next == AuctionBid.none ? nil : bids[bid].next
  }
}
