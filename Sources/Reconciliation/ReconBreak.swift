/// What does not agree: ReconBreak(7795) of market rules 2.9 (rule book Art. 20).
public enum ReconBreakCode: Int, CaseIterable, Encodable, Sendable {
  /// The registry says nothing of a document that was delivered.
  case missingGoods = 1
  /// Clearing says nothing of a trade that was delivered.
  case missingFunds = 2
  /// An institution speaks of a trade that the venue has not delivered.
  case missingTrade = 3
  /// The warehouse's weight is not the trade's.
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

/// One thing that does not agree.
public struct ReconBreak: Equatable, Encodable, Sendable {
  /// Who has spoken, or has not.
  public enum Source: String, Encodable, Sendable { case registry, warehouse, clearing }

  public let code: ReconBreakCode
  public let source: Source
  /// TrdMatchID(880).
  public let trade: UInt64
  /// The document concerned; empty where all of the trade are.
  public let document: String
  /// What the venue's log says.
  public let expected: String
  /// What the institution says.
  public let found: String
}

/// Where a trade stands: ReconStatus(7794).
public enum ReconState: String, Encodable, Sendable {
  /// Something has not been said yet, and its time is not over.
  case open
  /// All legs agree.
  case matched
  case broken = "break"
  /// Broken, and somebody has said why.
  case explained
}

/// What the comparison of one trade came to.
public struct ReconTrade: Equatable, Encodable, Sendable {
  /// TrdMatchID(880).
  public let trade: UInt64
  public let symbol: String
  public let documents: [String]
  /// GoodsMatch(7791), TradeMatch(7792), FundsMatch(7793); nil while the leg is awaited, or not compared.
  public let goodsMatch: Bool?
  public let tradeMatch: Bool
  public let fundsMatch: Bool?
  public let state: ReconState
}
