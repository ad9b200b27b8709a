import Foundation
import Testing

/// Words that stand for something else: a promise, a dump, a swallowed error.
@Suite struct WordTests {
  struct Banned: Sendable, CustomTestStringConvertible {
    let pattern: String
    let why: String
    var testDescription: String { pattern }
  }

  static let banned: [Banned] = [
    Banned(pattern: "\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b", why: "work is tracked elsewhere"),
    Banned(pattern: "\\btry" + "\\?", why: "an error is handled or thrown on"),
    Banned(pattern: "catch *\\{ *\\}", why: "an error is handled or thrown on"),
    Banned(pattern: "fatal" + "Error\\(", why: "say what must hold: precondition"),
    Banned(
      pattern: "(class|struct|enum|protocol) [A-Za-z]*(Man" + "ager|Hel" + "per|Ut" + "ils|Im"
        + "pl)\\b",
      why: "name the thing by what it is"),
    Banned(pattern: "(not yet|un)[ -]?implemented", why: "only what is there is written down"),
  ]

  @Test("words that do not stand in the code", arguments: banned)
  func words(_ banned: Banned) throws {
    let expression = try NSRegularExpression(pattern: banned.pattern)
    var broken: [String] = []
    for file in SourceTree.swift {
      for (index, line) in file.lines.enumerated() where expression.matches(line) {
        broken.append(place(file, index))
      }
    }
    #expect(broken == [], "\(banned.why)")
  }

  @Test("tests wait for no clock")
  func sleeps() throws {
    let expression = try NSRegularExpression(
      pattern: "\\b(u?sle" + "ep|nanosle" + "ep)\\(|Task\\.sle" + "ep")
    let broken = SourceTree.tests.flatMap { file in
      file.lines.indices.filter { expression.matches(file.lines[$0]) }.map { place(file, $0) }
    }
    #expect(broken == [])
  }

  @Test("no path of somebody's machine stands in the tree")
  func paths() throws {
    let expression = try NSRegularExpression(
      pattern: "(^|[^A-Za-z0-9_.])/(work|farm|root|home)/[A-Za-z0-9_]")
    let files =
      SourceTree.swift
      + ["Specs", "Tools", "Benchmarks", "Tests", ".ci", "Sources"].flatMap {
        SourceTree.files(
          below: $0, extensions: ["md", "xml", "yaml", "csv", "sh", "py", "cpp", "fix"])
      }
    let broken = files.flatMap { file in
      file.lines.indices.filter { expression.matches(file.lines[$0]) }.map { place(file, $0) }
    }
    #expect(broken == [])
  }
}
