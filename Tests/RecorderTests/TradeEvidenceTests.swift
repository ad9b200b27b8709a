import Market
import Records
import Storage
import Testing

@testable import Recorder

@Suite struct TradeEvidenceTests {
  private static func written(_ trade: UInt64, _ books: Books, _ place: TemporaryDirectory) throws
    -> String
  {
    let report = try TradeEvidence(of: trade, from: books).report(from: place.path)
    return ReportFormat.json.written(report)
  }

  @Test("a trade's life stands there from its orders to its end, and its documents' chain")
  func life() throws {
    let place = try TemporaryDirectory()
    let books = try MarketBulletinTests.books(place)
    let report = try TradeEvidence(of: 1, from: books).report(from: place.path)
    let records = report.table("records")?.rows.map(\.[2].plain) ?? []
    let words = records.map { line in line.split(separator: " ")[2] }
    #expect(
      words == [
        "newOrder", "executionReport", "newOrder", "executionReport", "executionReport",
        "executionReport", "tradeMatched", "answerInstruction", "tradeChanged",
        "answerInstruction", "titleChanged", "fundsMoved", "tradeChanged", "tradeChanged",
        "tradeChanged", "tradeChanged", "tradeChanged",
      ])
    #expect(report.table("endorsements")?.rows.count == 1)
    #expect(report.table("documents")?.rows.map(\.[0].plain) == ["R1"])
    #expect(report.facts.first { $0.name == "state" }?.value == .text("closed"))
    #expect(report.facts.last?.value.plain.count == 64)
  }

  @Test("of a trade that is over it is the same bytes later, and from books made again")
  func reproducible() throws {
    let place = try TemporaryDirectory()
    var log = try SampleLog(in: StorageDirectory.open(place.path))
    try RecordingTests.writeDay(&log)
    let books = try Books.openToWrite(place.path + "/books.sqlite")
    try RecordingTests.record(place, books)
    let first = try Self.written(1, books, place)
    log.time += nanosPerDay
    let report = SampleMarket.report(11, .restated, .filled)
    try log.write(.tick, UInt64(0)) { $0.tell(.executionReport, report) }
    var late = NoticeRefused()
    late.tradeID = TradeID(rawValue: 1)
    try log.write(.answerInstruction, AnswerInstruction()) { $0.tell(.noticeRefused, late) }
    try log.match(2, price: 684_500_000, weight: 25_000, document: "R1")
    try RecordingTests.record(place, books)
    #expect(try Self.written(1, books, place) == first)
    let again = try Books.openToWrite(place.path + "/again.sqlite")
    try RecordingTests.record(place, again)
    #expect(try Self.written(1, again, place) == first)
    #expect(try Self.written(2, books, place) != first)
  }

  @Test("a trade that the books do not have is refused, and a log that has other records")
  func refused() throws {
    let place = try TemporaryDirectory()
    let books = try MarketBulletinTests.books(place)
    #expect(throws: ReportError.unknownTrade(99)) { try Self.written(99, books, place) }
    let other = try TemporaryDirectory()
    var log = try SampleLog(in: StorageDirectory.open(other.path))
    try log.begin()
    #expect(throws: ReportError.self) { try Self.written(1, books, other) }
  }
}
