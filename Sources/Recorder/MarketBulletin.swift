import GRDB
import Market

/// The daily bulletin: what rule book Art. 33 has published of each instrument, what was delivered,
/// and what is in store.
public enum MarketBulletin {
  private static let columns = [
    "day", "symbol", "trades", "last", "change", "high", "low", "average", "volume", "turnover",
    "bust", "deliveries", "delivered", "documents", "inStore",
    "byName",
  ]
  private static let besideBookColumns = [
    "day", "symbol", "trades", "last", "high", "low", "average", "volume", "turnover",
  ]

  /// The bulletin of a day. Change is from the last trade before the day, or, before the first one,
  /// from the reference price. A trade that was bust by the day's end counts in none but `bust`. What was
  /// agreed on beside the book has a table of its own, where there was any.
  public static func report(on day: ReportPeriod, from books: Books) throws -> Report {
    try books.report { db in
      let until = try RecordedProgress.until(day, db)
      var facts: [(String, Report.Value)] = [("day", .text(day.name))]
      if let until { facts.append(("recordedUntil", .text(day.zone.text(until)))) }
      let agreed = try besideBook(day, db)
      let tables =
        [Report.Table("instruments", columns, try rows(day, db))]
        + (agreed.isEmpty ? [] : [Report.Table("besideBook", besideBookColumns, agreed)])
      return Report(
        "bulletin", "Daily bulletin: prices net of duty and import VAT, CNY per unit", facts,
        tables)
    }
  }

  private static func rows(_ day: ReportPeriod, _ db: Database) throws -> [[Report.Value]] {
    let figures = try PriceFigures.fetch(db, .book, from: day.from, to: day.to)
    let counts = try InstrumentCounts.fetch(db, from: day.from, to: day.to)
    return try instruments(until: day, db).map { row in
      let instrument: Int64 = row[0]
      let previous = try previousPrice(of: instrument, before: day, db)
      let prices = figures[instrument, default: PriceFigures()]
      return [.text(day.name), .text(row[1]), .number(prices.trades)]
        + prices.values(previous: previous) + counts[instrument, default: InstrumentCounts()].values
        + [.number(counts[instrument, default: InstrumentCounts()].byName)]
    }
  }

  /// What was agreed on or auctioned, of the instruments where something was.
  private static func besideBook(_ day: ReportPeriod, _ db: Database) throws -> [[Report.Value]] {
    let figures = try PriceFigures.fetch(db, .besideBook, from: day.from, to: day.to)
    return try instruments(until: day, db).compactMap { row in
      guard let prices = figures[row[0]] else { return nil }
      return [
        .text(day.name), .text(row[1]), .number(prices.trades), .price(prices.last),
        .price(prices.high), .price(prices.low), prices.average.map { .price($0) } ?? .nothing,
        .quantity(prices.weight), .amount(prices.turnoverFen),
      ]
    }
  }

