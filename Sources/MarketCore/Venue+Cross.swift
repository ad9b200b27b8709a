import Market
import Memory
import Records
import Titles

/// Crosses: a broker has brought two firms together, of which one may be its own.
extension Venue {
  /// NewOrderCross(s): both sides deal at once, or both are refused. One that comes again with PossResend(97)=Y
  /// is answered with both sides as they are.
  mutating func enterCross(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let cross = body(NewCross.self, of: command, into: &events) else { return }
    guard reference.knows(cause.session) else {
      return refuse(.unknownSession, detail: Int64(cause.session.rawValue), into: &events)
    }
    guard reference[cause.session].role == .broker, reference.knows(reference[cause.session].firm)
    else { return rejectUnauthorised(.newCross, command, into: &events) }
    var deal = Deal(cross.symbol, at: cross.price)
    fill(&deal.buy, from: cross.buy)
    fill(&deal.sell, from: cross.sell)
    deal.settlDate = cross.settlDate
    if countsRates { countRates(of: command, into: &events) }
    if cause.flags.contains(.possResend), answer(resent: deal, into: &events) { return }
    crossID = cross.crossID
    do throws(DealRefusal) {
      try judge(cross, &deal)
      let made = try make(&deal, naming: cross.documentCount, of: command, into: &events)
      orders.keep(cross.crossID, of: reference[cause.session].firm, with: made.buy)
    } catch {
      refuse(deal, error, into: &events)
    }
    crossID = Text32()
  }

  /// A side of the firm that it names, or of the broker's own. It reports to that firm; the broker is told as
  /// who has acted.
  private func fill(_ order: inout Order, from side: CrossSide) {
    let broker = reference[cause.session].firm
    order.firm = side.party.text.isEmpty ? broker : reference.firm(side.party) ?? .none
    order.session = cause.session
    if order.firm != broker && order.firm != .none && reference[order.firm].mailbox != .venue {
      order.session = reference[order.firm].mailbox
    }
    order.clOrdID = side.clOrdID
    order.account = side.account
    order.orderQty = side.orderQty
    order.cashMargin = CashMargin(rawValue: side.cashMarginCode) ?? .cash
  }

  /// All guards but the last, and the names of the cross.
  private mutating func judge(_ cross: NewCross, _ deal: inout Deal) throws(DealRefusal) {
    let broker = reference[cause.session].firm
    do throws(OrderRefusal) {
      try checkRate()
      try checkFirm(broker, AccountCode())
    } catch {
      throw DealRefusal(error)
    }
    try checkParty(.buy, cross.buy, of: deal)
    try checkParty(.sell, cross.sell, of: deal)
    do throws(OrderRefusal) {
      guard orders.slot(ofCross: cross.crossID, by: broker) == nil else {
        throw OrderRefusal(.duplicateCrossID)
      }
      guard orders.makeRoomForCross(at: now) else { throw OrderRefusal(.tooManyOrders) }
      guard cross.modeCode == 0 || cross.modeCode == TradingMode.negotiated.rawValue else {
        throw OrderRefusal(.modeNotOffered)
      }
      guard cross.currency == 0 || cross.currency == Currency.cny else {
        throw OrderRefusal(.currencyNotCNY)
      }
    } catch {
      throw DealRefusal(error)
    }
    try judge(&deal)
  }

  /// Guards 1, 2 and 6 of one side, and its ClOrdID(11).
  private func checkParty(
    _ side: Side, _ entered: CrossSide, of deal: Deal
  ) throws(DealRefusal) {
    let order = deal[side]
    let broker = reference[cause.session].firm
    do throws(OrderRefusal) {
      guard order.firm != .none,
        order.firm == broker || reference[order.firm].broker == broker
      else { throw OrderRefusal(.brokerNotNamed) }
      try checkFirm(order.firm, order.account)
      guard orders.slot(firm: order.firm, order.clOrdID) == nil else {
        throw OrderRefusal(.duplicateClOrdID)
      }
      try checkProgram(
        isProgramTrade: entered.isProgramTrade, entered.programRegID, of: order.firm,
        side == .buy ? .first : .second)
      guard side == .buy || order.cashMargin == .cash else {
        throw OrderRefusal(.qualifierNotOffered, detail: 544)
      }
    } catch {
      throw DealRefusal(error, of: side)
    }
  }

  /// Both sides are refused, to the broker alone: the one that fails a guard with its reason.
  private mutating func refuse(
    _ deal: Deal, _ refusal: DealRefusal, into events: inout RecordBuffer
  ) {
    refuse(deal.buy, refusal, into: &events)
    refuse(deal.sell, refusal, into: &events)
  }

  private mutating func refuse(
    _ side: Order, _ refusal: DealRefusal, into events: inout RecordBuffer
  ) {
    var order = Order()
    order.clOrdID = side.clOrdID
    order.account = side.account
    order.symbol = side.symbol
    order.price = side.price
    order.orderQty = side.orderQty
    order.side = side.side
    order.firm = side.firm
    order.session = cause.session
    order.status = .rejected
    var execution = Execution(.rejected)
    execution.isOfCross = true
    execution.refusal =
      refusal.side == nil || refusal.side == side.side
      ? refusal.refusal : OrderRefusal(.otherSideRefused)
    report(order, execution, into: &events)
  }

  /// Both sides of a cross as they are; false where one of them is not known.
  private mutating func answer(
    resent deal: Deal, into events: inout RecordBuffer
  ) -> Bool {
    guard let buy = orders.slot(firm: deal.buy.firm, deal.buy.clOrdID),
      let sell = orders.slot(firm: deal.sell.firm, deal.sell.clOrdID),
      orders[buy].mode == .negotiated, orders[sell].mode == .negotiated
    else { return false }
    reportStatus(of: buy, into: &events)
    reportStatus(of: sell, into: &events)
    return true
  }
}
