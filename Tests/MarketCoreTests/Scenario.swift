import Foundation
import Market
import MarketCore
import Testing

/// A text table of commands and the events that they make; see Tests/Scenarios/venue/README.md.
struct Scenario: Sendable, CustomTestStringConvertible {
  let name: String
  let lines: [String]
  var testDescription: String { name }

  /// What the venue has room for: little, or as many orders as a row `limits` says.
  var limits: VenueLimits {
    var limits = VenueLimits.small
    if let row = lines.lazy.compactMap({ Row($0) }).first(where: { $0.verb == "limits" }) {
      limits.orders = row["orders"].flatMap { Int($0) } ?? limits.orders
      limits.clOrdIDs = 2 * limits.orders
      limits.restingOrders = limits.orders
    }
    return limits
  }

  /// All tables of the folder.
  static var all: [Scenario] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Scenarios/venue")
    let files: [URL]
    do {
      files = try FileManager.default.contentsOfDirectory(
        at: folder, includingPropertiesForKeys: nil)
    } catch {
      preconditionFailure("\(folder.path): \(error)")
    }
    return files.filter { $0.pathExtension == "venue" }.sorted { $0.path < $1.path }.map { file in
      do {
        let text = try String(contentsOf: file, encoding: .utf8)
        return Scenario(
          name: file.lastPathComponent,
          lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
      } catch {
        preconditionFailure("\(file.path): \(error)")
      }
    }
  }
}

/// One row: a word that says what it is, words by place, and words by name.
struct Row {
  let verb: String
  let words: [Substring]
  private let named: [String: Substring]
  private let text: Substring

  init?(_ line: String) {
    text = line.prefix { $0 != "#" }
    let parts = text.split(separator: " ")
    guard let first = parts.first else { return nil }
    verb = String(first)
    let rest = parts.dropFirst()
    words = rest.filter { !$0.contains("=") }
    named = rest.filter { $0.contains("=") }.reduce(into: [:]) { result, word in
      let pair = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      result[String(pair[0])] = pair[1]
    }
  }

  /// The row behind the second word, with a number in the place of `*`.
  func repeated(_ number: Int) -> Row? {
    let words = text.split(separator: " ").dropFirst(2).joined(separator: " ")
    return Row(words.replacing("*", with: String(number)))
  }

  subscript(_ name: String) -> Substring? { named[name] }
  func has(_ word: String) -> Bool { words.contains { $0 == word } }
  func word(_ index: Int) -> String { String(words[index]) }
}
