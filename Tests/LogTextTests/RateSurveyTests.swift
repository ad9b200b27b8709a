import LogText
import Market
import Records
import Surveillance
import Testing

/// A log's rates by its own thresholds and by others.
@Suite struct RateSurveyTests {
  /// A log of a firm that defines thresholds, or none, and sends a cancel at each of these milliseconds.
  private static func survey(
    _ overrides: RateSurvey.Overrides = RateSurvey.Overrides(), highRate: UInt32?,
    cancels milliseconds: [Int64]
  ) -> SurveyedLog {
    let log = SurveyedLog(overrides)
    log.take(.logOpened, opened())
    var firm = DefineFirm()
    firm.firm = FirmID(rawValue: 1)
    firm.code = CompID(text16("DLR001"))
    firm.state = 1
    log.take(.defineFirm, firm)
    var session = DefineSession()
    session.session = SessionID(rawValue: 1)
    session.firm = FirmID(rawValue: 1)
    session.compID = CompID(text16("D1"))
    session.roleCode = SessionRole.dealer.rawValue
    session.state = 1
    log.take(.defineSession, session)
    if let highRate {
      var monitors = DefineMonitors()
      monitors.highRate = highRate
      log.take(.defineMonitors, monitors)
    }
    for time in milliseconds {
      var cancel = CancelOrder()
      cancel.clOrdID = ClOrdID(text32("C\(time)"))
      cancel.origClOrdID = ClOrdID(text32("NONE"))
      log.take(.cancelOrder, cancel, session: 1, at: time)
    }
    return log
  }

  private static func lines(_ log: SurveyedLog) -> [String] {
    log.survey.findings.map { finding in
      let who = finding.group.isEmpty ? "account=\(finding.account)" : "group=\(finding.group)"
      let counts = finding.counter
      return "\(finding.sequence.rawValue) \(finding.code) \(finding.firm) \(who) "
        + "\(finding.session) \(counts.window) \(counts.secondBefore)+\(counts.second) "
        + "\(counts.day) \(finding.threshold)"
    }
  }

  @Test("by the log's own thresholds it finds what the venue has found")
  func own() {
    let log = Self.survey(highRate: 3, cancels: [998, 999, 1_000, 1_001])
    #expect(
      Self.lines(log) == [
        "7 highRate DLR001 account= D1 3 2+1 3 3", "7 highRate DLR001 group=DLR001 D1 3 2+1 3 3",
      ])
    let counts = [log.survey.messageCount, log.survey.commandCount, log.survey.refusedCount]
    #expect(counts == [4, 8, 0])
  }

  @Test("other thresholds find otherwise, by the second that slides", arguments: [2, 3, 4, 5])
  func other(_ highRate: UInt32) {
    var overrides = RateSurvey.Overrides()
    overrides.highRate = highRate
    let times: [Int64] = [0, 900, 999, 1_000, 1_001]
    for own in [nil, 100] as [UInt32?] {
      let log = Self.survey(overrides, highRate: own, cancels: times)
      let windows = log.survey.findings.map(\.counter.window)
      #expect(windows == (highRate > 4 ? [] : [highRate, highRate]))
    }
  }

  @Test("a log without thresholds has nothing to find, and every threshold can be switched off")
  func none() {
    let unmonitored = Self.survey(highRate: nil, cancels: [0, 1, 2])
    #expect(unmonitored.survey.findings.isEmpty)
    var overrides = RateSurvey.Overrides()
    overrides.highRate = 0
    let switchedOff = Self.survey(overrides, highRate: 1, cancels: [0, 1, 2])
    #expect(switchedOff.survey.findings.isEmpty)
    let terms = switchedOff.survey.terms
    #expect(terms == RateTerms())
  }
}

/// A survey and the records that it takes.
private final class SurveyedLog {
  var survey: RateSurvey
  private var sequence: UInt64 = 0

  init(_ overrides: RateSurvey.Overrides) {
    survey = RateSurvey(overrides, utcOffsetSeconds: 28_800)
  }

  func take<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, session: UInt32 = 0, at milliseconds: Int64 = 0
  ) {
    sequence += 1
    var head = head(type, sequence, session: session)
    head.time = Instant(nanoseconds: 1_795_000_000_000_000_000 + milliseconds * 1_000_000)
    var record = RecordBuffer(capacity: 4_096)
    record.append(head, body: body)
    let step = survey.take(record.bytes)
    #expect(step == .applied)
  }
}
