import Market

/// The field that a reject speaks of; its value stands in the sentence where the event has it.
enum RejectSubject: CaseIterable {
  case none
  case account
  case clOrdID
  case crossID
  case orderQty
  case ordType
  case price
  case stopPx
  case symbol
  case timeInForce
  case document

  /// The field's name with its tag; empty where the sentence has no subject of its own.
  var name: String {
    switch self {
    case .none: ""
    case .account: "Account(1)"
    case .clOrdID: "ClOrdID(11)"
    case .crossID: "CrossID(548)"
    case .orderQty: "OrderQty(38)"
    case .ordType: "OrdType(40)"
    case .price: "Price(44)"
    case .stopPx: "StopPx(99)"
    case .symbol: "Symbol(55)"
    case .timeInForce: "TimeInForce(59)"
    case .document: "UnderlyingSecurityID(309)"
    }
  }
}

/// The reject table: the sentence in Text(58) of each refused order is subject, its value, predicate,
/// then label and detail where there is one, then the article where the rule book speaks.
extension OrderReject {
  var subject: RejectSubject {
    switch self {
    case .unknownAccount, .sessionMayNotUseAccount, .tooManyAccounts: .account
    case .duplicateClOrdID, .unknownClOrdIDResent: .clOrdID
    case .duplicateCrossID: .crossID
    case .quantityNotWholeLots, .quantityTooLarge, .quantityNotPositive, .notEnoughDocuments,
      .lotsNotLeft:
      .orderQty
    case .ordTypeNotOffered: .ordType
    case .priceOffTick, .priceOutsideBand, .bidOffStep, .bidTooLow, .bidTooFar, .clockPriceWorse:
      .price
    case .stopPxOffTick, .stopPxOutsideBand: .stopPx
    case .unknownSymbol, .instrumentClosed, .instrumentHalted: .symbol
    case .timeInForceNotOffered: .timeInForce
    case .documentUnknown, .documentNotHeld, .documentNotActive, .documentNotFree,
      .titleNotTransferred, .documentOfAnotherInstrument, .documentExpired:
      .document
    case .operatorMayNotTrade, .firmNotAdmitted, .modeNotOffered,
      .currencyNotCNY, .priceMissing, .qualifierNotOffered, .minimumInterval, .minimumIntervalDays,
      .documentCountDiffers,
      .insufficientFunds, .amountOverflow, .tooManyOrders, .throttled, .wouldTradeWithItself,
      .warehouseNotCompliant, .wouldTakeLiquidity, .expireTimePast, .minQtyNotPossible,
      .maxFloorNotPossible, .stoppedByOperator, .tooManyHoldings, .otherSideRefused,
      .brokerNotNamed,
      .quantitiesDiffer, .listingNotOpen, .listingOfAnotherInstrument, .listingOnSameSide,
      .listingOutOfReach, .listingBeyondLimit, .listingOutsideBand, .listingIsWhole,
      .listingTooSmall, .warehouseHalted, .unknownAuction, .auctionNotOpen, .isInitiator,
      .depositMissing, .outbid, .bidVoided, .auctionOver, .rateExceeded, .counterpartyNotPermitted,
      .programNotRegistered, .programNotMarked, .benchmarkMissing, .settlDateNotOffered:
      .none
    }
  }

