import Foundation

/// The generated files of the project: what they should hold, and the writing of them.
public struct Generator {
  /// Where the specification lies, from the root of the project.
  public static let specification = "Specs/cangdan.fix44.xml"
  /// The scenarios of the session, of which those with a line C are for any engine.
  private static let scenarios = "Tests/Scenarios/session"
  private static let rulesOfEngagement = "Specs/RULES_OF_ENGAGEMENT.md"

  /// A generated file: path from the root of the project, and content.
  public struct Output: Sendable {
    public let path: String
    public let content: String
  }

  /// A file of the project that can't be read or written, or whose markers are wrong.
  public struct FileError: Error, CustomStringConvertible {
    public let path: String
    public let reason: String
    public var description: String { "\(path): \(reason)" }
  }

  private let root: URL

  /// - Parameter root: the root of the project.
  public init(root: String) {
    self.root = URL(fileURLWithPath: root, isDirectory: true)
  }

  /// What all generated files should hold.
  public func outputs() throws -> [Output] {
    let spec = try SpecReader.read([UInt8](data(Self.specification)), file: Self.specification)
    let swift = SwiftWriter(spec: spec)
    return [
      Output(path: "Sources/FIX44/CodeSets.swift", content: swift.codeSets()),
      Output(path: "Sources/FIX44/MessageTables.swift", content: swift.tables()),
      Output(path: "Sources/FIX44/MsgType+Messages.swift", content: swift.msgTypes()),
      Output(path: "Sources/FIX44/Tag+Fields.swift", content: swift.tags()),
      Output(
        path: "Specs/FIX44-cangdan.xml", content: DictionaryWriter(spec: spec).dictionary()),
      Output(path: Self.rulesOfEngagement, content: try rulesOfEngagement(spec)),
      Output(
        path: "Sources/Conformance/StandardScenarios.swift",
        content: ScenarioWriter(folder: Self.scenarios, texts: try scenarioTexts()).swift()),
    ]
  }

  /// The files of the scenarios' folder by name, sorted; none where it isn't there.
  private func scenarioTexts() throws -> [(name: String, text: String)] {
    let folder = url(Self.scenarios).path
    guard FileManager.default.fileExists(atPath: folder) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      .filter { $0.hasSuffix(".fix") }
      .map { file in
        let text = String(decoding: try data("\(Self.scenarios)/\(file)"), as: UTF8.self)
        return (String(file.dropLast(4)), text)
      }
  }

  /// The document as it is, with new tables between its markers.
  private func rulesOfEngagement(_ spec: Spec) throws -> String {
    let path = Self.rulesOfEngagement
    let document = MarkedDocument(text: String(decoding: try data(path), as: UTF8.self))
    do {
      return try document.filled(with: MarkdownWriter(spec: spec).sections())
    } catch {
      throw FileError(path: "\(path):\(error.line)", reason: error.reason)
    }
  }

  /// Whether the file of this output holds something else, or is missing.
  public func isStale(_ output: Output) -> Bool {
    FileManager.default.contents(atPath: url(output.path).path) != Data(output.content.utf8)
  }

  public func write(_ output: Output) throws {
    do {
      try Data(output.content.utf8).write(to: url(output.path), options: .atomic)
    } catch {
      throw FileError(path: output.path, reason: "can't be written: \(error)")
    }
  }

  private func data(_ path: String) throws -> Data {
    guard let data = FileManager.default.contents(atPath: url(path).path) else {
      throw FileError(path: path, reason: "can't be read")
    }
    return data
  }

  private func url(_ path: String) -> URL { root.appendingPathComponent(path) }
}
