import Digests
import GRDB

/// The books of record: a SQLite file with what a venue's log says of trades, title documents and
/// money, for people and programs that ask by SQL.
///
/// The log is the truth and the file is made from it: what one transaction takes and how far that is
/// stand in the file together, so a file that is there is right as far as it goes, whatever has ended
/// its writer. One process writes, any number read beside it (SQLite's WAL).
public struct Books: Sendable {
  /// The SQLite file.
  public let path: String
  let queue: DatabaseQueue

  /// Opens the books for writing; makes them where there are none.
  ///
  /// Refused are a file that is no database, one of somebody else, and one with other tables.
  public static func openToWrite(_ path: String) throws(RecorderError) -> Books {
    // What is not ours is left as it is, its journal mode too.
    if let existing = try openIfPresent(path) { try existing.close() }
    var configuration = Configuration()
    configuration.label = "books"
    configuration.journalMode = .wal
    configuration.prepareDatabase { db in
      // A commit is on the disk before the next event is read.
      try db.execute(sql: "PRAGMA synchronous = FULL")
    }
    do throws(RecorderError) {
      let books = try open(path, configuration)
      try books.perform { try BookSchema.migrator.migrate(books.queue) }
      return books
    } catch {
      guard error == .absent(file: path) else { throw error }
      throw .refused(file: path, reason: "the file can't be made there")
    }
  }

  /// Opens the books for reading, also while another process writes them.
  public static func openToRead(_ path: String) throws(RecorderError) -> Books {
    guard let books = try openIfPresent(path), try !books.isEmpty() else {
      throw .absent(file: path)
    }
    return books
  }

  /// The books in a file, to read; nil where there is no file.
  private static func openIfPresent(_ path: String) throws(RecorderError) -> Books? {
    var configuration = Configuration()
    configuration.readonly = true
    do throws(RecorderError) {
      let books = try open(path, configuration)
      try books.perform { try books.queue.read { db in try check(db, path) } }
      return books
    } catch {
      if error == .absent(file: path) { return nil }
      throw error
    }
  }

  private func isEmpty() throws(RecorderError) -> Bool {
    try read { db in try !db.tableExists("progress") }
  }

  private static func open(
    _ path: String, _ configuration: Configuration
  ) throws(RecorderError) -> Books {
    var configuration = configuration
    configuration.busyMode = .timeout(2)
    do {
      return Books(path: path, queue: try DatabaseQueue(path: path, configuration: configuration))
    } catch {
      throw RecorderError(error, path)
    }
  }

  /// Whether these are books, with the tables that this program knows.
  private static func check(_ db: Database, _ path: String) throws {
    let tables = try String.fetchSet(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
    // A process that has ended in its first moment leaves the list of migrations, empty.
    if tables.isSubset(of: ["grdb_migrations"]) { return }
    guard tables.contains("grdb_migrations"), tables.contains("progress") else {
      throw RecorderError.foreign(file: path)
    }
    let applied = try BookSchema.migrator.appliedIdentifiers(db)
    if applied != Set(BookSchema.migrator.migrations) {
      throw RecorderError.schema(file: path, found: applied.sorted())
    }
  }

  /// Reads at one moment of the books, whatever is written meanwhile.
  func read<Value>(_ work: (Database) throws -> Value) throws(RecorderError) -> Value {
    try perform { try queue.read(work) }
  }

  /// Makes something of the books; what `work` finds out of order is thrown on as a `ReportError`.
  func report<Value>(_ work: (Database) throws -> Value) throws -> Value {
    do {
      return try queue.read(work)
    } catch let error as ReportError {
      throw error
    } catch {
      throw RecorderError(error, path)
    }
  }

  /// Writes all that `work` writes, or nothing.
  func write<Value>(_ work: (Database) throws -> Value) throws(RecorderError) -> Value {
    try perform { try queue.write(work) }
  }

  private func perform<Value>(_ work: () throws -> Value) throws(RecorderError) -> Value {
    do {
      return try work()
    } catch {
      throw RecorderError(error, path)
    }
  }

  /// How far the log is recorded; nil where nothing is.
  public func progress() throws(RecorderError) -> RecordedProgress? {
    try read { db in try RecordedProgress.fetch(db) }
  }

  /// Folds the write-ahead log into the file, so that one file is all.
  public func checkpoint() throws(RecorderError) {
    try perform {
      _ = try queue.writeWithoutTransaction { db in try db.checkpoint(.truncate) }
    }
  }

  /// Closes the file; nothing may be asked of these books afterwards.
  public func close() throws(RecorderError) {
    try perform { try queue.close() }
  }

  /// What the books hold.
  public func summary() throws(RecorderError) -> BooksSummary {
    let sequence = try progress()?.sequence ?? 0
    return try read { db in
      var counts: [String: Int64] = [:]
      for table in ["trades", "documents", "endorsements", "postings", "orders", "breaks"] {
        counts[table] = try Int64.fetchOne(db, sql: "SELECT COUNT(*) FROM \(table)")
      }
      return BooksSummary(sequence: sequence, counts: counts)
    }
  }

  /// SHA-256 over all rows of all tables, 64 hexadecimal digits: books made again from the same log
  /// have the same.
  public func digest() throws(RecorderError) -> String {
    try read { db in
      var hash = SHA256()
      for table in BookSchema.contents {
        hash.update("\(table)\n")
        let key = try db.primaryKey(table).columns.joined(separator: ", ")
        let rows = try Row.fetchCursor(db, sql: "SELECT * FROM \(table) ORDER BY \(key)")
        while let row = try rows.next() {
          hash.update(row.databaseValues.map(Self.text).joined(separator: "\t") + "\n")
        }
      }
      return hash.hexDigits
    }
  }

  private static func text(_ value: DatabaseValue) -> String {
    switch value.storage {
    case .null: "-"
    case .int64(let number): "\(number)"
    case .double(let number): "\(number)"
    case .string(let text): "\(text.utf8.count):\(text)"
    case .blob(let bytes): "\(bytes.count) bytes"
    }
  }
}

/// How much the books hold.
public struct BooksSummary: Equatable, Sendable {
  /// The last command recorded.
  public let sequence: UInt64
  let counts: [String: Int64]

  /// Rows of the table `breaks`.
  public var breaks: Int64 { counts["breaks"] ?? 0 }

  /// `recorded through command 120: 3 trades, ...`
  public var line: String {
    let parts = ["trades", "documents", "endorsements", "postings", "orders", "breaks"]
      .map { "\(counts[$0] ?? 0) \($0)" }
    return "recorded through command \(sequence): \(parts.joined(separator: ", "))"
  }
}

extension SHA256 {
  mutating func update(_ text: String) {
    for byte in text.utf8 { update(byte) }
  }
}
