import Conformance
import FIXSession
import Testing

@Suite struct ScenarioTests {
  @Test("a file is its first line and steps with their numbers; comments are passed over")
  func steps() throws {
    let scenario = try Scenario(
      "# a comment\nS acceptor\n\nI 35=0|\n# another\nE 35=0|\nE close\nO A1\nT 1.5\nX lost\nX back\nL\n"
    )
    #expect(scenario.lines.map(\.number) == [4, 6, 7, 8, 9, 10, 11, 12])
    #expect(
      scenario.lines.map(\.step) == [
        .send("35=0|"), .expect("35=0|"), .expectClose, .report(clOrdID: "A1"),
        .pass(nanoseconds: 1_500_000_000), .loseLine, .connect, .logOut,
      ])
  }

  static let wrong: [(String, Int)] = [
    ("", 1), ("I 35=0|\n", 1), ("S acceptor\nS acceptor\n", 2), ("S acceptor\n?\n", 2),
    ("S acceptor\nT 0\n", 2), ("S acceptor\nT 86401\n", 2), ("S acceptor\nT soon\n", 2),
    ("S acceptor\nX\n", 2), ("S bystander\n", 1), ("S acceptor in\n", 1),
    ("S acceptor in=x\n", 1), ("S acceptor 112=1\n", 1), ("S acceptor machine=1\n", 1),
  ]

  @Test("an error names the line", arguments: wrong)
  func errors(_ text: String, _ number: Int) {
    let error = #expect(throws: ScenarioError.self) { try Scenario(text) }
    guard case .syntax(let line, _) = error else {
      Issue.record("\(text): \(String(describing: error))")
      return
    }
    #expect(line == number)
  }
}
