import Funds
import Market
import Memory
import Records
import Titles

/// The market risk reserve: rule book Art. 28. What it gets of the fees stands in `SettlementLegs`.
extension Venue {
  /// What a payment would take; or why it is refused.
  func judge(_ body: UseReserve) throws(DefinitionRefusal) -> ActionPreview {
    guard let slot = trades.slot(of: body.tradeID) else {
      throw DefinitionRefusal(.unknownTrade, 0)
    }
    guard damaged(in: slot) != nil else {
      throw DefinitionRefusal(.wrongTradeState, Int64(trades[slot].state.rawValue))
    }
    guard body.amount > .zero else { throw DefinitionRefusal(.invalidValue, body.amount.fen) }
    let damage = max(0, trades[slot].legs.price.fen - trades[slot].difference.fen)
    guard body.amount.fen <= damage else { throw DefinitionRefusal(.exceedsDamage, damage) }
    let left = money[.riskReserve, in: .cny]?.available ?? .zero
    guard body.amount <= left else { throw DefinitionRefusal(.insufficientFunds, left.fen) }
    var preview = ActionPreview()
    preview.documents = trades[slot].documents.count
    preview.amount = body.amount
    preview.reserve = left
    return preview
  }

  /// Pays the other party of a trade that has ended by a default, at most what that may have cost: the price
  /// of the documents, less what a guarantee and the reserve have paid for the trade before.
  mutating func perform(_ body: UseReserve, into events: inout RecordBuffer)
    throws(DefinitionRefusal)
  {
    guard let slot = trades.slot(of: body.tradeID), let firm = damaged(in: slot) else {
      preconditionFailure("what is judged is known")
    }
    let posting = Posting(.reserveUse, body.amount, from: .riskReserve, to: .cash(firm))
    do throws(PostingRefusal) {
      try money.post(posting)
    } catch {
      throw DefinitionRefusal(.amountOverflow, Ledger.highestBalance.fen)
    }
    trades[slot].difference.fen += body.amount.fen
    tell(posting, of: body.tradeID, request: body.request, into: &events)
    payBalances(of: firm)
  }

  /// Who has not defaulted; nil where nobody has.
  private func damaged(in slot: UInt32) -> FirmID? {
    switch trades[slot].state {
    case .buyerDefault: trades[slot].seller.firm
    case .sellerDefault: trades[slot].buyer.firm
    case .matched, .signed, .funded, .guaranteed, .balanceDue, .titleLocked, .dvpDone, .weightFinal,
      .invoiced, .closed, .bust, .dispute:
      nil
    }
  }
}
