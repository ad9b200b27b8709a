import Market
import MarketCore
import Memory
import Testing

@testable import Agents

/// A question goes to the engine, and its answer back.
@Suite struct VenueQuestionsTests {
  private static func action() -> OperatorAction {
    var body = SetKillSwitch()
    body.scopeCode = KillScope.venue.rawValue
    body.isOn = 1
    return .kill(body)
  }

  @Test("an answer says as of which command it is, and is taken once")
  func answered() {
    let venue = Venue(limits: .small, seed: HashSeed(rawValue: 1))
    let questions = VenueQuestions()
    questions.answer(from: venue, asOf: Sequence(rawValue: 6))
    #expect(questions.take()?.asOf == nil)
    questions.ask(.preview(Self.action()))
    #expect(questions.take()?.asOf == nil)
    questions.answer(from: venue, asOf: Sequence(rawValue: 7))
    let answer = questions.take()
    #expect(answer?.asOf == Sequence(rawValue: 7))
    #expect(answer?.preview?.refusal == nil && answer?.preview?.orders == 0)
    #expect(questions.take()?.asOf == nil)
  }

  @Test("what was asked before is not answered to another question")
  func askedAgain() {
    let venue = Venue(limits: .small, seed: HashSeed(rawValue: 1))
    let questions = VenueQuestions()
    questions.ask(.approvals)
    questions.answer(from: venue, asOf: Sequence(rawValue: 7))
    questions.ask(.suspensions)
    #expect(questions.take()?.asOf == nil)
    questions.answer(from: venue, asOf: Sequence(rawValue: 8))
    #expect(questions.take()?.asOf == Sequence(rawValue: 8))
  }
}
