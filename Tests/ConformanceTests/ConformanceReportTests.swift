import Foundation
import Testing

@testable import Conformance

@Suite struct ConformanceReportTests {
  static let condition = ConformanceSuite("= 2b\n# a gap\nC 2 b mandatory\nS acceptor\n")
    .conditions[0]

  private func report(_ outcomes: ConditionResult.Outcome...) -> ConformanceReport {
    let results = outcomes.map { outcome in
      var result = ConditionResult(Self.condition, outcome)
      if outcome == .failed {
        result.expected = "MsgType(35)=2 <all> & \"more\""
        result.came = "nothing\u{1}"
        result.messages = ["I 35=0|"]
      } else if outcome != .passed {
        result.reason = "because"
      }
      return result
    }
    return ConformanceReport(
      subject: "FIX 4.4 acceptor THEM", time: "2026-11-18T11:06:40Z", seconds: 1.5, results: results
    )
  }

  @Test("it is passed where something mandatory was met and nothing mandatory was missed")
  func verdict() {
    #expect(report(.passed, .skipped, .notApplicable).isPassed)
    #expect(!report(.passed, .failed).isPassed)
    #expect(!report(.skipped).isPassed)
    #expect(!report().isPassed)
    var optional = report(.passed, .failed)
    optional.results[1].isMandatory = false
    #expect(optional.isPassed)
    var interrupted = report(.passed)
    interrupted.interruption = "the time was over"
    #expect(!interrupted.isPassed)
    #expect(interrupted.summary.hasSuffix("NOT PASSED: the time was over"))
  }

  @Test("for people: a line for each condition, more of a failure, and the sum")
  func text() {
    let report = report(.passed, .failed, .skipped)
    let lines = report.results.map(ConformanceReport.line)
    #expect(lines[0].hasPrefix("passed         mandatory  2b "))
    #expect(lines[1].contains("\n    expected  MsgType(35)=2"))
    #expect(lines[1].hasSuffix("\n      I 35=0|"))
    #expect(lines[2].contains("\n    because   because"))
    #expect(
      report.summary.contains("1 passed, 1 failed, 0 not applicable, 1 skipped\nNOT PASSED: 2b"))
    #expect(report.summary.contains("12: the engine logs out"))
  }

  @Test("what may help is said where no session comes about")
  func advice() {
    var report = report(.failed, .failed)
    #expect(report.advice.isEmpty)
    report.results[0].reason = "before"
    report.results[0].came = "Text(58)=MsgSeqNum too low, expecting 56 but received 55"
    report.results[1].reason = "before"
    report.results[1].came = "the connection was closed"
    #expect(report.advice.count == 2)
    #expect(report.advice[0].contains("--next 56"))
    #expect(report.advice[1].contains("CompID"))
  }

  @Test("as JSON it can be read again")
  func json() throws {
    let report = report(.passed, .failed, .notApplicable)
    #expect(try JSONDecoder().decode(ConformanceReport.self, from: report.json()) == report)
  }

  @Test("as XML what it can't hold is replaced")
  func junit() {
    let text = report(.passed, .failed, .notApplicable, .skipped).junit
    #expect(text.contains("tests=\"4\" failures=\"1\" skipped=\"2\" time=\"1.500\""))
    #expect(text.contains("<testcase classname=\"mandatory.2 b\" name=\"2b\" time=\"0.000\"/>"))
    #expect(
      text.contains("MsgType(35)=2 &lt;all&gt; &amp; &quot;more&quot;\ncame nothing?\nI 35=0|"))
    #expect(text.contains("<skipped message=\"because\"/>"))
  }
}
