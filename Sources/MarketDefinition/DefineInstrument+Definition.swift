import Market

/// The command that defines an instrument as its file does.
extension DefineInstrument {
  /// Everything but the numbers that the log gives, and what the calendar says.
  init(_ instrument: InstrumentDefinition) {
    self.init()
    symbol = instrument.code
    documentUnit = instrument.documentUnit
    tick = instrument.tick
    referencePrice = instrument.referencePrice
    bandBasisPoints = instrument.bandBasisPoints
    negotiatedBandBasisPoints = instrument.negotiatedBandBasisPoints
    dynamicBandBasisPoints = instrument.dynamicBandBasisPoints
    interruptionSeconds = instrument.interruptionSeconds
    guaranteeBasisPoints = instrument.guaranteeBasisPoints
    toleranceBasisPoints = instrument.toleranceBasisPoints
    tradeFeePerMillion = instrument.tradeFeePerMillion
    minimumTradeFee = instrument.minimumTradeFee
    titleTransferFeePerUnit = instrument.titleTransferFeePerUnit
    highestPremium = instrument.highestPremium
    minIntervalSeconds = instrument.minIntervalSeconds
    minIntervalDays = instrument.minIntervalDays
    minRemainingDays = instrument.minRemainingDays
    minDeliveryUnit = instrument.minDeliveryUnit
    answerSeconds = instrument.answerSeconds
    listingReach = instrument.listingReach
    priceBasisCode = instrument.priceBasis == .premium ? instrument.priceBasis.rawValue : 0
    benchmark = instrument.benchmark
    benchmarkBandBasisPoints = instrument.benchmarkBandBasisPoints
    quoteSeconds = instrument.quoteSeconds
    quoteRounds = instrument.quoteRounds
    deliveryDays = instrument.deliveryDays
    hasNegotiatedHours = instrument.negotiatedHours.isEmpty ? 0 : 1
    modes = instrument.modes
    docType = UInt8(ascii: instrument.isBillOfLading ? "B" : "R")
    bookModeCode = instrument.bookMode?.rawValue ?? 0
    maxLots = instrument.maxLots
    clearingModeCode = instrument.clearing.rawValue
    signingFlowCode = instrument.signing.rawValue
    set(instrument.settlement)
    set(instrument.auction)
  }

  private mutating func set(_ settlement: SettlementDefinition) {
    signSeconds = settlement.signSeconds
    balanceSeconds = settlement.balanceSeconds
    fundsSeconds = settlement.fundsSeconds
    titleSeconds = settlement.titleSeconds
    weightSeconds = settlement.weightSeconds
    topUpSeconds = settlement.topUpSeconds
    reserveBasisPoints = settlement.reserveBasisPoints
  }

  private mutating func set(_ auction: AuctionDefinition) {
    auctionNoticeSeconds = auction.noticeSeconds
    auctionDepositBasisPoints = auction.depositBasisPoints
    auctionExtensionSeconds = auction.extensionSeconds
    auctionExtensions = auction.extensions
    auctionStepSeconds = auction.stepSeconds
  }
}
