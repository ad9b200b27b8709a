import Conformance
import Foundation
import Testing

/// Every file of Tests/Scenarios/session that a whole venue can play, over each kind of line.
@Suite struct ScenarioTests {
  static let folder = ScenarioFolder(
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Scenarios/session"))

  private func play(_ name: String, over line: VenuePeer.Line) throws {
    let scenario = try Self.folder.scenario(name)
    guard scenario.setup.reach != .machine else { return }
    let peer = try VenuePeer(scenario.setup, over: line)
    try ScenarioRun.run(scenario, VenuePeer.parties, on: peer)
  }

  @Test("a venue in one thread plays it as written", arguments: folder.names)
  func inMemory(_ name: String) throws { try play(name, over: .memory) }

  @Test("so it does through its listener, over sockets on loopback", arguments: folder.names)
  func loopback(_ name: String) throws { try play(name, over: .loopback) }
}
