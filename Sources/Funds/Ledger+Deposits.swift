public import Market

/// Warehouses' risk deposits: Art. 29, market rules 2.10.
extension Ledger {
  /// Whether goods worth `stored` may lie at a warehouse: at most `multiple` times its deposit in CNY.
  /// A warehouse that is not known has no deposit.
  public func covers(_ stored: Amount, at warehouse: UInt32, multiple: UInt32) -> Bool {
    let deposit = self[.deposit(warehouse), in: .cny]?.balance ?? .zero
    return Int128(stored.fen) <= Int128(deposit.fen) * Int128(multiple)
  }
}
