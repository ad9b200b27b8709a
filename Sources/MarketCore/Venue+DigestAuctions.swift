import Auctions
import Market
import Memory

/// Auctions in the digest, and their recount.
extension Venue {
  func mixAuctions(into digest: inout Digest) {
    for number in 1..<(reference.instrumentCount + 1) {
      let terms = reference.auctionTerms[number]
      digest.mix(terms.noticeNanos)
      digest.mix(terms.extensionNanos)
      digest.mix(terms.stepNanos)
      digest.mix(UInt64(terms.depositBasisPoints) << 32 | UInt64(terms.extensionsMost))
      digest.mix(terms.offersAscending)
      digest.mix(terms.offersDescending)
    }
    digest.mix(auctions.numbersGiven)
    digest.mix(auctions.isInGap)
    for slot in auctions.slots where auctions.isKnown(slot) {
      mix(auctions[slot], at: slot, into: &digest)
    }
    for slot in auctions.depositSlots where auctions.isDeposit(slot) {
      let deposit = auctions.deposit(slot)
      digest.mix(deposit.lot)
      digest.mix(deposit.firm.rawValue)
      digest.mix(deposit.session.rawValue)
      digest.mix(deposit.reference)
      digest.mix(deposit.held.fen)
    }
  }

  private func mix(_ lot: AuctionLot, at slot: UInt32, into digest: inout Digest) {
    digest.mix(lot.number)
    digest.mix(orders[lot.tag].orderID.rawValue)
    digest.mix(lot.state.rawValue)
    digest.mix(lot.freezes.rawValue)
    digest.mix(lot.isForeclosure)
    digest.mix(lot.startPrice.tenThousandths)
    digest.mix(lot.step.tenThousandths)
    digest.mix(lot.limit?.tenThousandths ?? 0)
    digest.mix(lot.lots)
    digest.mix(lot.deposit.fen)
    digest.mix(lot.opensAt.nanoseconds)
    digest.mix(lot.closesAt.nanoseconds)
    digest.mix(lot.extensionNanos)
    digest.mix(lot.extensionsMost)
    digest.mix(lot.stepNanos)
    digest.mix(lot.round)
    digest.mix(lot.takenLots)
    digest.mix(lot.elapsed)
    digest.mix(lot.length)
    digest.mix(lot.anchor.nanoseconds)
    digest.mix(lot.endedAs)
    var bid = auctions.best(of: slot)
    while let standing = bid {
      digest.mix(orders[auctions.bid(standing).tag].orderID.rawValue)
      bid = auctions.next(behind: standing)
    }
  }

  /// What is held of a firm's deposits beside its bids.
  func depositsHeld(of firm: FirmID) -> Amount {
    var held = Amount.zero
    for slot in auctions.depositSlots where auctions.isDeposit(slot) {
      if auctions.deposit(slot).firm == firm { held.fen += auctions.deposit(slot).held.fen }
    }
    return held
  }

  /// Whether a live order stands behind a lot that is not wound up, as its own or as a bid.
  func isAuctioned(_ slot: UInt32) -> Bool {
    guard !orders[slot].status.isFinal, let lot = auctions.slot(of: orders[slot].auction)
    else { return false }
    return auctions[lot].tag == slot || auctions.bid(of: lot, tag: slot) != nil
  }

  /// Each bid has its live order, whose lots and price it has; each lot has as many as it counts; and what is
  /// counted of control groups is what stands.
  /// - Parameter live: the slots of auctions' live orders.
  func auditAuctions(_ live: [UInt32]) -> AuditFinding? {
    for slot in auctions.slots where auctions.isKnown(slot) {
      let lot = auctions[slot]
      var count: UInt32 = 0
      var lots: UInt32 = 0
      var next = auctions.best(of: slot)
      while let standing = next {
        let bid = auctions.bid(standing)
        let order = orders[bid.tag]
        guard order.auction == lot.number, !order.status.isFinal, order.leavesLots == bid.lots,
          order.price == bid.price, order.side == lot.side.opposite, order.firm == bid.firm
        else { return .auction(lot.number) }
        count += 1
        lots += bid.lots
        next = auctions.next(behind: standing)
      }
      let own = orders[lot.tag]
      guard count == lot.bidCount, lots == lot.standingLots, own.auction == lot.number,
        lot.state.isOver || own.leavesLots == lot.leftLots
      else { return .auction(lot.number) }
    }
    return auditAuctionedSides(live)
  }

  private func auditAuctionedSides(_ live: [UInt32]) -> AuditFinding? {
    for index in 0..<fillTimes.count {
      var sides = SideCounts()
      for slot in live where orders[slot].fillTimes == index { sides.add(orders[slot].side) }
      if sides != fillTimes[index].auctioned { return .auction(0) }
    }
    return nil
  }
}
