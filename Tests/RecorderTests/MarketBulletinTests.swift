import Market
import Records
import Storage
import Testing

@testable import Recorder

@Suite struct MarketBulletinTests {
  /// Two days: on the first a trade of copper, on the second three and one that is bust.
  static func books(_ place: TemporaryDirectory) throws -> Books {
    var log = try SampleLog(in: StorageDirectory.open(place.path))
    try log.begin()
    try log.match(1, price: 684_500_000, weight: 25_000, document: "R1")
    _ = try log.deliver(1, "R1")
    log.time += nanosPerDay
    try log.match(2, price: 690_000_000, weight: 25_000, document: "R2")
    try log.match(3, price: 686_000_000, weight: 50_000, document: "R3")
    try log.match(4, price: 999_000_000, weight: 25_000, document: "R4")
    try log.write(.controlTrade, ControlTrade()) { events in
      events.tell(.tradeChanged, SampleMarket.changed(4, .funded, .bust, .operatorDecision))
    }
    _ = try log.deliver(2, "R2")
    let books = try Books.openToWrite(place.path + "/books.sqlite")
    try RecordingTests.record(place, books)
    return books
  }

  static func rows(_ text: String, _ books: Books) throws -> [String] {
    let zone = try MarketZone("+08:00")
    let report = try MarketBulletin.report(on: .day(text, in: zone), from: books)
    return report.table("instruments")?.rows.map { row in
      row.map { $0.plain.isEmpty ? "-" : $0.plain }.joined(separator: " ")
    } ?? []
  }

  @Test("before the first trade the change is from the reference price")
  func firstDay() throws {
    let place = try TemporaryDirectory()
    let books = try Self.books(place)
    #expect(
      try Self.rows("2026-11-23", books) == [
        "2026-11-23 CU-BW-A 1 68450 50 68450 68450 68450 25 1711250 0 1 25 4 100 0",
        "2026-11-23 NI-BW-C 0 - - - - - 0 0 0 0 0 0 0 0",
      ])
  }

  @Test(
    "later it is from the last trade of the days before, and a bust trade counts in nothing else")
  func secondDay() throws {
    let place = try TemporaryDirectory()
    let books = try Self.books(place)
    #expect(
      try Self.rows("2026-11-24", books)[0]
        == "2026-11-24 CU-BW-A 2 68600 150 69000 68600 68733.3333 75 5155000 1 1 25 4 100 0")
  }

  @Test("what was agreed on is published apart, and moves none of the prices of the book")
  func besideBook() throws {
    let place = try TemporaryDirectory()
    var log = try SampleLog(in: StorageDirectory.open(place.path))
    try log.begin()
    try log.match(1, price: 684_500_000, weight: 25_000, document: "R1")
    try log.match(2, price: 999_000_000, weight: 50_000, document: "R2", mode: .negotiated)
    let books = try Books.openToWrite(place.path + "/books.sqlite")
    try RecordingTests.record(place, books)
    #expect(
      try Self.rows("2026-11-23", books)[0]
        == "2026-11-23 CU-BW-A 1 68450 50 68450 68450 68450 25 1711250 0 0 0 4 100 0")
    let report = try MarketBulletin.report(
      on: .day("2026-11-23", in: MarketZone("+08:00")), from: books)
    let apart = report.table("besideBook")?.rows.map { $0.map(\.plain).joined(separator: " ") }
    #expect(apart == ["2026-11-23 CU-BW-A 1 99900 99900 99900 99900 50 4995000"])
  }

  @Test("trades in which one order has named the other are counted, without those that are bust")
  func byName() throws {
    let place = try TemporaryDirectory()
    var log = try SampleLog(in: StorageDirectory.open(place.path))
    try log.begin()
    for (trade, isByName) in [(UInt64(1), UInt8(1)), (2, 0), (3, 1)] {
      var matched = SampleMarket.matched(trade, price: 684_500_000, weight: 25_000)
      matched.isByName = isByName
      try log.write(.newOrder, NewOrder()) { $0.match(matched, ["R\(trade)"]) }
    }
    try log.write(.controlTrade, ControlTrade()) { events in
      events.tell(.tradeChanged, SampleMarket.changed(3, .funded, .bust, .operatorDecision))
    }
    let books = try Books.openToWrite(place.path + "/books.sqlite")
    try RecordingTests.record(place, books)
    #expect(
      try Self.rows("2026-11-23", books)[0]
        == "2026-11-23 CU-BW-A 2 68450 50 68450 68450 68450 50 3422500 1 0 0 4 100 1")
  }

  @Test("a day of which nothing is recorded is refused, one that is not over says how far it is")
  func bounds() throws {
    let place = try TemporaryDirectory()
    let books = try Self.books(place)
    let zone = try MarketZone("+08:00")
    for text in ["2026-11-22", "2026-11-25"] {
      #expect(
        throws: ReportError.outside(
          period: text, first: "2026-11-23 09:30:00", last: "2026-11-24 09:30:00")
      ) { try Self.rows(text, books) }
    }
    let first = try MarketBulletin.report(on: .day("2026-11-23", in: zone), from: books)
    #expect(first.facts.map(\.name) == ["day"])
    let second = try MarketBulletin.report(on: .day("2026-11-24", in: zone), from: books)
    #expect(second.facts.map(\.value.plain) == ["2026-11-24", "2026-11-24 09:30:00"])
    let empty = try Books.openToWrite(place.path + "/empty.sqlite")
    #expect(throws: ReportError.nothingRecorded) { try Self.rows("2026-11-23", empty) }
  }
}
