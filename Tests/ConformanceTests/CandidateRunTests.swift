import Market
import Testing

@testable import Conformance

@Suite struct CandidateRunTests {
  static let logon = "I 35=A|34=1|98=0|108=30|\nE 35=A|34=1|98=0|108=30|\n"

  private func play(
    _ lines: String, _ candidate: Candidate, condition: String = "2 b mandatory",
    settings: CandidateSettings = .plain, setup: String = "acceptor"
  ) throws {
    var run = CandidateRun(settings, on: candidate)
    try run.play(try Scenario("C \(condition)\nS \(setup)\n" + lines))
  }

  private func deviation(_ lines: String, _ candidate: Candidate) -> CandidateDeviation? {
    #expect(throws: CandidateDeviation.self) { try play(Self.logon + lines, candidate) }
  }

  @Test("a session begins at 1 with our HeartBtInt(108), and both sides agree on their numbers")
  func opening() throws {
    let candidate = Candidate()
    try play(Self.logon + "I 35=1|34=2|112=END|\nE 35=0|34=2|112=END|\n", candidate)
    #expect(
      candidate.heard == [
        "35=A|34=1|98=0|108=5|141=Y|", "35=1|34=2|112=AGREED|", "35=1|34=3|112=END|",
      ])
    #expect(candidate.connections == 1)
  }

  @Test(
    "a Logon(A) that is the condition itself comes on a second connection, with the next numbers")
  func secondConnection() throws {
    let candidate = Candidate { fields in
      fields.contains("108=-30") ? [.say("35=3|45=4|"), .say("35=5|"), .close] : nil
    }
    try play(
      "I 35=A|34=1|98=0|108=-30|\nE+ 35=3|34=1|45=1|\nE 35=5|34=1|\nE close\n", candidate)
    #expect(candidate.heard.last == "35=A|34=4|98=0|108=-30|")
    #expect(candidate.connections == 2)
  }

  @Test("heartbeats between are nobody's business, a TestRequest(1) is answered, numbers follow")
  func extras() throws {
    let candidate = Candidate { fields in
      switch fields.last {
      case "112=A": [.say("35=0|"), .say("35=1|112=THERE|"), .say("35=0|112=A|")]
      case "44=1": [.say("35=3|45=5|373=2|58=no|")]
      default: nil
      }
    }
    try play(
      Self.logon
        + "I 35=1|34=2|112=A|\nE 35=0|34=2|112=A|\nI 35=0|34=3|44=1|\nE 35=3|34=3|45=3|373=2|\n",
      candidate)
    #expect(candidate.heard.suffix(2) == ["35=0|34=4|112=THERE|", "35=0|34=5|44=1|"])
  }

  @Test("one gap fill may be said as several, and go as far as the engine has come")
  func gapFills() throws {
    let candidate = Candidate { fields in
      guard fields.first == "35=2" else { return nil }
      return [
        .say("35=4|34=1|43=Y|123=Y|36=2|"), .say("35=4|34=2|43=Y|123=Y|36=4|"),
      ]
    }
    try play(
      Self.logon + "I 35=1|34=2|112=A|\nE 35=0|34=2|112=A|\nI 35=2|34=3|7=1|16=0|\n"
        + "E 35=4|34=1|43=Y|122=<TIME>|123=Y|36=3|\nI 35=1|34=4|112=B|\nE 35=0|34=3|112=B|\n",
      candidate)
    #expect(candidate.heard.contains("35=2|34=4|7=1|16=0|"))
  }

  @Test("what the engine may leave out or add, and a Logout(5) it may add ends the condition")
  func open() throws {
    let lines =
      Self.logon + "I 35=1|34=2|43=Y|112=A|\nE 35=3|34=2|45=2|373=1|\nE+ 35=5|34=3|\n"
      + "I 35=1|34=3|112=B|\nE 35=0|34=3|112=B|\n"
    let reject = Candidate.Reaction.say("35=3|45=3|373=1|")
    try play(lines, Candidate { $0.contains("43=Y") ? [reject] : nil })
    try play(lines, Candidate { $0.contains("43=Y") ? [reject, .say("35=5|"), .close] : nil })
    let left = Self.logon + "E- 35=0|34=2|112=X|\nI 35=1|34=2|112=B|\nE 35=0|34=3|112=B|\n"
    try play(left, Candidate())
  }

  static let differences: [(String, [Candidate.Reaction], String)] = [
    ("another reason", [.say("35=3|45=3|373=9|")], "SessionRejectReason(373)=9"),
    ("another message", [.say("35=3|45=2|373=2|")], "RefSeqNum(45)=2"),
    ("another answer", [.say("35=5|58=no|")], "MsgType(35)=5 Logout"),
    ("nothing", [.silence], "nothing within 5.0 s"),
    ("the end", [.close], "the connection was closed"),
    ("noise", [.garbage("HTTP/1.1 400 Bad\u{1}")], "HTTP/1.1 400 Bad|"),
    ("a number too high", [.say("35=3|34=9|45=3|373=2|")], "MsgSeqNum(34)=9"),
  ]

  @Test("a deviation says what was expected and what came", arguments: differences)
  func differs(_ name: String, _ reactions: [Candidate.Reaction], _ came: String) {
    let candidate = Candidate { $0.contains("44=1") ? reactions : nil }
    let found = deviation("I 35=0|34=2|44=1|\nE 35=3|34=2|45=2|371=44|373=2|\n", candidate)
    #expect(found?.line == 6)
    #expect(found?.came.contains(came) == true, "\(name)")
    #expect(found?.expected.contains("SessionRejectReason(373)=2") == true)
  }

  @Test("a second connection stands beside the first")
  func twoConnections() throws {
    let candidate = Candidate()
    try play(
      Self.logon + "X second\nI 35=A|34=2|98=0|108=30|\nE close\nX first\nI 35=1|34=3|112=END|\n"
        + "E 35=0|34=2|112=END|\n", candidate)
    #expect(candidate.connections == 2)
    #expect(candidate.heard.suffix(2) == ["35=A|34=3|98=0|108=5|", "35=1|34=4|112=END|"])
  }

  @Test("times follow HeartBtInt(108)")
  func time() throws {
    let candidate = Candidate()
    try play(Self.logon + "T 30\nT 6\n", candidate)
    let passed = candidate.now.nanoseconds - ScenarioTextTests.now.nanoseconds
    #expect(passed == 6_000_000_000)
  }

  @Test("a connection that is closed at once is tried again until the time is over")
  func triesAgain() throws {
    var attempts = 0
    let candidate = Candidate { fields in
      guard fields.first == "35=A" else { return nil }
      attempts += 1
      return attempts < 3 ? [.close] : nil
    }
    try play(Self.logon + "I 35=0|34=2|\n", candidate)
    #expect(attempts == 3)
    let dead = Candidate { _ in [.close] }
    #expect(throws: CandidateDeviation.self) { try play(Self.logon + "I 35=0|34=2|\n", dead) }
  }

  @Test("where nothing may be begun anew, numbers go on and what the engine misses is filled")
  func numbersGoOn() throws {
    var settings = CandidateSettings.plain
    settings.resets = false
    settings.firstNumber = 7
    let candidate = Candidate { fields in
      fields.contains("112=AGREED") ? [.say("35=2|7=5|16=0|")] : nil
    }
    try play(
      Self.logon + "I 35=1|34=2|112=END|\nE 35=0|34=2|112=END|\n", candidate, settings: settings)
    #expect(candidate.heard.first == "35=A|34=7|98=0|108=5|")
    #expect(candidate.heard.contains("35=4|34=5|43=Y|122=20261118-11:06:40|123=Y|36=9|"))
    #expect(candidate.heard.suffix(2) == ["35=1|34=9|112=AGREED+|", "35=1|34=10|112=END|"])
  }

  @Test("an initiator says Logon(A) first; ours follows it")
  func initiator() throws {
    var settings = CandidateSettings.plain
    settings.role = .initiator
    let candidate = Candidate(opening: ["35=A|98=0|108=17|141=Y|"])
    try play(
      Self.logon + "I 35=1|34=2|112=END|\nE 35=0|34=2|112=END|\n", candidate, settings: settings)
    #expect(candidate.heard.first == "35=A|34=1|98=0|108=17|141=Y|")
    #expect(candidate.heard.last == "35=1|34=3|112=END|")
    try play(
      "E 35=A|34=1|98=0|108=30|\nI 35=5|34=1|\nE 35=5|34=2|\nE close\n",
      Candidate(opening: ["35=A|98=0|108=17|"]), settings: settings, setup: "initiator")
  }

  @Test("a password is not recorded")
  func passwords() throws {
    var settings = CandidateSettings.plain
    settings.logonFields = "553=US|554=SECRET|"
    let candidate = Candidate()
    var run = CandidateRun(settings, on: candidate)
    try run.play(try Scenario("C 1S a mandatory\nS acceptor\n" + Self.logon + "I 35=0|34=2|\n"))
    #expect(candidate.heard[0].hasSuffix("|553=US|554=SECRET|"))
    #expect(run.records[0].text.contains("|554=***|"))
    #expect(!run.records.contains { $0.text.contains("SECRET") })
  }
}
