import GRDB
import Market

/// The monthly and the annual report that rule book Art. 42(1) has filed.
public enum PeriodReport {
  /// The report of a month, or of a year with a line for each of its months.
  public static func report(of period: ReportPeriod, from books: Books) throws -> Report {
    let isYear = period.months.count > 1
    return try books.report { db in
      let until = try RecordedProgress.until(period, db)
      var facts: [(String, Report.Value)] = [(isYear ? "year" : "month", .text(period.name))]
      if let until { facts.append(("recordedUntil", .text(period.zone.text(until)))) }
      let months = isYear ? [try self.months(of: period, db)] : []
      let tables =
        [try instruments(in: period, db)] + months + [
          try market(in: period, db), try instrumentChanges(in: period, db),
          try incidents(in: period, db),
        ]
      return Report(
        isYear ? "year" : "month",
        "\(isYear ? "Annual" : "Monthly") report, rule book Art. 42(1); amounts in CNY", facts,
        tables)
    }
  }

  private static func instruments(
    in period: ReportPeriod, _ db: Database
  ) throws -> Report.Table {
    let figures = try PriceFigures.fetch(db, .all, from: period.from, to: period.to)
    let book = try PriceFigures.fetch(db, .book, from: period.from, to: period.to)
    let counts = try InstrumentCounts.fetch(db, from: period.from, to: period.to)
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT DISTINCT instrument, symbol FROM instrumentChanges WHERE atNanos < ?
        ORDER BY symbol
        """, arguments: [period.to])
    return Report.Table(
      "instruments",
      [
        "symbol", "trades", "high", "low", "average", "volume", "turnover", "bust", "deliveries",
        "delivered", "documents", "inStore",
      ],
      rows.map { row in
        let all = figures[row[0], default: PriceFigures()]
        let prices = book[row[0], default: PriceFigures()]
        let isTraded = prices.trades > 0
        return [
          .text(row[1]), .number(all.trades), isTraded ? .price(prices.high) : .nothing,
          isTraded ? .price(prices.low) : .nothing,
          prices.average.map { .price($0) } ?? .nothing, .quantity(all.weight),
          .amount(all.turnoverFen),
        ] + (counts[row[0]] ?? InstrumentCounts()).values
      })
  }

  private static func months(of year: ReportPeriod, _ db: Database) throws -> Report.Table {
    Report.Table(
      "months", ["month", "trades", "volume", "turnover", "deliveries"],
      try year.months.map { month in
        let figures = try PriceFigures.fetch(db, .all, from: month.from, to: month.to).values
        let counts = try InstrumentCounts.fetch(db, from: month.from, to: month.to).values
        return [
          .text(month.name), .number(figures.reduce(0) { $0 + $1.trades }),
          .quantity(figures.reduce(0) { $0 + $1.weight }),
          .amount(figures.reduce(0) { $0 + $1.turnoverFen }),
          .number(counts.reduce(0) { $0 + $1.deliveries }),
        ]
      })
  }

  /// What happened at the market as a whole, a line each.
  private static func market(in period: ReportPeriod, _ db: Database) throws -> Report.Table {
    let counts = try MarketFigure.counts.map { figure -> [Report.Value] in
      [.text(figure.name), .number(try figure.fetch(db, period))]
    }
    let amounts = try MarketFigure.amounts.map { figure -> [Report.Value] in
      [.text(figure.name), .amount(try figure.fetch(db, period))]
    }
    return Report.Table("market", ["what", "value"], counts + amounts)
  }

  /// Instruments listed or changed: Art. 42(2) has these reported by themselves too.
  private static func instrumentChanges(
    in period: ReportPeriod, _ db: Database
  ) throws -> Report.Table {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT atNanos, symbol, isNew, sequence FROM instrumentChanges
        WHERE atNanos >= ? AND atNanos < ? ORDER BY sequence
        """, arguments: [period.from, period.to])
    return Report.Table(
      "instrumentChanges", ["at", "symbol", "change", "command"],
      rows.map { row in
        [
          .text(period.zone.text(Instant(nanoseconds: row[0]))), .text(row[1]),
          .text(row[2] ? "listed" : "changed"), .number(row[3]),
        ]
      })
  }

  private static func incidents(in period: ReportPeriod, _ db: Database) throws -> Report.Table {
    Report.Table(
      "incidents", ["at", "article", "what", "command"],
      try MajorEvent.fetch(db, from: period.from, to: period.to).map { event in
        [
          .text(period.zone.text(event.at)), .text(event.article), .text(event.text),
          .number(event.sequence),
        ]
      })
  }
}

