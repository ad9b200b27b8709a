import Testing

@testable import Recorder

@Suite struct ReportFormatTests {
  static let report = Report(
    "sample", "A sample", [("day", .text("2026-11-23")), ("count", .number(2))],
    [
      Report.Table(
        "rows", ["name", "price"],
        [
          [.text("a, \"b\""), .price(684_505_000)], [.text("c"), .nothing],
        ]),
      Report.Table("none", ["x"]),
    ])

  @Test("text has aligned columns, numbers to the right, no spaces at the end")
  func text() {
    #expect(
      ReportFormat.text.written(Self.report) == """
        A sample
        day    2026-11-23
        count  2

        rows
          name      price
          a, "b"  68450.5
          c

        none: none

        """)
  }

  @Test("csv quotes by RFC 4180, each table behind its header")
  func csv() {
    #expect(
      ReportFormat.csv.written(Self.report)
        == "name,price\r\n\"a, \"\"b\"\"\",68450.5\r\nc,\r\n\r\nx\r\n")
  }

  @Test("json has facts by name and tables as arrays of objects, numbers exact")
  func json() {
    #expect(
      ReportFormat.json.written(Self.report) == """
        {"report":"sample",
         "day":"2026-11-23",
         "count":2,
         "rows":[
          {"name":"a, \\"b\\"","price":68450.5},
          {"name":"c","price":null}],
         "none":[]}

        """)
  }
}
