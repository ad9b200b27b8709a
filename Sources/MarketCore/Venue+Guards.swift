import Funds
import Market
import Matching
import Memory
import Records
import Titles

/// The guards of order entry, each O(1), in the order of market rules 2.3; reservation comes after
/// them in `Venue+Reservation.swift`.
extension Venue {
  /// Guards 1 and 2: the firm for which the session of the command acts, and the firm's account. That the session's
  /// role has it trade is known.
  func checkFirm(_ id: FirmID, _ account: AccountCode) throws(OrderRefusal) {
    try checkFirm(id, account, from: cause.session)
  }

  /// The same where another session acts for it.
  func checkFirm(
    _ id: FirmID, _ account: AccountCode, from session: SessionID
  ) throws(OrderRefusal) {
    let firm = reference[id]
    guard !firm.isOperator else { throw OrderRefusal(.operatorMayNotTrade) }
    switch firm.state {
    case .admitted: break
    case .suspended, .exited: throw OrderRefusal(.firmNotAdmitted)
    }
    guard !isStopped, !firm.isStopped, !reference[session].isStopped else {
      throw OrderRefusal(.stoppedByOperator)
    }
    guard firm.owns(account) else { throw OrderRefusal(.unknownAccount) }
  }

  /// Guards 3 to 6; fills in what they find out about the order.
  mutating func checkTerms(_ entered: NewOrder, of slot: UInt32) throws(OrderRefusal) {
    let id = try tradableInstrument(entered.symbol)
    orders[slot].instrument = id
    if isPlain(entered, slot) {
      try checkCurrency(of: entered)
      orders[slot].tick = try permittedTick(of: entered.price, in: reference[id])
      orders[slot].lots = try wholeLots(of: entered.orderQty, in: reference[id])
    } else {
      try checkQualified(entered, slot)
    }
    try checkProgram(
      isProgramTrade: entered.isProgramTrade, entered.programRegID, of: orders[slot].firm)
    let times = try openFillTimes(of: orders[slot].firm, in: id, orders[slot].side)
    orders[slot].fillTimes = times
    if orders[slot].mayRest || orders[slot].waitsForTrigger {
      orders[slot].accountBook = try openAccountBook(
        of: orders[slot].firm, in: id, orders[slot].account, times)
    }
  }

  /// Guards 7 and 8, and room, of an order that names a listing or does not.
  mutating func checkMeeting(_ entered: NewOrder, of slot: UInt32) throws(OrderRefusal) {
    guard entered.listingOrderID != .none else { return try checkTrades(of: orders[slot]) }
    let id = orders[slot].instrument
    try checkInterval(of: orders[slot], in: reference[id])
    try checkListing(entered.listingOrderID, namedBy: orders[slot], in: reference[id])
    try checkBookRoom(for: orders[slot])
  }

  /// Guards 3 to 5 of an order that asks for more than price and quantity, or in another phase.
  private mutating func checkQualified(
    _ entered: NewOrder, _ slot: UInt32
  ) throws(OrderRefusal) {
    let instrument = reference[orders[slot].instrument]
    try checkOffered(entered, in: instrument)
    try checkExpireTime(entered.expireTime, orders[slot].timeInForce)
    try checkCurrency(of: entered)
    if orders[slot].waitsForTrigger {
      orders[slot].stopTick = try permittedStopTick(of: entered.stopPx, in: instrument)
    }
    let tick = try limitTick(of: entered, in: instrument)
    orders[slot].tick = tick
    if orders[slot].ordType == .marketToLimit {
      orders[slot].price = instrument.limitPrice(of: tick)
    }
    orders[slot].lots = try wholeLots(of: entered.orderQty, in: instrument)
    orders[slot].minLots = try minLots(of: entered, in: instrument)
    orders[slot].floorLots = try floorLots(of: entered, in: instrument)
  }

  /// Whether guard 3 has nothing to object to, and no qualifier is to be looked at: a limit for the day
  /// that asks for nothing else, at a full price in continuous trading, as most orders.
  private func isPlain(_ entered: NewOrder, _ slot: UInt32) -> Bool {
    let id = orders[slot].instrument
    return entered.isPlain && orders[slot].ordType == .limit && orders[slot].timeInForce == .day
      && reference[id].phase == .open && reference[id].bookMode != nil
      && !reference[id].benchmark.isUsed
  }

