public import Market

extension ReconBreakCode: Encodable {}

extension ReconStatus: Encodable {
  /// One word, for people and programs.
  public var word: String {
    switch self {
    case .open: "open"
    case .matched: "matched"
    case .broken: "break"
    case .explained: "explained"
    case .closed: "closed"
    case .escalated: "escalated"
    }
  }

  /// Its word.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(word)
  }
}

/// One thing that does not agree.
public struct ReconBreak: Equatable, Encodable, Sendable {
  /// Who has spoken, or has not.
  public enum Source: String, Encodable, Sendable {
    case registry, warehouse, clearing

    /// As findings name it.
    public var role: SessionRole {
      switch self {
      case .registry: .registry
      case .warehouse: .warehouse
      case .clearing: .clearing
      }
    }
  }

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
  /// ReconStatus(7794): escalated and closed are what the log says of it.
  public let state: ReconStatus
}
