import Funds
import Market
import Matching
import Memory
import Records
import Titles

extension Venue {
  /// Defines an instrument, or changes what may change.
  ///
  /// What holds were computed from stays while orders rest; what documents were admitted by stays
  /// while there are documents. Parameters about which it says the same as the definition before have the values that
  /// the operator has given them since. Orders that the new price band leaves outside are cancelled.
  mutating func define(_ body: DefineInstrument, into events: inout RecordBuffer)
    throws(DefinitionRefusal)
  {
    let number = body.instrument.rawValue
    try checkNumber(
      number, count: reference.instrumentCount, capacity: reference.instruments.capacity)
    guard body.warehouse == 0 || reference.knowsWarehouse(body.warehouse) else {
      throw DefinitionRefusal(.unknownWarehouse, Int64(body.warehouse))
    }
    let isNew = number > reference.instrumentCount
    var instrument = isNew ? Instrument() : reference[body.instrument]
    let old = instrument
    let merged = isNew ? body : parameters.merged(body)
    try instrument.define(merged)
    guard let auctionTerms = AuctionTerms(merged, lots: reference.auctionTerms[number].lots) else {
      throw DefinitionRefusal(.invalidValue, 0)
    }
    if isNew {
      if let other = reference.instrument(body.symbol) {
        throw DefinitionRefusal(.duplicateCode, Int64(other.rawValue))
      }
      guard let book = books.addBook(), let stopBook = books.addBook() else {
        throw DefinitionRefusal(.limitReached, 0)
      }
      (instrument.book, instrument.stopBook) = (book, stopBook)
      reference[body.instrument] = instrument
      reference.instrumentCount = number
      reference.index(body.instrument)
      subscriptions.market.add(instrument.phase)
    } else {
      guard instrument.mayFollow(old, isBound: old.liveOrders > 0 || auctionTerms.lots > 0)
      else { throw DefinitionRefusal(.invalidValue, 0) }
      try count(merged, behind: parameters.definition(of: body.instrument))
      if instrument.tick != old.tick { instrument.lastTick = nil }
      reference[body.instrument] = instrument
      reviewNegotiation(in: body.instrument)
      if instrument.band.excludesSome(of: old.band) { beginSweep(of: body.instrument) }
    }
    reference.auctionTerms[number] = auctionTerms
    parameters.define(body, as: merged)
    reviewHalts(of: body.instrument, into: &events)
  }

  /// A definition that changes a parameter changes the rules.
  private mutating func count(_ definition: DefineInstrument, behind old: DefineInstrument)
    throws(DefinitionRefusal)
  {
    guard ParameterChanges.differ(definition, old) else { return }
    guard parameters.hasVersions else { throw DefinitionRefusal(.limitReached, 0) }
    parameters.nextVersion()
  }

  mutating func admit(_ body: AdmitDocument) throws(DefinitionRefusal) {
    guard reference.knows(body.instrument) else {
      throw DefinitionRefusal(.unknownInstrument, Int64(body.instrument.rawValue))
    }
    guard body.warehouse == 0 || reference.knowsWarehouse(body.warehouse) else {
      throw DefinitionRefusal(.unknownWarehouse, Int64(body.warehouse))
    }
    guard reference.knows(body.holder) else {
      throw DefinitionRefusal(.unknownFirm, Int64(body.holder.rawValue))
    }
    let instrument = reference[body.instrument]
    guard let status = TitleStatus(rawValue: body.statusCode), !body.document.text.isEmpty,
      body.docType == instrument.docType, instrument.terms.permits(body.netWeight),
      body.premium <= instrument.terms.highestPremium
    else { throw DefinitionRefusal(.invalidValue, body.netWeight.thousandths) }
    guard
      body.warehouse == 0 || !status.isApproved
        || reference.warehouses[body.warehouse].admitsReceipts
    else { throw DefinitionRefusal(.warehouseNotCompliant, Int64(body.warehouse)) }
    try checkNamed(body.issuer)
    try checkNamed(body.pledgee)
    try admit(body, status)
    countStored(titles.count - 1)
    reference[body.instrument].documents += 1
  }

  private func checkNamed(_ firm: FirmID) throws(DefinitionRefusal) {
    guard firm == .none || reference.knows(firm) else {
      throw DefinitionRefusal(.unknownFirm, Int64(firm.rawValue))
    }
  }

  private mutating func admit(_ body: AdmitDocument, _ status: TitleStatus)
    throws(DefinitionRefusal)
  {
    var draft = TitleDraft(body)
    if draft.issuer == .none { draft.issuer = reference.warehouses[body.warehouse].firm }
    do throws(AdmissionRefusal) {
      let margin = reference[body.instrument].marginNanos
      try titles.admit(draft, status: status, version: body.version, marginNanos: margin)
    } catch {
      switch error {
      case .duplicate: throw DefinitionRefusal(.duplicateDocument, 0)
      case .positionOccupied: throw DefinitionRefusal(.positionOccupied, Int64(body.warehouse))
      case .full: throw DefinitionRefusal(.limitReached, Int64(titles.count))
      case .versionTooHigh: throw DefinitionRefusal(.invalidValue, Int64(body.version))
      }
    }
  }
}

