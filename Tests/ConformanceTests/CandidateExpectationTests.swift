import Testing

@testable import Conformance

@Suite struct CandidateExpectationTests {
  private func message(_ text: String) -> CandidateMessage {
    CandidateMessage(
      ScenarioText.message(text, from: ScenarioTextTests.parties, now: ScenarioTextTests.now))
  }

  @Test(
    "demands hold or not",
    arguments: [
      (CandidateExpectation.Demand.equal("5"), ["5"], ["4", nil]),
      (.present, ["5", ""], [nil]),
      (.equalIfPresent("5"), ["5", nil], ["4"]),
      (.within(3...5), ["3", "5"], ["2", "6", "x", nil]),
      (.zeroOrAtLeast(5), ["0", "5", "6"], ["4", "x", nil]),
    ])
  func holds(_ demand: CandidateExpectation.Demand, _ good: [String?], _ bad: [String?]) {
    for value in good { #expect(demand.holds(value)) }
    for value in bad { #expect(!demand.holds(value)) }
  }

  @Test("the message that is meant is known by its type, an answer by its identifier")
  func means() {
    var expectation = CandidateExpectation(msgType: "0")
    expectation.demands["112"] = .equal("A")
    #expect(expectation.means(message("35=0|34=2|112=A|")))
    #expect(!expectation.means(message("35=0|34=2|112=B|")))
    #expect(!expectation.means(message("35=0|34=2|")))
    #expect(!expectation.means(message("35=3|34=2|")))
    #expect(CandidateExpectation(msgType: "3").means(message("35=3|34=2|45=9|")))
  }

  @Test("a repetition says so, and an application message when it was first sent")
  func repetitions() {
    var expectation = CandidateExpectation(msgType: "8")
    expectation.isRepeat = true
    #expect(expectation.differs(message("35=8|34=2|")))
    #expect(expectation.differs(message("35=8|34=2|43=Y|")))
    #expect(!expectation.differs(message("35=8|34=2|43=Y|122=20261118-11:05:00|")))
  }

  @Test("the first part of a gap fill leaves the rest expected")
  func parts() {
    var expectation = CandidateExpectation(msgType: "4")
    expectation.isRepeat = true
    expectation.demands = ["34": .equal("2"), "123": .equal("Y"), "36": .within(5...6)]
    let first = message("35=4|34=2|43=Y|123=Y|36=3|")
    #expect(expectation.isPart(first))
    #expect(!expectation.rest(behind: first).differs(message("35=4|34=3|43=Y|123=Y|36=5|")))
    #expect(!expectation.isPart(message("35=4|34=2|43=Y|123=Y|36=5|")))
    #expect(!expectation.isPart(message("35=4|34=2|43=Y|36=3|")))
    #expect(!expectation.isPart(message("35=4|34=2|43=Y|123=Y|36=2|")))
  }

  @Test("it is told with the names of fields")
  func text() {
    var expectation = CandidateExpectation(msgType: "3")
    expectation.demands = ["45": .equal("2"), "371": .equalIfPresent("44")]
    #expect(expectation.text == "MsgType(35)=3 Reject|RefSeqNum(45)=2|[RefTagID(371)=44]")
  }
}
