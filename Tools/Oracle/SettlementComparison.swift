public import Market

/// The venue and the naive settlement side by side.
public struct SettlementComparison: ~Copyable {
  private var venue: SettledVenue
  private var naive: NaiveSettlement
  private var performed = 0
  /// How many lines of each kind have been compared.
  public private(set) var counts: [SettlementLine.Kind: Int] = [:]
  /// Why trades have changed their state, and notices were refused.
  public private(set) var tradeReasons: Set<TradeReason> = []
  public private(set) var noticeRefusals: Set<NoticeRefusal> = []
  public private(set) var netRunStates: Set<NetRunState> = []
  public private(set) var commandRefusals: Set<CommandRefusal> = []
  /// Why documents were not changed, and the ways that changes have gone.
  public private(set) var titleRefusals: Set<TitleActionRefusal> = []
  public private(set) var titleWays: Set<String> = []

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
    count(naive.lines)
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

  private mutating func count(_ lines: [SettlementLine]) {
    for line in lines {
      counts[line.kind, default: 0] += 1
      if let way = line.titleWay, let from = TitleStatus(rawValue: UInt8(way.from)),
        let action = TitleAction(rawValue: UInt8(way.action))
      {
        titleWays.insert("\(from) \(action)")
      }
      if let refusal = line.titleRefusal.flatMap({ TitleActionRefusal(rawValue: UInt16($0)) }) {
        titleRefusals.insert(refusal)
      }
      guard let reason = line.reason else { continue }
      let code = UInt8(truncatingIfNeeded: reason)
      switch line.kind {
      case .trade: Self.insert(TradeReason(rawValue: code), into: &tradeReasons)
      case .netRun: Self.insert(NetRunState(rawValue: code), into: &netRunStates)
      case .noticeRefused: Self.insert(NoticeRefusal(rawValue: UInt16(code)), into: &noticeRefusals)
      case .commandRefused:
        Self.insert(CommandRefusal(rawValue: UInt16(code)), into: &commandRefusals)
      case .confirm, .settle, .transfer, .title, .delivery, .funds, .undone, .net, .consent,
        .graded, .ended,
        .other:
        break
      }
    }
  }

  private static func insert<Code>(_ code: Code?, into codes: inout Set<Code>) {
    if let code { codes.insert(code) }
  }

  private func compareMoney() -> Disagreement? {
    for dealer in 1...SettlementMarket.dealers {
      let (money, actual) = (naive.money(of: dealer), venue.money(of: dealer))
      if money != actual { return disagreement("money of dealer \(dealer)", [money], [actual]) }
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
