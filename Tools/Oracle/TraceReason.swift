/// Who has set a phase: the calendar, the operator, or the market by its own trades.
public enum PhaseCause: UInt8, Sendable {
  case none, calendar, `operator`, market
}

/// Why something was refused or ended: the names of the reject tables.
public enum Reason: String, CaseIterable, Sendable {
  case none, other
  // Orders
  case unknownSymbol, instrumentClosed, instrumentHalted, ordTypeNotOffered
  case timeInForceNotOffered, qualifierNotOffered, priceOffTick, priceOutsideBand
  case stopPxOffTick, stopPxOutsideBand
  case quantityNotPositive, quantityNotWholeLots, quantityTooLarge, duplicateClOrdID
  case notEnoughDocuments, insufficientFunds, amountOverflow, tooManyOrders
  case wouldTradeWithItself, wouldTakeLiquidity, expireTimePast, priceMissing
  case minQtyNotPossible, maxFloorNotPossible, stoppedByOperator
  case minimumInterval, minimumIntervalDays, benchmarkMissing
  case listingNotOpen, listingOfAnotherInstrument, listingOnSameSide, listingOutOfReach
  case listingBeyondLimit, listingOutsideBand, listingIsWhole, listingTooSmall
  case counterpartyNotPermitted
  // Deals
  case modeNotOffered, brokerNotNamed, duplicateCrossID, quantitiesDiffer, otherSideRefused
  case unknownFirm, notAddressed, duplicateReportID, unknownReport, termsDiffer, tooManyOpen
  case declined, expired, takenBack, ended, orderRule, settlDateNotOffered
  case unknownRequest, unknownQuote, duplicateReqID, roundsUsedUp, invalidEnd, passed,
    dealtElsewhere
  case withdrawn
  // Auctions
  case unknownAuction, wrongState, notOffered, startPriceInvalid, stepInvalid, limitInvalid,
    noticeTooShort
  case closeInvalid, tooManyLots, isInitiator, depositUnchanged, amountDiffers, unknownBid,
    tooManyDeposits
  case byOperator, notForeclosable, auctionNotOpen, depositMissing, bidOffStep, bidTooLow, bidTooFar
  case clockPriceWorse, lotsNotLeft, irrevocable, announced, opened, bid, extended, priceMoved,
    frozen, resumed
  case bidVoided, closed, noBid, reserveNotMet, documentsLost
  // Messages
  case notAuthorised
  // Cancels and replaces
  case tooLateToCancel, unknownOrder, symbolDiffers, sideDiffers, quantityBelowFilled
  case unchangeableField, pendingCancel
  // Mass cancels
  case tooManyPending, firmHasTooManyPending
  // Mass status requests
  case massStatusPending, tooManyMassStatuses
  // Commands
  case invalidValue, limitReached, unknownInstrument
}
