import Testing

@testable import Conformance

@Suite struct ScenarioConditionTests {
  @Test("a number, a grade, and words")
  func words() throws {
    let text = "# a gap\nC 2 b mandatory both\nS acceptor\nE- 35=0|\nE+ 35=5|\n"
    let scenario = try Scenario(text)
    let condition = try #require(scenario.condition)
    #expect(scenario.title == "a gap")
    #expect(condition.number == "2 b" && condition.isMandatory && condition.isForBothSides)
    #expect(!condition.needsApplication && !condition.isSlow)
    #expect(scenario.lines.map(\.step) == [.expectOfUs("35=0|"), .allow("35=5|")])
    let other = try #require(try Scenario("C - optional application slow\nS acceptor\n").condition)
    #expect(other.number.isEmpty && !other.isMandatory)
    #expect(other.needsApplication && other.isSlow)
    #expect(try Scenario("S acceptor\n").condition == nil)
  }

  @Test(
    "what is wrong with it is said",
    arguments: ["C mandatory\n", "C 2\n", "C 2 mandatory often\n", "S acceptor\nC 2 mandatory\n"])
  func wrong(_ text: String) {
    #expect(throws: ScenarioError.self) { try Scenario(text) }
  }
}
