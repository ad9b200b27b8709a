import FIXSession
import Testing

@testable import Conformance

@Suite struct ConformanceSuiteTests {
  static let suite = ConformanceSuite()

  @Test("the suite has every number of the standard that can be tested from outside")
  func numbers() {
    let numbers = Set(Self.suite.conditions.map { $0.condition.number.prefix { $0 != " " } })
    let expected = [
      "", "1S", "1B", "2", "3", "4", "5", "6", "7", "8", "10", "11", "13", "14", "15", "16", "17",
      "18", "19", "20",
    ]
    #expect(numbers == Set(expected.map { Substring($0) }))
    #expect(Set(Self.suite.conditions.map(\.name)).count == Self.suite.conditions.count)
  }

  @Test("each condition says what it is, and can be played to a stranger")
  func conditions() {
    for condition in Self.suite.conditions {
      #expect(!condition.scenario.title.isEmpty, "\(condition.name)")
      for line in condition.scenario.lines {
        switch line.step {
        case .report, .logOut: Issue.record("\(condition.name): nobody can make a stranger do that")
        default: continue
        }
      }
    }
  }

  @Test("each side has its conditions; some are of both")
  func sides() {
    let acceptor = Self.suite.conditions.filter { $0.concerns(.acceptor) }
    let initiator = Self.suite.conditions.filter { $0.concerns(.initiator) }
    #expect(acceptor.contains { $0.name == "1S_a_LoggedOn" })
    #expect(!initiator.contains { $0.name == "1S_a_LoggedOn" })
    #expect(initiator.contains { $0.name == "1B_a_LoggedOn" })
    #expect(!acceptor.contains { $0.name == "1B_a_LoggedOn" })
    #expect(acceptor.contains { $0.name == "2b_GapFilled" })
    #expect(initiator.contains { $0.name == "2b_GapFilled" })
  }

  @Test("what can't be tested with the settings has a reason")
  func obstacles() throws {
    var settings = CandidateSettings.plain
    let resend = try #require(Self.suite.conditions.first { $0.name == "8_ResendRequest" })
    let reset = try #require(Self.suite.conditions.first { $0.name == "1_ResetSeqNumFlag" })
    #expect(ConformanceSuite.obstacle(resend, settings)?.contains("--order") == true)
    #expect(ConformanceSuite.obstacle(reset, settings) == nil)
    settings.hasOrder = true
    settings.resets = false
    #expect(ConformanceSuite.obstacle(resend, settings) == nil)
    #expect(ConformanceSuite.obstacle(reset, settings)?.contains("--no-reset") == true)
    settings.role = .initiator
    #expect(ConformanceSuite.obstacle(resend, settings)?.contains("initiator") == true)
  }

  @Test("conditions have the names and titles of their scenarios, sorted")
  func names() {
    let text =
      "= b\n# second\nC 2 b mandatory\nS acceptor\n= a\n# first\nC - optional slow\nS initiator\n"
    let suite = ConformanceSuite(text)
    #expect(suite.conditions.map(\.name) == ["a", "b"])
    #expect(suite.conditions.map(\.scenario.title) == ["first", "second"])
    #expect(suite.conditions[0].condition.isSlow && !suite.conditions[0].condition.isMandatory)
    #expect(suite.conditions[1].condition.number == "2 b")
  }
}
