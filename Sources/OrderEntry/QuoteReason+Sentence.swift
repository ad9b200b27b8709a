import Market

extension QuoteReason {
  /// Why a message about quotes does nothing, or what has become of what it is about.
  var sentence: String {
    switch self {
    case .unknownRequest: "QuoteReqID(131) names no open request for the firm"
    case .unknownQuote: "QuoteID(117) names no open offer for the firm"
    case .duplicateReqID: "QuoteReqID(131) names an open request of the firm"
    case .tooManyOpen: "Too many requests or offers are open"
    case .roundsUsedUp: "No more offers may be made: hit or pass"
    case .unknownFirm: "No such firm takes requests for quotes"
    case .invalidEnd: "It must end after now, and not later than it may"
    case .termsDiffer: "The message does not repeat the terms of the offer"
    case .orderRule: "A rule of order entry refuses it"
    case .expired: "Nobody has answered in time"
    case .passed: "The other firm negotiates no more"
    case .dealtElsewhere: "The firm that asks has dealt with another one"
    case .withdrawn: "The other firm has taken it back"
    case .ended: "It ended: a firm may not trade, or the instrument is not open"
    }
  }
}

extension TextLine {
  /// What has become of a message about quotes; where a rule of order entry refuses it, which side breaks it and how.
  mutating func append(
    _ reason: QuoteReason, side: Side?, _ reject: OrderReject?, _ detail: Int64
  ) {
    guard reason == .orderRule, let reject else { return append(reason.sentence) }
    append(side, reject, detail)
  }

  /// Which side of a deal breaks which rule of order entry; where none is named both do.
  mutating func append(_ side: Side?, _ reject: OrderReject, _ detail: Int64) {
    switch side {
    case .buy: append("Buyer: ")
    case .sell: append("Seller: ")
    case nil: break
    }
    append(reject.subject.name)
    appendPredicate(of: reject, detail: detail)
  }
}
