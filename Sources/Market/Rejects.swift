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

  /// OrdRejReason(103).
  public var ordRejReason: UInt8 {
    switch self {
    case .stoppedByOperator: 0
    case .unknownSymbol: 1
    case .instrumentClosed, .instrumentHalted, .warehouseHalted: 2
    case .priceOutsideBand, .stopPxOutsideBand, .quantityTooLarge, .insufficientFunds,
      .amountOverflow, .tooManyOrders, .tooManyHoldings, .listingOutOfReach, .listingBeyondLimit,
      .listingOutsideBand:
      3
    case .listingNotOpen: 5
    case .duplicateClOrdID, .duplicateCrossID: 6
    case .modeNotOffered, .ordTypeNotOffered, .timeInForceNotOffered, .qualifierNotOffered: 11
    case .quantityNotWholeLots, .quantityNotPositive, .documentCountDiffers, .minQtyNotPossible,
      .maxFloorNotPossible, .quantitiesDiffer, .listingIsWhole, .listingTooSmall:
      13
    case .unknownAccount, .sessionMayNotUseAccount, .brokerNotNamed: 15
    case .operatorMayNotTrade, .firmNotAdmitted, .currencyNotCNY, .priceOffTick,
      .stopPxOffTick, .priceMissing, .minimumInterval, .minimumIntervalDays, .documentUnknown,
      .documentNotHeld,
      .documentNotActive, .documentNotFree, .titleNotTransferred, .notEnoughDocuments, .throttled,
      .wouldTradeWithItself, .documentOfAnotherInstrument, .documentExpired,
      .warehouseNotCompliant, .unknownClOrdIDResent, .wouldTakeLiquidity, .expireTimePast,
      .otherSideRefused, .listingOfAnotherInstrument, .listingOnSameSide:
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
      .listingBeyondLimit, .listingOutsideBand, .listingIsWhole, .listingTooSmall:
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

  /// CxlRejReason(102).
  public var cxlRejReason: UInt8 {
    switch self {
    case .tooLateToCancel: 0
    case .unknownOrder: 1
    case .pendingCancel: 3
    case .duplicateClOrdID: 6
    case .throttled, .orderRule, .symbolDiffers, .sideDiffers, .quantityBelowFilled,
      .instrumentHalted, .unchangeableField:
      99
    }
  }
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

/// Why UserStatus(926) is 6, other. Raw values are stored.
public enum UserReason: UInt16, Sendable, CaseIterable {
  /// A session logs on by Logon(A) and off by Logout(5), and not by UserRequest(BE).
  case notByUserRequest = 1
  /// A password in plain TCP from another machine.
  case plainLine = 2
  /// Another request of the session waits for its answer.
  case pending = 3
  case tooManyPending = 4
  /// No password is asked of the session.
  case noPassword = 5
  /// Too many wrong ones.
  case locked = 6
  case tooSoonAfterFailure = 7
  case newPasswordInvalid = 8
  case newPasswordUsedBefore = 9
  /// The new password could not be kept; the old one stays.
  case notKept = 10
  /// The venue has restarted before the answer: the password may be the old one or the new one.
  case restarted = 11
}

/// Why a command that no FIX message carries is refused. Raw values are stored.
public enum CommandRefusal: UInt16, Sendable, CaseIterable {
  case unknownFirm = 1
  case unknownInstrument = 2
  case unknownWarehouse = 3
  case unknownSession = 4
  case duplicateDocument = 5
  case numberOutOfOrder = 6
  case limitReached = 7
  case invalidValue = 9
  case amountOverflow = 10
  case duplicateCode = 11
  /// A MsgSeqNum(34) never goes back within its epoch; the detail is the least that may be set.
  case msgSeqNumTooLow = 12
  case unknownTrade = 13
  /// The trade's state does not let it; the detail is that state.
  case wrongTradeState = 14
  /// Another live document stands for the goods there (Art. 20); the detail is the warehouse.
  case positionOccupied = 15
  /// The currency is not among those defined.
  case unknownCurrency = 16
  /// Less than the amount is available; the detail is what is.
  case insufficientFunds = 17
  /// A net run has not ended yet; the detail is its number.
  case netRunUnderWay = 18
  /// The warehouse brings no new receipts to the market: it is not bonded, or of grade C or D (Art. 18, 21); the
  /// detail is the warehouse.
  case warehouseNotCompliant = 19
  /// A default has cost no more; the detail is what is left of that, in fen.
  case exceedsDamage = 20
  case unknownDocument = 21
  /// No instrument that trades is of the commodity.
  case unknownCommodity = 22
  /// All that it names is so already.
  case unchanged = 23
  /// What it names is halted; a resume of what was halted lifts that.
  case halted = 24
}
