import Foundation

extension Report {
  /// The report as JSON, keys sorted.
  func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self)
  }

  /// The report as a table, with machine and workload.
  func table() -> String {
    let nameWidth = (figures.map(\.name) + ratios.map(\.name)).map(\.count).max() ?? 0
    var lines = ["\(name): \(workload)", "machine: \(machine)", ""]
    lines.append(Self.row("figure", ["min", "median", "max"], "unit", nameWidth))
    for figure in figures {
      let values = [figure.min, figure.median, figure.max].map(Self.digits)
      lines.append(Self.row(figure.name, values, figure.unit, nameWidth))
    }
    if !ratios.isEmpty { lines += ["", Self.row("ratio", ["value"], "", nameWidth)] }
    for ratio in ratios {
      lines.append(Self.row(ratio.name, [Self.digits(ratio.value)], "", nameWidth))
    }
    return lines.joined(separator: "\n")
  }

  private static func row(
    _ name: String, _ values: [String], _ unit: String, _ nameWidth: Int
  ) -> String {
    let columns = values.map { String(repeating: " ", count: Swift.max(0, 11 - $0.count)) + $0 }
    let padded = name + String(repeating: " ", count: nameWidth - Swift.min(nameWidth, name.count))
    let unitColumn = unit.isEmpty ? "" : "  " + unit
    return padded + columns.joined() + unitColumn
  }

  /// Three significant digits, or all before the point.
  private static func digits(_ value: Double) -> String {
    switch abs(value) {
    case 100...: String(format: "%.0f", value)
    case 10..<100: String(format: "%.1f", value)
    case 1..<10: String(format: "%.2f", value)
    default: String(format: "%.3f", value)
    }
  }
}
