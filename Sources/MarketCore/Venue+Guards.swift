import Funds
import Market
import Matching
import Memory
import Records
import Titles

/// The guards of order entry, each O(1), in the order of market rules 2.3; reservation comes after
/// them in `Venue+Reservation.swift`.
extension Venue {
  /// Guards 1 and 2: the session's firm, and its account. That its role has it trade is known.
  func checkParticipant(_ order: NewOrder) throws(OrderRefusal) {
    try checkFirm(reference[cause.session].firm, order.account)
  }

  /// Guards 1 and 2 of a firm for which the session of the command acts, and of the firm's account.
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

  /// Guards 3 to 8; fills in what they find out about the order.
  mutating func checkTerms(_ entered: NewOrder, of order: inout Order) throws(OrderRefusal) {
    order.instrument = try tradableInstrument(entered.symbol)
    let instrument = reference[order.instrument]
    try checkOffered(entered, in: instrument)
    try checkExpireTime(order.expireTime, order.timeInForce)
    try checkCurrency(of: entered)
    if order.waitsForTrigger {
      order.stopTick = try permittedStopTick(of: order.stopPx, in: instrument)
    }
    order.tick = try limitTick(of: entered, in: instrument)
    if order.ordType == .marketToLimit { order.price = instrument.limitPrice(of: order.tick) }
    order.lots = try wholeLots(of: entered.orderQty, in: instrument)
    order.minLots = try minLots(of: entered, in: instrument)
    order.floorLots = try floorLots(of: entered, in: instrument)
    try checkProgram(
      isProgramTrade: entered.isProgramTrade, entered.programRegID, of: order.firm)
    guard order.side == .sell || titles.hasRoom(for: order.firm, in: order.instrument) else {
      throw OrderRefusal(.tooManyHoldings)
    }
    order.fillTimes = try openFillTimes(of: order.firm, in: order.instrument)
    if order.side == .buy { openHolding(of: order.firm, in: order.instrument, order.fillTimes) }
    if order.mayRest || order.waitsForTrigger {
      order.accountBook = try openAccountBook(
        of: order.firm, in: order.instrument, order.account, order.fillTimes)
    }
    guard entered.listingOrderID != .none else {
      return try checkTrades(of: order, in: instrument)
    }
    try checkInterval(of: order, in: instrument)
    try checkListing(entered.listingOrderID, namedBy: order, in: instrument)
    try checkRoom(for: order, in: instrument)
  }

