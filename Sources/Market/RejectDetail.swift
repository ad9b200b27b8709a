/// What `rejectDetail` of ExecutionReport and OrderCancelReject counts; zero is nothing to add.
public enum RejectDetail: Sendable, CaseIterable {
  case none
  /// A price in 1/10,000 CNY: the tick, or the limit of the band that was crossed.
  case price
  /// A quantity in 1/1,000 of the unit: the document unit, what is filled.
  case quantity
  /// An amount in fen: what the order needs.
  case amount
  /// A plain number: lots, documents, a limit.
  case count
  /// A document's place in the order's list, from 1.
  case entry
  /// The tag of the field in question.
  case tag
  /// Whole seconds of the interval that applies.
  case seconds
  /// Trading days of the interval that applies, or days within which a deal is delivered.
  case days
}

extension OrderReject {
  /// What the detail beside this reason counts.
  public var detail: RejectDetail {
    switch self {
    case .priceOffTick, .priceOutsideBand, .stopPxOffTick, .stopPxOutsideBand,
      .listingBeyondLimit, .listingOutsideBand, .bidOffStep, .bidTooLow, .bidTooFar,
      .clockPriceWorse:
      .price
    case .quantityNotWholeLots, .minQtyNotPossible, .maxFloorNotPossible: .quantity
    case .insufficientFunds: .amount
    case .quantityTooLarge, .notEnoughDocuments, .documentCountDiffers, .tooManyOrders,
      .throttled, .listingOutOfReach, .listingIsWhole, .lotsNotLeft, .rateExceeded:
      .count
    case .documentUnknown, .documentNotHeld, .documentNotActive, .documentNotFree,
      .titleNotTransferred, .documentOfAnotherInstrument, .documentExpired:
      .entry
    case .qualifierNotOffered: .tag
    case .minimumInterval: .seconds
    case .minimumIntervalDays, .settlDateNotOffered: .days
    case .operatorMayNotTrade, .firmNotAdmitted, .unknownSymbol,
      .instrumentClosed, .instrumentHalted, .modeNotOffered, .currencyNotCNY, .priceMissing,
      .quantityNotPositive, .duplicateClOrdID, .ordTypeNotOffered, .timeInForceNotOffered,
      .unknownAccount, .amountOverflow, .wouldTradeWithItself, .unknownClOrdIDResent,
      .sessionMayNotUseAccount, .warehouseNotCompliant, .wouldTakeLiquidity, .expireTimePast,
      .stoppedByOperator, .tooManyHoldings, .otherSideRefused, .duplicateCrossID, .brokerNotNamed,
      .quantitiesDiffer, .listingNotOpen, .listingOfAnotherInstrument, .listingOnSameSide,
      .listingTooSmall, .warehouseHalted, .unknownAuction, .auctionNotOpen,
      .isInitiator, .depositMissing, .outbid, .bidVoided, .auctionOver, .tooManyAccounts,
      .counterpartyNotPermitted, .programNotRegistered, .programNotMarked, .benchmarkMissing:
      .none
    }
  }
}

extension CancelReject {
  /// What the detail beside this reason counts; with `orderRule` it is the order reject's.
  public var detail: RejectDetail {
    switch self {
    case .throttled: .count
    case .quantityBelowFilled: .quantity
    case .unchangeableField: .tag
    case .tooLateToCancel, .unknownOrder, .duplicateClOrdID, .orderRule, .symbolDiffers,
      .sideDiffers, .instrumentHalted, .pendingCancel, .irrevocable:
      .none
    }
  }
}
