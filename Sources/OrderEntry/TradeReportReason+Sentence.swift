import Market

extension TradeReportReason {
  /// Why a report does nothing, or what has become of the trade that it alleges.
  var sentence: String {
    switch self {
    case .unknownFirm: "No such firm takes reports of trades"
    case .notAddressed: "The firm is none of the sides"
    case .duplicateReportID: "TradeReportID(571) names an open report of the firm"
    case .unknownReport: "There is no such open report"
    case .termsDiffer: "The answer does not repeat the terms of the report"
    case .tooManyOpen: "Too many reports wait for an answer"
    case .orderRule: "A rule of order entry refuses the trade"
    case .declined: "The other firm has declined it"
    case .expired: "The other firm has not answered in time"
    case .takenBack: "The other firm has taken it back"
    case .ended: "It ended: a firm may not trade, or the instrument is not open"
    }
  }
}

extension TextLine {
  /// What has become of a report; where a rule of order entry refuses it, which side breaks it and how.
  mutating func append(
    _ reason: TradeReportReason, side: Side?, _ reject: OrderReject?, _ detail: Int64
  ) {
    guard reason == .orderRule, let reject else { return append(reason.sentence) }
    append(side, reject, detail)
  }
}
