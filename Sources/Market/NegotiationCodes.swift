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

/// What a firm says about quotes. Raw values are stored.
public enum QuoteKind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// It asks others for quotes: QuoteRequest(R).
  case requests = 1
  /// It makes an offer to who has asked, or another one: Quote(S).
  case quotes = 2
  /// It takes the offer: QuoteResponse(AJ) with QuoteRespType(694) 1.
  case hits = 3
  /// It makes another offer instead (694=2).
  case counters = 4
  /// The offer has come too late for it (694=3).
  case lapses = 5
  /// It negotiates no more about this request with the other firm (694=6).
  case passes = 6
  /// It takes its own offer back: QuoteCancel(Z) with QuoteCancelType(298) 1.
  case withdraws = 7
  /// It takes its request back, with all that has come of it (298=4).
  case withdrawsRequest = 8
}

/// What has become of a request or an offer, or why a message about them does nothing. Raw values are stored.
public enum QuoteReason: UInt16, Sendable, BitwiseCopyable, CaseIterable {
  /// There is no open request of this number that the firm may quote to, or none of its own of this name.
  case unknownRequest = 1
  /// No open offer of this number waits for the firm's answer, or it has none of this name.
  case unknownQuote = 2
  /// The firm has an open request of this QuoteReqID(131).
  case duplicateReqID = 3
  /// As many requests or offers are open as may be.
  case tooManyOpen = 4
  /// As many offers have been made as may be.
  case roundsUsedUp = 5
  /// A firm that is named does not trade here.
  case unknownFirm = 6
  /// It would end before now, or later than it may.
  case invalidEnd = 7
  /// The message does not repeat the terms of what it answers.
  case termsDiffer = 8
  /// A guard of order entry refuses it: the order's reason says which.
  case orderRule = 9
  /// Nobody has answered in time.
  case expired = 10
  /// The other firm negotiates no more.
  case passed = 11
  /// The firm that has asked has dealt with another one.
  case dealtElsewhere = 12
  /// The other firm has taken it back.
  case withdrawn = 13
  /// A firm of it may not trade any more, or the instrument is not open.
  case ended = 14

  /// QuoteStatus(297).
  public var quoteStatus: UInt64 {
    switch self {
    case .unknownRequest, .duplicateReqID, .tooManyOpen, .roundsUsedUp, .unknownFirm, .invalidEnd,
      .termsDiffer, .orderRule:
      5
    case .unknownQuote: 9
    case .expired: 7
    case .passed, .dealtElsewhere: 11
    case .withdrawn, .ended: 6
    }
  }
}
