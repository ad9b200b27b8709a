/// What a firm says by TradeCaptureReport(AE). Raw values are stored: TradeReportType(856), where that is not
/// zero.
public enum TradeReportKind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// It has agreed on a trade with another firm (856=0).
  case alleges = 1
  /// It agrees to a trade that another firm alleges.
  case accepts = 2
  /// It does not.
  case declines = 3
  /// It takes back a trade that it has alleged.
  case takesBack = 6
}

/// What has become of a trade that a firm alleges, or why a report does nothing. Raw values are stored.
public enum TradeReportReason: UInt16, Sendable, CaseIterable {
  /// No firm of this code takes reports.
  case unknownFirm = 1
  /// The sender's firm is none of the sides.
  case notAddressed = 2
  /// The firm has an open one of this TradeReportID(571).
  case duplicateReportID = 3
  /// There is no open one of this number, or it is over.
  case unknownReport = 4
  /// The answer does not repeat the terms of what it answers.
  case termsDiffer = 5
  case tooManyOpen = 6
  /// A guard of order entry refuses it: the order's reason says which.
  case orderRule = 7
  /// The other firm has declined it.
  case declined = 8
  /// The other firm has not answered in time.
  case expired = 9
  /// The firm that alleged it has taken it back.
  case takenBack = 10
  /// A firm of it may not trade any more, or the instrument is not open.
  case ended = 11

  /// TradeReportRejectReason(751).
  public var tradeReportRejectReason: UInt64 {
    switch self {
    case .unknownFirm, .notAddressed: 1
    case .duplicateReportID, .unknownReport, .termsDiffer, .tooManyOpen, .orderRule, .declined,
      .expired, .takenBack, .ended:
      99
    }
  }
}
