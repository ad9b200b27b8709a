import Conformance
import FIXSession
import Foundation
import Testing

@Suite struct ScenarioFolderTests {
  @Test("files that end in .fix are read, others are not listed")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
    for (name, text) in [("b.fix", "S acceptor\n"), ("a.fix", "S initiator\n"), ("c.md", "")] {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
    let scenarios = ScenarioFolder(folder)
    #expect(scenarios.names == ["a.fix", "b.fix"])
    #expect(try scenarios.scenario("a.fix").setup.side == .initiator)
    #expect(throws: (any Error).self) { try scenarios.scenario("d.fix") }
  }

  @Test("a folder that is not there has no scenarios")
  func absent() { #expect(ScenarioFolder(URL(fileURLWithPath: "/nowhere")).names == []) }
}
