import Market

/// Foreign money: it comes, its fixings fall and rise, calls are answered or not.
extension SettlementStream {
  mutating func moneyAction() -> SettlementAction {
    switch random.below(16) {
    case 0..<5: .money(.assign(payment()))
    case 5..<7: .money(.assign(release()))
    case 7..<12: .money(.fix(fixing()))
    case 12:
      .money(
        .haircut(currency: 1 + random.below(2), basisPoints: [0, 500, 2_000][random.below(3)]))
    case 13: .credit(firm: dealer(), fen: Int64(1 + random.below(4)) * 50_000)
    case 14: .drain(firm: dealer())
    default:
      .money(
        .useReserve(
          back: isWrong() ? random.below(12) : -1,
          fen: [1, 20, 100, 10_000_000, 0][random.below(isWrong() ? 5 : 3)]))
    }
  }

  /// A bank has money for one of its dealers, or a dealer moves its own.
  private mutating func payment() -> AssignTerms {
    let firm = dealer()
    var terms = AssignTerms(session: SettlementMarket.bank(of: firm), firm: firm)
    terms.currency = random.below(3)
    terms.amount = Int64(1 + random.below(8)) * 1_500 + Int64(random.below(50))
    if random.chance(1, of: 6) { (terms.session, terms.firm) = (firm, 0) }
    if random.chance(1, of: 12) { terms.kind = 1 }
    // As much as an account can take.
    if random.chance(1, of: 16) { (terms.kind, terms.amount) = (1, .max / 16) }
    spoil(&terms)
    return terms
  }

  private mutating func release() -> AssignTerms {
    var terms = payment()
    terms.type = 3
    if random.chance(1, of: 2) { terms.amount = nil }
    return terms
  }

  private mutating func spoil(_ terms: inout AssignTerms) {
    guard isWrong() else { return }
    switch random.below(8) {
    case 0: terms.session = 1 + random.below(9)
    case 1: terms.firm = random.below(10)
    case 2: terms.currency = 3
    case 3: terms.type = 1
    case 4: terms.kind = random.below(4)
    case 5: terms.amount = [0, -1, .max / 16][random.below(3)]
    case 6: terms.amount = 1_000_000_000
    default: terms.isResent = true
    }
  }

  /// Mostly clearing's word about a currency that is somewhere between half and one and a half as dear.
  private mutating func fixing() -> FixTerms {
    var terms = FixTerms(
      session: random.chance(1, of: 6) ? 0 : SettlementMarket.clearing,
      currency: 1 + random.below(2),
      tenMillionths: Int64(35 + random.below(70)) * 1_000_000 + Int64(random.below(1_000)))
    guard isWrong() else { return terms }
    switch random.below(4) {
    case 0: terms.session = 1 + random.below(9)
    case 1: terms.currency = 3 * random.below(2)
    default: terms.tenMillionths = [0, -1, 10_000_000_000_000, 10_000_000_000_001][random.below(4)]
    }
    return terms
  }
}
