/// Why an order is refused: the reject table of Specs/RULES_OF_ENGAGEMENT.md. Raw values are stored.
///
/// Guards run in the order of the rules (firm, phase, price, quantity, programme, interval,
/// self-trade, reservation); the first that fails is the answer.
public enum OrderReject: UInt16, Sendable, CaseIterable {
  case operatorMayNotTrade = 2
  case firmNotAdmitted = 3
  case unknownSymbol = 4
  case instrumentClosed = 5
  case instrumentHalted = 6
  case modeNotOffered = 7
  case currencyNotCNY = 8
  case priceOffTick = 9
  case priceOutsideBand = 10
  case priceMissing = 11
  case quantityNotWholeLots = 12
  case quantityTooLarge = 13
  case quantityNotPositive = 14
  case duplicateClOrdID = 15
  case ordTypeNotOffered = 16
  case timeInForceNotOffered = 17
  case qualifierNotOffered = 18
  case unknownAccount = 19
  case minimumInterval = 20
  case documentUnknown = 21
  case documentNotHeld = 22
  case documentNotActive = 23
  case documentNotFree = 24
  case titleNotTransferred = 25
  case notEnoughDocuments = 26
  case documentCountDiffers = 27
  case insufficientFunds = 28
  case amountOverflow = 29
  case tooManyOrders = 30
  case throttled = 31
  case wouldTradeWithItself = 32
  case documentOfAnotherInstrument = 33
  case documentExpired = 34
  case warehouseNotCompliant = 35
  case unknownClOrdIDResent = 36
  case sessionMayNotUseAccount = 37
  case wouldTakeLiquidity = 38
  case expireTimePast = 39
  case minQtyNotPossible = 40
  case maxFloorNotPossible = 41
  /// The operator has stopped the session, its firm, or the venue.
  case stoppedByOperator = 42
  case stopPxOffTick = 43
  case stopPxOutsideBand = 44
  /// The minimum interval where it counts trading days.
  case minimumIntervalDays = 45
  /// The venue has no place for documents of one more firm in one more instrument.
  case tooManyHoldings = 46
  /// The other side of a cross is refused, so this one is not dealt.
  case otherSideRefused = 47
  /// CrossID(548) was used before.
  case duplicateCrossID = 48
  /// The firm has not named the session's firm as its broker.
  case brokerNotNamed = 49
  /// The two sides of a cross do not say the same OrderQty(38).
  case quantitiesDiffer = 50
  /// The operator has halted the warehouse where the documents lie.
  case warehouseHalted = 51
  /// ListingOrderID(7772) names no order that stands in a book.
  case listingNotOpen = 52
  case listingOfAnotherInstrument = 53
  case listingOnSameSide = 54
  /// The listing's price is not among the best ones of its side.
  case listingOutOfReach = 55
  /// Price(44) does not reach the listing's price.
  case listingBeyondLimit = 56
  /// The listing's price is too far from the last one.
  case listingOutsideBand = 57
  /// The listing trades with an order that takes all of it, or not at all.
  case listingIsWhole = 58
  /// The order must be filled at once with more than the listing has.
  case listingTooSmall = 59
  /// There is no lot of this AuctionID(7762), or it is long over.
  case unknownAuction = 60
  /// The lot takes no bids: it is not open, over, or its time stands still.
  case auctionNotOpen = 61
  /// The firm is the initiator of the lot, or under one control with it.
  case isInitiator = 62
  /// The firm has not deposited before the lot opened.
  case depositMissing = 63
  /// Price(44) is not whole steps from StartPrice(7764).
  case bidOffStep = 64
  /// A bid does not beat the worst that wins, or the start price.
  case bidTooLow = 65
  /// A bid is more than 20 steps beyond the best.
  case bidTooFar = 66
  /// By clock the price is worse than Price(44) by now.
  case clockPriceWorse = 67
  /// Fewer lots are left, or in the lot.
  case lotsNotLeft = 68
  /// Another bid has taken its place: it binds no more.
  case outbid = 69
  /// The operator has voided the bid.
  case bidVoided = 70
  /// The lot is over, and this was not used.
  case auctionOver = 71
  /// As many messages as are taken within a second have come from the account or its control group.
  case rateExceeded = 72
  /// The firm has used as many accounts today as are counted.
  case tooManyAccounts = 73
  /// One of the two firms has a list of those with whom it deals, and the other is not in it.
  case counterpartyNotPermitted = 74
  /// The firm has no registration in force for the program trade.
  case programNotRegistered = 75
  /// No value of the benchmark is known to which the premium is added.
  case benchmarkMissing = 76
  /// The account is one of programme trading by its bursts of today, and the order is not marked as a program trade.
  case programNotMarked = 77
  /// SettlDate(64) of a deal is over, or later than its instrument lets.
  case settlDateNotOffered = 78

