import Funds
import Market
import Matching
import Memory
import Records
import Titles

extension Venue {
  /// OrderCancelReplaceRequest(G): price, total quantity and documents may change.
  ///
  /// Fewer lots at the same price keep the order's priority; a new price or more lots lose it, and
  /// the order is matched anew. What fails leaves the order as it was.
  mutating func replaceOrder(_ command: RawSpan, into events: inout RecordBuffer) {
    let replace = command.loadBody(ReplaceOrder.self)
    let request = ChangeRequest(replace)
    if let known = resent(request) { return reportStatus(of: known, into: &events) }
    do throws(ChangeRefusal) {
      let slot = try liveOrder(of: request)
      var changed = try checkedChange(of: slot, to: replace.order)
      try reserveAnew(command, replace.order, of: slot, as: &changed)
      perform(changed, of: slot, request, into: &events)
    } catch {
      refuse(request, error, into: &events)
    }
  }

  /// The order as it shall be, after all guards but the reservation.
  private mutating func checkedChange(of slot: UInt32, to entered: NewOrder)
    throws(ChangeRefusal) -> Order
  {
    if let rateRefusal { throw ChangeRefusal(rateRefusal) }
    let order = orders[slot]
    guard orders.hasRoomForName || orders.makeRoom(at: now) else {
      throw ChangeRefusal(OrderRefusal(.tooManyOrders))
    }
    if let tag = order.tagChanged(by: entered, in: reference[order.instrument]) {
      throw ChangeRefusal(.unchangeableField, detail: tag)
    }
    if reference[order.instrument].phase == .halted { throw ChangeRefusal(.instrumentHalted) }
    var changed = order
    do throws(OrderRefusal) {
      try checkFirm(reference[cause.session].firm, entered.account)
      changed = try changedTerms(of: order, entered)
    } catch {
      throw ChangeRefusal(error)
    }
    guard changed.lots > order.filledLots else {
      let filled = reference[order.instrument].quantity(of: order.filledLots)
      throw ChangeRefusal(.quantityBelowFilled, detail: filled.thousandths)
    }
    guard changed.losesPriority(to: order) else { return changed }
    do throws(OrderRefusal) {
      try checkTrades(of: changed)
    } catch {
      throw ChangeRefusal(error)
    }
    return changed
  }

  /// Guards 3 to 6.
  private func changedTerms(of order: Order, _ entered: NewOrder) throws(OrderRefusal) -> Order {
    var changed = order
    _ = try tradableInstrument(order.symbol)
    let instrument = reference[order.instrument]
    if entered.expireTime != .none { changed.expireTime = entered.expireTime }
    try checkExpireTime(changed.expireTime, changed.timeInForce)
    try setStop(of: &changed, entered, in: instrument)
    try setLimit(of: &changed, entered, in: instrument)
    changed.orderQty = entered.orderQty
    changed.lots = try wholeLots(of: entered.orderQty, in: instrument)
    changed.isProgramTrade = order.isProgramTrade || entered.isProgramTrade != 0
    try checkProgram(replaced: order, entered)
    return changed
  }

  /// Guard 4 of a stop order that waits: none repeated is the one that it has.
  private func setStop(
    of changed: inout Order, _ entered: NewOrder, in instrument: Instrument
  ) throws(OrderRefusal) {
    guard changed.waitsForTrigger, entered.stopPx != .zero else { return }
    changed.stopTick = try permittedStopTick(of: entered.stopPx, in: instrument)
    changed.stopPx = entered.stopPx
  }

  /// Guard 4. A market-to-limit order has a limit by now, which a replace without Price(44) keeps;
  /// what names no limit keeps the edge of the band that was in force when it came.
  private func setLimit(
    of changed: inout Order, _ entered: NewOrder, in instrument: Instrument
  ) throws(OrderRefusal) {
    try checkCurrency(of: entered)
    switch changed.ordType {
    case .market, .stop: return
    case .marketToLimit where entered.price == .zero: return
    case .limit, .stopLimit, .marketToLimit: break
    }
    changed.tick = try permittedTick(of: entered.price, in: instrument)
    changed.price = entered.price
  }

  /// Guard 9: the new reservation in place of the old one, or the old one as it was.
  private mutating func reserveAnew(
    _ command: RawSpan, _ entered: NewOrder, of slot: UInt32, as changed: inout Order
  ) throws(ChangeRefusal) {
    do throws(OrderRefusal) {
      switch changed.side {
      case .buy where changed.isByGuarantee: try exchangeGuarantee(of: slot, for: &changed)
      case .buy: try exchangeHold(of: slot, for: &changed)
      case .sell where entered.documentCount > 0:
        try exchangeDocuments(command, entered, of: slot, for: changed)
      case .sell: try adjustDocuments(of: slot, for: changed)
      }
    } catch {
      throw ChangeRefusal(error)
    }
    titles.claim(orders[slot].documents, by: slot)
  }

  private mutating func exchangeHold(of slot: UInt32, for changed: inout Order)
    throws(OrderRefusal)
  {
    changed.holdPerLot = try holdPerLot(
      at: changed.tick, of: changed.instrument, by: changed.cashMargin)
    let more = changed.held.fen - orders[slot].held.fen
    if more <= 0 {
      money.release(Amount(fen: -more), of: changed.firm)
    } else if !money.hold(Amount(fen: more), of: changed.firm) {
      throw OrderRefusal(.insufficientFunds, detail: changed.held.fen)
    }
  }

