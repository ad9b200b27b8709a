public import Market
public import Memory

/// The venue's money in double entry: each amount goes from one account to another.
///
/// So the sum over all accounts of a currency is zero after each posting, whatever is posted; what came
/// from outside stands on the account of the bank, negative. All others are never negative, and have
/// never more held and due than they have. A posting is done as a whole or refused.
public struct Ledger: ~Copyable {
  var accounts: Slab<MoneyAccount>
  let layout: LedgerLayout
  /// The currencies of its accounts.
  public internal(set) var currencies = CurrencyTable()
  private let inPlace = InPlace()

  /// The highest balance of one account: 1/16 of Int64, so that no sum of a few leaves Int64.
  public static var highestBalance: Amount { Amount(fen: .max / 16) }
  /// The lowest balance of an account outside: as much money as there may be of one currency.
  public static var lowestOutside: Amount { Amount(fen: -(.max / 2)) }

  /// Accounts for the firms 1 ... `firms` and the warehouses 1 ... `warehouses`, in 8 currencies, 24
  /// bytes each: 576 for a firm, 192 for a warehouse.
  public init(firms: Int, warehouses: Int) {
    precondition(firms > 0 && warehouses > 0, "a venue has a firm and a warehouse")
    layout = LedgerLayout(firms: UInt32(firms), warehouses: UInt32(warehouses))
    accounts = Slab(capacity: layout.count, repeating: MoneyAccount())
  }

  /// An account in a currency; nil where there is no such account.
  public subscript(_ account: LedgerAccount, in currency: CurrencyIndex) -> MoneyAccount? {
    guard currencies.contains(currency) else { return nil }
    return layout.place(of: account, in: currency).map { accounts[$0] }
  }

  /// Adds a currency of guarantees, or changes its haircut.
  @discardableResult
  public mutating func addCurrency(_ code: UInt32, haircutBasisPoints: UInt32)
    throws(CurrencyRefusal) -> CurrencyIndex
  {
    try currencies.add(code, haircutBasisPoints: haircutBasisPoints)
  }

  /// Sets a fixing; guarantees with money of that currency are to be looked at again: `recheck`.
  public mutating func fix(_ currency: CurrencyIndex, at fixing: Fixing) throws(CurrencyRefusal) {
    try currencies.fix(currency, at: fixing)
  }

  /// Does a posting.
  public mutating func post(_ posting: Posting) throws(PostingRefusal) {
    let (from, to) = try places(of: posting)
    try move(posting.amount.fen, from: from, to: to, isOutside: posting.from.kind.isOutside)
  }

  /// Moves an amount, which is not negative, from one place to another.
  mutating func move(
    _ amount: Int64, from: UInt32, to: UInt32, isOutside: Bool = false
  ) throws(PostingRefusal) {
    let room =
      isOutside
      ? accounts[from].balance.fen - Self.lowestOutside.fen : accounts[from].available.fen
    guard amount <= room else { throw isOutside ? .overflow : .insufficient }
    guard amount <= Self.highestBalance.fen - accounts[to].balance.fen else { throw .overflow }
    accounts[from].balance.fen -= amount
    accounts[to].balance.fen += amount
  }

  /// Does all of some postings, or none.
  public mutating func post(_ postings: Postings) throws(PostingRefusal) {
    for index in 0..<postings.count {
      do throws(PostingRefusal) {
        try post(postings[index])
      } catch {
        for done in 0..<index { takeBack(postings[index - 1 - done]) }
        throw error
      }
    }
  }

  /// Where a posting that is in order goes from and to.
  private func places(of posting: Posting) throws(PostingRefusal) -> (from: UInt32, to: UInt32) {
    guard posting.amount > .zero else { throw .invalidAmount }
    guard currencies.contains(posting.currency) else { throw .unknownCurrency }
    guard let from = layout.place(of: posting.from, in: posting.currency),
      let to = layout.place(of: posting.to, in: posting.currency)
    else { throw .unknownAccount }
    guard from != to, posting.reason.permits(posting.from, posting.to) else { throw .notPermitted }
    return (from, to)
  }

  /// Undoes a posting that was done just now.
  mutating func takeBack(_ posting: Posting) {
    guard let from = layout.place(of: posting.from, in: posting.currency),
      let to = layout.place(of: posting.to, in: posting.currency)
    else { preconditionFailure("what was posted has its accounts") }
    accounts[from].balance.fen += posting.amount.fen
    accounts[to].balance.fen -= posting.amount.fen
  }
}

extension Ledger: StateHolder {
  /// What a snapshot has of it.
  public mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&accounts)
    transfer.move(&currencies)
  }
}
