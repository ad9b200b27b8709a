import Funds
import GRDB
import Market
import Records
import Storage
import Testing
import Titles

@testable import Recorder

@Suite struct RecordingTests {
  /// Records what is there; how many records that were.
  @discardableResult
  static func record(_ place: TemporaryDirectory, _ books: Books) throws -> Int {
    var recording = try Recording(of: place.path, in: books)
    var total = 0
    while true {
      let count = try recording.advance()
      if count == 0 { return total }
      total += count
    }
  }

  /// A log with a trade from the match to its end.
  static func writeDay(_ log: inout SampleLog) throws {
    try log.begin()
    try log.match(1, price: 684_500_000, weight: 25_100, document: "R1")
    _ = try log.deliver(1, "R1")
  }

  @Test("a trade, its states, documents, chain and money stand in the books")
  func trade() throws {
    let place = try TemporaryDirectory()
    var log = try SampleLog(in: StorageDirectory.open(place.path))
    try Self.writeDay(&log)
    let books = try Books.openToWrite(place.path + "/books.sqlite")
    try Self.record(place, books)
    #expect(
      try books.strings("SELECT state FROM tradeStates ORDER BY position")
        == ["funded", "titleLocked", "dvpDone", "weightFinal", "invoiced", "closed"])
    #expect(
      try books.strings("SELECT state || ' ' || buyerFeesFen || ' ' || sellerFeesFen FROM trades")
        == ["closed 700 500"])
    #expect(try books.strings("SELECT document FROM tradeDocuments") == ["R1"])
    #expect(
      try books.strings("SELECT document || ' ' || holder || ' ' || version FROM documents")
        == ["R1 1 2", "R2 2 1", "R3 2 1", "R4 2 1"])
    #expect(
      try books.strings("SELECT action || ' ' || fromFirm || ' ' || toFirm FROM endorsements")
        == ["transfer 2 1"])
    #expect(
      try books.strings(
        "SELECT reason || ' ' || fromKind || ' ' || fromNumber || ' ' || amountFen FROM postings")
        == ["price cash 1 1000000"])
    #expect(try books.strings("SELECT text FROM breaks") == [])
    #expect(try books.summary().line.contains("1 trades, 4 documents, 1 endorsements, 1 postings"))
  }

  @Test("orders stand as their last report says, reports by their place, status answers not at all")
  func orders() throws {
    let place = try TemporaryDirectory()
    var log = try SampleLog(in: StorageDirectory.open(place.path))
    try Self.writeDay(&log)
    try log.write(.orderStatus, OrderStatusRequest()) { events in
      events.tell(.executionReport, SampleMarket.report(11, .orderStatus, .filled))
    }
    var rejected = SampleMarket.report(0, .rejected, .rejected)
    rejected.orderRejectCode = OrderReject.allCases.first?.rawValue ?? 1
    try log.write(.newOrder, NewOrder()) { $0.tell(.executionReport, rejected) }
    let books = try Books.openToWrite(place.path + "/books.sqlite")
    try Self.record(place, books)
    #expect(
      try books.strings("SELECT orderID || ' ' || side || ' ' || ordStatus FROM orders")
        == ["11 buy filled", "12 sell filled"])
    #expect(
      try books.strings("SELECT execType FROM reports ORDER BY position")
        == ["new", "new", "trade", "trade", "rejected"])
    #expect(try books.strings("SELECT reject FROM reports WHERE orderID = 0") != [""])
  }

  @Test("each event is recorded once, whenever the recorder is stopped, and a rebuild is the same")
  func exactlyOnce() throws {
    let place = try TemporaryDirectory()
    var log = try SampleLog(in: StorageDirectory.open(place.path))
    let books = try Books.openToWrite(place.path + "/books.sqlite")
    try log.begin()
    try Self.record(place, books)
    try log.match(1, price: 684_500_000, weight: 25_000, document: "R1")
    try Self.record(place, books)
    #expect(try Self.record(place, books) == 0)
    let delivered = try log.deliver(1, "R1")
    try log.match(2, price: 684_600_000, weight: 25_000, document: "R1")
    try Self.record(place, books)
    _ = try log.deliver(2, "R1", behind: delivered)
    try Self.record(place, books)
    let again = try Books.openToWrite(place.path + "/again.sqlite")
    try Self.record(place, again)
    #expect(try books.strings("SELECT COUNT(*) FROM endorsements WHERE document = 'R1'") == ["2"])
    #expect(try books.digest() == again.digest())
    #expect(try books.progress() == again.progress())
    #expect(try books.strings("SELECT text FROM breaks") == [])
  }

  @Test("what is not committed is left for later, and so are commands behind the last event")
  func committedOnly() throws {
    let place = try TemporaryDirectory()
    var log = try SampleLog(in: StorageDirectory.open(place.path))
    try Self.writeDay(&log)
    let books = try Books.openToWrite(place.path + "/books.sqlite")
    try Self.record(place, books)
    let recorded = try books.progress()
    try log.write(.defineFirm, SampleMarket.firm(3, "DLR003"))
    try log.write(.tick, UInt64(0), isCommitted: false) { events in
      events.tell(.executionReport, SampleMarket.report(99, .expired, .expired))
    }
    #expect(try Self.record(place, books) == 0)
    #expect(try books.progress() == recorded)
    try log.commit()
    #expect(try Self.record(place, books) == 3)
    #expect(try books.strings("SELECT code FROM firms") == ["DLR001", "DLR002", "DLR003"])
  }

  @Test("a command that the core has refused is entered as refused, and nowhere else")
  func refused() throws {
    let place = try TemporaryDirectory()
    var log = try SampleLog(in: StorageDirectory.open(place.path))
    try log.begin()
    var refusal = CommandRefused()
    refusal.commandType = CommandType.admitDocument.rawValue
    refusal.reasonCode = CommandRefusal.duplicateDocument.rawValue
    let document = SampleMarket.document("R1", SampleMarket.nickel, weight: 1)
    try log.write(.admitDocument, document) { $0.tell(.commandRefused, refusal) }
    let books = try Books.openToWrite(place.path + "/books.sqlite")
    try Self.record(place, books)
    #expect(
      try books.strings("SELECT command || ' ' || refusal FROM refusedCommands")
        == ["admitDocument duplicateDocument"])
    #expect(try books.strings("SELECT COUNT(*) FROM admissions") == ["4"])
  }

  @Test("books of another log are refused, and so is a log that has lost what was recorded")
  func otherLog() throws {
    let (one, other) = (try TemporaryDirectory(), try TemporaryDirectory())
    var log = try SampleLog(in: StorageDirectory.open(one.path))
    try Self.writeDay(&log)
    let books = try Books.openToWrite(one.path + "/books.sqlite")
    try Self.record(one, books)
    var foreign = try SampleLog(in: StorageDirectory.open(other.path), logID: 43)
    try Self.writeDay(&foreign)
    #expect {
      try Self.record(other, books)
    } throws: { error in
      "\(error)".contains("it is of log 000000000000002a, this is 000000000000002b")
    }
    let shorter = try TemporaryDirectory()
    var cut = try SampleLog(in: StorageDirectory.open(shorter.path))
    try cut.begin()
    #expect {
      try Self.record(shorter, books)
    } throws: { error in
      "\(error)".contains("the event log ends before position")
    }
  }

  @Test("another event where the last one was recorded is noticed")
  func otherEvents() throws {
    let place = try TemporaryDirectory()
    var log = try SampleLog(in: StorageDirectory.open(place.path))
    try Self.writeDay(&log)
    let books = try Books.openToWrite(place.path + "/books.sqlite")
    try Self.record(place, books)
    let changed = try TemporaryDirectory()
    var same = try SampleLog(in: StorageDirectory.open(changed.path))
    same.time += 1
    try Self.writeDay(&same)
    #expect {
      try Self.record(changed, books)
    } throws: { error in
      "\(error)".contains("the event log has another event")
    }
  }

  @Test("two recorders never enter the same event twice: the one behind is refused")
  func twoRecorders() throws {
    let place = try TemporaryDirectory()
    var log = try SampleLog(in: StorageDirectory.open(place.path))
    try Self.writeDay(&log)
    let path = place.path + "/books.sqlite"
    let first = try Books.openToWrite(path)
    let second = try Books.openToWrite(path)
    var slow = try Recording(of: place.path, in: second)
    try Self.record(place, first)
    var error: RecorderError?
    do throws(RecorderError) { _ = try slow.advance() } catch let refusal { error = refusal }
    #expect(error == .busy(file: path))
    #expect(try second.strings("SELECT COUNT(*) FROM trades") == ["1"])
  }

  @Test("events that the commands know of and nobody can read are told")
  func lostEvents() throws {
    let place = try TemporaryDirectory()
    var log = try SampleLog(in: StorageDirectory.open(place.path))
    try Self.writeDay(&log)
    try log.write(.tick, UInt64(0), isCommitted: false) { events in
      events.tell(.executionReport, SampleMarket.report(99, .expired, .expired))
    }
    let books = try Books.openToWrite(place.path + "/books.sqlite")
    var recording = try Recording(of: place.path, in: books)
    while try recording.advance() > 0 {}
    #expect(try recording.lostEvents() == nil)
    try log.write(.tick, UInt64(0), isCommitted: false)
    let lost = try recording.lostEvents()
    #expect(lost?.hasSuffix("can't be read") == true)
    try log.commit()
    while try recording.advance() > 0 {}
    #expect(try recording.lostEvents() == nil)
  }

  @Test("a log that has not begun can't be recorded")
  func noLog() throws {
    let place = try TemporaryDirectory()
    let books = try Books.openToWrite(place.path + "/books.sqlite")
    #expect(throws: RecorderError.self) { try Self.record(place, books) }
  }
}

extension Books {
  /// The first column of what `sql` finds, as texts.
  func strings(_ sql: String) throws -> [String] {
    try read { db in try String.fetchAll(db, sql: sql) }
  }
}
