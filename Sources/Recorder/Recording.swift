import GRDB
import Market
import Records
import Storage

/// Takes a venue's log into its books, each record exactly once.
///
/// A transaction holds what some records say and how far that is, so whenever the process ends the
/// next one goes on with the first record that is not in the books. The log is only read.
public struct Recording: ~Copyable {
  /// How far the books are.
  public private(set) var progress: RecordedProgress
  private let directory: String
  private let books: Books
  private var cursor: LogCursor
  /// What the books say of it; nil before the first transaction.
  private var stored: RecordedProgress?

  /// The most records of one transaction: at the limit the next one takes the rest.
  public static var recordsPerTransaction: Int { 4_096 }

  /// Goes on with the log of the venue in `directory`. Refused where the books are of another log.
  public init(of directory: String, in books: Books) throws(RecorderError) {
    let progress = try Self.begin(directory, books)
    let cursor: LogCursor
    do {
      cursor = try LogCursor(directory: directory, behind: progress)
    } catch {
      throw RecorderError(error, books.path)
    }
    self.directory = directory
    self.books = books
    self.progress = progress
    stored = progress.sequence == 0 ? nil : progress
    self.cursor = cursor
  }

  /// Where the books go on with that log.
  private static func begin(
    _ directory: String, _ books: Books
  ) throws(RecorderError) -> RecordedProgress {
    let begun: RecordedProgress
    do {
      let reader = try CommandLogReader(directory: directory)
      guard let logID = reader.logID, let coreVersion = reader.coreVersion else {
        throw RecorderError.log(reason: "\(directory) has no log yet: nothing can be recorded")
      }
      begun = RecordedProgress(logID: logID, coreVersion: coreVersion)
    } catch {
      throw RecorderError(error, books.path)
    }
    guard let progress = try books.progress() else { return begun }
    guard progress.logID == begun.logID else {
      throw .otherLog(
        file: books.path, reason: "it is of log \(progress.logID), this is \(begun.logID)")
    }
    return progress
  }

  /// Records what has been committed since, in one transaction. The number of records taken; zero where
  /// there are none. What has failed is final: a new `Recording` goes on where the books are.
  public mutating func advance() throws(RecorderError) -> Int {
    try books.write { db in
      // Somebody else's hand in the books would enter events twice.
      guard try RecordedProgress.fetch(db) == stored else {
        throw RecorderError.busy(file: books.path)
      }
      var count = 0
      while count < Self.recordsPerTransaction, try take(db) { count += 1 }
      guard count > 0 else { return 0 }
      try progress.store(db)
      stored = progress
      return count
    }
  }

  /// What is wrong at the end of a log that nobody writes: the commands know of events that can't be
  /// read. Nil where all is recorded.
  public func lostEvents() throws(RecorderError) -> String? {
    do {
      return try cursor.lostEvents(in: directory)
    } catch {
      throw RecorderError(error, books.path)
    }
  }

  /// Takes the next record. False where there is none.
  private mutating func take(_ db: Database) throws -> Bool {
    switch try cursor.next() {
    case .end: return false
    case .command:
      let head = cursor.command.loadHead()
      if !cursor.isRefused { try CommandEntry(db: db, head: head).take(cursor.command) }
      if progress.sequence == 0 { progress.firstAtNanos = head.time.nanoseconds }
      progress.sequence = head.sequence.rawValue
      progress.lastAtNanos = head.time.nanoseconds
    case .event:
      let head = cursor.event.loadHead()
      let position = cursor.eventPosition
      try EventEntry(db: db, head: head, position: Int64(position)).take(cursor.event)
      progress.lastPosition = position
      progress.lastCRC = head.crc
      progress.nextPosition = cursor.nextPosition
      progress.lastAtNanos = head.time.nanoseconds
    }
    return true
  }
}
