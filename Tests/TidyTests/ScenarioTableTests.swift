import Foundation
import Testing

/// The table of session conditions in the rules of engagement is the list of the scenarios.
@Suite struct ScenarioTableTests {
  /// Scenarios named by the table, in its last column.
  static let named: [String] = {
    let text = SourceTree.text(of: "Specs/RULES_OF_ENGAGEMENT.md")
    let heading = "\n## Conditions of the session protocol\n"
    guard let section = text.components(separatedBy: heading).last else { return [] }
    let lines = section.components(separatedBy: "\n## ")[0].components(separatedBy: "\n")
    return lines.filter { $0.hasPrefix("| ") }.dropFirst().flatMap { line in
      let cells = line.components(separatedBy: " | ")
      return cells[cells.count - 1].components(separatedBy: "`").enumerated()
        .filter { $0.offset % 2 == 1 }.map(\.element)
    }
  }()

  static let present = SourceTree.files(below: "Tests/Scenarios/session", extensions: ["fix"])
    .map { $0.name.replacingOccurrences(of: ".fix", with: "") }

  @Test("every scenario stands in the table once, and the table names no other")
  func bothWays() {
    #expect(Self.named.sorted() == Self.present.sorted())
    #expect(Self.present.count > 100)
  }

  @Test("every scenario begins by saying its condition")
  func conditions() {
    let files = SourceTree.files(below: "Tests/Scenarios/session", extensions: ["fix"])
    #expect(files.filter { !$0.lines[0].hasPrefix("# ") }.map(\.path) == [])
  }
}
