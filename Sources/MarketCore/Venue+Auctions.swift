import Auctions
import Funds
import Market
import Memory
import Records
import Titles

/// Why an application, a deposit or what the operator wants with a lot changes nothing.
struct AuctionFailure: Error {
  let reason: AuctionRefusal
  var detail: Int64 = 0
  var guardRefusal: OrderRefusal?

  init(_ reason: AuctionRefusal, detail: Int64 = 0) {
    self.reason = reason
    self.detail = detail
  }

  init(_ refusal: OrderRefusal) {
    reason = .orderRule
    detail = refusal.detail
    guardRefusal = refusal
  }
}

/// One-way auctions (rule book Art. 49(7)): who applies for a lot has an order of its own, which holds its documents
/// or its money from then on, and meets the bids that win.
extension Venue {
  /// SecurityDefinitionRequest(c) of a firm, or the operator's for one.
  mutating func applyAuction(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let body = body(ApplyAuction.self, of: command, into: &events),
      mayAsk(0x63, body.reference, into: &events)
    else { return }
    var answer = AuctionAnswered()
    answer.reference = body.reference
    answer.symbol = body.symbol
    answer.request = cause.session == .venue ? body.request : 0
    do throws(AuctionFailure) {
      answer.firm = try initiator(of: body)
      if let lot = known(body, of: answer.firm) {
        answer.take(auctions[lot])
      } else {
        answer.take(auctions[try apply(body, command, of: answer.firm, into: &events)])
      }
    } catch {
      answer.refuse(error)
    }
    tell(&answer, to: cause.session, into: &events)
  }

  /// Whether the sender is known and may trade, or is the operator; told where not.
  mutating func mayAsk(
    _ msgType: UInt16, _ reference: Text32, into events: inout RecordBuffer
  ) -> Bool {
    if cause.session == .venue { return true }
    guard self.reference.knows(cause.session) else {
      refuse(.unknownSession, detail: Int64(cause.session.rawValue), into: &events)
      return false
    }
    guard mayTrade(cause.session) else {
      var refID = Text16()
      refID.word0 = reference.word0
      refID.word1 = reference.word1
      reject(msgType, refID, .notAuthorised, into: &events)
      return false
    }
    return true
  }

  private func initiator(of body: ApplyAuction) throws(AuctionFailure) -> FirmID {
    let own = cause.session == .venue ? FirmID.none : reference[cause.session].firm
    if body.party.text.isEmpty && own != .none { return own }
    guard let firm = reference.firm(body.party), own == .none || own == firm else {
      throw AuctionFailure(.unknownFirm)
    }
    return firm
  }

  /// The lot of an application that comes again with PossResend(97)=Y.
  private func known(_ body: ApplyAuction, of firm: FirmID) -> UInt32? {
    guard cause.flags.contains(.possResend),
      let slot = orders.slot(firm: firm, ClOrdID(body.reference))
    else { return nil }
    return auctions.slot(of: orders[slot].auction)
  }

  private mutating func apply(
    _ body: ApplyAuction, _ command: RawSpan, of firm: FirmID, into events: inout RecordBuffer
  ) throws(AuctionFailure) -> UInt32 {
    do throws(OrderRefusal) {
      try checkApplicant(body, firm, from: cause.session)
      guard orders.makeRoom(at: now) else { throw OrderRefusal(.tooManyOrders) }
    } catch {
      throw AuctionFailure(error)
    }
    var (lot, order) = try terms(of: body, firm)
    do throws(OrderRefusal) {
      try judgeAuctioned(&order)
    } catch {
      throw AuctionFailure(error)
    }
    if body.isForeclosure != 0 { try foreclose(order, body, of: command, into: &events) }
    do throws(OrderRefusal) {
      try reserve(body, of: command, for: &order)
    } catch {
      throw AuctionFailure(error)
    }
    return enter(&lot, &order)
  }

  /// Guards 1 and 2, and the name of the application.
  func checkApplicant(
    _ body: ApplyAuction, _ firm: FirmID, from session: SessionID
  ) throws(OrderRefusal) {
    try checkFirm(firm, body.account, from: session)
    guard orders.slot(firm: firm, ClOrdID(body.reference)) == nil else {
      throw OrderRefusal(.duplicateClOrdID)
    }
  }

  /// The lot and the order behind it, where the terms are in order and there is room for a lot.
  func terms(
    of body: ApplyAuction, _ firm: FirmID
  ) throws(AuctionFailure) -> (AuctionLot, Order) {
    var lot = AuctionLot()
    var order = Order()
    do throws(OrderRefusal) { order = try lotOrder(body, of: firm) } catch {
      throw AuctionFailure(error)
    }
    try describe(&lot, by: body, order)
    order.mode = lot.mode
    order.tick =
      reference[lot.instrument].exactTick(
        of: lot.isByBids ? lot.startPrice : lot.limit ?? lot.startPrice) ?? 0
    guard auctions.hasRoom else { throw AuctionFailure(.tooManyLots) }
    return (lot, order)
  }

  /// The order behind a lot, without its price.
  private func lotOrder(_ body: ApplyAuction, of firm: FirmID) throws(OrderRefusal) -> Order {
    guard let instrument = reference.instrument(body.symbol) else {
      throw OrderRefusal(.unknownSymbol)
    }
    var order = Order()
    order.clOrdID = ClOrdID(body.reference)
    order.account = body.account
    order.symbol = body.symbol
    order.price = body.startPrice
    order.orderQty = body.quantity
    order.firm = firm
    order.session = cause.session == .venue ? reference[firm].mailbox : cause.session
    order.instrument = instrument
    order.side = body.sideCode == Side.buy.rawValue ? .buy : .sell
    order.cashMargin = CashMargin(rawValue: body.cashMarginCode) ?? .cash
    order.lots = try wholeLots(of: body.quantity, in: reference[instrument])
    guard order.side == .buy || order.cashMargin == .cash else {
      throw OrderRefusal(.qualifierNotOffered, detail: 544)
    }
    guard order.side == .sell || body.documentCount == 0 else {
      throw OrderRefusal(.qualifierNotOffered, detail: 711)
    }
    guard !order.isByGuarantee || reference[instrument].terms.guaranteeBasisPoints > 0 else {
      throw OrderRefusal(.qualifierNotOffered, detail: 544)
    }
    return order
  }

