public import Market

/// What stands on one account of the ledger, in fen of CNY or in cents of its currency.
///
/// `balance` is the whole; `held` backs live orders and guarantees, `due` backs trades that wait for
/// settlement. Only firms' cash and guarantees have anything held, only their CNY cash anything due.
public struct MoneyAccount: Equatable, Sendable, BitwiseCopyable {
  public internal(set) var balance = Amount.zero
  public internal(set) var held = Amount.zero
  public internal(set) var due = Amount.zero
  /// What may be held, posted or withdrawn.
  public var available: Amount { Amount(fen: balance.fen - held.fen - due.fen) }
  public init() {}
}
