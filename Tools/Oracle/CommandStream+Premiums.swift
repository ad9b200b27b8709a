import Market

/// Premiums over a benchmark: the first instrument of every fifth stream has them.
extension CommandStream {
  var hasPremiums: Bool { features.contains(.premiums) && seed % 5 == 1 }

  /// They trade in a book alone, within a band.
  mutating func addPremiums() {
    var terms = market.instruments[0]
    terms.benchmarkBasisPoints = 1_000
    terms.isNegotiated = false
    terms.hasDealHours = false
    terms.auctions = AuctionRules()
    terms.dynamicBasisPoints = 0
    market.instruments[0] = terms
  }

  /// A value of the benchmark, or a step as of any stream, with premiums where there are such.
  mutating func nextOfPremiums() -> Step {
    if random.chance(1, of: 25) {
      var value = 900_000 + Int64(random.below(21)) * 10_000
      if random.chance(1, of: 8) { value = [890_000, 1_110_000, 1_005_000, 0][random.below(4)] }
      return Step(session: 0, .benchmark(value))
    }
    var step = nextStep()
    switch step.action {
    case .new(let terms): step.action = .new(withPremium(terms))
    case .replace(let original, let terms): step.action = .replace(original, withPremium(terms))
    default: break
    }
    return step
  }

  private mutating func withPremium(_ terms: OrderTerms) -> OrderTerms {
    var terms = terms
    if terms.lot == nil, random.chance(1, of: 40) { terms.saysOtherKind = true }
    let isLimit = terms.type == .limit || terms.type == .stopLimit
    if terms.instrument == 0 && isLimit { terms.price -= 1_000_000 }
    return terms
  }
}
