import Foundation
import Testing

/// Small files, short functions: the numbers of CONTRIBUTING.md.
@Suite struct LengthTests {
  static let linesPerFile = 300
  static let linesPerFunction = 40

  @Test("no file is longer than 300 lines")
  func files() {
    let long = SourceTree.swift.filter { !$0.isGenerated && $0.lines.count > Self.linesPerFile + 1 }
    #expect(long.map { "\($0.path): \($0.lines.count) lines" } == [])
  }

  /// `--help` breaks what is longer at 80 columns, in the middle of a command.
  @Test("no example of --help is longer than 78 characters")
  func examples() {
    var examples = 0
    var long: [String] = []
    for file in SourceTree.sources where file.module == "cangdan" {
      for (number, line) in file.lines.enumerated() where Self.text(line).hasPrefix("cangdan ") {
        // The text begins where the quotes stand that end it.
        let end = file.lines[number...].first { Self.text($0).hasPrefix("\"\"\"") }
        let indent = end?.prefix { $0 == " " }.count ?? 0
        guard indent > 0, line.hasPrefix(String(repeating: " ", count: indent + 2)) else {
          continue
        }
        examples += 1
        let shown = line.replacing("\\\\", with: "\\")
        let goesOn = shown.count == line.count && line.hasSuffix("\\")
        if shown.count - indent > 78 || goesOn { long.append(place(file, number)) }
      }
    }
    #expect(examples > 100)
    #expect(long == [])
  }

  private static func text(_ line: String) -> Substring { line.drop { $0 == " " } }

  @Test("no function is longer than 40 lines")
  func functions() {
    var long: [String] = []
    for file in SourceTree.sources + SourceTree.tools where !file.isGenerated {
      for (start, end) in Self.functions(in: file) where end - start - 1 > Self.linesPerFunction {
        long.append("\(place(file, start)) has \(end - start - 1) lines")
      }
    }
    #expect(long == [])
  }

  /// First and last line of each function, told by the indentation that the formatter guarantees.
  static func functions(in file: SourceTree.File) -> [(Int, Int)] {
    let code = file.code
    var found: [(Int, Int)] = []
    for (start, line) in code.enumerated() where isFunction(line) {
      let indent = line.prefix { $0 == " " }
      let closing = indent + "}"
      if line.hasSuffix("}") { continue }
      if let end = code[(start + 1)...].firstIndex(where: { $0 == closing }) {
        found.append((start, end))
      }
    }
    return found
  }

  private static func isFunction(_ line: String) -> Bool {
    let words = line.split(whereSeparator: { $0 == " " || $0 == "(" || $0 == "<" })
    return words.prefix(6).contains { $0 == "func" || $0 == "init" || $0 == "deinit" }
      && !line.contains("case ")
  }
}
