import Market

/// What is said of a request about an auction that changes nothing.
extension AuctionRefusal {
  var sentence: String {
    switch self {
    case .unknownAuction: "AuctionID(7762) names no lot"
    case .wrongState: "The lot's state does not let it, AuctionState(7781)"
    case .notOffered: "The instrument has no auctions of this TradingMode(7761)"
    case .orderRule: "A rule of order entry refuses it"
    case .startPriceInvalid: "StartPrice(7764) is no price of the instrument"
    case .stepInvalid: "PriceStep(7765) is no multiple of the tick above zero"
    case .limitInvalid:
      "Price(44) is missing, no whole steps away or on the wrong side of StartPrice(7764)"
    case .noticeTooShort: "TradSesOpenTime(342) is too soon"
    case .closeInvalid: "TradSesCloseTime(344) is not behind the opening, or stands at a clock"
    case .tooManyLots: "Too many lots are under way"
    case .isInitiator: "The lot's initiator, and who is under one control with it, do not bid"
    case .depositUnchanged: "The deposit is as it was: held already, or none to release"
    case .insufficientFunds: "The free money does not cover the deposit"
    case .amountDiffers: "TotalNetValue(900) is not the deposit of the lot"
    case .unknownFirm: "The firm is unknown"
    case .unknownBid: "OrderID(37) names no standing bid of the lot"
    case .tooManyDeposits: "Too many deposits are held for lots"
    case .byOperator: "The operator has refused the application"
    case .invalidValue: "A value is none that can be"
    case .notForeclosable: "A document is not pledged to the applicant, or no default was declared"
    }
  }

  /// What the detail of a refusal is.
  var detail: RejectDetail {
    switch self {
    case .startPriceInvalid, .stepInvalid: .price
    case .noticeTooShort: .seconds
    case .insufficientFunds, .amountDiffers: .amount
    case .wrongState: .count
    case .notForeclosable: .entry
    case .unknownAuction, .notOffered, .orderRule, .limitInvalid, .closeInvalid, .tooManyLots,
      .isInitiator, .depositUnchanged, .unknownFirm, .unknownBid, .tooManyDeposits, .byOperator,
      .invalidValue:
      .none
    }
  }

  /// CollAsgnRejectReason(906).
  var collAsgnRejectReason: UInt64 { self == .insufficientFunds ? 3 : 99 }

  /// What stands before the detail's number.
  var detailLabel: String {
    switch self {
    case .startPriceInvalid, .stepInvalid: "tick "
    case .noticeTooShort: "seconds of notice "
    case .insufficientFunds, .amountDiffers: "due CNY "
    case .notForeclosable: "entry "
    case .wrongState, .unknownAuction, .notOffered, .orderRule, .limitInvalid, .closeInvalid,
      .tooManyLots, .isInitiator, .depositUnchanged, .unknownFirm, .unknownBid, .tooManyDeposits,
      .byOperator, .invalidValue:
      ""
    }
  }
}

extension TextLine {
  /// Why a request changes nothing; where a rule of order entry refuses it, that rule.
  mutating func append(_ refusal: AuctionRefusal, _ reject: OrderReject?, _ detail: Int64) {
    guard refusal == .orderRule, let reject else {
      append(refusal.sentence)
      return append(detail, as: refusal.detail, label: refusal.detailLabel)
    }
    append(reject.subject.name)
    appendPredicate(of: reject, detail: detail)
  }
}

extension AuctionReason {
  /// What Text(58) of a lot's change says; nil where state and price say it all.
  var sentence: String? {
    switch self {
    case .announced, .opened, .bid, .extended, .priceMoved, .frozen, .resumed, .closed: nil
    case .bidVoided: "A bid counts no more"
    case .noBid: "Nobody has bid"
    case .reserveNotMet: "The reserve is not met"
    case .byOperator: "The operator has ended it"
    case .documentsLost: "The documents can't be sold any more"
    }
  }
}

extension AuctionChanged {
  /// SecurityTradingStatus(326): 21 before it opens, 17 open, 2 halted, 3 goes on, 18 over.
  var securityTradingStatus: UInt64 {
    if reasonCode == AuctionReason.resumed.rawValue { return 3 }
    switch AuctionState(rawValue: stateCode) {
    case .applied, .announced: return 21
    case .open, .extending: return 17
    case .frozen: return 2
    case .sold, .unsold, .cancelled, nil: return 18
    }
  }
}
