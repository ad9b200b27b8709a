import Market

/// Cancels and replaces, and what a replace gets wrong.
extension CommandStream {
  mutating func cancel(_ wait: Int64) -> Step {
    guard let old = usedName() else { return order(wait) }
    let name = newName()
    used.append(UsedName(session: old.session, name: name, terms: old.terms))
    return Step(wait: wait, session: session(of: old), .cancel(name, old.name))
  }

  mutating func replace(_ wait: Int64) -> Step {
    guard let old = usedName() else { return order(wait) }
    var terms = old.terms
    terms.lot = nil
    terms.name = newName()
    if random.chance(1, of: 2), terms.hasLimit { terms.price = price() }
    if random.chance(2, of: 3) { terms.quantity = quantity() }
    if terms.stopPx != 0, random.chance(1, of: 2) { terms.stopPx = price() }
    if random.chance(1, of: 6) { misuse(&terms) }
    used.append(UsedName(session: old.session, name: terms.name, terms: terms))
    return Step(wait: wait, session: session(of: old), .replace(old.name, terms))
  }

  /// What a replace does not change, or a field that the order has no use for.
  mutating func misuse(_ terms: inout OrderTerms) {
    switch random.below(11) {
    case 0: terms.side = terms.side.opposite
    case 1: terms.force = .goodTillCancel
    case 2: terms.instrument = random.below(market.instruments.count)
    case 3: terms.type = .stop
    case 4: terms.minQty = 1_000
    case 5: terms.maxFloor = 2_000
    case 6: terms.isPostOnly.toggle()
    case 7: terms.isAllOrNone.toggle()
    case 8: terms.selfMatch = 0x4f
    case 9: terms.price = price()
    default: terms.expireTime = now + Int64(random.below(5)) * 500_000_000
    }
  }

  /// Mostly a session of the order's firm, sometimes a stranger's.
  private mutating func session(of old: UsedName) -> Int {
    switch random.below(30) {
    case 0: return 1 + random.below(market.firms * 2)
    case 1..<6: return market.firm(ofSession: old.session) + market.firms
    default: return old.session
    }
  }
}
