import Testing

@testable import Conformance

@Suite struct CandidateTextTests {
  private var numbers: CandidateNumbers {
    var numbers = CandidateNumbers()
    numbers.nextOut = 12
    numbers.nextIn = 22
    numbers.align(out: 2, in: 2)
    return numbers
  }

  private func text(application: Bool = false) -> CandidateText {
    var settings = CandidateSettings.plain
    settings.orderPrefix = "X-"
    var condition = ScenarioCondition()
    condition.needsApplication = application
    return CandidateText(settings, condition, played: 3)
  }

  static let outbound: [(String, String)] = [
    ("35=0|34=3|", "35=0|34=13|"),
    ("35=4|34=2|123=Y|36=9|", "35=4|34=12|123=Y|36=19|"),
    ("35=2|34=2|7=3|16=0|", "35=2|34=12|7=23|16=0|"),
    ("35=2|34=2|7=x|16=4|", "35=2|34=12|7=x|16=24|"),
    ("35=3|34=2|45=2|", "35=3|34=12|45=22|"),
    ("35=A|34=2|108=30|", "35=A|34=12|108=5|"),
    ("35=A|34=2|108=-30|", "35=A|34=12|108=-30|"),
    ("35=D|34=2|11=ORDER1|<ORDER>", "35=1|34=12|112=ORDER1|"),
  ]

  @Test(
    "what is sent has the numbers of the wire; a TestRequest(1) stands for an order",
    arguments: outbound)
  func sent(_ line: String, _ expected: String) {
    #expect(text().outbound(line, numbers) == expected)
  }

  @Test("where orders matter they stay, each with a ClOrdID(11) of its own")
  func orders() {
    let text = text(application: true)
    #expect(
      text.outbound("35=D|34=2|11=ORDER1|<ORDER>", numbers) == "35=D|34=12|11=X-3-ORDER1|<ORDER>|")
    #expect(
      text.expectation("35=8|34=2|11=ORDER1|", numbers).demands == ["11": .equal("X-3-ORDER1")])
  }

  static let expected: [(String, [String: CandidateExpectation.Demand])] = [
    ("35=A|34=2|98=0|108=30|", ["98": .equal("0"), "108": .equal("5")]),
    ("35=0|34=2|", [:]),
    ("35=0|34=2|112=A|", ["112": .equal("A")]),
    ("35=1|34=2|112=1|", ["112": .present]),
    ("35=2|34=2|7=2|16=0|", ["7": .equal("12"), "16": .zeroOrAtLeast(12)]),
    (
      "35=3|34=2|45=3|371=36|372=4|373=5|58=why|",
      [
        "45": .equal("13"), "371": .equalIfPresent("36"), "372": .equalIfPresent("4"),
        "373": .equal("5"),
      ]
    ),
    (
      "35=4|34=3|43=Y|122=<TIME>|123=Y|36=5|",
      ["34": .equal("23"), "123": .equal("Y"), "36": .within(25...25)]
    ),
    ("35=5|34=2|58=why|", [:]),
    (
      "35=j|34=2|45=2|372=D|380=3|",
      ["45": .equalIfPresent("12"), "372": .equal("1"), "380": .equal("3")]
    ),
    ("35=8|34=2|11=ORDER1|", ["112": .equal("ORDER1")]),
  ]

  @Test("of an answer only what the standard demands counts", arguments: expected)
  func demands(_ line: String, _ demands: [String: CandidateExpectation.Demand]) {
    #expect(text().expectation(line, numbers).demands == demands)
  }
}
