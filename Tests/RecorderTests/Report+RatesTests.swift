import LogText
import Market
import Recorder
import Records
import Testing

@Suite struct ReportRatesTests {
  @Test("a survey of rates as CSV: thresholds are facts, findings a table")
  func written() {
    var overrides = RateSurvey.Overrides()
    overrides.highRate = 250
    overrides.throttle = 0
    let survey = RateSurvey(overrides, utcOffsetSeconds: 28_800)
    let report = Report(survey)
    let facts = report.facts.map { "\($0.name)=\($0.value.plain)" }
    #expect(
      facts == [
        "commands=0", "lastSequence=0", "messages=0", "ordersRefused=0", "highRate=250",
        "highDay=0", "bursts=0", "burstMessages=0", "warning=0", "throttle=0",
      ])
    #expect(
      ReportFormat.csv.written(report)
        == "at,sequence,monitor,finding,firm,account,controlGroup,session,windowCount,"
        + "secondBefore,secondCount,dayCount,bursts,threshold\r\n")
  }
}
