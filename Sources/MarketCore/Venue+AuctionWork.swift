import Auctions
import Market
import Memory
import Records
import Titles

/// What the clock does to lots, and how they are wound up: bid by bid and deposit by deposit, as steps of work.
extension Venue {
  var hasAuctionWork: Bool {
    auctions.firstOver != nil || auctions.hasUntold || auctions.due(at: now) != nil
  }

  mutating func workOnAuctions(_ budget: inout WorkBudget, into events: inout RecordBuffer) {
    if auctions.hasUntold {
      budget.orders -= 1
      guard let lot = auctions.takeUntold() else { return }
      tell(lot, auctions[lot].isStanding ? .frozen : .resumed, into: &events)
    } else if let lot = auctions.due(at: now) {
      budget.orders -= 1
      advance(lot, into: &events)
    } else if let lot = auctions.firstOver {
      windUp(lot, &budget, into: &events)
    }
  }

  /// A lot that somebody bids for, or the operator changes, stands where the clock has it.
  mutating func catchUp(_ lot: UInt32, into events: inout RecordBuffer) {
    while auctions.isDue(lot, at: now) { advance(lot, into: &events) }
  }

  /// A lot opens, its clock moves the price, or its time is over.
  private mutating func advance(_ lot: UInt32, into events: inout RecordBuffer) {
    let present = auctions[lot]
    if present.state == .announced {
      let isHalted = reference[present.instrument].phase == .halted
      auctions.open(lot, isHalted: isHalted)
      return tell(lot, .opened, into: &events)
    }
    guard auctions.isOver(lot, at: now) else {
      auctions.move(lot, to: auctions.round(of: lot, at: now))
      return tell(lot, .priceMoved, into: &events)
    }
    close(lot, into: &events)
  }

  /// The time of a lot is over: what is bid for, or taken, is sold.
  private mutating func close(_ lot: UInt32, into events: inout RecordBuffer) {
    let present = auctions[lot]
    let sold = present.isByBids ? auctions.winningLots(of: lot) : present.takenLots
    auctions.end(lot, as: sold > 0 ? .sold : .unsold)
    let reason: AuctionReason =
      sold > 0
      ? .closed : present.bidCount > 0 ? .reserveNotMet : .noBid
    tell(lot, reason, into: &events)
  }

  /// One step: the best bid that is left trades or ends, then the lot's own order, then each deposit.
  private mutating func windUp(
    _ lot: UInt32, _ budget: inout WorkBudget, into events: inout RecordBuffer
  ) {
    if let bid = auctions.best(of: lot) {
      budget.orders -= endBid(bid, of: lot, into: &events)
    } else if !orders[auctions[lot].tag].status.isFinal {
      budget.orders -= 1
      endAuctioned(auctions[lot].tag, OrderRefusal(.auctionOver), into: &events)
    } else if let deposit = auctions.firstDeposit(for: lot) {
      budget.orders -= 1
      giveBack(deposit, into: &events)
    } else {
      budget.looks -= 1
      reference.auctionTerms[auctions[lot].instrument.rawValue].lots -= 1
      auctions.forget(lot)
    }
  }

  /// A bid behind the close: as many of its lots as are left become a trade, what it has more ends. What that
  /// counts as in the budget.
  private mutating func endBid(
    _ bid: UInt32, of lot: UInt32, into events: inout RecordBuffer
  ) -> Int {
    let present = auctions[lot]
    let standing = auctions.bid(bid)
    let lots = min(standing.lots, present.leftLots, orders[present.tag].leavesLots)
    guard present.state == .sold, lots > 0, present.reachesReserve(standing.price) else {
      end(bid, OrderRefusal(.auctionOver), into: &events)
      return 1
    }
    guard trades.hasRoom(for: 1) else {
      end(bid, OrderRefusal(.tooManyOrders), into: &events)
      return 1
    }
    auctions.remove(bid)
    deal(standing.tag, lots, of: lot, into: &events)
    if lots < standing.lots {
      endAuctioned(standing.tag, OrderRefusal(.auctionOver), into: &events)
    }
    return max(4, Int(lots))
  }

  /// Documents that an order of an auction holds must be free: a bid ends, or with the initiator's the lot.
  mutating func withdrawFromAuction(_ slot: UInt32, into events: inout RecordBuffer) {
    guard let lot = auctions.slot(of: orders[slot].auction) else {
      preconditionFailure("a live order of an auction has its lot")
    }
    guard auctions[lot].tag == slot else {
      guard let bid = auctions.bid(of: lot, tag: slot) else {
        preconditionFailure("a live bid stands")
      }
      end(bid, nil, into: &events)
      if auctions[lot].isOpen { tell(lot, .bidVoided, into: &events) }
      return
    }
    endAuctioned(slot, nil, into: &events)
    guard !auctions[lot].state.isOver else { return }
    auctions.end(lot, as: .cancelled)
    tell(lot, .documentsLost, into: &events)
  }

  /// An instrument was halted, or is not any more: the time of its lots stands still, or goes on.
  mutating func followPhase(of instrument: InstrumentID) {
    if reference[instrument].phase == .halted {
      auctions.halt(instrument, at: now)
    } else {
      auctions.goOn(instrument, at: now)
    }
  }
}
