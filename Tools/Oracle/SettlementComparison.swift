import Market

/// The venue and the naive settlement side by side.
public struct SettlementComparison: ~Copyable {
  private var venue: SettledVenue
  private var naive: NaiveSettlement
  private var performed = 0
  /// What has been compared.
  public private(set) var reach = SettlementReach()

  /// Room for so many commands. `rules` is the market as the naive settlement shall see it: the same,
  /// unless the two shall differ.
  public init(_ market: SettlementMarket, commands: Int, rules: SettlementMarket? = nil) {
    venue = SettledVenue(market, commands: commands, now: CommandStream.start)
    naive = NaiveSettlement(rules ?? market, now: CommandStream.start)
  }

  /// Performs a step in both; compares what orders have reserved and traded, every event about
  /// settlement, and money; documents with each eighth step, and now and then the venue's titles and
  /// its ledger are recounted.
  public mutating func perform(_ step: SettlementStep) -> Disagreement? {
    let named = naive.things(of: step.action, number: performed + 1)
    venue.perform(step, named)
    naive.perform(step, named, told: venue.told)
    defer { performed += 1 }
    for line in naive.lines { reach.note(line) }
    reach.note(naive.features)
    for case .rejected(let reject) in venue.told { reach.note(reject) }
    if !naive.objections.isEmpty {
      return disagreement("orders", naive.objections, venue.told.map { "\($0)" })
    }
    if venue.lines != naive.lines {
      return disagreement("events", naive.lines, venue.lines)
    }
    return compareMoney()
      ?? (performed % 8 == 0 ? compareDocuments() ?? compareAccounts() : nil)
      ?? (performed % 64 == 0 ? recount() : nil)
  }

  private func compareMoney() -> Disagreement? {
    for dealer in 1...SettlementMarket.dealers {
      let (money, actual) = (naive.money(of: dealer), venue.money(of: dealer))
      if money != actual { return disagreement("money of dealer \(dealer)", [money], [actual]) }
      let (bound, told) = (naive.guarantees(of: dealer), venue.guarantees(of: dealer))
      if bound != told { return disagreement("guarantees of dealer \(dealer)", [bound], [told]) }
    }
    return nil
  }

  /// All accounts that have ever had something.
  private func compareAccounts() -> Disagreement? {
    for (account, balance) in naive.balances {
      let actual = venue.balance(of: account)
      if actual != balance { return disagreement("account \(account)", [balance], [actual]) }
    }
    return nil
  }

  private func compareDocuments() -> Disagreement? {
    for document in naive.documents {
      let encumbrance =
        switch document.claim {
        case .free: 0
        case .order: 5
        case .trade: 6
        }
      let legal = naive.legal(document.number)
      let expected = [
        Int(legal.status.rawValue), Int(legal.version), Int(legal.holder.rawValue), encumbrance,
      ]
      let actual = venue.document(document.number)
      if actual != expected {
        return disagreement("document \(document.number)", [expected], [actual])
      }
    }
    return nil
  }

  /// A full recount of the venue.
  public func recount() -> Disagreement? {
    venue.finding().map { disagreement("recount", ["nothing"], [$0]) }
  }

  /// A number that stands for the venue's whole state.
  public func digest() -> UInt64 { venue.digest() }

  private func disagreement<Value>(
    _ what: String, _ rules: [Value], _ venue: [Value]
  ) -> Disagreement {
    Disagreement(
      step: performed, what: what, rules: rules.map { "\($0)" }, venue: venue.map { "\($0)" })
  }

  /// Performs steps from the beginning; nil where both agree to the end.
  public static func run(
    _ steps: [SettlementStep], in market: SettlementMarket, rules: SettlementMarket? = nil
  ) -> Disagreement? {
    var comparison = SettlementComparison(market, commands: steps.count, rules: rules)
    for step in steps {
      if let found = comparison.perform(step) { return found }
    }
    return comparison.compareDocuments() ?? comparison.compareAccounts() ?? comparison.recount()
  }
}
