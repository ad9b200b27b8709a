import Funds
import Market
import Memory
import Records

/// What settlement does by itself: states and calls that are over, guarantees that a fixing concerns, the net
/// run, calls and balances that can be paid.
extension Venue {
  /// Whether there is any of that.
  var hasSettlementWork: Bool {
    !payers.isEmpty || guarantees.nextToRecheck != nil || netting.hasWork(at: now)
      || deadlines.first.map { $0.at <= now } ?? false
  }

  /// One trade, one member of the net run, or one firm that has nothing left to pay or to pay with.
  mutating func settleOne(_ budget: inout WorkBudget, into events: inout RecordBuffer) {
    let due = deadlines.first.flatMap { $0.at <= now ? $0.slot : nil }
    if due == nil, let slot = guarantees.nextToRecheck {
      return recheckNext(slot, &budget, into: &events)
    }
    if due == nil && netting.hasWork(at: now) { return workOnNetRun(&budget, into: &events) }
    budget.orders -= Limits.ordersPerTrade
    if let due { return endState(of: due, into: &events) }
    let firm = payers.first
    if !topUpFirst(of: firm, into: &events) && !payFirst(of: firm, into: &events) {
      reference[firm].paysBalances = false
      payers.removeFirst()
    }
  }

  private mutating func topUpFirst(of firm: FirmID, into events: inout RecordBuffer) -> Bool {
    let slot = reference[firm].firstCall
    return slot != Trade.none && topUp(slot, into: &events)
  }

  private mutating func payFirst(of firm: FirmID, into events: inout RecordBuffer) -> Bool {
    let slot = reference[firm].firstBalance
    return slot != Trade.none && payBalance(of: slot, into: &events)
  }

  /// The deadline of a trade's state has passed, or that of a call to top up its guarantee.
  mutating func endState(of slot: UInt32, into events: inout RecordBuffer) {
    let isCallOver = trades[slot].topUpBy != .none && trades[slot].topUpBy == trades[slot].endsAt
    if isCallOver && trades[slot].topUpBy != trades[slot].deadline {
      if !topUp(slot, into: &events) { forfeit(slot, .topUpMissed, into: &events) }
      return
    }
    switch trades[slot].state {
    case .matched: undo(slot, .bust, .deadline, into: &events)
    case .signed: deliver(slot, into: &events)
    case .balanceDue:
      if !payBalance(of: slot, into: &events) {
        forfeit(slot, .deadline, into: &events)
      }
    case .funded: dispute(slot, .deadline, into: &events)
    case .titleLocked:
      if hasFrozenDocument(slot) {
        undo(slot, .sellerDefault, .documentFrozen, into: &events)
      } else {
        dispute(slot, .deadline, into: &events)
      }
    case .dvpDone: finishWeights(of: slot, .deadline, into: &events)
    case .guaranteed, .weightFinal, .invoiced, .closed, .bust, .buyerDefault,
      .sellerDefault, .dispute:
      preconditionFailure("a state without an end has no deadline")
    }
  }
}
