import GRDB

/// What Art. 33 has published of an instrument's trades in a period, and what Art. 42 has reported.
struct PriceFigures: Equatable {
  /// In 1/10,000; meaningful where `trades` is not zero.
  private(set) var last: Int64 = 0
  private(set) var high: Int64 = 0
  private(set) var low: Int64 = 0
  private(set) var trades: Int64 = 0
  /// In 1/1,000 of the unit.
  private(set) var weight: Int64 = 0
  private(set) var turnoverFen: Int64 = 0
  private var weighted: Int128 = 0

  /// Adds a trade; they come in the order in which they were made.
  mutating func add(price: Int64, weight: Int64, turnoverFen: Int64) {
    high = trades == 0 ? price : max(high, price)
    low = trades == 0 ? price : min(low, price)
    last = price
    trades += 1
    self.weight += weight
    self.turnoverFen += turnoverFen
    weighted += Int128(price) * Int128(weight)
  }

  /// The sum of price times weight by the sum of weight, half up, in 1/10,000; nil without trades.
  var average: Int64? {
    guard weight > 0 else { return nil }
    let (doubled, divisor) = (2 * weighted + Int128(weight), 2 * Int128(weight))
    let quotient = doubled / divisor
    return Int64(doubled < 0 && quotient * divisor != doubled ? quotient - 1 : quotient)
  }

  /// The trades of a period by instrument. One that was bust before the period's end does not count.
  static func fetch(
    _ db: Database, _ kind: TradeKind, from: Int64, to: Int64
  ) throws -> [Int64: PriceFigures] {
    var figures: [Int64: PriceFigures] = [:]
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT instrument, lastPxTenThousandths, weightThousandths, grossTradeAmtFen FROM trades
        WHERE matchedAtNanos >= ?1 AND matchedAtNanos < ?2 AND tradeID NOT IN (
          SELECT tradeID FROM tradeStates WHERE state = 'bust' AND atNanos < ?2)
          AND \(kind.condition)
        ORDER BY tradeID
        """, arguments: [from, to])
    while let row = try rows.next() {
      figures[row[0], default: PriceFigures()].add(
        price: row[1], weight: row[2], turnoverFen: row[3])
    }
    return figures
  }
}

/// Which trades count: prices that were agreed on or found in an auction are published apart from those of
/// the book.
enum TradeKind {
  case all
  case book
  case besideBook

  /// In the table of trades.
  var condition: String {
    let modes = "('negotiated', 'auctionAscending', 'auctionDescending')"
    return switch self {
    case .all: "TRUE"
    case .book: "mode NOT IN \(modes)"
    case .besideBook: "mode IN \(modes)"
    }
  }
}
