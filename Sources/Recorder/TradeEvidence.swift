import Digests
import GRDB
import LogText
import Market
import Records
import Storage

/// Everything that the logs say of a trade: from the orders to its end, as they stand there.
///
/// The same logs give the same bytes, whenever and by whomever it is made: it has no time of its own,
/// ends with the trade's last state, and each record stands with its place and its CRC. The last fact
/// is the SHA-256 of all that is below it.
public struct TradeEvidence {
  /// Places in the event log, in order.
  private let positions: [UInt64]
  private let facts: [(String, Report.Value)]
  private let documents: Report.Table
  private let chain: Report.Table
  private let compIDs: [UInt32: String]

  /// What the books have of a trade. Refused where they have no such trade.
  public init(of trade: UInt64, from books: Books) throws {
    self = try books.report { db in try TradeEvidence(trade, db) }
  }

  private init(_ trade: UInt64, _ db: Database) throws {
    let key = stored(trade)
    guard
      let row = try Row.fetchOne(
        db, sql: "SELECT * FROM trades WHERE tradeID = ?", arguments: [key])
    else { throw ReportError.unknownTrade(trade) }
    let state: String = row["state"]
    let isOver = TradeState.allCases.contains { $0.isFinal && "\($0)" == state }
    let last: Int64 = isOver ? row["stateSequence"] : .max
    positions = try Self.positions(of: row, through: last, db)
    documents = try Self.documents(of: key, db)
    chain = try Self.chain(of: key, through: last, db)
    compIDs = try Self.compIDs(db)
    facts = try Self.facts(row, isOver, db)
  }

  /// The report, its records read from the logs in `directory`. Refused where these are other logs.
  public func report(from directory: String) throws -> Report {
    var records = Report.Table("records", ["position", "crc", "record"])
    var command = UInt64(0)
    for position in positions {
      var reader = EventFileReader(directory: directory, from: position)
      guard try reader.next(), reader.position == position + UInt64(reader.record.loadHead().length)
      else { throw ReportError.logDiffers(position: position) }
      let sequence = reader.record.loadHead().sequence
      if sequence.rawValue != command {
        records.rows.append(try self.command(sequence, directory))
        command = sequence.rawValue
      }
      records.rows.append(
        row(.number(Int64(position)), reader.record.loadHead(), LogRecord(event: reader.record)))
    }
    let tables = [documents, chain, records]
    return Report(
      "trade", "Evidence of a trade: its records in the logs, and its documents' endorsements",
      facts + [("sha256", .text(Self.digest(of: tables)))], tables)
  }

  private func command(_ sequence: Sequence, _ directory: String) throws -> [Report.Value] {
    var reader = try CommandLogReader(directory: directory, from: sequence)
    while try reader.next() {
      let head = reader.record.loadHead()
      guard head.typeCode != CommandType.batch.rawValue else { continue }
      return row(.nothing, head, LogRecord(command: reader.record))
    }
    throw StorageError.damaged(
      file: reader.file, offset: reader.fileOffset,
      reason: "command \(sequence.rawValue) is missing")
  }

  private func row(
    _ position: Report.Value, _ head: RecordHead, _ record: LogRecord
  ) -> [Report.Value] {
    let crc = String(head.crc, radix: 16)
    let digits = String(repeating: "0", count: 8 - crc.count) + crc
    let line = record.line(compID: compIDs[head.session.rawValue] ?? "")
    return [position, .text(digits), .text(line)]
  }

  /// Over the tables as CSV.
  private static func digest(of tables: [Report.Table]) -> String {
    var hash = SHA256()
    hash.update(ReportFormat.csv.written(Report("", "", [], tables)))
    return hash.hexDigits
  }
}

