import Foundation
import Testing

/// Every file of Tests/Scenarios/session, run against the machine with its encoder and decoder.
@Suite struct ScenarioTests {
  static let files: [String] = {
    let names = FileManager.default.enumerator(atPath: Scenario.folder.path)?.compactMap {
      $0 as? String
    }
    return (names ?? []).filter { $0.hasSuffix(".fix") }.sorted()
  }()

  @Test("a scenario goes as written", arguments: files)
  func scenario(_ file: String) throws {
    let text = try String(contentsOf: Scenario.folder.appending(path: file), encoding: .utf8)
    try Scenario.run(text)
  }

  @Test("the scenarios are there")
  func present() { #expect(Self.files.count >= 20) }
}
