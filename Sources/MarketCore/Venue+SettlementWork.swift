import Funds
import Market
import Memory
import Records

/// What settlement does by itself: states that are over, and balances that can be paid.
extension Venue {
  /// Whether a state is over, or somebody's balances can be paid.
  var hasSettlementWork: Bool {
    !payers.isEmpty || deadlines.first.map { $0.at <= now } ?? false
  }

  /// One trade, or one firm that has nothing left to pay or to pay with.
  mutating func settleOne(_ budget: inout WorkBudget, into events: inout RecordBuffer) {
    budget.orders -= Limits.ordersPerTrade
    if let due = deadlines.first, due.at <= now { return endState(of: due.slot, into: &events) }
    let firm = payers.first
    let slot = reference[firm].firstBalance
    if slot == Trade.none || !payBalance(of: slot, into: &events) {
      reference[firm].paysBalances = false
      payers.removeFirst()
    }
  }

  /// The deadline of a trade's state has passed.
  mutating func endState(of slot: UInt32, into events: inout RecordBuffer) {
    switch trades[slot].state {
    case .matched: undo(slot, .bust, .deadline, into: &events)
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
    case .signed, .guaranteed, .weightFinal, .invoiced, .closed, .bust, .buyerDefault,
      .sellerDefault, .dispute:
      preconditionFailure("a state without an end has no deadline")
    }
  }
}