  /// Guards 7 and 8, and room: what may follow if the order comes to the book now.
  mutating func checkTrades(of order: Order, in instrument: Instrument) throws(OrderRefusal) {
    try checkInterval(of: order, in: instrument)
    try checkSelfTrade(of: order, in: instrument)
    try checkLiquidity(of: order, in: instrument)
    try checkRoom(for: order, in: instrument)
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
  func permittedTick(of price: Price, in instrument: Instrument) throws(OrderRefusal) -> Int32 {
    try permittedTick(
      of: price, in: instrument, instrument.band, offTick: .priceOffTick,
      outsideBand: .priceOutsideBand)
  }

  /// The tick of StopPx(99), under the same rules.
  func permittedStopTick(of stopPx: Price, in instrument: Instrument) throws(OrderRefusal) -> Int32
  {
    try permittedTick(
      of: stopPx, in: instrument, instrument.band, offTick: .stopPxOffTick,
      outsideBand: .stopPxOutsideBand)
  }

  /// The tick of a price, which is one of the instrument's and lies in a band.
  func permittedTick(
    of price: Price, in instrument: Instrument, _ band: PriceBand, offTick: OrderReject,
    outsideBand: OrderReject
  ) throws(OrderRefusal) -> Int32 {
    let (ticks, remainder) = price.tenThousandths.quotientAndRemainder(
      dividingBy: instrument.tick.tenThousandths)
    guard remainder == 0 else {
      throw OrderRefusal(offTick, detail: instrument.tick.tenThousandths)
    }
    guard let tick = Int32(exactly: ticks), tick <= band.highest else {
      throw OrderRefusal(
        outsideBand, detail: instrument.price(of: band.highest).tenThousandths)
    }
    guard tick >= band.lowest else {
      throw OrderRefusal(
        outsideBand, detail: instrument.price(of: band.lowest).tenThousandths)
    }
    return tick
  }

  /// Guard 5: whole document units, as many as one order may have.
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
  mutating func checkSelfTrade(of order: Order, in instrument: Instrument) throws(OrderRefusal) {
    guard !order.waitsForTrigger else { return }
    switch arrival(of: order.timeInForce, in: order.instrument) {
    case .matches: break
    case .rests: return try checkOwnOrders(crossedBy: order)
    case .waits: return
    }
    guard order.selfMatch == .cancelNewest, crossesBest(order, in: instrument) else { return }
    guard firstMet(by: order)?.owner != reference[order.firm].controlGroup else {
      throw OrderRefusal(.wouldTradeWithItself)
    }
  }

  /// Guard 8: an order that shall not initiate does not cross the best opposite price.
  mutating func checkLiquidity(of order: Order, in instrument: Instrument) throws(OrderRefusal) {
    guard order.execInst.contains(.postOnly), crossesBest(order, in: instrument) else { return }
    guard filters(instrument), meetsNobody(order) else {
      throw OrderRefusal(.wouldTakeLiquidity)
    }
  }

  private func crossesBest(_ order: Order, in instrument: Instrument) -> Bool {
    crossesBest(order.side, order.tick, in: instrument.book)
  }

  /// Whether a limit reaches the best price of the other side.
  func crossesBest(_ side: Side, _ tick: Int32, in book: BookIndex) -> Bool {
    guard let best = books.bestLevel(book, side.opposite) else { return false }
    return side == .buy ? best.tick <= tick : best.tick >= tick
  }

  /// What the tables must have room for, so that nothing fails half-way.
  func checkRoom(for order: Order, in instrument: Instrument) throws(OrderRefusal) {
    let place = place(of: order)
    guard trades.hasRoom(for: order.lots),
      !order.mayRest && !order.waitsForTrigger
        || books.canRest(place.book, place.side, tick: place.limitTick)
    else { throw OrderRefusal(.tooManyOrders) }
  }

  /// What a buyer gets has a place before it is bought: no delivery finds that there is none.
  mutating func openHolding(
    of firm: FirmID, in instrument: InstrumentID, _ times: UInt32
  ) {
    guard fillTimes[times].holder != firm else { return }
    titles.reserveHolding(of: firm, in: instrument)
    fillTimes.note(holder: firm, times)
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

  mutating func openFillTimes(of firm: FirmID, in instrument: InstrumentID)
    throws(OrderRefusal) -> UInt32
  {
    guard let slot = fillTimes.slot(group: reference[firm].controlGroup, instrument) else {
      throw OrderRefusal(.tooManyOrders)
    }
    return slot
  }
}

extension Order {
  /// Whether what is left of it may rest in the book.
  var mayRest: Bool {
    switch timeInForce {
    case .immediateOrCancel, .fillOrKill: false
    case .atTheOpening, .atTheClose: true
    case .day, .goodTillCancel, .goodTillDate:
      switch ordType {
      case .limit, .stopLimit: true
      case .marketToLimit: tick != Order.noTick
      case .market, .stop: false
      }
    }
  }
}

extension Firm {
  /// An account of the firm begins with its code and a hyphen; none named is the firm's own.
  func owns(_ account: AccountCode) -> Bool {
    if account.text.isEmpty { return true }
    let length = code.text.count
    guard account.text.count > length + 1, account.text[length] == UInt8(ascii: "-") else {
      return false
    }
    return (account.text.word0 ^ code.text.word0) & Self.front(length) == 0
      && (account.text.word1 ^ code.text.word1) & Self.front(length - 8) == 0
  }

  /// The first `count` bytes of a word; none or all where it has fewer or no more.
  private static func front(_ count: Int) -> UInt64 {
    count >= 8 ? .max : 1 &<< UInt64(8 * max(count, 0)) &- 1
  }
}