/// A figure of the whole market in a period.
struct MarketFigure {
  let name: String
  /// One number; ?1 is the period's first instant, ?2 the first one behind it.
  let sql: String

  func fetch(_ db: Database, _ period: ReportPeriod) throws -> Int64 {
    try Int64.fetchOne(db, sql: sql, arguments: [period.from, period.to]) ?? 0
  }

  private static func count(_ name: String, _ table: String, _ condition: String = "") -> Self {
    let more = condition.isEmpty ? "" : " AND \(condition)"
    return MarketFigure(
      name: name,
      sql: "SELECT COUNT(*) FROM \(table) WHERE atNanos >= ?1 AND atNanos < ?2\(more)")
  }

  private static func sum(_ name: String, _ condition: String) -> Self {
    MarketFigure(
      name: name,
      sql: """
        SELECT SUM(amountFen) FROM postings
        WHERE atNanos >= ?1 AND atNanos < ?2 AND currency = 'CNY' AND \(condition)
        """)
  }

  static let counts = [
    MarketFigure(
      name: "firms that traded",
      sql: """
        SELECT COUNT(*) FROM (
          SELECT buyFirm FROM trades WHERE matchedAtNanos >= ?1 AND matchedAtNanos < ?2
          UNION SELECT sellFirm FROM trades WHERE matchedAtNanos >= ?1 AND matchedAtNanos < ?2)
        """),
    MarketFigure(
      name: "orders entered",
      sql: "SELECT COUNT(*) FROM orders WHERE enteredAtNanos >= ?1 AND enteredAtNanos < ?2"),
    count("orders refused", "reports", "execType = 'rejected'"),
    count("trades delivered", "tradeStates", "state = 'dvpDone' AND fromState = 'titleLocked'"),
    count("defaults of buyers", "tradeStates", "state = 'buyerDefault'"),
    count("defaults of sellers", "tradeStates", "state = 'sellerDefault'"),
    count("trades bust", "tradeStates", "state = 'bust'"),
    count("disputes", "tradeStates", "state = 'dispute'"),
    count("documents admitted", "admissions"),
    count("documents issued", "endorsements", "action = 'issue'"),
    count("documents loaded out", "endorsements", "action = 'loadOut'"),
    count("documents frozen", "endorsements", "action = 'freeze'"),
    count("notices refused", "refusedNotices"),
    count("breaks found by reconciliation", "reconFindings", "status = 'broken'"),
    count("breaks escalated", "reconFindings", "status = 'escalated'"),
    count("breaks of the books", "breaks"),
  ]

  static let amounts = [
    MarketFigure(
      name: "money paid in, net",
      sql: """
        SELECT SUM(CASE reason WHEN 'paidIn' THEN amountFen WHEN 'paidOut' THEN -amountFen END)
        FROM postings WHERE atNanos >= ?1 AND atNanos < ?2 AND currency = 'CNY'
        """),
    sum("trading fees", "reason = 'tradeFee'"),
    sum("title transfer fees", "reason = 'titleTransferFee'"),
    sum("accrued to the risk reserve", "reason = 'reserveAccrual'"),
    sum("risk reserve used", "reason = 'reserveUse'"),
  ]
}
