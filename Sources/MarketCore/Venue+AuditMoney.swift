import Funds
import Market
import Memory

/// The recount of what firms' money backs: live buys and trades.
extension Venue {
  func auditMoney(_ live: [UInt32]) -> AuditFinding? {
    for number in 1..<(reference.firmCount + 1) {
      let firm = FirmID(rawValue: number)
      let own = live.filter { orders[$0].firm == firm }
      if let finding = auditCash(of: firm, own) ?? auditGuarantees(of: firm, own)
        ?? auditCalls(of: firm)
      {
        return finding
      }
    }
    return money.audit().map { .ledger($0) } ?? (isNetRunWhole ? nil : .netRun)
  }

  /// Trades leave a run that is settled, or goes gross, one by one; what is netted of it stands.
  private var isNetRunWhole: Bool {
    let sum = (0..<netting.run.memberCount).reduce(Int128(0)) {
      $0 + Int128(netting.run.member(at: $1).net.fen)
    }
    var held: UInt32 = 0
    for slot in 0..<trades.count where netting.holds(slot) {
      guard trades[slot].state == .funded || trades[slot].disputed == .funded else { return false }
      held += 1
    }
    switch netting.stage {
    case .collecting, .publishing, .paying, .failing:
      return sum == 0 && held == netting.run.tradeCount
    case .settling, .grossing: return sum == 0 && held <= netting.run.tradeCount
    case .idle, .repaying: return sum == 0 && held == 0
    }
  }

  private func auditCash(of firm: FirmID, _ live: [UInt32]) -> AuditFinding? {
    var held: Int64 = 0
    for slot in live where orders[slot].side == .buy { held += orders[slot].held.fen }
    held += depositsHeld(of: firm).fen
    var due: Int64 = 0
    for slot in 0..<trades.count where trades[slot].buyer.firm == firm {
      due += trades[slot].secured.fen
      if isGuaranteed(slot) { due += guarantees.ofTrades[slot].held.cash.fen }
    }
    if money[firm].held.fen != held { return .heldMoney(firm) }
    return money[firm].due.fen == due ? nil : .dueMoney(firm)
  }

  private func auditGuarantees(of firm: FirmID, _ live: [UInt32]) -> AuditFinding? {
    for place in 0..<money.currencies.count {
      let currency = CurrencyIndex(rawValue: UInt8(place))
      var held: Int64 = 0
      for slot in live where orders[slot].isByGuarantee {
        held += guarantees.ofOrders[slot][currency].fen * Int64(orders[slot].leavesLots)
      }
      for slot in 0..<trades.count where trades[slot].buyer.firm == firm && isGuaranteed(slot) {
        held += guarantees.ofTrades[slot].held[currency].fen
      }
      if money[.guarantee(firm), in: currency]?.held.fen != held {
        return .heldGuarantee(firm, currency)
      }
    }
    return nil
  }

  /// Who is called is called for trades that wait for their balance and are short.
  private func auditCalls(of firm: FirmID) -> AuditFinding? {
    var listed = 0
    var slot = reference[firm].firstCall
    while slot != Trade.none {
      listed += 1
      guard trades[slot].isCalled, trades[slot].buyer.firm == firm,
        trades[slot].state == .balanceDue, guarantees.ofTrades[slot].state == .topUpDue,
        guarantees.ofTrades[slot].topUpBy == trades[slot].topUpBy
      else { return .call(trades[slot].tradeID) }
      slot = trades[slot].nextCall
    }
    var called = 0
    for slot in 0..<trades.count where trades[slot].buyer.firm == firm && trades[slot].isCalled {
      called += 1
    }
    return listed == called ? nil : .calls(firm)
  }
}
