import Market
import Memory

/// What a recount of the ledger has found wrong.
public enum LedgerFinding: Equatable, Sendable {
  /// The accounts of a currency do not add up to zero.
  case sum(CurrencyIndex)
  /// An account that is not outside is negative, or one is beyond its limit.
  case balance(LedgerAccount, CurrencyIndex)
  /// Something negative, or more than there is, is held or due.
  case encumbered(LedgerAccount, CurrencyIndex)
  /// A net run has left something.
  case clearing(CurrencyIndex)
}

extension Ledger {
  /// Recounts all accounts; nil where everything adds up.
  /// - Complexity: O(accounts).
  public func audit() -> LedgerFinding? {
    for place in 0..<CurrencyTable.capacity {
      let currency = CurrencyIndex(rawValue: UInt8(place))
      var sum = Int128(0)
      var finding: LedgerFinding?
      forEachAccount(in: currency) { account, money in
        sum += Int128(money.balance.fen)
        finding = finding ?? audit(account, money, currency)
      }
      if let finding { return finding }
      if sum != 0 { return .sum(currency) }
    }
    return nil
  }

  private func audit(_ account: LedgerAccount, _ money: MoneyAccount, _ currency: CurrencyIndex)
    -> LedgerFinding?
  {
    let lowest = account.kind.isOutside ? Self.lowestOutside : .zero
    guard money.balance >= lowest, money.balance <= Self.highestBalance,
      currencies.contains(currency)
    else { return .balance(account, currency) }
    if account.kind == .clearing { return .clearing(currency) }
    let mayBeHeld = account.kind == .cash || account.kind == .guarantee
    let mayBeDue = account == .cash(FirmID(rawValue: account.number)) && currency == .cny
    guard money.held >= .zero, money.due >= .zero,
      mayBeHeld || money.held == .zero, mayBeDue || money.due == .zero,
      account.kind.isOutside || money.available >= .zero
    else { return .encumbered(account, currency) }
    return nil
  }

  /// Each account of a currency that has ever had anything and is not empty now, in a fixed order.
  /// - Complexity: O(accounts).
  public func forEachAccount(
    in currency: CurrencyIndex, _ body: (LedgerAccount, MoneyAccount) -> Void
  ) {
    for kind in LedgerAccountKind.allCases {
      for number in 0..<layout.width(of: kind) {
        let account = LedgerAccount(kind, number: number)
        guard let place = layout.place(of: account, in: currency) else { continue }
        if accounts[place] != MoneyAccount() { body(account, accounts[place]) }
      }
    }
  }
}