  private static func instruments(until day: ReportPeriod, _ db: Database) throws -> [Row] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT DISTINCT instrument, symbol FROM instrumentChanges WHERE atNanos < ?
        ORDER BY symbol
        """, arguments: [day.to])
  }

  /// The price that the change is from, one of the book.
  private static func previousPrice(
    of instrument: Int64, before day: ReportPeriod, _ db: Database
  ) throws -> Int64 {
    let traded = try Int64.fetchOne(
      db,
      sql: """
        SELECT lastPxTenThousandths FROM trades
        WHERE instrument = ?1 AND matchedAtNanos < ?2 AND tradeID NOT IN (
          SELECT tradeID FROM tradeStates WHERE state = 'bust' AND atNanos < ?2)
          AND \(TradeKind.book.condition)
        ORDER BY tradeID DESC LIMIT 1
        """, arguments: [instrument, day.from])
    if let traded { return traded }
    return try Int64.fetchOne(
      db,
      sql: """
        SELECT referencePriceTenThousandths FROM instrumentChanges
        WHERE instrument = ? AND atNanos < ? ORDER BY sequence DESC LIMIT 1
        """, arguments: [instrument, day.to]) ?? 0
  }
}

extension PriceFigures {
  /// Last, change, high, low, average, volume, turnover.
  fileprivate func values(previous: Int64) -> [Report.Value] {
    guard trades > 0 else {
      return Array(repeating: .nothing, count: 5) + [.quantity(0), .amount(0)]
    }
    return [
      .price(last), .price(last - previous), .price(high), .price(low),
      average.map { .price($0) } ?? .nothing, .quantity(weight), .amount(turnoverFen),
    ]
  }
}

/// What happened to an instrument's trades and documents in a period, beside prices.
struct InstrumentCounts: Equatable {
  var bust: Int64 = 0
  /// Documents, and what they weigh.
  var deliveries: Int64 = 0
  var deliveredThousandths: Int64 = 0
  /// Documents that stand for goods at the end, and what they weigh.
  var documents: Int64 = 0
  var inStoreThousandths: Int64 = 0
  /// Trades in which one order has named the other by ListingOrderID(7772), without those that are bust.
  var byName: Int64 = 0

  var values: [Report.Value] {
    [
      .number(bust), .number(deliveries), .quantity(deliveredThousandths), .number(documents),
      .quantity(inStoreThousandths),
    ]
  }

  /// The counts by instrument.
  static func fetch(_ db: Database, from: Int64, to: Int64) throws -> [Int64: InstrumentCounts] {
    var counts: [Int64: InstrumentCounts] = [:]
    try each(db, bustTrades, [from, to]) { counts[$0[0], default: Self()].bust = $0[1] }
    try each(db, named, [from, to]) { counts[$0[0], default: Self()].byName = $0[1] }
    try each(db, transfers, [from, to]) { row in
      counts[row[0], default: Self()].deliveries = row[1]
      counts[row[0], default: Self()].deliveredThousandths = row[2]
    }
    try each(db, stored, [to]) { row in
      counts[row[0], default: Self()].documents = row[1]
      counts[row[0], default: Self()].inStoreThousandths = row[2]
    }
    return counts
  }

  private static func each(
    _ db: Database, _ sql: String, _ arguments: StatementArguments, _ take: (Row) -> Void
  ) throws {
    let rows = try Row.fetchCursor(db, sql: sql, arguments: arguments)
    while let row = try rows.next() { take(row) }
  }

  private static let bustTrades = """
    SELECT trades.instrument, COUNT(DISTINCT trades.tradeID) FROM tradeStates
    JOIN trades USING (tradeID)
    WHERE tradeStates.state = 'bust' AND atNanos >= ? AND atNanos < ? GROUP BY trades.instrument
    """

  private static let named = """
    SELECT instrument, COUNT(*) FROM trades
    WHERE isByName = 1 AND matchedAtNanos >= ?1 AND matchedAtNanos < ?2 AND tradeID NOT IN (
      SELECT tradeID FROM tradeStates WHERE state = 'bust' AND atNanos < ?2)
    GROUP BY instrument
    """

  private static let transfers = """
    SELECT instrument, COUNT(*), SUM(netWeightThousandths) FROM endorsements
    WHERE action = 'transfer' AND atNanos >= ? AND atNanos < ? GROUP BY instrument
    """

  /// As each document was at the end: the goods of a draft are not there, those of one that is closed
  /// or void are gone.
  private static let stored = """
    SELECT instrument, COUNT(*), SUM(netWeightThousandths) FROM (
      SELECT instrument, netWeightThousandths, status, ROW_NUMBER() OVER (
        PARTITION BY document ORDER BY sequence DESC, ordinal DESC) AS age
      FROM documentStates WHERE atNanos < ?)
    WHERE age = 1 AND status NOT IN ('draft', 'closed', 'void') GROUP BY instrument
    """
}

extension RecordedProgress {
  /// The last instant that is recorded, where that lies within the period; nil where the period is
  /// recorded to its end. Refused where nothing of it is recorded.
  static func until(_ period: ReportPeriod, _ db: Database) throws -> Instant? {
    guard let progress = try fetch(db) else { throw ReportError.nothingRecorded }
    guard progress.firstAtNanos < period.to, progress.lastAtNanos >= period.from else {
      throw ReportError.outside(
        period: period.name,
        first: period.zone.text(Instant(nanoseconds: progress.firstAtNanos)),
        last: period.zone.text(Instant(nanoseconds: progress.lastAtNanos)))
    }
    return progress.lastAtNanos < period.to ? Instant(nanoseconds: progress.lastAtNanos) : nil
  }
}
