import FIXWire
import GRDB
import Market

/// A major event that rule book Art. 43 has reported within 24 hours, as far as the log shows it.
struct MajorEvent: Equatable {
  let at: Instant
  /// `Art. 43(5)`.
  let article: String
  let text: String
  /// The command that it comes from.
  let sequence: Int64

  /// Halts by the operator's hand, stops of the whole venue and emergency changes of parameters, (5), and uses of the risk reserve, (6).
  static func fetch(_ db: Database, from: Int64, to: Int64) throws -> [MajorEvent] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT atNanos, 'Art. 43(5)', CASE operatorPhases.instrument WHEN 0 THEN 'all instruments'
          ELSE COALESCE(symbol, operatorPhases.instrument) END || ' halted: ' || reason, sequence
        FROM operatorPhases LEFT JOIN instruments USING (instrument)
        WHERE phase = 'halted' AND atNanos >= ?1 AND atNanos < ?2
        UNION ALL SELECT atNanos, 'Art. 43(5)', scope || CASE subject WHEN '' THEN '' ELSE ' ' || subject END
          || ' halted, ' || situation || ': ' || reason, sequence
        FROM marketControls WHERE action = 'halt' AND atNanos >= ?1 AND atNanos < ?2
        UNION ALL SELECT atNanos, 'Art. 43(5)', 'the venue is stopped', sequence
        FROM killSwitches WHERE scope = 'venue' AND isOn = 1 AND atNanos >= ?1 AND atNanos < ?2
        UNION ALL SELECT atNanos, 'Art. 43(5)',
          symbol || ': emergency change of ' || parameter || ': ' || reason, sequence
        FROM parameterChanges WHERE status = 'published' AND situation > 0
          AND atNanos >= ?1 AND atNanos < ?2
        UNION ALL SELECT atNanos, 'Art. 43(6)', 'the risk reserve is used: ' || currency || ' '
          || printf('%d.%02d', amountFen / 100, amountFen % 100), sequence
        FROM postings WHERE reason = 'reserveUse' AND atNanos >= ?1 AND atNanos < ?2
        ORDER BY 4
        """, arguments: [from, to])
    return rows.map { row in
      MajorEvent(
        at: Instant(nanoseconds: row[0]), article: row[1], text: row[2], sequence: row[3])
    }
  }
}

/// Which reports are to be filed, until when, and with whom: rule book Art. 42, 43 and 45.
public enum ReportingDuties {
  /// Who takes all of them: Art. 45.
  public static let authority =
    "Administrative Committee of the China (Shanghai) Pilot Free Trade Zone"

  /// A duty, by what it follows from.
  private struct Duty {
    let due: Instant
    let article: String
    let what: String
    let how: String
  }

  /// Duties whose date lies within `daysBefore` days before a day, or in the `daysAhead` behind it.
  public static func report(
    on day: ReportPeriod, daysBefore: Int = 31, daysAhead: Int = 120, from books: Books
  ) throws -> Report {
    try books.report { db in
      guard let progress = try RecordedProgress.fetch(db) else {
        throw ReportError.nothingRecorded
      }
      let begun = day.zone.day(of: Instant(nanoseconds: progress.firstAtNanos))
      let first = day.zone.start(of: day.first.adding(-daysBefore))
      let last = day.zone.start(of: day.first.adding(daysAhead + 1))
      let duties =
        periodDuties(since: begun, on: day, last) + (try changeDuties(day.zone, db))
        + (try eventDuties(db))
      return Report(
        "due", "Reports to be filed, rule book Art. 42 and 43; what was filed the books don't know",
        [("day", .text(day.name)), ("with", .text(authority + " (Art. 45)"))],
        [table(duties.filter { $0.due >= first && $0.due < last }, on: day)])
    }
  }

  private static func table(_ duties: [Duty], on day: ReportPeriod) -> Report.Table {
    let sorted = duties.enumerated().sorted { a, b in
      (a.element.due, a.offset) < (b.element.due, b.offset)
    }
    return Report.Table(
      "duties", ["due", "days", "article", "what", "how"],
      sorted.map { _, duty in
        let days = day.zone.day(of: duty.due).daysSince1970 - day.first.daysSince1970
        return [
          .text(day.zone.text(duty.due)), .number(Int64(days)), .text(duty.article),
          .text(duty.what), .text(duty.how),
        ]
      })
  }

  /// Monthly reports within 20 days of the month's end, annual ones within 90 of the year's.
  private static func periodDuties(
    since first: CivilDate, on day: ReportPeriod, _ last: Instant
  ) -> [Duty] {
    var duties: [Duty] = []
    var month = ReportPeriod.month(of: first, in: day.zone)
    while month.zone.start(of: month.end) < last {
      duties.append(
        Duty(
          due: lastInstant(of: month.end.adding(19), day.zone), article: "Art. 42(1)",
          what: "monthly report of \(month.name)",
          how: "cangdan report month --month \(month.name)"))
      if month.name.hasSuffix("-12") {
        let year = String(month.name.prefix(4))
        duties.append(
          Duty(
            due: lastInstant(of: month.end.adding(89), day.zone), article: "Art. 42(1)",
            what: "annual report of \(year)", how: "cangdan report year --year \(year)"))
      }
      month = .month(of: month.end, in: day.zone)
    }
    return duties
  }

  /// Instruments listed or changed, within 15 days of the decision, which is not later than the change.
  private static func changeDuties(_ zone: MarketZone, _ db: Database) throws -> [Duty] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT atNanos, symbol, CASE isNew WHEN 1 THEN 'is listed since' ELSE 'is changed since' END,
          sequence FROM instrumentChanges
        UNION ALL SELECT atNanos, symbol, 'gets another ' || parameter || ', decided on', sequence
        FROM parameterChanges WHERE status = 'published' ORDER BY 4
        """)
    return rows.map { row in
      let day = zone.day(of: Instant(nanoseconds: row[0]))
      return Duty(
        due: lastInstant(of: day.adding(15), zone), article: "Art. 42(2)",
        what: "\(row[1] as String) \(row[2] as String) \(day)",
        how: "cangdan report month --month \("\(day)".prefix(7))")
    }
  }

  /// Within 24 hours.
  private static func eventDuties(_ db: Database) throws -> [Duty] {
    try MajorEvent.fetch(db, from: .min, to: .max).map { event in
      Duty(
        due: event.at.adding(nanoseconds: 86_400_000_000_000), article: event.article,
        what: event.text, how: "command \(event.sequence) of the log")
    }
  }

  /// The last second of a day.
  private static func lastInstant(of day: CivilDate, _ zone: MarketZone) -> Instant {
    zone.start(of: day.adding(1)).adding(nanoseconds: -1_000_000_000)
  }
}
