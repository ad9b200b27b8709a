import GRDB
import Market

/// Columns of a row, in their order.
struct Columns: ExpressibleByDictionaryLiteral {
  var entries: [(key: String, value: (any DatabaseValueConvertible)?)]

  init(dictionaryLiteral elements: (String, (any DatabaseValueConvertible)?)...) {
    entries = elements.map { (key: $0.0, value: $0.1) }
  }

  static func + (a: Columns, b: Columns) -> Columns {
    var sum = a
    sum.entries += b.entries
    return sum
  }
}

extension Database {
  /// Adds a row.
  func insert(_ table: String, _ columns: Columns) throws {
    try run(insertion(table, columns), columns)
  }

  /// Adds a row, or changes the one of the same key: all columns but `kept`.
  func upsert(_ table: String, key: String, keeping kept: Set<String> = [], _ columns: Columns)
    throws
  {
    let changed = columns.entries.map(\.key).filter { $0 != key && !kept.contains($0) }
    let assignments = changed.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    try run(
      "\(insertion(table, columns)) ON CONFLICT (\(key)) DO UPDATE SET \(assignments)", columns)
  }

  /// Changes the row whose `key` has that value. False where there is none.
  func update(
    _ table: String, where key: String, is value: any DatabaseValueConvertible, _ columns: Columns
  ) throws -> Bool {
    let assignments = columns.entries.map { "\($0.key) = ?" }.joined(separator: ", ")
    let statement = try cachedStatement(
      sql: "UPDATE \(table) SET \(assignments) WHERE \(key) = ?")
    try statement.execute(arguments: StatementArguments(columns.entries.map(\.value) + [value]))
    return changesCount > 0
  }

  /// The first row that `sql` finds.
  func first(_ sql: String, _ arguments: StatementArguments) throws -> Row? {
    try Row.fetchOne(cachedStatement(sql: sql), arguments: arguments)
  }

  private func insertion(_ table: String, _ columns: Columns) -> String {
    let names = columns.entries.map(\.key).joined(separator: ", ")
    let marks = Array(repeating: "?", count: columns.entries.count).joined(separator: ", ")
    return "INSERT INTO \(table) (\(names)) VALUES (\(marks))"
  }

  private func run(_ sql: String, _ columns: Columns) throws {
    try cachedStatement(sql: sql).execute(
      arguments: StatementArguments(columns.entries.map(\.value)))
  }
}

/// How values of records stand in the books.
enum BookText {
  /// The name of a code; one outside its set as its number, none as nothing.
  static func name<Code: RawRepresentable>(
    _ rawValue: Code.RawValue, _ set: Code.Type
  ) -> String where Code.RawValue: FixedWidthInteger {
    if let code = Code(rawValue: rawValue) { return "\(code)" }
    return rawValue == 0 ? "" : "\(rawValue)"
  }

  /// An ASCII character; empty for zero.
  static func character(_ value: UInt8) -> String {
    value == 0 ? "" : String(UnicodeScalar(value))
  }

  /// Three ASCII bytes, first lowest; empty for zero.
  static func currency(_ value: UInt32) -> String {
    (0..<3).map { character(UInt8(truncatingIfNeeded: value >> ($0 * 8))) }.joined()
  }

  /// 64 hexadecimal digits; empty for none.
  static func digest(_ value: Digest256) -> String { value == .none ? "" : "\(value)" }

  /// The digest of 64 hexadecimal digits; none of anything else.
  static func digest(_ text: String) -> Digest256 {
    let digits = Array(text.utf8)
    return Digest256(hex: digits.span) ?? .none
  }
}

/// A number of the log as SQLite keeps it: the core counts from 1 and never comes to the upper half.
func stored(_ number: UInt64) -> Int64 { Int64(bitPattern: number) }