  /// Without documents named: the last ones go first, more come by age.
  private mutating func adjustDocuments(of slot: UInt32, for changed: Order)
    throws(OrderRefusal)
  {
    let left = changed.lots - changed.filledLots
    let old = orders[slot].documents.count
    if left <= old {
      titles.release(&orders[slot].documents, keepingFirst: left)
    } else {
      var chain = orders[slot].documents
      try reserveOldest(left - old, of: changed.firm, in: changed.instrument, to: &chain)
      orders[slot].documents = chain
    }
  }

  /// With documents named: these and no others, the order's own among them or not.
  private mutating func exchangeDocuments(
    _ command: RawSpan, _ entered: NewOrder, of slot: UInt32, for changed: Order
  ) throws(OrderRefusal) {
    let named = NamedDocuments(ReplaceOrder.self, count: entered.documentCount)
    let left = changed.lots - min(changed.lots, changed.filledLots)
    guard UInt32(named.count) == left else {
      throw OrderRefusal(.documentCountDiffers, detail: Int64(left))
    }
    let old = DocumentList(orders[slot].documents, of: titles)
    titles.release(&orders[slot].documents)
    var chain = DocumentChain()
    do throws(OrderRefusal) {
      try reserve(named, of: command, for: changed, in: &chain)
      orders[slot].documents = chain
    } catch {
      for index in 0..<old.count { titles.reserve(old[index], in: &chain) }
      orders[slot].documents = chain
      throw error
    }
  }

  private mutating func perform(
    _ changed: Order, of slot: UInt32, _ request: ChangeRequest, into events: inout RecordBuffer
  ) {
    let old = orders[slot]
    let losesPriority = changed.losesPriority(to: old)
    if losesPriority {
      unrest(slot, into: &events)
    } else if changed.lots < old.lots && old.bookSlot != Order.none {
      let cut = books.reduce(OrderSlot(rawValue: old.bookSlot), by: old.lots - changed.lots)
      if let cut { tellBook(slot, cut, into: &events) }
    }
    setExpireTime(of: slot, changed.expireTime)
    rename(slot, request.clOrdID)
    orders[slot].price = changed.price
    orders[slot].orderQty = changed.orderQty
    orders[slot].tick = changed.tick
    orders[slot].stopPx = changed.stopPx
    orders[slot].stopTick = changed.stopTick
    orders[slot].lots = changed.lots
    orders[slot].holdPerLot = changed.holdPerLot
    orders[slot].isProgramTrade = changed.isProgramTrade
    var execution = Execution(.replaced)
    execution.origClOrdID = request.origClOrdID
    execution.documents = orders[slot].documents
    execution.rateMark = rateMark
    report(slot, execution, into: &events)
    if losesPriority { execute(slot, isEntry: false, into: &events) }
  }

  private mutating func setExpireTime(of slot: UInt32, _ expireTime: Instant) {
    guard orders[slot].expireTime != expireTime else { return }
    let waits = orders[slot].expiryPlace != Order.none
    if waits { expiries.remove(slot, in: &orders) }
    orders[slot].expireTime = expireTime
    if waits { expiries.add(slot, in: &orders) }
  }
}

extension Order {
  /// The tag of the first field that a replace would change and can't; what it leaves out stays.
  func tagChanged(by entered: NewOrder, in instrument: Instrument) -> Int64? {
    if entered.ordType != ordType { return 40 }
    if entered.timeInForce != timeInForce { return 59 }
    if !entered.account.text.isEmpty && entered.account != account { return 1 }
    if entered.cashMarginCode != 0 && entered.cashMarginCode != cashMargin.rawValue { return 544 }
    if entered.minQty != .zero && instrument.exactLots(of: entered.minQty) != minLots {
      return 110
    }
    if entered.maxFloor != .zero && instrument.exactLots(of: entered.maxFloor) != floorLots {
      return 111
    }
    if entered.listingOrderID != .none { return 7772 }
    if isTriggered && entered.stopPx != .zero && entered.stopPx != stopPx { return 99 }
    if !entered.execInst.isEmpty && entered.execInst != execInst { return 18 }
    if entered.selfMatchInstruction != 0 && entered.selfMatchInstruction != selfMatch.rawValue {
      return 7821
    }
    return entered.tagNotOffered ?? instrument.tagOfOtherBasis(in: entered)
  }

  /// A new price or more lots go to the end of the line; an all-or-none order comes again. While it
  /// waits for its trigger the line is that of its StopPx(99).
  func losesPriority(to old: Order) -> Bool {
    let isSamePrice = waitsForTrigger ? stopTick == old.stopTick : tick == old.tick
    return !isSamePrice || lots > old.lots || isAllOrNone
  }
}

/// The slots of an order's documents, by value.
private struct DocumentList {
  private var slots = InlineArray<64, UInt32>(repeating: 0)
  private(set) var count = 0

  init(_ chain: DocumentChain, of titles: borrowing TitleRegister) {
    var slot = chain.first
    for _ in 0..<chain.count {
      slots[count] = slot
      count += 1
      slot = titles.document(behind: slot)
    }
  }

  subscript(index: Int) -> UInt32 { slots[index] }
}
