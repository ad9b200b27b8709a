public import Market

/// A report as somebody may have it: rule book Art. 22.
extension Report {
  /// Without the facts and columns that the tier does not see; what no column is left of goes too.
  public func disclosed(to tier: DisclosureTier) -> Report {
    Report(
      name, title,
      facts.filter { tier.sees(Self.field(of: $0.name, in: name)) }.map { ($0.name, $0.value) },
      tables.compactMap { $0.disclosed(to: tier) })
  }

  /// What a fact tells. What is not known here only who watches learns.
  private static func field(of fact: String, in report: String) -> DisclosedField {
    switch fact {
    case "day", "month", "year", "recordedUntil", "recordedThrough":
      report == "due" ? .record : .figures
    case "trade", "matchedAt", "price": .price
    case "symbol": .goods
    case "weight": .weight
    case "buyer", "seller": .parties
    case "grossTradeAmt": .money
    case "state": .tradeState
    default: .record
    }
  }
}

extension Report.Table {
  /// Nil where the tier sees none of its columns.
  fileprivate func disclosed(to tier: DisclosureTier) -> Report.Table? {
    let places = columns.indices.filter { tier.sees(field(of: columns[$0])) }
    if places.isEmpty { return nil }
    return Report.Table(
      name, places.map { columns[$0] }, rows.map { row in places.map { row[$0] } })
  }

  /// What a column tells. What is not known here only who watches learns.
  private func field(of column: String) -> DisclosedField {
    switch (name, column) {
    case ("instruments", _), ("months", _), ("besideBook", _): .figures
    case ("instrumentChanges", "command"): .record
    case ("instrumentChanges", _): .goods
    case (_, "document"): .document
    case (_, "status"): .status
    case (_, "version"): .version
    case ("documents", "holder"): .holder
    case ("documents", "netWeight"): .weight
    case ("endorsements", "from"), ("endorsements", "to"): .recipient
    case ("endorsements", "digest"), ("endorsements", "previous"), ("endorsements", "head"): .digest
    case ("endorsements", "tradeID"): .price
    case ("endorsements", _): .endorsement
    default: .record
    }
  }
}