  var predicate: String {
    switch self {
    case .operatorMayNotTrade: "The operator and its staff may not trade"
    case .firmNotAdmitted: "The firm is not admitted to trading"
    case .unknownSymbol: "is unknown"
    case .instrumentClosed: "is not open for orders"
    case .instrumentHalted: "is halted"
    case .modeNotOffered: "TradingMode(7761) is not offered by the instrument"
    case .currencyNotCNY: "Currency(15) is not CNY"
    case .priceOffTick, .stopPxOffTick: "is not a multiple of the tick"
    case .priceOutsideBand, .stopPxOutsideBand: "is outside the price band"
    case .priceMissing: "Price(44) is missing"
    case .quantityNotWholeLots: "is not a whole number of document units"
    case .quantityTooLarge: "has more lots than one order may have"
    case .quantityNotPositive: "is not above zero"
    case .duplicateClOrdID: "was used before"
    case .ordTypeNotOffered, .timeInForceNotOffered: "is not offered by the instrument"
    case .qualifierNotOffered: "A qualifier of the order is not offered by the instrument"
    case .unknownAccount: "is unknown to the firm"
    case .minimumInterval, .minimumIntervalDays:
      "The interval between buy and sale has not passed"
    case .documentUnknown: "names an unknown document"
    case .documentNotHeld: "names a document that the firm does not hold"
    case .documentNotActive: "names a document that is not ACTIVE"
    case .documentNotFree: "names a document that is reserved or settling"
    case .titleNotTransferred: "names a document whose title is not yet transferred"
    case .notEnoughDocuments: "is more than the free documents of the firm"
    case .documentCountDiffers: "The documents named are not one for each lot"
    case .insufficientFunds: "The free money does not cover the order"
    case .amountOverflow: "The order's amount is beyond what can be accounted"
    case .tooManyOrders: "Too many orders are live"
    case .tooManyHoldings: "There is no room for documents of the firm in the instrument"
    case .throttled: "The session is over its limit of messages"
    case .wouldTradeWithItself: "The order would trade with one of its own group"
    case .documentOfAnotherInstrument: "names a document of another instrument"
    case .documentExpired: "names a document whose storage has expired"
    case .warehouseNotCompliant: "The documents lie in a warehouse that is not compliant"
    case .warehouseHalted: "The documents lie in a warehouse that is halted"
    case .unknownClOrdIDResent: "comes with PossResend(97)=Y and is unknown"
    case .sessionMayNotUseAccount: "may not be used by the session"
    case .wouldTakeLiquidity: "The order would take liquidity, ExecInst(18) is 6"
    case .expireTimePast: "ExpireTime(126) is not later than now"
    case .minQtyNotPossible: "MinQty(110) is not whole document units up to OrderQty(38)"
    case .maxFloorNotPossible: "MaxFloor(111) is not whole document units above zero"
    case .stoppedByOperator: "The operator has stopped the session, its firm or the venue"
    case .otherSideRefused: "The other side is refused"
    case .duplicateCrossID: "was used before"
    case .brokerNotNamed: "The firm has not named the session's firm as its broker"
    case .rateExceeded: "Too many messages within a second of the account or its control group"
    case .benchmarkMissing: "No value of the instrument's benchmark is published"
    case .programNotMarked:
      "Monitor P2 has found programme trading: OrderRestrictions(529) 1 and ComplianceID(376) of a registration"
    case .programNotRegistered:
      "OrderRestrictions(529) has 1: ComplianceID(376) is no ProgramRegID(7801) of the firm in force"
    case .tooManyAccounts:
      "is one account too many of the firm today: use one that has traded today"
    case .quantitiesDiffer: "The sides do not say the same OrderQty(38)"
    case .listingNotOpen:
      "ListingOrderID(7772) names no order in a book: give the OrderID(37) of one"
    case .listingOfAnotherInstrument:
      "The order named by ListingOrderID(7772) is of another Symbol(55)"
    case .listingOnSameSide: "The order named by ListingOrderID(7772) has the same Side(54)"
    case .listingOutOfReach: "The order named by ListingOrderID(7772) is not among the best prices"
    case .listingBeyondLimit: "Price(44) does not reach the order named by ListingOrderID(7772)"
    case .listingOutsideBand:
      "The order named by ListingOrderID(7772) is too far from the last price"
    case .listingIsWhole: "The order named by ListingOrderID(7772) trades as a whole only"
    case .listingTooSmall:
      "The order named by ListingOrderID(7772) has fewer lots than must be filled at once"
    case .unknownAuction: "AuctionID(7762) names no lot that takes bids"
    case .auctionNotOpen: "The lot of AuctionID(7762) is not open"
    case .isInitiator: "The lot's initiator, and who is under one control with it, do not bid"
    case .depositMissing: "The firm has put down no deposit for the lot"
    case .bidOffStep: "is not whole steps from StartPrice(7764)"
    case .bidTooLow: "does not beat what wins"
    case .bidTooFar: "is more than 20 steps beyond the best bid"
    case .clockPriceWorse: "is better than the clock's price by now"
    case .lotsNotLeft: "is more than is left of the lot"
    case .outbid: "Another bid has taken its place"
    case .bidVoided: "The operator has voided the bid"
    case .auctionOver: "The lot is over"
    case .settlDateNotOffered: "SettlDate(64) is over, or later than the instrument lets"
    case .counterpartyNotPermitted:
      "One of the firms does not deal with the other, as its list of counterparties has it"
    }
  }

  /// What stands before the detail's number; empty where there is no detail.
  var detailLabel: String {
    switch self {
    case .priceOffTick, .stopPxOffTick: "tick "
    case .priceOutsideBand, .stopPxOutsideBand, .throttled, .listingOutsideBand, .rateExceeded:
      "limit "
    case .bidOffStep: "step "
    case .bidTooLow: "at least "
    case .bidTooFar: "at most "
    case .clockPriceWorse: "clock "
    case .lotsNotLeft: "left "
    case .quantityNotWholeLots, .minQtyNotPossible, .maxFloorNotPossible: "unit "
    case .quantityTooLarge, .tooManyOrders, .listingOutOfReach: "at most "
    case .notEnoughDocuments: "free "
    case .documentCountDiffers, .listingIsWhole: "lots "
    case .listingBeyondLimit: "its price "
    case .insufficientFunds: "needed CNY "
    case .minimumInterval: "seconds "
    case .minimumIntervalDays: "trading days "
    case .settlDateNotOffered: "days "
    case .qualifierNotOffered: ""
    case .documentUnknown, .documentNotHeld, .documentNotActive, .documentNotFree,
      .titleNotTransferred, .documentOfAnotherInstrument, .documentExpired:
      "entry "
    case .operatorMayNotTrade, .firmNotAdmitted, .unknownSymbol,
      .instrumentClosed, .instrumentHalted, .modeNotOffered, .currencyNotCNY, .priceMissing,
      .quantityNotPositive, .duplicateClOrdID, .ordTypeNotOffered, .timeInForceNotOffered,
      .unknownAccount, .amountOverflow, .wouldTradeWithItself, .warehouseNotCompliant,
      .unknownClOrdIDResent, .sessionMayNotUseAccount, .wouldTakeLiquidity, .expireTimePast,
      .stoppedByOperator, .tooManyHoldings, .otherSideRefused, .duplicateCrossID, .brokerNotNamed,
      .quantitiesDiffer, .listingNotOpen, .listingOfAnotherInstrument, .listingOnSameSide,
      .listingTooSmall, .warehouseHalted, .unknownAuction, .auctionNotOpen, .isInitiator,
      .depositMissing, .outbid, .bidVoided, .auctionOver, .tooManyAccounts,
      .counterpartyNotPermitted, .programNotRegistered, .programNotMarked, .benchmarkMissing:
      ""
    }
  }
}
