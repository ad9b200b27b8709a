public import Market
import Memory

/// What a firm has at the venue, in fen of CNY.
///
/// `balance` is the whole; `held` backs live orders, `due` backs trades that wait for settlement.
public struct MoneyAccount: Equatable, Sendable, BitwiseCopyable {
  public var balance = Amount.zero
  public var held = Amount.zero
  public var due = Amount.zero
  /// What may be held or withdrawn.
  public var available: Amount { Amount(fen: balance.fen - held.fen - due.fen) }
  public init() {}
}

/// Why money can't be booked.
public enum MoneyRefusal: Error, Equatable, Sendable {
  /// The balance would exceed what a firm may have.
  case overflow
  /// More than is available would leave.
  case insufficient
}

/// The money accounts of all firms, one each, in CNY.
///
/// Invariant: `held` and `due` are never negative and never exceed `balance` together.
public struct MoneyAccounts: ~Copyable {
  private var accounts: Slab<MoneyAccount>
  /// The highest balance of one firm: 1/16 of Int64, so that no sum of a few leaves Int64.
  public static var highestBalance: Amount { Amount(fen: .max / 16) }

  /// Accounts for the firms 1 ... `firms`; 24 bytes each.
  public init(firms: Int) {
    precondition(firms > 0, "a venue has at least one firm")
    accounts = Slab(capacity: firms + 1, repeating: MoneyAccount())
  }

  public subscript(_ firm: FirmID) -> MoneyAccount { accounts[firm.rawValue] }

  /// Books money that has arrived or, negative, has left.
  public mutating func credit(_ amount: Amount, to firm: FirmID) throws(MoneyRefusal) {
    let account = accounts[firm.rawValue]
    let (balance, overflow) = account.balance.fen.addingReportingOverflow(amount.fen)
    guard !overflow, balance <= Self.highestBalance.fen else { throw .overflow }
    guard balance >= account.held.fen + account.due.fen else { throw .insufficient }
    accounts[firm.rawValue].balance = Amount(fen: balance)
  }

  /// Holds `amount` for an order; false, and nothing done, where it is not available.
  public mutating func hold(_ amount: Amount, of firm: FirmID) -> Bool {
    precondition(amount.fen >= 0, "a hold is not negative")
    guard amount <= accounts[firm.rawValue].available else { return false }
    accounts[firm.rawValue].held.fen += amount.fen
    return true
  }

  /// Frees what an order held.
  public mutating func release(_ amount: Amount, of firm: FirmID) {
    precondition(amount.fen >= 0, "a release is not negative")
    precondition(amount <= accounts[firm.rawValue].held, "no more is freed than was held")
    accounts[firm.rawValue].held.fen -= amount.fen
  }

  /// Turns the hold of a fill into what its trade is secured by; the rest is free again.
  public mutating func settle(held: Amount, exact: Amount, of firm: FirmID) {
    precondition(exact.fen >= 0, "what secures a trade is not negative")
    precondition(exact <= held, "the hold covers the worst permitted cost")
    release(held, of: firm)
    accounts[firm.rawValue].due.fen += exact.fen
  }
}
