public import Market
import Memory

/// Firms' money in CNY, as the path of orders needs it: one line of 24 bytes for a firm.
extension Ledger {
  /// A firm's money in CNY.
  public subscript(_ firm: FirmID) -> MoneyAccount { accounts[line(of: firm)] }

  /// Books money in CNY that has arrived or, negative, has left.
  public mutating func credit(_ amount: Amount, to firm: FirmID) throws(PostingRefusal) {
    if amount > .zero {
      try post(Posting(.paidIn, amount, from: .bank, to: .cash(firm)))
    } else if amount < .zero {
      guard amount.fen > .min else { throw .insufficient }
      try post(Posting(.paidOut, Amount(fen: -amount.fen), from: .cash(firm), to: .bank))
    }
  }

  /// Holds `amount` for an order; false, and nothing done, where it is not available.
  public mutating func hold(_ amount: Amount, of firm: FirmID) -> Bool {
    precondition(amount.fen >= 0, "a hold is not negative")
    let line = line(of: firm)
    guard amount <= accounts[line].available else { return false }
    accounts[line].held.fen += amount.fen
    return true
  }

  /// Frees what an order held.
  public mutating func release(_ amount: Amount, of firm: FirmID) {
    precondition(amount.fen >= 0, "a release is not negative")
    let line = line(of: firm)
    precondition(amount <= accounts[line].held, "no more is freed than was held")
    accounts[line].held.fen -= amount.fen
  }

  /// Turns the hold of a fill into what its trade is secured by; the rest is free again.
  public mutating func settle(held: Amount, exact: Amount, of firm: FirmID) {
    precondition(exact.fen >= 0, "what secures a trade is not negative")
    precondition(exact <= held, "the hold covers the worst permitted cost")
    release(held, of: firm)
    accounts[line(of: firm)].due.fen += exact.fen
  }

  /// Makes available money due for a trade; false, and nothing done, where it is not available.
  public mutating func fund(_ amount: Amount, of firm: FirmID) -> Bool {
    precondition(amount.fen >= 0, "what secures a trade is not negative")
    let line = line(of: firm)
    guard amount <= accounts[line].available else { return false }
    accounts[line].due.fen += amount.fen
    return true
  }

  /// Frees what a trade was secured by.
  public mutating func unfund(_ amount: Amount, of firm: FirmID) {
    precondition(amount.fen >= 0, "a release is not negative")
    let line = line(of: firm)
    precondition(amount <= accounts[line].due, "no more is freed than was due")
    accounts[line].due.fen -= amount.fen
  }

  /// Has a firm's cash, which is looked at soon, fetched from memory; changes nothing.
  public func expect(_ firm: FirmID) { accounts.expect(line(of: firm)) }

  /// Where a firm's cash stands; nil where there is no such firm.
  func cashPlace(of firm: FirmID) -> UInt32? {
    firm != .none && firm.rawValue <= layout.firms ? firm.rawValue : nil
  }

  /// CNY cash stands first, so that its place is the firm's number.
  private func line(of firm: FirmID) -> UInt32 {
    precondition(firm.rawValue <= layout.firms, "the firm has accounts")
    return firm.rawValue
  }
}
