import Foundation
import Testing

/// What Specs/RULEBOOK.md says of the rule book is whole, and shown by tests that exist.
@Suite struct RulebookTests {
  /// One clause: the cells of its row.
  struct Clause {
    let article: String
    let servedBy: String
    let kind: String
    /// The tests that show it.
    let tests: [String]
  }

  /// Articles whose numbered items have a row each, and how many items they have.
  static let items = [6: 4, 7: 3, 18: 2, 24: 2, 42: 2, 43: 6, 49: 15]

  static let kinds: Set = ["built", "parameter", "part", "not served", "outside"]

  static let clauses: [Clause] = SourceTree.text(of: "Specs/RULEBOOK.md")
    .components(separatedBy: "\n")
    .map { $0.components(separatedBy: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
    .filter { $0.count == 7 && ($0[1].first?.isNumber ?? false) }
    .map { cells in
      let tests = cells[5].components(separatedBy: "`")
      return Clause(
        article: cells[1], servedBy: cells[3], kind: cells[4],
        tests: tests.indices.filter { $0 % 2 == 1 }.map { tests[$0] })
    }

  @Test("each of the fifty articles stands there once, in order, item by item")
  func whole() {
    let wanted = (1...50).flatMap { article in
      Self.items[article].map { count in (1...count).map { "\(article)(\($0))" } } ?? ["\(article)"]
    }
    #expect(Self.clauses.map(\.article) == wanted)
  }

  @Test(
    "what is served is shown by a test, and what is not claims none",
    arguments: clauses.map(\.article))
  func shown(article: String) throws {
    let clause = try #require(Self.clauses.first { $0.article == article })
    #expect(Self.kinds.contains(clause.kind))
    let isServed = ["built", "parameter", "part"].contains(clause.kind)
    #expect(clause.tests.isEmpty != isServed, "\(clause.kind)")
    #expect(!isServed || !clause.servedBy.isEmpty, "by what is it served?")
  }

  @Test("the tests that it names exist")
  func tests() {
    let files = SourceTree.files(below: "Tests", extensions: ["swift", "py", "venue"])
    let names = Set(files.map(\.name))
    for clause in Self.clauses {
      for test in clause.tests {
        let file = test.contains(".") ? test : "\(test).swift"
        #expect(names.contains(file), "\(clause.article) names \(test), which is nowhere in Tests")
      }
    }
  }
}
