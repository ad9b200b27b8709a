public import Market

/// How a reconciliation judges.
public struct ReconRules: Sendable {
  /// How long behind a delivery an institution may take to say so, in nanoseconds.
  public var withinNanos: Int64 = 1_800_000_000_000
  /// What somebody has answered for: breaks of these trades and codes.
  public var explained: [Explanation] = []

  /// Why a break of a trade is none of concern.
  public struct Explanation: Equatable, Sendable {
    /// TrdMatchID(880).
    public var trade: UInt64
    public var code: ReconBreakCode

    public init(trade: UInt64, code: ReconBreakCode) {
      self.trade = trade
      self.code = code
    }
  }

  public init() {}
}

/// The comparison of goods, trade and funds of each delivered trade: rule book Art. 20, market rules 2.9.
///
/// A consumer of the log and of what the institutions say; it changes nothing.
public struct Reconciliation: Sendable {
  /// By number of the trade: those that are delivered, or that somebody speaks of.
  public private(set) var trades: [ReconTrade] = []
  /// In the order of the trades.
  public private(set) var breaks: [ReconBreak] = []

  private let books: VenueBooks
  private let statements: Statements
  private let funds: FundsStatement
  private let rules: ReconRules

  public init(_ books: VenueBooks, _ statements: Statements, _ rules: ReconRules = ReconRules()) {
    self.books = books
    self.statements = statements
    self.rules = rules
    let goods = Dictionary(grouping: statements.registry ?? []) { $0.trade }
    let weights = Dictionary(grouping: statements.warehouses ?? []) { $0.trade }
    funds = FundsStatement(books, statements)
    let delivered = books.trades.filter(\.value.isDelivered).keys
    let spokenOf = Set(goods.keys).union(weights.keys).union(funds.byTrade.keys)
    for number in spokenOf.union(delivered).sorted() {
      compare(number, goods[number] ?? [], weights[number] ?? [], funds.byTrade[number] ?? [])
    }
    judgeUnknownNets()
  }

  /// The documents that unexplained breaks concern, each once, in the order of their trades.
  public var documentsConcerned: [String] {
    var seen: Set<String> = []
    return breaks.filter { !isExplained($0) }.flatMap(documents(of:))
      .filter { seen.insert($0).inserted }
  }

  /// The documents that a break concerns: all of the trade where it names none.
  func documents(of found: ReconBreak) -> [String] {
    found.document.isEmpty
      ? books.trades[found.trade]?.documents.keys.sorted() ?? [] : [found.document]
  }

  /// Whether the statements have those of this role.
  func hasCompared(_ role: SessionRole) -> Bool {
    switch role {
    case .registry: statements.registry != nil
    case .warehouse: statements.warehouses != nil
    case .clearing: statements.clearing != nil
    default: false
    }
  }

  private mutating func compare(
    _ number: UInt64, _ goods: [GoodsRecord], _ weights: [WeightRecord], _ funds: [FundsRecord]
  ) {
    let trade = books.trades[number] ?? VenueBooks.Trade()
    guard trade.isDelivered else { return compareUnknown(number, trade, goods, weights, funds) }
    var leg = ReconLeg(number, trade, rules.withinNanos, books.lastTime)
    leg.compare(goods, isCompared: statements.registry != nil)
    leg.compare(weights)
    let goodsBreaks = leg.breaks.count
    if let net = trade.net {
      compare(&leg, net, funds)
    } else {
      leg.compare(funds, isCompared: statements.clearing != nil)
    }
    breaks += leg.breaks
    let isOpen = leg.awaitsGoods || leg.awaitsFunds
    let goodsMatch = statements.registry == nil || leg.awaitsGoods ? nil : goodsBreaks == 0
    let fundsMatch =
      statements.clearing == nil || leg.awaitsFunds ? nil : leg.breaks.count == goodsBreaks
    trades.append(
      ReconTrade(
        trade: number, symbol: trade.symbol, documents: trade.documents.keys.sorted(),
        goodsMatch: goodsMatch, tradeMatch: true, fundsMatch: fundsMatch,
        state: state(number, leg.breaks, isOpen: isOpen)))
  }

  /// The money of a trade that was settled in a net run is that of its members' nets.
  private func compare(
    _ leg: inout ReconLeg, _ net: VenueBooks.Net, _ said: [FundsRecord]
  ) {
    leg.compareTwice(said)
    for member in Set(net.members).sorted() {
      guard let amount = books.nets.runs[net.run]?.nets[member] else { continue }
      leg.compare(
        funds.nets(of: member, in: net.run), with: amount, "net run \(net.run) \(member)",
        isCompared: statements.clearing != nil)
    }
  }

  /// Clearing speaks of a net that no run of the venue has; it concerns no trade that could be named.
  private mutating func judgeUnknownNets() {
    guard !funds.unknown.isEmpty else { return }
    let found = funds.unknown.map { said in
      ReconBreak(
        code: .missingTrade, source: .clearing, trade: 0, document: "", expected: "no such net",
        found: "net run \(said.run) \(said.member) \(said.net.decimalText)")
    }
    breaks += found
    trades.append(
      ReconTrade(
        trade: 0, symbol: "", documents: [], goodsMatch: nil, tradeMatch: false, fundsMatch: nil,
        state: state(0, found, isOpen: false)))
  }

  /// Somebody speaks of a trade that was not delivered.
  private mutating func compareUnknown(
    _ number: UInt64, _ trade: VenueBooks.Trade, _ goods: [GoodsRecord], _ weights: [WeightRecord],
    _ funds: [FundsRecord]
  ) {
    let expected = trade.symbol.isEmpty ? "no such trade" : "a trade that is not delivered"
    func missing(_ source: ReconBreak.Source, _ document: String, _ found: String) -> ReconBreak {
      ReconBreak(
        code: .missingTrade, source: source, trade: number, document: document,
        expected: expected, found: found)
    }
    let found =
      goods.map { missing(.registry, $0.document, $0.holder) }
      + weights.map { missing(.warehouse, $0.document, $0.netWeight.decimalText) }
      + funds.map { missing(.clearing, "", "\($0.payer) pays \($0.paid.decimalText)") }
    breaks += found
    trades.append(
      ReconTrade(
        trade: number, symbol: trade.symbol, documents: [], goodsMatch: nil, tradeMatch: false,
        fundsMatch: nil, state: state(number, found, isOpen: false)))
  }

  /// What the log says of the trade's breaks decides between broken and escalated, explained and closed.
  private func state(_ number: UInt64, _ breaks: [ReconBreak], isOpen: Bool) -> ReconStatus {
    if breaks.contains(where: { !isExplained($0) }) {
      return books.findings.open(of: number).contains(.escalated) ? .escalated : .broken
    }
    if !breaks.isEmpty { return books.findings.isClosed(number) ? .closed : .explained }
    return isOpen ? .open : .matched
  }

  /// Whether somebody has answered for it.
  func isExplained(_ found: ReconBreak) -> Bool {
    rules.explained.contains(.init(trade: found.trade, code: found.code))
  }
}
