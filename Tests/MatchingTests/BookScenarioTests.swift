import Foundation
import Testing

/// The tables in Tests/Scenarios/book, each run from its first line to its last.
@Suite struct BookScenarioTests {
  static let files: [String] = {
    let names = FileManager.default.subpaths(atPath: folder.path) ?? []
    return names.filter { $0.hasSuffix(".book") }.sorted()
  }()

  private static var folder: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Scenarios/book")
  }

  @Test("there are tables to run")
  func tables() { #expect(Self.files.count >= 7) }

  @Test("a table of orders and what they bring about", arguments: files)
  func run(_ file: String) throws {
    let url = Self.folder.appendingPathComponent(file)
    let text = try String(contentsOf: url, encoding: .utf8)
    var scenario = BookScenario()
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.hasPrefix("#") && !line.allSatisfy(\.isWhitespace) {
      let found = try scenario.perform(Self.statement(line))
      #expect(found == Self.expected(line), "\(file):\(index + 1)")
    }
  }

  /// The words in front of the arrow.
  private static func statement(_ line: Substring) -> [Substring] {
    (line.range(of: "->").map { line[..<$0.lowerBound] } ?? line)
      .split(whereSeparator: \.isWhitespace)
  }

  /// What stands behind the arrow, or behind `bids` and `asks`, with single spaces.
  private static func expected(_ line: Substring) -> String {
    let words = line.range(of: "->").map { line[$0.upperBound...] } ?? line.drop { $0 != " " }
    return words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