  /// OrdRejReason(103).
  public var ordRejReason: UInt8 {
    switch self {
    case .stoppedByOperator: 0
    case .unknownSymbol, .unknownAuction: 1
    case .instrumentClosed, .instrumentHalted, .warehouseHalted, .auctionNotOpen: 2
    case .priceOutsideBand, .stopPxOutsideBand, .quantityTooLarge, .insufficientFunds,
      .amountOverflow, .tooManyOrders, .tooManyHoldings, .listingOutOfReach, .listingBeyondLimit,
      .listingOutsideBand, .tooManyAccounts:
      3
    case .listingNotOpen: 5
    case .duplicateClOrdID, .duplicateCrossID: 6
    case .modeNotOffered, .ordTypeNotOffered, .timeInForceNotOffered, .qualifierNotOffered,
      .settlDateNotOffered:
      11
    case .quantityNotWholeLots, .quantityNotPositive, .documentCountDiffers, .minQtyNotPossible,
      .maxFloorNotPossible, .quantitiesDiffer, .listingIsWhole, .listingTooSmall, .lotsNotLeft:
      13
    case .unknownAccount, .sessionMayNotUseAccount, .brokerNotNamed: 15
    case .operatorMayNotTrade, .firmNotAdmitted, .currencyNotCNY, .priceOffTick,
      .stopPxOffTick, .priceMissing, .minimumInterval, .minimumIntervalDays, .documentUnknown,
      .documentNotHeld,
      .documentNotActive, .documentNotFree, .titleNotTransferred, .notEnoughDocuments, .throttled,
      .wouldTradeWithItself, .documentOfAnotherInstrument, .documentExpired,
      .warehouseNotCompliant, .unknownClOrdIDResent, .wouldTakeLiquidity, .expireTimePast,
      .otherSideRefused, .listingOfAnotherInstrument, .listingOnSameSide, .isInitiator,
      .depositMissing,
      .bidOffStep, .bidTooLow, .bidTooFar, .clockPriceWorse, .outbid, .bidVoided, .auctionOver,
      .rateExceeded, .counterpartyNotPermitted, .programNotRegistered, .programNotMarked,
      .benchmarkMissing:
      99
    }
  }

  /// RejectClause(7799), article x 100 + n; zero where no clause of the rule book speaks.
  public var rejectClause: UInt16 {
    switch self {
    case .operatorMayNotTrade: 1001
    case .currencyNotCNY: 801
    case .insufficientFunds: 901
    case .minimumInterval, .minimumIntervalDays: 1101
    case .titleNotTransferred: 1601
    case .documentUnknown, .documentNotHeld, .notEnoughDocuments: 1602
    case .documentNotActive, .documentNotFree, .documentExpired: 1603
    case .warehouseNotCompliant: 1801
    case .firmNotAdmitted: 2401
    case .instrumentHalted, .warehouseHalted: 4905
    case .unknownAuction, .auctionNotOpen, .isInitiator, .depositMissing, .bidOffStep, .bidTooLow,
      .bidTooFar, .clockPriceWorse, .lotsNotLeft, .outbid, .bidVoided, .auctionOver:
      4907
    case .settlDateNotOffered: 4906
    case .unknownSymbol, .instrumentClosed, .modeNotOffered, .priceOffTick,
      .priceOutsideBand, .priceMissing, .quantityNotWholeLots, .quantityTooLarge,
      .quantityNotPositive, .duplicateClOrdID, .ordTypeNotOffered, .timeInForceNotOffered,
      .qualifierNotOffered, .unknownAccount, .documentCountDiffers, .amountOverflow,
      .tooManyOrders, .tooManyHoldings, .throttled, .wouldTradeWithItself,
      .documentOfAnotherInstrument, .unknownClOrdIDResent, .sessionMayNotUseAccount,
      .wouldTakeLiquidity, .expireTimePast,
      .minQtyNotPossible, .maxFloorNotPossible, .stoppedByOperator, .stopPxOffTick,
      .stopPxOutsideBand, .otherSideRefused, .duplicateCrossID, .brokerNotNamed, .quantitiesDiffer,
      .listingNotOpen, .listingOfAnotherInstrument, .listingOnSameSide, .listingOutOfReach,
      .listingBeyondLimit, .listingOutsideBand, .listingIsWhole, .listingTooSmall, .rateExceeded,
      .tooManyAccounts, .counterpartyNotPermitted, .programNotRegistered, .programNotMarked,
      .benchmarkMissing:
      0
    }
  }
}

