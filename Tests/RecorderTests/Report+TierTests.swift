import Market
import Testing

@testable import Recorder

/// Reports as each tier may have them: rule book Art. 22.
@Suite struct ReportTierTests {
  /// A report with all facts and tables of a trade's evidence, and a column that nobody knows.
  private static let evidence = Report(
    "trade", "Evidence",
    [
      "log", "trade", "symbol", "matchedAt", "buyer", "seller", "price", "weight", "grossTradeAmt",
      "state", "sha256",
    ].map { ($0, .text("x")) },
    [
      Report.Table("documents", ["document", "admittedBy", "holder", "status", "netWeight"]),
      Report.Table("endorsements", ["document", "action", "actor", "from", "to", "head", "new"]),
      Report.Table("records", ["position", "crc", "record"]),
    ])

  private static func text(_ report: Report) -> [String] {
    [report.facts.map(\.name).joined(separator: " ")]
      + report.tables.map { "\($0.name): \($0.columns.joined(separator: " "))" }
  }

  static let rows: [(DisclosureTier, [String])] = [
    (
      .everybody,
      ["trade symbol matchedAt price", "documents: document status", "endorsements: document"]
    ),
    (
      .dealer,
      [
        "trade symbol matchedAt price weight", "documents: document status netWeight",
        "endorsements: document",
      ]
    ),
    (
      .owner,
      [
        "trade symbol matchedAt buyer seller price weight grossTradeAmt state",
        "documents: document holder status netWeight",
        "endorsements: document action actor from to head new",
      ]
    ),
    (
      .pledgee,
      [
        "trade symbol matchedAt price weight", "documents: document holder status netWeight",
        "endorsements: document action actor from to head new",
      ]
    ),
  ]

  @Test("a trade's evidence has what the tier sees", arguments: rows)
  func evidence(_ tier: DisclosureTier, _ wanted: [String]) {
    #expect(Self.text(Self.evidence.disclosed(to: tier)) == wanted)
  }

  @Test("who watches has all of it")
  func whole() {
    #expect(Self.evidence.disclosed(to: .supervisor) == Self.evidence)
  }

  @Test("the bulletin is everybody's, with its rows")
  func bulletin() {
    var table = Report.Table("instruments", ["symbol", "trades", "last"])
    table.rows = [[.text("CU-BW-A"), .number(3), .price(684_500_000)]]
    let report = Report("bulletin", "Daily bulletin", [("day", .text("2026-11-23"))], [table])
    #expect(report.disclosed(to: .everybody) == report)
  }

  @Test("what is filed with the authorities is not everybody's")
  func filed() {
    let report = Report(
      "month", "Monthly report", [("month", .text("2026-11"))],
      [
        Report.Table("instruments", ["symbol", "trades"]),
        Report.Table("market", ["what", "value"]),
        Report.Table("instrumentChanges", ["at", "symbol", "change", "command"]),
        Report.Table("incidents", ["at", "article", "what", "command"]),
      ])
    #expect(
      Self.text(report.disclosed(to: .dealer)) == [
        "month", "instruments: symbol trades", "instrumentChanges: at symbol change",
      ])
  }

  @Test("a row keeps the values of the columns that are left")
  func values() {
    var table = Report.Table("documents", ["document", "holder", "status"])
    table.rows = [[.text("R1"), .number(2), .text("active")]]
    let report = Report("trade", "Evidence", [], [table]).disclosed(to: .everybody)
    #expect(report.table("documents")?.rows == [[.text("R1"), .text("active")]])
  }
}
