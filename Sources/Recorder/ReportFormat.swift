import LogText

/// How a report is written.
public enum ReportFormat: String, CaseIterable, Sendable {
  /// Aligned columns, for people.
  case text
  /// RFC 4180: each table with its header; tables are parted by an empty line, facts left out.
  case csv
  /// One JSON object: facts by name, and each table as an array of objects.
  case json

  /// The report in this form, ended by LF.
  public func written(_ report: Report) -> String {
    switch self {
    case .text: Self.text(report)
    case .csv: report.tables.map(Self.csv).joined(separator: "\r\n")
    case .json: Self.json(report)
    }
  }

  private static func text(_ report: Report) -> String {
    let width = report.facts.map(\.name.count).max() ?? 0
    let facts = report.facts.map { padded($0.name, width, right: false) + "  " + $0.value.plain }
    let head = ([report.title] + facts).joined(separator: "\n") + "\n"
    return ([head] + report.tables.map(text)).joined(separator: "\n")
  }

  private static func text(_ table: Report.Table) -> String {
    if table.rows.isEmpty { return "\(table.name): none\n" }
    let cells = [table.columns] + table.rows.map { $0.map(\.plain) }
    let lines = cells.enumerated().map { line, row in
      let words = row.enumerated().map { column, word in
        let width = cells.map { $0[column].count }.max() ?? 0
        let isNumber = table.rows.contains { $0[column].isNumber }
        return padded(word, width, right: isNumber)
      }
      let text = words.joined(separator: "  ")
      return "  " + text.prefix(text.count - text.reversed().prefix { $0 == " " }.count)
    }
    return "\(table.name)\n" + lines.joined(separator: "\n") + "\n"
  }

  private static func padded(_ word: String, _ width: Int, right: Bool) -> String {
    let spaces = String(repeating: " ", count: max(0, width - word.count))
    return right ? spaces + word : word + spaces
  }

  private static func csv(_ table: Report.Table) -> String {
    let lines = [table.columns] + table.rows.map { $0.map(\.plain) }
    return lines.map { $0.map(csvField).joined(separator: ",") + "\r\n" }.joined()
  }

  private static func csvField(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0 != 0x22 && $0 != 0x2c && $0 != 0x0a && $0 != 0x0d }
    return isPlain
      ? text
      : "\""
        + text.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"") + "\""
  }

  private static func json(_ report: Report) -> String {
    var members = ["\"report\":\(TextForm.quoted(report.name))"]
    members += report.facts.map { "\(TextForm.quoted($0.name)):\(json($0.value))" }
    members += report.tables.map { table in
      let rows = table.rows.map { json($0, table.columns) }
      return "\(TextForm.quoted(table.name)):[" + rows.map { "\n  \($0)" }.joined(separator: ",")
        + "]"
    }
    return "{" + members.joined(separator: ",\n ") + "}\n"
  }

  private static func json(_ row: [Report.Value], _ columns: [String]) -> String {
    let members = zip(columns, row).map { "\(TextForm.quoted($0)):\(json($1))" }
    return "{\(members.joined(separator: ","))}"
  }

  private static func json(_ value: Report.Value) -> String {
    switch value {
    case .text(let text): TextForm.quoted(text)
    case .number, .decimal: value.plain
    case .nothing: "null"
    }
  }
}
