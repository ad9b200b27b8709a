import FixGen
import Foundation

/// A folder of its own with the small specification, removed at the end of its life.
final class SmallProject {
  static let document =
    "Text before.\n"
    + ["StandardHeader", "StandardTrailer", "NewOrderSingle", "Groups", "CodeSets"]
    .map { "<!-- fixgen:begin \($0) -->\n<!-- fixgen:end \($0) -->\n" }.joined()
    + "Text after.\n"

  private let root: URL
  var generator: Generator { Generator(root: root.path) }

  init(specification: String = SmallSpec.text, document: String = document) throws {
    root = FileManager.default.temporaryDirectory
      .appendingPathComponent("fixgen-\(UUID().uuidString)")
    for folder in ["Sources/FIX44", "Specs"] {
      try FileManager.default.createDirectory(
        at: root.appendingPathComponent(folder), withIntermediateDirectories: true)
    }
    try write(specification, to: Generator.specification)
    try write(document, to: "Specs/RULES_OF_ENGAGEMENT.md")
  }

  deinit {
    do {
      try FileManager.default.removeItem(at: root)
    } catch {
      print("\(root.path) stays: \(error)")
    }
  }

  func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: root.appendingPathComponent(path))
  }

  func remove(_ path: String) throws {
    try FileManager.default.removeItem(at: root.appendingPathComponent(path))
  }

  /// The generated content of the file at `path`.
  func output(_ path: String) throws -> String? {
    try generator.outputs().first { $0.path == path }?.content
  }
}
