import Conformance
import Market
import Testing

/// A side that says what it is told to say.
private final class Puppet: ScenarioPeer {
  var now = ScenarioTextTests.now
  /// What it says, one list for each event.
  var answers: [[String]]
  var heard: [String] = []
  var closes = false
  private var output: [String] = []

  init(_ answers: [[String]]) { self.answers = answers }

  private func answer(_ event: String) {
    heard.append(event)
    output += answers.isEmpty ? [] : answers.removeFirst()
  }

  func connect() { answer("connect") }
  func loseLine() { answer("lose") }
  func use(second: Bool) { answer(second ? "second" : "first") }
  func send(_ bytes: [UInt8]) { answer(ScenarioText.short(bytes)) }
  func report(_ clOrdID: String) { answer(clOrdID) }
  func logOut() { answer("log out") }
  func isClosed() -> Bool { closes }

  func next() -> [UInt8]? {
    output.isEmpty
      ? nil : ScenarioText.message(output.removeFirst(), from: ScenarioTextTests.parties, now: now)
  }

  func pass(until end: Instant) {
    now = end
    answer("pass")
  }
}

@Suite struct ScenarioRunTests {
  private func run(_ lines: String, _ puppet: Puppet) throws {
    try ScenarioRun.run(
      try Scenario("S acceptor\n" + lines), ScenarioTextTests.parties, on: puppet)
  }

  @Test("steps are played in order, what comes is compared")
  func order() throws {
    let puppet = Puppet([[], ["35=0|34=1|"], [], ["35=8|34=2|11=A|150=F|"], ["35=0|34=3|"]])
    try run(
      "I 35=1|34=1|112=X|\nE 35=0|34=1|\nT 30\nO A\nE 35=8|34=2|11=A|\nX lost\nE 35=0|34=3|\nX back\nL\nX second\nX first\n",
      puppet)
    #expect(
      puppet.heard == [
        "connect", "35=1|34=1|112=X|", "pass", "A", "lose", "connect", "log out", "second", "first",
      ])
    #expect(puppet.now == ScenarioTextTests.now.adding(nanoseconds: 30_000_000_000))
  }

  static let differences: [(String, [[String]], Int, String, String)] = [
    ("E 35=0|34=1|", [["35=0|34=2|"]], 2, "35=0|34=1|", "35=0|34=2|"),
    ("E 35=0|34=1|", [["35=0|34=1|112=X|"]], 2, "35=0|34=1|", "35=0|34=1|112=X|"),
    ("E 35=8|34=1|", [["35=8|34=1|43=Y|"]], 2, "35=8|34=1|", "35=8|34=1|43=Y|"),
    ("E 35=8|34=1|11=A|", [["35=8|34=1|"]], 2, "35=8|34=1|11=A|", "35=8|34=1|"),
    ("E 35=0|34=1|", [[]], 2, "35=0|34=1|", "nothing"),
    ("T 1", [["35=0|34=1|"]], 2, "nothing", "35=0|34=1|"),
    ("T 1", [[], ["35=0|34=1|"]], 3, "nothing", "35=0|34=1|"),
    ("E close", [["35=0|34=1|"]], 2, "close", "35=0|34=1|"),
    ("E close", [[]], 2, "close", "open"),
  ]

  @Test("a difference names line, expectation and what came", arguments: differences)
  func differs(
    _ lines: String, _ answers: [[String]], _ line: Int, _ expected: String, _ got: String
  ) {
    let difference = ScenarioError.differs(line: line, expected: expected, got: got)
    #expect(throws: difference) { try run(lines + "\n", Puppet(answers)) }
  }

  @Test("a connection that is closed when it should be")
  func closes() throws {
    let puppet = Puppet([["35=5|34=1|"]])
    puppet.closes = true
    try run("E 35=5|34=1|\nE close\n", puppet)
    #expect(puppet.heard == ["connect"])
  }
}