extension TitleDraft {
  /// The document as the registry has it.
  init(_ body: AdmitDocument) {
    self.init()
    id = body.document
    instrument = body.instrument
    warehouse = body.warehouse
    holder = body.holder
    docType = body.docType
    netWeight = body.netWeight
    premium = body.premium
    validity.storedUntil = body.validUntil
    validity.feePaidTo = body.feePaidTo
    validity.certificateUntil = body.certificateUntil
    storedFrom = body.storedFrom
    issuer = body.issuer
    pledgee = body.pledgee
    digest = body.digest
    position = body.position
    hsCode = body.hsCode
    flags = body.flags
  }
}

extension MoneyTerms {
  init(_ body: DefineInstrument) {
    self.init()
    documentUnit = body.documentUnit
    highestPremium = body.highestPremium
    titleTransferFeePerUnit = body.titleTransferFeePerUnit
    minimumTradeFee = body.minimumTradeFee
    tradeFeePerMillion = body.tradeFeePerMillion
    toleranceBasisPoints = body.toleranceBasisPoints
    guaranteeBasisPoints = body.guaranteeBasisPoints
  }

  /// Whether every term is one that a market can have.
  var areValid: Bool {
    documentUnit > .zero && highestPremium >= .zero && titleTransferFeePerUnit >= .zero
      && minimumTradeFee >= .zero && tradeFeePerMillion <= 1_000_000
      && toleranceBasisPoints < 10_000 && guaranteeBasisPoints <= 10_000
  }
}

extension Instrument {
  /// Takes over what a definition says.
  mutating func define(_ body: DefineInstrument) throws(DefinitionRefusal) {
    let formerTick = tick
    symbol = body.symbol
    terms = MoneyTerms(body)
    tick = body.tick
    docType = body.docType
    warehouse = body.warehouse
    maxLots = body.maxLots
    minInterval = MinimumInterval(
      nanos: Int64(body.minIntervalSeconds) * 1_000_000_000, days: UInt32(body.minIntervalDays))
    marginNanos = Int64(body.minRemainingDays) * 86_400_000_000_000
    leastPart = body.minDeliveryUnit
    guard !symbol.text.isEmpty, terms.areValid, leastPart >= .zero, tick > .zero,
      (1...UInt16(Limits.documentsPerOrder)).contains(maxLots)
    else { throw DefinitionRefusal(.invalidValue, 0) }
    calls = body.calls
    isNegotiated = body.modes & 4 != 0
    isAuctioned = body.modes & 24 != 0
    answerNanos = Int64(body.answerSeconds) * 1_000_000_000
    deliveryNanos = Int64(body.deliveryDays) * 86_400_000_000_000
    deals.areOwn = isNegotiated && body.hasNegotiatedHours == 1
    listingReach = body.listingReach == 0 ? Limits.listingReach : body.listingReach
    quotes.longestNanos = Int64(body.quoteSeconds) * 1_000_000_000
    quotes.rounds = body.quoteRounds
    try setBookMode(body)
    try setBenchmark(body, formerTick: formerTick)
    try setBand(body)
    try setDynamicBand(body)
  }

  private mutating func setBookMode(_ body: DefineInstrument) throws(DefinitionRefusal) {
    switch body.bookModeCode {
    case 0: bookMode = nil
    case TradingMode.listing.rawValue where body.modes & 1 != 0: bookMode = .listing
    case TradingMode.continuous.rawValue where body.modes & 2 != 0: bookMode = .continuous
    default: throw DefinitionRefusal(.invalidValue, Int64(body.bookModeCode))
    }
  }

  /// The band around the reference price, which is a multiple of the tick.
  private mutating func setBand(_ body: DefineInstrument) throws(DefinitionRefusal) {
    guard let tick = exactTick(of: body.referencePrice),
      let band = PriceBand(around: tick, basisPoints: body.bandBasisPoints),
      let negotiated = PriceBand(around: tick, basisPoints: body.negotiatedBandBasisPoints)
    else { throw DefinitionRefusal(.invalidValue, body.referencePrice.tenThousandths) }
    worthTick = tick
    referenceTick = benchmark.isUsed ? 0 : tick
    hasBand = body.bandBasisPoints > 0
    self.band = hasBand ? band : .none
    if benchmark.isUsed { self.band = try premiumBand(band, of: tick) }
    negotiatedBand = body.negotiatedBandBasisPoints > 0 ? negotiated : self.band
  }

  /// A dynamic band needs a length for the call that it brings about.
  private mutating func setDynamicBand(_ body: DefineInstrument) throws(DefinitionRefusal) {
    dynamicBasisPoints = body.dynamicBandBasisPoints
    interruptionNanos = Int64(body.interruptionSeconds) * 1_000_000_000
    guard let settlement = SettlementTerms(body) else {
      throw DefinitionRefusal(.invalidValue, Int64(body.clearingModeCode))
    }
    self.settlement = settlement
    guard dynamicBasisPoints == 0 || interruptionNanos > 0, dynamicBasisPoints <= 10_000 else {
      throw DefinitionRefusal(.invalidValue, Int64(dynamicBasisPoints))
    }
  }

  /// Whether this definition may follow `old` while documents are admitted, or orders and lots are bound by it.
  func mayFollow(_ old: Instrument, isBound: Bool) -> Bool {
    guard symbol == old.symbol else { return false }
    if old.documents > 0 {
      guard terms.documentUnit == old.terms.documentUnit, docType == old.docType,
        terms.toleranceBasisPoints >= old.terms.toleranceBasisPoints,
        terms.highestPremium >= old.terms.highestPremium
      else { return false }
    }
    return !isBound
      || (terms == old.terms && tick == old.tick && bookMode == old.bookMode
        && benchmark == old.benchmark)
  }
}
