import Foundation
import Market
import OrderEntry
import Testing

/// The reject table of Specs/RULES_OF_ENGAGEMENT.md says what the venue says.
@Suite struct RejectTableTests {
  static let document: String = {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let path = root.appendingPathComponent("Specs/RULES_OF_ENGAGEMENT.md").path
    return String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }()

  @Test("each refused order stands in the table", arguments: OrderRejectTests.rows)
  func orders(_ row: OrderRejectTests.Row) {
    let clause = row.clause > 0 ? "\(row.clause)" : ""
    let line = "| \(row.reason) | \(clause) | \(row.text) |\n"
    let isFirst = OrderRejectTests.rows.first { $0.reject == row.reject }?.detail == row.detail
    #expect(Self.document.contains(line) || !isFirst)
  }

  @Test("each refused cancel or replace stands in the table", arguments: CancelRejectTests.rows)
  func cancels(_ row: CancelRejectTests.Row) {
    let isOwn = row.rule == nil && row.detail == 0
    #expect(Self.document.contains("| \(row.reason) | \(row.text) |\n") || !isOwn)
  }

  @Test("each refused mass cancel stands in the table", arguments: MassCancelReportTests.refusals)
  func massCancels(_ row: MassCancelReportTests.Row) {
    #expect(Self.document.contains("| \(row.reason) | \(row.text) |\n"))
  }

  @Test("each refused message stands in the table", arguments: RefusalTests.rows)
  func messages(_ row: RefusalTests.Row) {
    #expect(Self.document.contains("| \(row.reason) | \(row.text) |\n"))
  }
}