  /// Guards 7 and 8, and room: what may follow if the order comes to the book now.
  @inline(__always)  // no copy of the order (benchmark `venue`)
  mutating func checkTrades(of order: Order) throws(OrderRefusal) {
    try checkInterval(of: order, in: reference[order.instrument])
    let incoming = incomingOrder(order)
    if !order.waitsForTrigger {
      try checkSelfTrade(of: incoming, by: order.firm, in: order.instrument, order.timeInForce)
    }
    if order.execInst.contains(.postOnly) {
      try checkLiquidity(of: incoming, by: order.firm, in: order.instrument)
    }
    try checkBookRoom(for: order)
  }

  /// Guard 3: the instrument is known and its phase takes orders.
  func tradableInstrument(_ symbol: Symbol) throws(OrderRefusal) -> InstrumentID {
    guard let id = reference.instrument(symbol) else { throw OrderRefusal(.unknownSymbol) }
    switch reference[id].phase {
    case .open, .preOpen, .openingCall, .closingCall, .interrupted: break
    case .halted: throw OrderRefusal(.instrumentHalted)
    case .closed, .pause: throw OrderRefusal(.instrumentClosed)
    }
    guard !isCatchingUp, reference[id].progress.work == nil else {
      throw OrderRefusal(.instrumentClosed)
    }
    return id
  }

  /// Guard 3: the mode, the type and the qualifiers are offered.
  func checkOffered(_ order: NewOrder, in instrument: Instrument) throws(OrderRefusal) {
    guard let mode = instrument.bookMode, order.modeCode == 0 || order.modeCode == mode.rawValue
    else { throw OrderRefusal(.modeNotOffered) }
    guard instrument.takes(order.ordType, order.timeInForce) else {
      throw OrderRefusal(.ordTypeNotOffered)
    }
    guard order.ordType.allows(order.timeInForce), instrument.takes(order.timeInForce) else {
      throw OrderRefusal(.timeInForceNotOffered)
    }
    guard order.listingOrderID == .none || mode == .listing else {
      throw OrderRefusal(.qualifierNotOffered, detail: 7772)
    }
    let tagOfPhase = instrument.phase == .open ? nil : order.tagOfContinuousTrading
    if let tag = order.tagNotOffered ?? instrument.tagOfOtherBasis(in: order) ?? tagOfPhase {
      throw OrderRefusal(.qualifierNotOffered, detail: tag)
    }
    guard instrument.benchmark.hasValue else { throw OrderRefusal(.benchmarkMissing) }
    if order.cashMarginCode == CashMargin.performanceGuarantee.rawValue {
      guard instrument.terms.guaranteeBasisPoints > 0 else {
        throw OrderRefusal(.qualifierNotOffered, detail: 544)
      }
    }
  }

  /// Guard 4: prices are in CNY.
  func checkCurrency(of order: NewOrder) throws(OrderRefusal) {
    guard order.currency == 0 || order.currency == Currency.cny else {
      throw OrderRefusal(.currencyNotCNY)
    }
  }

  /// Guard 4: the limit: the price, the band's edge of a market order, or the best opposite price.
  mutating func limitTick(of order: NewOrder, in instrument: Instrument) throws(OrderRefusal)
    -> Int32
  {
    switch order.ordType {
    case .limit, .stopLimit: return try permittedTick(of: order.price, in: instrument)
    case .market, .stop:
      return instrument.band.edge(of: order.side)
    case .marketToLimit:
      return bestTick(for: order.side, in: instrument) ?? Order.noTick
    }
  }

  /// The tick of Price(44): a multiple of the instrument's, inside the band.
  @inline(__always)  // no copy of the instrument (benchmark `venue`)
  func permittedTick(of price: Price, in instrument: Instrument) throws(OrderRefusal) -> Int32 {
    try permittedTick(
      of: price, in: instrument, instrument.band, offTick: .priceOffTick,
      outsideBand: .priceOutsideBand)
  }

  /// The tick of StopPx(99), under the same rules.
  @inline(__always)  // no copy of the instrument (benchmark `venue`)
  func permittedStopTick(of stopPx: Price, in instrument: Instrument) throws(OrderRefusal) -> Int32
  {
    try permittedTick(
      of: stopPx, in: instrument, instrument.band, offTick: .stopPxOffTick,
      outsideBand: .stopPxOutsideBand)
  }

  /// The tick of a price, which is one of the instrument's and lies in a band.
  @inline(__always)  // as above
  func permittedTick(
    of price: Price, in instrument: Instrument, _ band: PriceBand, offTick: OrderReject,
    outsideBand: OrderReject
  ) throws(OrderRefusal) -> Int32 {
    try permittedTick(of: price, by: instrument.tick, band, offTick, outsideBand)
  }

