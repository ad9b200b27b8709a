public import LogText
import Market
import Surveillance

extension Report {
  /// What a survey of the rates of messages has found.
  public init(_ survey: borrowing RateSurvey) {
    let terms = survey.terms
    let facts: [(String, Value)] = [
      ("commands", .number(Int64(survey.commandCount))),
      ("lastSequence", .number(Int64(survey.lastSequence.rawValue))),
      ("messages", .number(Int64(survey.messageCount))),
      ("ordersRefused", .number(Int64(survey.refusedCount))),
      ("highRate", .number(Int64(terms.highRate))), ("highDay", .number(Int64(terms.highDay))),
      ("bursts", .number(Int64(terms.bursts))),
      ("burstMessages", .number(Int64(terms.burstMessages))),
      ("warning", .number(Int64(terms.warning))), ("throttle", .number(Int64(terms.throttle))),
    ]
    let columns = [
      "at", "sequence", "monitor", "finding", "firm", "account", "controlGroup", "session",
      "windowCount", "secondBefore", "secondCount", "dayCount", "bursts", "threshold",
    ]
    let rows = survey.findings.map { Self.row($0) }
    self.init("rates", "Rates of messages", facts, [Table("findings", columns, rows)])
  }

  private static func row(_ finding: RateSurvey.Finding) -> [Value] {
    let counts = finding.counter
    let words: [Value] = [
      .text(TextForm.timestamp(finding.at)), .number(Int64(finding.sequence.rawValue)),
      .text("\(finding.code.monitor)"), .text("\(finding.code)"), .text(finding.firm),
      .text(finding.account), .text(finding.group), .text(finding.session),
    ]
    return words
      + [
        counts.window, counts.secondBefore, counts.second, counts.day, counts.bursts,
        finding.threshold,
      ].map { .number(Int64($0)) }
  }
}
