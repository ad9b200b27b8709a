import Market

extension ReportOptions {
  /// TradeDate(75) of what was traded at an instant.
  func tradeDate(of instant: Instant) -> CivilDate {
    CivilDate(instant, utcOffsetSeconds: Int(marketUTCOffsetSeconds))
  }
}

extension Instant {
  /// The first instant of `date` at a place that far east of UTC; nil where it leaves the range.
  init?(beginOf date: CivilDate, utcOffsetSeconds: Int32) {
    self.init(endOf: date.adding(-1), utcOffsetSeconds: utcOffsetSeconds)
  }

  /// The first instant after `date` at a place that far east of UTC; nil where it leaves the range.
  init?(endOf date: CivilDate, utcOffsetSeconds: Int32) {
    let seconds = (Int64(date.daysSince1970) + 1) * 86_400 - Int64(utcOffsetSeconds)
    let (nanoseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    if overflow { return nil }
    self.init(nanoseconds: nanoseconds)
  }
}
