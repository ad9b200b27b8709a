import Testing

@testable import Conformance

@Suite struct ConditionResultTests {
  private let condition = ConformanceSuite(
    "= 4b\n# answered\nC 4 b mandatory\nS acceptor\n" + CandidateRunTests.logon
      + "I 35=1|34=2|112=A|\nE 35=0|34=2|112=A|\n"
  ).conditions[0]

  @Test("a condition that is met has no messages, one that is not has all of them")
  func outcomes() throws {
    var good = CandidateRun(.plain, on: Candidate())
    let passed = try ConditionResult.of(condition, &good)
    #expect(passed.outcome == .passed && passed.messages.isEmpty && passed.testCase == "4 b")
    var bad = CandidateRun(.plain, on: Candidate { $0.contains("112=A") ? [] : nil })
    let failed = try ConditionResult.of(condition, &bad)
    #expect(failed.outcome == .failed && failed.reason.isEmpty)
    #expect(failed.expected == "MsgType(35)=0 Heartbeat|TestReqID(112)=A")
    #expect(failed.came == "nothing within 5.0 s" && failed.seconds == 5)
    #expect(failed.messages.count == 5)
  }

  @Test("where already the logon fails, it is said so")
  func noLogon() throws {
    var run = CandidateRun(.plain, on: Candidate { _ in [.say("35=5|58=no|")] })
    let failed = try ConditionResult.of(condition, &run)
    #expect(failed.reason == "before the condition's own messages")
    #expect(failed.came == "MsgType(35)=5 Logout|Text(58)=no|MsgSeqNum(34)=1")
  }

  @Test("an engine that can't be reached is nobody's failure")
  func trouble() {
    let candidate = Candidate()
    candidate.isReachable = false
    var run = CandidateRun(.plain, on: candidate)
    #expect(throws: CandidateTrouble("nobody is there")) {
      try ConditionResult.of(condition, &run)
    }
  }
}
