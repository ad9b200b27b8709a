public import Foundation

/// The scenarios of a folder, by the names of their files.
public struct ScenarioFolder: Sendable {
  private let folder: URL
  /// Names of the files that end in `.fix`, sorted; empty where the folder can't be read.
  public let names: [String]

  public init(_ folder: URL) {
    self.folder = folder
    let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    names = (paths ?? []).filter { $0.hasSuffix(".fix") }.sorted()
  }

  /// Reads one of `names`.
  public func scenario(_ name: String) throws -> Scenario {
    try Scenario(try String(contentsOf: folder.appending(path: name), encoding: .utf8))
  }
}