/// What the books have of a trade.
extension TradeEvidence {
  /// Its own events, those of both orders, the endorsements of its documents and how the lot went that it comes of, up
  /// to a command.
  private static func positions(
    of trade: Row, through last: Int64, _ db: Database
  ) throws -> [UInt64] {
    let key: Int64 = trade["tradeID"]
    let (buy, sell): (Int64, Int64) = (trade["buyOrderID"], trade["sellOrderID"])
    let found = try Int64.fetchAll(
      db,
      sql: """
        SELECT position FROM tradeEvents WHERE tradeID = ?1 AND sequence <= ?4
        UNION SELECT position FROM reports WHERE orderID IN (?2, ?3) AND sequence <= ?4
        UNION SELECT position FROM endorsements WHERE sequence <= ?4
          AND document IN (SELECT document FROM tradeDocuments WHERE tradeID = ?1)
        UNION SELECT position FROM auctions WHERE auction = ?5
        UNION SELECT position FROM auctionStates WHERE auction = ?5 AND sequence <= ?4
          AND reason NOT IN ('bid', 'priceMoved')
        ORDER BY position
        """, arguments: [key, buy, sell, last, trade["auction"] as Int64])
    return found.map { UInt64(bitPattern: $0) }
  }

  private static func documents(
    of trade: Int64, _ db: Database
  ) throws -> Report.Table {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT document, admissions.sequence, atNanos, holder, status, version,
          netWeightThousandths FROM tradeDocuments
        LEFT JOIN admissions USING (document) WHERE tradeID = ? ORDER BY place
        """, arguments: [trade])
    return Report.Table(
      "documents",
      [
        "document": .text, "admittedBy": .number, "at": .instant, "holder": .number,
        "status": .text, "version": .number, "netWeight": .quantity,
      ], rows)
  }

  private static func chain(
    of trade: Int64, through last: Int64, _ db: Database
  ) throws -> Report.Table {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT document, endorsementSeq, atNanos, action, actor, fromFirm, toFirm, status, version,
          endorsements.tradeID, digest, previous, head FROM tradeDocuments
        JOIN endorsements USING (document)
        WHERE tradeDocuments.tradeID = ? AND sequence <= ? ORDER BY place, endorsementSeq, position
        """, arguments: [trade, last])
    return Report.Table(
      "endorsements",
      [
        "document": .text, "endorsementSeq": .number, "at": .instant, "action": .text,
        "actor": .text, "from": .number, "to": .number, "status": .text, "version": .number,
        "tradeID": .number, "digest": .text, "previous": .text, "head": .text,
      ], rows)
  }

  private static func facts(
    _ row: Row, _ isOver: Bool, _ db: Database
  ) throws -> [(String, Report.Value)] {
    let progress = try RecordedProgress.fetch(db)
    let until: [(String, Report.Value)] =
      isOver ? [] : [("recordedThrough", .number(Int64(progress?.sequence ?? 0)))]
    let lot: Int64 = row["auction"]
    let auction: [(String, Report.Value)] = lot > 0 ? [("auction", .number(lot))] : []
    let firms = try [row["buyFirm"] as Int64, row["sellFirm"]].map { firm in
      try String.fetchOne(db, sql: "SELECT code FROM firms WHERE firm = ?", arguments: [firm]) ?? ""
    }
    return [
      ("log", .text(progress?.logID ?? "")), ("trade", .number(row["tradeID"])),
      ("symbol", .text(row["symbol"])), ("mode", .text(row["mode"])),
      ("matchedAt", .text(timestamp(row["matchedAtNanos"]))),
      ("buyer", .text(firms[0])), ("seller", .text(firms[1])),
      ("price", .price(row["lastPxTenThousandths"])),
      ("weight", .quantity(row["weightThousandths"])),
      ("grossTradeAmt", .amount(row["grossTradeAmtFen"])), ("state", .text(row["state"])),
    ] + auction + until
  }

  private static func compIDs(_ db: Database) throws -> [UInt32: String] {
    let rows = try Row.fetchAll(db, sql: "SELECT session, compID, subID FROM sessions")
    return Dictionary(
      uniqueKeysWithValues: rows.map { row in
        let subID: String = row[2]
        return (row[0], "\(row[1] as String)\(subID.isEmpty ? "" : "/\(subID)")")
      })
  }

  private static func timestamp(_ nanos: Int64) -> String {
    TextForm.timestamp(Instant(nanoseconds: nanos))
  }
}
