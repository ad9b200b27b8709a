import LogText
import Market

/// A report made from the books: facts about it, and tables.
public struct Report: Equatable, Sendable {
  /// A value, exact.
  public enum Value: Equatable, Sendable {
    case text(String)
    case number(Int64)
    /// The number divided by 10 to the power of the scale.
    case decimal(Int64, scale: Int)
    case nothing
  }

  /// A named value about the whole report.
  public struct Fact: Equatable, Sendable {
    public let name: String
    public let value: Value
  }

  /// Rows of one kind.
  public struct Table: Equatable, Sendable {
    public let name: String
    public let columns: [String]
    public internal(set) var rows: [[Value]]

    init(_ name: String, _ columns: [String], _ rows: [[Value]] = []) {
      self.name = name
      self.columns = columns
      self.rows = rows
    }
  }

  /// What it is called, such as `bulletin`.
  public let name: String
  /// What it is, for people.
  public let title: String
  public let facts: [Fact]
  public let tables: [Table]

  init(_ name: String, _ title: String, _ facts: [(String, Value)], _ tables: [Table]) {
    self.name = name
    self.title = title
    self.facts = facts.map { Fact(name: $0.0, value: $0.1) }
    self.tables = tables
  }

  /// The table of that name; nil where the report has none.
  public func table(_ name: String) -> Table? { tables.first { $0.name == name } }
}

extension Report.Value {
  static func price(_ tenThousandths: Int64) -> Self { .decimal(tenThousandths, scale: 4) }
  static func quantity(_ thousandths: Int64) -> Self { .decimal(thousandths, scale: 3) }
  static func amount(_ fen: Int64) -> Self { .decimal(fen, scale: 2) }

  /// The value without quotes; empty for nothing.
  public var plain: String {
    switch self {
    case .text(let text): text
    case .number(let number): "\(number)"
    case .decimal(let number, let scale): DecimalText.text(number, scale: scale)
    case .nothing: ""
    }
  }

  var isNumber: Bool {
    switch self {
    case .number, .decimal: true
    case .text, .nothing: false
    }
  }
}
