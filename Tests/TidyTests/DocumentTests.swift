import Foundation
import Testing

/// Documents are part of the product: complete, and pointing at things that exist.
@Suite struct DocumentTests {
  static let documents = [
    "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "Sources/ARCHITECTURE.md",
    "Specs/RULES_OF_ENGAGEMENT.md", "Specs/RECORDS.md", "Tools/OPERATIONS.md",
  ]

  @Test("the documents are there", arguments: documents)
  func present(_ path: String) {
    #expect(!SourceTree.text(of: path).isEmpty)
  }

  @Test("every relative link points at a file of the repository")
  func links() throws {
    let expression = try NSRegularExpression(pattern: "\\]\\(([^)#:]+)(#[^)]*)?\\)")
    var broken: [String] = []
    for path in Self.documents where path.hasSuffix(".md") {
      let text = SourceTree.text(of: path)
      let folder = SourceTree.root.appendingPathComponent(path).deletingLastPathComponent()
      for match in expression.matches(in: text, range: NSRange(text.startIndex..., in: text)) {
        guard let range = Range(match.range(at: 1), in: text) else { continue }
        let target = folder.appendingPathComponent(String(text[range])).standardized.path
        if !FileManager.default.fileExists(atPath: target) {
          broken.append("\(path): \(text[range])")
        }
      }
    }
    #expect(broken == [])
  }

  @Test("README stays within 150 lines")
  func readme() {
    #expect(SourceTree.text(of: "README.md").components(separatedBy: "\n").count <= 150)
  }

  @Test("lines of documents have 120 characters at most: tables, code and generated parts excepted")
  func lineLength() {
    var long: [String] = []
    for path in Self.documents where path.hasSuffix(".md") {
      var isCode = false
      for (index, line) in SourceTree.text(of: path).components(separatedBy: "\n").enumerated() {
        if line.hasPrefix("```") || line.hasPrefix("<!-- fixgen:") { isCode.toggle() }
        if !isCode, !line.hasPrefix("|"), line.count > 120 { long.append("\(path):\(index + 1)") }
      }
    }
    #expect(long == [])
  }

  @Test("every limit of Limits.swift is explained in OPERATIONS.md")
  func limits() {
    let operations = SourceTree.text(of: "Tools/OPERATIONS.md")
    var missing: [String] = []
    for file in SourceTree.sources where file.name == "Limits.swift" {
      for line in file.code where line.contains("public static var ") {
        let name = line.components(separatedBy: "static var ")[1].prefix { $0 != ":" && $0 != " " }
        if !operations.contains("`\(name)`") { missing.append("\(file.path): \(name)") }
      }
    }
    #expect(missing == [])
  }

  @Test("every public declaration says what it means")
  func publicDeclarations() throws {
    let declaration = try NSRegularExpression(
      pattern: "^ *public (struct|enum|final class|protocol|func|mutating func|actor) ")
    var broken: [String] = []
    for file in SourceTree.sources where !file.isGenerated {
      for (index, line) in file.code.enumerated() where declaration.matches(line) {
        let before = file.lines[..<index].last {
          let text = $0.trimmingCharacters(in: .whitespaces)
          return !text.hasPrefix("@") && !text.hasPrefix("#")
        }
        let isOperator = line.contains("static func <") || line.contains("static func ==")
        if !(before ?? "").contains("///") && !isOperator { broken.append(place(file, index)) }
      }
    }
    #expect(broken == [])
  }
}