/// Why a cancel or replace is refused. Raw values are stored.
public enum CancelReject: UInt16, Sendable, CaseIterable {
  case tooLateToCancel = 1
  case unknownOrder = 2
  case duplicateClOrdID = 3
  case throttled = 4
  /// The replace fails a rule of order entry; `orderRejectCode` says which.
  case orderRule = 5
  case symbolDiffers = 6
  case sideDiffers = 7
  case quantityBelowFilled = 8
  case instrumentHalted = 10
  case unchangeableField = 11
  /// A mass cancel, or the operator, has already had it cancelled; its report is on the way.
  case pendingCancel = 12
  /// A bid binds who has made it, and a lot who has applied for it (Art. 49(7)).
  case irrevocable = 13

  /// CxlRejReason(102).
  public var cxlRejReason: UInt8 {
    switch self {
    case .tooLateToCancel: 0
    case .unknownOrder: 1
    case .pendingCancel: 3
    case .duplicateClOrdID: 6
    case .throttled, .orderRule, .symbolDiffers, .sideDiffers, .quantityBelowFilled,
      .instrumentHalted, .unchangeableField, .irrevocable:
      99
    }
  }

  /// RejectClause(7799); zero where no clause of the rule book speaks.
  public var rejectClause: UInt16 { self == .irrevocable ? 4907 : 0 }
}

/// Why a mass cancel is refused. Raw values are stored.
public enum MassCancelReject: UInt16, Sendable, CaseIterable {
  /// It asks for orders by something that the venue does not offer.
  case codeNotOffered = 1
  case unknownSymbol = 2
  case unknownAccount = 4
  /// All orders are asked for, and a symbol is named.
  case symbolNotExpected = 5
  case tooManyPending = 6
  case firmHasTooManyPending = 7

  /// MassCancelRejectReason(532).
  public var massCancelRejectReason: UInt8 {
    switch self {
    case .codeNotOffered: 0
    case .unknownSymbol: 1
    case .unknownAccount, .symbolNotExpected, .tooManyPending,
      .firmHasTooManyPending:
      99
    }
  }
}

/// Why an application message is refused before any rule of the market. Raw values are stored.
public enum Refusal: UInt16, Sendable, CaseIterable {
  case unsupportedMessageType = 1
  case notAuthorised = 2
  case throttled = 3
  case conditionallyRequiredFieldMissing = 4
  /// A value that the wire allows and the venue can't hold: too long, too many digits, not ASCII.
  case valueNotRepresentable = 5
  case applicationNotAvailable = 6
  case tooManyDocuments = 7
  /// A code of the standard that the venue does not offer.
  case codeNotOffered = 8
  case unknownSymbol = 9
  case unknownAccount = 10
  /// All orders are asked for, and a symbol is named.
  case symbolNotExpected = 11
  /// The answer to another mass status request of the session is not yet complete.
  case massStatusPending = 12
  case tooManyMassStatuses = 13

  /// BusinessRejectReason(380), within FIX 4.4's 0 to 7.
  public var businessRejectReason: UInt8 {
    switch self {
    case .unsupportedMessageType: 3
    case .notAuthorised: 6
    case .throttled, .valueNotRepresentable, .tooManyDocuments, .codeNotOffered,
      .symbolNotExpected, .massStatusPending, .tooManyMassStatuses:
      0
    case .unknownAccount: 1
    case .unknownSymbol: 2
    case .conditionallyRequiredFieldMissing: 5
    case .applicationNotAvailable: 4
    }
  }
}
