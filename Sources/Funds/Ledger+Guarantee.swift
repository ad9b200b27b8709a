public import Market

/// What happens to the guarantee of a trade, between its match and its end.
extension Ledger {
  /// Judges a guarantee by the fixings of now: one that is short is called for more until `deadline`,
  /// one that was called keeps its deadline, one that is covered again needs nothing. Nil where
  /// nothing is held for it.
  public func recheck(_ guarantee: inout Guarantee, topUpBy deadline: Instant)
    -> GuaranteeJudgement?
  {
    guard guarantee.state == .held || guarantee.state == .topUpDue else { return nil }
    let cover = cover(guarantee)
    if cover.missing > .zero {
      guarantee.perform(.fallShort, topUpBy: deadline)
      return .short(cover.missing)
    }
    if guarantee.state == .topUpDue { guarantee.perform(.recover) }
    guard cover.taken != guarantee.held else { return .covered }
    let excess = guarantee.held.subtracting(cover.taken)
    return .excess(currencies.value(of: excess, addition: guarantee.haircutAddition))
  }

  /// Takes what a guarantee is short of the firm's free money, in the order of `holdGuarantee`.
  public mutating func cover(_ guarantee: inout Guarantee) throws(GuaranteeRefusal) {
    guard guarantee.permits(.cover) else { throw .notPermitted }
    let more = currencies.cover(
      cover(guarantee).missing, from: free(of: guarantee.firm),
      addition: guarantee.haircutAddition)
    guard more.missing == .zero else { throw .insufficient }
    secure(more.taken, of: guarantee.firm)
    guarantee.held = guarantee.held.adding(more.taken)
    guarantee.perform(.cover)
  }

  /// Frees what a guarantee does not need by the fixings of now.
  public mutating func releaseExcess(of guarantee: inout Guarantee) throws(GuaranteeRefusal) {
    guard guarantee.permits(.releaseExcess) else { throw .notPermitted }
    keepNeeded(of: &guarantee)
    guarantee.perform(.releaseExcess)
  }

  /// Frees all that is held: the trade is over without fault of the buyer.
  public mutating func release(_ guarantee: inout Guarantee) throws(GuaranteeRefusal) {
    guard guarantee.permits(.release) else { throw .notPermitted }
    unsecure(guarantee.held, of: guarantee.firm)
    guarantee.held = GuaranteeHold()
    guarantee.perform(.release)
  }

  /// Secures the whole cost of a trade: what is held in CNY is part of it, the rest comes of the
  /// firm's cash, foreign money is free again: it secures and never pays (Art. 8).
  ///
  /// Afterwards `cost` is due as for a trade by full payment. Returns what was posted.
  public mutating func apply(_ guarantee: inout Guarantee, to cost: Amount)
    throws(GuaranteeRefusal) -> Postings
  {
    precondition(cost.fen >= 0, "a cost is not negative")
    guard guarantee.permits(.apply) else { throw .notPermitted }
    let (firm, held) = (guarantee.firm, guarantee.held)
    let ofGuarantee = min(held[.cny], cost)
    unsecure(held, of: firm)
    var postings = Postings()
    postings.append(
      Posting(.guaranteeApplied, ofGuarantee, from: .guarantee(firm), to: .cash(firm)))
    do throws(GuaranteeRefusal) {
      guard cost.fen - ofGuarantee.fen <= self[firm].available.fen else { throw .insufficient }
      try postFreed(postings)
    } catch {
      secure(held, of: firm)
      throw error
    }
    let isFunded = fund(cost, of: firm)
    precondition(isFunded, "the rest of the cost was available")
    guarantee.held = GuaranteeHold()
    guarantee.perform(.apply)
    return postings
  }

  /// Gives a defaulted guarantee to the seller, in the currencies in which it is held; what is more
  /// than required is free again. Returns what was posted.
  public mutating func forfeit(_ guarantee: inout Guarantee, to seller: FirmID)
    throws(GuaranteeRefusal) -> Postings
  {
    guard guarantee.permits(.forfeit) else { throw .notPermitted }
    let (buyer, held) = (guarantee.firm, guarantee.held)
    let kept = cover(guarantee).taken
    var postings = Postings()
    postings.append(Posting(.forfeiture, kept.cash, from: .cash(buyer), to: .cash(seller)))
    for place in 0..<currencies.count {
      let currency = CurrencyIndex(rawValue: UInt8(place))
      postings.append(
        Posting(
          .forfeiture, kept[currency], from: .guarantee(buyer), to: .cash(seller), in: currency))
    }
    unsecure(held, of: buyer)
    do throws(GuaranteeRefusal) {
      try postFreed(postings)
    } catch {
      secure(held, of: buyer)
      throw error
    }
    guarantee.held = GuaranteeHold()
    guarantee.perform(.forfeit)
    return postings
  }

  /// What is held for a guarantee, as far as it is needed, and what is missing.
  private func cover(_ guarantee: Guarantee) -> GuaranteeCover {
    currencies.cover(
      guarantee.required, from: guarantee.held, addition: guarantee.haircutAddition)
  }

  private mutating func keepNeeded(of guarantee: inout Guarantee) {
    let kept = cover(guarantee).taken
    unsecure(guarantee.held, of: guarantee.firm)
    secure(kept, of: guarantee.firm)
    guarantee.held = kept
  }

  /// Posts what was freed just now: it is there, only a limit may stand against it.
  private mutating func postFreed(_ postings: Postings) throws(GuaranteeRefusal) {
    do throws(PostingRefusal) {
      try post(postings)
    } catch {
      switch error {
      case .overflow: throw .overflow
      case .invalidAmount, .unknownCurrency, .unknownAccount, .notPermitted, .insufficient:
        preconditionFailure("what was freed can be posted")
      }
    }
  }
}
