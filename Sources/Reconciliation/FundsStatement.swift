import Market

/// What clearing's statement comes to: what was paid and paid back is none of it, and of a net run the round
/// counts in which all had paid.
struct FundsStatement {
  private(set) var byTrade: [UInt64: [FundsRecord]] = [:]
  /// Nets of runs that were settled, in their settled round.
  let nets: [NetRecord]
  /// Nets of runs or members that the venue does not know.
  let unknown: [NetRecord]

  init(_ books: VenueBooks, _ statements: Statements) {
    let known = statements.nets.filter {
      books.nets.runs[$0.run]?.nets[$0.member] != nil
    }
    nets = known.filter { $0.round == books.nets.runs[$0.run]?.settledRound }
    unknown = statements.nets.filter { !known.contains($0) }
    for record in implied(books, statements) + (statements.clearing ?? []) { add(record) }
  }

  /// The nets of a run that concern a member.
  func nets(of member: String, in run: UInt32) -> [NetRecord] {
    nets.filter { $0.run == run && $0.member == member }
  }

  private mutating func add(_ record: FundsRecord) {
    let trade = record.trade
    if let paid = byTrade[trade]?.lastIndex(where: { $0.isPaidBack(by: record) }) {
      byTrade[trade]?.remove(at: paid)
      if byTrade[trade] == [] { byTrade[trade] = nil }
    } else {
      byTrade[trade, default: []].append(record)
    }
  }

  /// What was settled within nets and is to be paid back trade by trade, as lines of these trades.
  private func implied(_ books: VenueBooks, _ statements: Statements) -> [FundsRecord] {
    guard statements.clearing != nil else { return [] }
    return books.trades.filter { $0.value.net != nil && $0.value.isTakenBack }
      .map { number, trade in
        FundsRecord(
          trade: number, payer: trade.buyer, paid: trade.paid, payee: trade.seller,
          received: trade.received)
      }
  }
}

extension FundsRecord {
  /// Whether another line says the same with amounts of the other sign.
  fileprivate func isPaidBack(by other: FundsRecord) -> Bool {
    payer == other.payer && payee == other.payee && currency == other.currency
      && paid.fen == -other.paid.fen && received.fen == -other.received.fen
  }
}