  private func permittedTick(
    of price: Price, by unit: Price, _ band: PriceBand, _ offTick: OrderReject,
    _ outsideBand: OrderReject
  ) throws(OrderRefusal) -> Int32 {
    let (ticks, remainder) = price.tenThousandths.quotientAndRemainder(
      dividingBy: unit.tenThousandths)
    guard remainder == 0 else { throw OrderRefusal(offTick, detail: unit.tenThousandths) }
    guard let tick = Int32(exactly: ticks), tick <= band.highest else {
      throw OrderRefusal(outsideBand, detail: Int64(band.highest) * unit.tenThousandths)
    }
    guard tick >= band.lowest else {
      throw OrderRefusal(outsideBand, detail: Int64(band.lowest) * unit.tenThousandths)
    }
    return tick
  }

  /// Guard 5: whole document units, as many as one order may have.
  @inline(__always)  // as `permittedTick`
  func wholeLots(of quantity: Quantity, in instrument: Instrument) throws(OrderRefusal) -> UInt32 {
    guard quantity > .zero else { throw OrderRefusal(.quantityNotPositive) }
    let unit = instrument.terms.documentUnit.thousandths
    let (lots, remainder) = quantity.thousandths.quotientAndRemainder(dividingBy: unit)
    guard remainder == 0 else { throw OrderRefusal(.quantityNotWholeLots, detail: unit) }
    guard lots <= Int64(instrument.maxLots) else {
      throw OrderRefusal(.quantityTooLarge, detail: Int64(instrument.maxLots))
    }
    return UInt32(lots)
  }

  /// Guard 8: the first order that it would trade with is not of its own control group, where its
  /// instruction is to give way itself; in a call none is that it crosses.
  private mutating func checkSelfTrade(
    of incoming: IncomingOrder, by firm: FirmID, in instrument: InstrumentID,
    _ timeInForce: TimeInForce
  ) throws(OrderRefusal) {
    switch arrival(of: timeInForce, in: instrument) {
    case .matches: break
    case .rests: return try checkOwnOrders(crossedBy: incoming)
    case .waits: return
    }
    guard incoming.selfMatch == .cancelNewest, books.crosses(incoming) else { return }
    guard firstMet(by: incoming, of: firm, in: instrument)?.owner != incoming.owner else {
      throw OrderRefusal(.wouldTradeWithItself)
    }
  }

  /// Guard 8: an order that shall not initiate does not cross the best opposite price.
  private mutating func checkLiquidity(
    of incoming: IncomingOrder, by firm: FirmID, in instrument: InstrumentID
  ) throws(OrderRefusal) {
    guard books.crosses(incoming) else { return }
    guard filters(reference[instrument]), meetsNobody(incoming, of: firm, in: instrument) else {
      throw OrderRefusal(.wouldTakeLiquidity)
    }
  }

  /// What the tables must have room for, so that nothing fails half-way.
  @inline(__always)  // as `checkTrades`
  private func checkBookRoom(for order: Order) throws(OrderRefusal) {
    let place = place(of: order)
    guard trades.hasRoom(for: order.lots),
      !order.mayRest && !order.waitsForTrigger
        || books.canRest(place.book, place.side, tick: place.limitTick)
    else { throw OrderRefusal(.tooManyOrders) }
  }

  /// Where an order is counted that may rest or wait.
  private mutating func openAccountBook(
    of firm: FirmID, in instrument: InstrumentID, _ account: AccountCode, _ times: UInt32
  ) throws(OrderRefusal) -> UInt32 {
    let last = fillTimes[times].accountBook
    if accountBooks.isBook(last, of: firm, instrument, account) { return last }
    guard let book = accountBooks.open(firm, instrument, account) else {
      throw OrderRefusal(.tooManyOrders)
    }
    fillTimes.note(accountBook: book, times)
    return book
  }

  /// The times of a firm's control group in an instrument. What a buyer gets has a place before it is bought:
  /// no delivery finds that there is none.
  mutating func openFillTimes(
    of firm: FirmID, in instrument: InstrumentID, _ side: Side
  ) throws(OrderRefusal) -> UInt32 {
    let group = reference[firm].controlGroup
    let known = fillTimes.find(group: group, instrument)
    let hasPlace = side == .sell || known.map { fillTimes[$0].holder == firm } ?? false
    guard hasPlace || titles.hasRoom(for: firm, in: instrument) else {
      throw OrderRefusal(.tooManyHoldings)
    }
    guard let times = known ?? fillTimes.open(group: group, instrument) else {
      throw OrderRefusal(.tooManyOrders)
    }
    if !hasPlace {
      titles.reserveHolding(of: firm, in: instrument)
      fillTimes.note(holder: firm, times)
    }
    return times
  }
}
