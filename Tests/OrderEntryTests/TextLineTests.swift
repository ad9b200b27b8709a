import Market
import OrderEntry
import Records
import Testing

/// Numbers in sentences: as short as they can be, and exact.
@Suite struct TextLineTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let reject: OrderReject
    let detail: Int64
    let expected: String
    init(_ reject: OrderReject, _ detail: Int64, _ expected: String) {
      self.reject = reject
      self.detail = detail
      self.expected = expected
    }
    var testDescription: String { "\(reject) \(detail)" }
  }

  static let rows: [Row] = [
    Row(.throttled, 1, "limit 1"),
    Row(.throttled, 9, "limit 9"),
    Row(.throttled, 10, "limit 10"),
    Row(.throttled, -100, "limit -100"),
    Row(.throttled, .max, "limit 9223372036854775807"),
    Row(.throttled, .min, "limit -9223372036854775808"),
    Row(.priceOffTick, 1, "tick 0.0001"),
    Row(.priceOffTick, 10, "tick 0.001"),
    Row(.priceOffTick, 9_999, "tick 0.9999"),
    Row(.priceOffTick, 10_000, "tick 1"),
    Row(.priceOffTick, 10_001, "tick 1.0001"),
    Row(.priceOffTick, -5_000, "tick -0.5"),
    Row(.priceOffTick, 100_000_000, "tick 10000"),
    Row(.priceOffTick, .max, "tick 922337203685477.5807"),
    Row(.priceOffTick, .min, "tick -922337203685477.5808"),
    Row(.quantityNotWholeLots, 1, "unit 0.001"),
    Row(.quantityNotWholeLots, 10_080, "unit 10.08"),
    Row(.quantityNotWholeLots, .min, "unit -9223372036854775.808"),
  ]

  @Test("numbers and decimals", arguments: rows)
  func numbers(_ row: Row) {
    var report = ReportLines.report(.rejected, .rejected)
    report.orderRejectCode = row.reject.rawValue
    report.rejectDetail = row.detail
    let encoded = ReportLines.record(.executionReport, report)
    let text = encoded.body().split(separator: "|").first { $0.hasPrefix("58=") } ?? ""
    #expect(text.hasSuffix(", " + row.expected))
  }
}
