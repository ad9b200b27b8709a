public import Market
import Memory

/// Orders that are backed by a guarantee, CashMargin(544)=2: market rules 2.3, 2.7.
///
/// Each lot of an order holds the same (`GuaranteeHold`), so a fill takes its share by counting lots.
extension Ledger {
  /// Holds for each lot what covers the demand, and returns what one lot holds; nil, and nothing
  /// done, where the firm's free money does not cover it.
  ///
  /// It is taken of the guarantee in CNY, then of CNY cash, then of foreign guarantees in the order of
  /// the currencies. Of an account a lot gets no more than the lots' equal share.
  public mutating func holdGuarantee(_ demand: GuaranteeDemand) -> GuaranteeHold? {
    precondition(demand.lots > 0, "an order has a lot")
    let cover = currencies.cover(
      demand.perLot, from: free(of: demand.firm).divided(by: demand.lots),
      addition: demand.haircutAddition)
    guard cover.missing == .zero else { return nil }
    hold(cover.taken.times(demand.lots), of: demand.firm)
    return cover.taken
  }

  /// Frees what `lots` of an order held.
  public mutating func releaseGuarantee(
    _ perLot: GuaranteeHold, lots: UInt32, of firm: FirmID
  ) {
    release(perLot.times(lots), of: firm)
  }

  /// Holds again what `lots` of an order held, and what was freed just now.
  public mutating func holdAgain(_ perLot: GuaranteeHold, lots: UInt32, of firm: FirmID) {
    hold(perLot.times(lots), of: firm)
  }

  /// Holds what covers a demand in place of what `lots` of the same firm held so far; nil, and that
  /// stays held, where both that and the firm's free money do not cover it.
  public mutating func exchangeGuarantee(
    _ perLot: GuaranteeHold, lots: UInt32, for demand: GuaranteeDemand
  ) -> GuaranteeHold? {
    release(perLot.times(lots), of: demand.firm)
    if let taken = holdGuarantee(demand) { return taken }
    hold(perLot.times(lots), of: demand.firm)
    return nil
  }

  /// Turns the holds of a fill's lots into the guarantee of its trade: what covers `required` CNY is
  /// kept, the rest is free again. A fixing since the hold may have left it short: `recheck` says.
  public mutating func settleGuarantee(
    _ perLot: GuaranteeHold, lots: UInt32, required: Amount, of firm: FirmID,
    haircutAddition: UInt32 = 0
  ) -> Guarantee {
    let share = perLot.times(lots)
    var guarantee = Guarantee(of: firm, required: required, haircutAddition: haircutAddition)
    let cover = currencies.cover(required, from: share, addition: haircutAddition)
    release(share, of: firm)
    secure(cover.taken, of: firm)
    guarantee.held = cover.taken
    guarantee.perform(.cover)
    return guarantee
  }

  /// What a firm has free for guarantees.
  func free(of firm: FirmID) -> GuaranteeHold {
    var free = GuaranteeHold()
    free.cash = self[firm].available
    for place in 0..<currencies.count {
      let currency = CurrencyIndex(rawValue: UInt8(place))
      free[currency] = accounts[guaranteePlace(of: firm, currency)].available
    }
    return free
  }

  /// Takes for a trade: CNY cash becomes due, guarantees are held.
  mutating func secure(_ hold: GuaranteeHold, of firm: FirmID) {
    let isFunded = fund(hold.cash, of: firm)
    precondition(isFunded, "no more is taken than is free")
    holdParts(of: hold, firm)
  }

  /// Frees what was taken for a trade.
  mutating func unsecure(_ hold: GuaranteeHold, of firm: FirmID) {
    unfund(hold.cash, of: firm)
    releaseParts(of: hold, firm)
  }

  private mutating func hold(_ hold: GuaranteeHold, of firm: FirmID) {
    let isHeld = self.hold(hold.cash, of: firm)
    precondition(isHeld, "no more is taken than is free")
    holdParts(of: hold, firm)
  }

  private mutating func release(_ hold: GuaranteeHold, of firm: FirmID) {
    release(hold.cash, of: firm)
    releaseParts(of: hold, firm)
  }

  private mutating func holdParts(of hold: GuaranteeHold, _ firm: FirmID) {
    for place in 0..<currencies.count {
      let currency = CurrencyIndex(rawValue: UInt8(place))
      let account = guaranteePlace(of: firm, currency)
      precondition(hold[currency] <= accounts[account].available, "no more is taken than is free")
      accounts[account].held.fen += hold[currency].fen
    }
  }

  private mutating func releaseParts(of hold: GuaranteeHold, _ firm: FirmID) {
    for place in 0..<currencies.count {
      let currency = CurrencyIndex(rawValue: UInt8(place))
      let account = guaranteePlace(of: firm, currency)
      precondition(hold[currency] <= accounts[account].held, "no more is freed than was held")
      accounts[account].held.fen -= hold[currency].fen
    }
  }

  private func guaranteePlace(of firm: FirmID, _ currency: CurrencyIndex) -> UInt32 {
    guard let place = layout.place(of: .guarantee(firm), in: currency) else {
      preconditionFailure("the firm has accounts")
    }
    return place
  }
}