  /// The lot as it is applied for, where its terms are in order.
  private func describe(
    _ lot: inout AuctionLot, by body: ApplyAuction, _ order: Order
  ) throws(AuctionFailure) {
    guard Side(rawValue: body.sideCode) != nil, let mode = TradingMode(rawValue: body.modeCode)
    else { throw AuctionFailure(.invalidValue) }
    let instrument = reference[order.instrument]
    let terms = reference.auctionTerms[order.instrument.rawValue]
    lot.instrument = order.instrument
    lot.firm = order.firm
    lot.side = order.side
    lot.isAscending = mode == .auctionAscending
    lot.lots = order.lots
    lot.isForeclosure = body.isForeclosure != 0
    guard terms.offers(mode, isByBids: lot.isByBids) else { throw AuctionFailure(.notOffered) }
    lot.startPrice = body.startPrice
    lot.step = body.priceStep
    guard let start = instrument.exactTick(of: lot.startPrice), start > 0 else {
      throw AuctionFailure(.startPriceInvalid, detail: instrument.tick.tenThousandths)
    }
    guard let step = instrument.exactTick(of: lot.step), step > 0 else {
      throw AuctionFailure(.stepInvalid, detail: instrument.tick.tenThousandths)
    }
    lot.limit = body.limitPrice == .zero ? nil : body.limitPrice
    lot.extensionNanos = terms.extensionNanos
    lot.extensionsMost = terms.extensionsMost
    lot.stepNanos = terms.stepNanos
    lot.opensAt = body.opensAt
    lot.closesAt = body.closesAt
    try checkLimit(of: lot)
    try checkTimes(of: &lot, notice: terms.noticeNanos)
    guard let deposit = terms.deposit(for: body.quantity, at: lot.startPrice) else {
      throw AuctionFailure(OrderRefusal(.amountOverflow))
    }
    lot.deposit = deposit
  }

  /// By clock there is a last price; by bids there may be a reserve. Neither is worse than the start.
  private func checkLimit(of lot: AuctionLot) throws(AuctionFailure) {
    guard let limit = lot.limit else {
      guard lot.isByBids else { throw AuctionFailure(.limitInvalid) }
      return
    }
    let tick = reference[lot.instrument].exactTick(of: limit)
    guard limit > .zero, tick != nil, let steps = lot.steps(to: limit), steps >= 0,
      lot.isByBids || steps <= Int64(VenueLimits.auctionStepsMost)
    else { throw AuctionFailure(.limitInvalid) }
  }

  private func checkTimes(of lot: inout AuctionLot, notice: Int64) throws(AuctionFailure) {
    guard lot.opensAt > now, lot.opensAt.nanoseconds - now.nanoseconds >= notice else {
      throw AuctionFailure(.noticeTooShort, detail: notice / 1_000_000_000)
    }
    if !lot.isByBids {
      guard lot.closesAt == .none else { throw AuctionFailure(.closeInvalid) }
      lot.closesAt = lot.opensAt.adding(nanoseconds: (lot.lastRound + 1) * lot.stepNanos)
    }
    guard lot.closesAt > lot.opensAt else { throw AuctionFailure(.closeInvalid) }
  }

  /// Guard 7 of what binds until a lot is over, and what a buyer needs a place for.
  mutating func judgeAuctioned(_ order: inout Order) throws(OrderRefusal) {
    order.fillTimes = try openFillTimes(of: order.firm, in: order.instrument, order.side)
    try checkOpposite(of: order)
  }

  func checkRoom(for order: Order) throws(OrderRefusal) {
    guard order.side == .sell || titles.hasRoom(for: order.firm, in: order.instrument) else {
      throw OrderRefusal(.tooManyHoldings)
    }
  }

  /// Whether its firm's control group has traded or may trade on the other side too soon.
  func checkOpposite(of order: Order) throws(OrderRefusal) {
    let instrument = reference[order.instrument]
    try checkInterval(of: order, in: instrument)
    let opposite = fillTimes[order.fillTimes].live.count(order.side.opposite)
    guard instrument.minInterval.isNone || opposite == 0 else {
      throw instrument.minInterval.refusal
    }
  }

  /// Guard 9 of a lot's own order.
  private mutating func reserve(
    _ body: ApplyAuction, of command: RawSpan, for order: inout Order
  ) throws(OrderRefusal) {
    guard order.side == .sell else { return try holdMoney(for: &order) }
    order.documents = try documents(
      NamedDocuments(ApplyAuction.self, count: body.documentCount), of: command, for: order)
  }

  private mutating func enter(_ lot: inout AuctionLot, _ order: inout Order) -> UInt32 {
    order.orderID = numbers.nextOrderID()
    order.auction = auctions.numbersGiven + 1
    lot.tag = orders.add(order)
    titles.claim(order.documents, by: lot.tag)
    if order.isByGuarantee { guarantees.ofOrders[lot.tag] = guarantees.entering }
    fillTimes.countAuctioned(order.side, order.fillTimes)
    reference.auctionTerms[lot.instrument.rawValue].lots += 1
    return auctions.apply(lot)
  }
}
