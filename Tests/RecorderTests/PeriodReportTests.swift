import Testing

@testable import Recorder

@Suite struct PeriodReportTests {
  private static func lines(_ table: Report.Table?) -> [String] {
    table?.rows.map { $0.map(\.plain).joined(separator: " ") } ?? []
  }

  @Test("a month has its instruments, the market's figures and what was listed")
  func month() throws {
    let place = try TemporaryDirectory()
    let books = try MarketBulletinTests.books(place)
    let report = try PeriodReport.report(
      of: .month("2026-11", in: MarketZone("+08:00")), from: books)
    #expect(
      Self.lines(report.table("instruments"))[0]
        == "CU-BW-A 3 69000 68450 68662.5 100 6866250 1 2 50 4 100")
    let market = Self.lines(report.table("market"))
    for line in [
      "firms that traded 2", "orders entered 8", "trades delivered 2", "trades bust 1",
      "documents admitted 4", "breaks of the books 0",
    ] { #expect(market.contains(line)) }
    #expect(
      Self.lines(report.table("instrumentChanges")) == [
        "2026-11-23 09:30:00 CU-BW-A listed 4", "2026-11-23 09:30:00 NI-BW-C listed 5",
      ])
    #expect(report.table("months") == nil)
  }

  @Test("a year has a line for each month")
  func year() throws {
    let place = try TemporaryDirectory()
    let books = try MarketBulletinTests.books(place)
    let report = try PeriodReport.report(of: .year("2026", in: MarketZone("+08:00")), from: books)
    let months = Self.lines(report.table("months"))
    #expect(months.count == 12)
    #expect(months[10] == "2026-11 3 100 6866250 2")
    #expect(months[11] == "2026-12 0 0 0 0")
  }
}
