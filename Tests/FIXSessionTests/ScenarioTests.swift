import Conformance
import Foundation
import Testing

/// Every file of Tests/Scenarios/session that a bare machine can play.
@Suite struct ScenarioTests {
  static let folder = ScenarioFolder(
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Scenarios/session"))

  @Test("a bare machine plays it as written", arguments: folder.names)
  func scenario(_ name: String) throws {
    let scenario = try Self.folder.scenario(name)
    guard scenario.setup.reach != .venue else { return }
    try ScenarioRun.run(scenario, MachinePeer.parties, on: MachinePeer(scenario.setup))
  }

  @Test("the scenarios are there")
  func present() { #expect(Self.folder.names.count >= 20) }
}
