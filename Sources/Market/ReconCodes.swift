/// Where a comparison of goods, trade and funds stands: ReconStatus(7794), market rules 2.9. Raw values are
/// stored.
public enum ReconStatus: UInt8, Sendable, CaseIterable {
  /// Something has not been said yet, and its time is not over.
  case open = 0
  /// All legs agree.
  case matched = 1
  case broken = 2
  /// Broken, and somebody has said why.
  case explained = 3
  /// It agrees by now, or is explained and nothing is frozen any more.
  case closed = 4
  /// Broken for too long without an explanation.
  case escalated = 5
}

/// What does not agree: ReconBreak(7795), market rules 2.9. Raw values are stored.
public enum ReconBreakCode: UInt8, Sendable, CaseIterable {
  /// The registry says nothing of a document that was delivered.
  case missingGoods = 1
  /// Clearing says nothing of a trade that was delivered.
  case missingFunds = 2
  /// An institution speaks of a trade that the venue has not delivered.
  case missingTrade = 3
  /// The warehouse's weight is not the trade's; the goods in store are not those of the documents.
  case quantity = 4
  /// Another amount or currency.
  case amount = 5
  /// Another holder, payer or payee.
  case party = 6
  /// A document that is not the trade's, another version of it, or another warehouse.
  case document = 7
  /// It was said behind the deadline.
  case late = 8
  /// It was said twice.
  case duplicate = 9
}

/// Whether a leg of a trade agrees: GoodsMatch(7791), TradeMatch(7792), FundsMatch(7793). Raw values are
/// stored.
public enum ReconMatch: UInt8, Sendable, CaseIterable {
  /// It is awaited, or not compared.
  case unknown = 0
  case differs = 1
  case agrees = 2
}
