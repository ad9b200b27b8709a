import Foundation
import GRDB
import Market
import Storage
import Testing

@testable import Recorder

@Suite struct BooksTests {
  private static func error(_ work: () throws(RecorderError) -> Void) -> RecorderError? {
    do throws(RecorderError) {
      try work()
      return nil
    } catch {
      return error
    }
  }

  @Test("a file that is no database is damaged, and is left as it is")
  func noDatabase() throws {
    let place = try TemporaryDirectory()
    let path = place.path + "/books.sqlite"
    let text = Data(String(repeating: "no database ", count: 100).utf8)
    try text.write(to: URL(fileURLWithPath: path))
    guard
      case .damaged = Self.error({ () throws(RecorderError) in _ = try Books.openToWrite(path) })
    else {
      Issue.record("taken for a database")
      return
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == text)
  }

  @Test("a database of somebody else is refused, and one of other tables")
  func foreign() throws {
    let place = try TemporaryDirectory()
    let path = place.path + "/books.sqlite"
    do {
      let books = try Books.openToWrite(path)
      try books.write { db in
        try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('4 later')")
      }
    }
    #expect(
      Self.error { () throws(RecorderError) in _ = try Books.openToWrite(path) }
        == .schema(
          file: path,
          found: [
            "3 books", "4 later", "auctions", "news", "operator", "parameters", "programs", "rates",
          ]))
    #expect(
      Self.error { () throws(RecorderError) in _ = try Books.openToRead(path) }
        == .schema(
          file: path,
          found: [
            "3 books", "4 later", "auctions", "news", "operator", "parameters", "programs", "rates",
          ]))
    let books = try Books.openToWrite(place.path + "/other.sqlite")
    try books.write { db in try db.execute(sql: "DROP TABLE progress") }
    #expect(
      Self.error { () throws(RecorderError) in _ = try Books.openToWrite(books.path) }
        == .foreign(file: books.path))
  }

  @Test("books that were begun and not made are made, and are none to read")
  func begun() throws {
    let place = try TemporaryDirectory()
    let path = place.path + "/books.sqlite"
    do {
      let queue = try DatabaseQueue(path: path)
      try queue.write { db in
        try db.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
      }
    }
    #expect(
      Self.error { () throws(RecorderError) in _ = try Books.openToRead(path) }
        == .absent(file: path))
    #expect(try Books.openToWrite(path).progress() == nil)
  }

  @Test("where there is no file, none is made to read it")
  func absent() throws {
    let place = try TemporaryDirectory()
    let path = place.path + "/books.sqlite"
    let error = Self.error { () throws(RecorderError) in _ = try Books.openToRead(path) }
    #expect(error == .absent(file: path))
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("where there is no room the transaction is undone whole, and the next one goes on")
  func full() throws {
    let place = try TemporaryDirectory()
    var log = try SampleLog(in: StorageDirectory.open(place.path))
    try RecordingTests.writeDay(&log)
    for number in 100..<300 {
      let document = SampleMarket.document("R\(number)", SampleMarket.copper, weight: 25_000)
      try log.write(.admitDocument, document)
    }
    try log.match(2, price: 684_500_000, weight: 25_000, document: "R2")
    let path = place.path + "/books.sqlite"
    do {
      let books = try Books.openToWrite(path)
      try books.write { db in try db.execute(sql: "PRAGMA max_page_count = 1") }
      let error = Self.error { () throws(RecorderError) in
        var recording = try Recording(of: place.path, in: books)
        _ = try recording.advance()
      }
      #expect(error == .full(file: path))
      #expect(try books.progress() == nil)
      #expect(try books.strings("SELECT COUNT(*) FROM trades") == ["0"])
    }
    let books = try Books.openToWrite(path)
    try RecordingTests.record(place, books)
    #expect(try books.strings("SELECT COUNT(*) FROM trades") == ["2"])
  }

  @Test("the digest tells any changed row, and an empty text from none")
  func digest() throws {
    let place = try TemporaryDirectory()
    var log = try SampleLog(in: StorageDirectory.open(place.path))
    try RecordingTests.writeDay(&log)
    let books = try Books.openToWrite(place.path + "/books.sqlite")
    let empty = try books.digest()
    try RecordingTests.record(place, books)
    let full = try books.digest()
    #expect(full != empty)
    try books.write { db in
      try db.execute(sql: "UPDATE trades SET buyClOrdID = 'another' WHERE tradeID = 1")
    }
    #expect(try books.digest() != full)
  }

  @Test("every table but the progress is digested")
  func contents() throws {
    let place = try TemporaryDirectory()
    let books = try Books.openToWrite(place.path + "/books.sqlite")
    let tables = try books.strings("SELECT name FROM sqlite_master WHERE type = 'table'")
    #expect(
      Set(tables).subtracting(BookSchema.contents) == ["progress", "grdb_migrations"])
    #expect(Set(BookSchema.contents).isSubset(of: tables))
  }
}
