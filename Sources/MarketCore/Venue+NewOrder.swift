import Market
import Memory
import Records
import Titles

extension Venue {
  /// NewOrderSingle(D): refused by the first guard that fails, or acknowledged and then matched.
  mutating func enterOrder(_ command: RawSpan, into events: inout RecordBuffer) {
    let entered = command.loadBody(NewOrder.self)
    var order = Order(entered, firm: reference[cause.session].firm, session: cause.session)
    if entered.auction != 0 { order.bids(by: entered) }
    if let known = orders.slot(firm: order.firm, entered.clOrdID) {
      if cause.flags.contains(.possResend) { return reportStatus(of: known, into: &events) }
      return reject(&order, OrderRefusal(.duplicateClOrdID), into: &events)
    }
    do throws(OrderRefusal) {
      try checkRate()
      try checkParticipant(entered)
      guard orders.makeRoom(at: now) else { throw OrderRefusal(.tooManyOrders) }
    } catch {
      return reject(&order, error, into: &events)
    }
    order.orderID = numbers.nextOrderID()
    do throws(OrderRefusal) {
      guard entered.auction == 0 else { return try bid(command, entered, &order, into: &events) }
      try checkTerms(entered, of: &order)
      try reserve(command, entered, for: &order)
    } catch {
      reject(&order, error, into: &events)
      return orders.finish(orders.add(order), at: now)
    }
    acknowledge(order, taking: entered.listingOrderID, into: &events)
  }

  /// Reports a refusal. What fails the guards of the participant leaves no trace; what fails a
  /// later one keeps its ClOrdID(11) for the day.
  mutating func reject(
    _ order: inout Order, _ refusal: OrderRefusal, into events: inout RecordBuffer
  ) {
    order.status = .rejected
    order.rejectCode = refusal.reject.rawValue
    var execution = Execution(.rejected)
    execution.refusal = refusal
    report(order, execution, into: &events)
  }

  private mutating func acknowledge(
    _ order: Order, taking listing: OrderID, into events: inout RecordBuffer
  ) {
    precondition(
      order.side == .buy || order.documents.count == order.lots, "a sell has its documents")
    let slot = orders.add(order)
    titles.claim(order.documents, by: slot)
    if order.isByGuarantee { guarantees.ofOrders[slot] = guarantees.entering }
    var execution = Execution(.new)
    execution.documents = order.documents
    execution.rateMark = rateMark
    report(order, execution, into: &events)
    if listing != .none { return take(listing, by: slot, into: &events) }
    execute(slot, isEntry: true, into: &events)
  }
}

extension Order {
  /// An order as entered, before any guard.
  init(_ entered: NewOrder, firm: FirmID, session: SessionID) {
    self.init()
    clOrdID = entered.clOrdID
    account = entered.account
    symbol = entered.symbol
    price = entered.ordType.hasLimit ? entered.price : .zero
    stopPx = entered.stopPx
    orderQty = entered.orderQty
    expireTime = entered.expireTime
    self.firm = firm
    self.session = session
    side = entered.side
    ordType = entered.ordType
    timeInForce = entered.timeInForce
    cashMargin = CashMargin(rawValue: entered.cashMarginCode) ?? .cash
    execInst = entered.execInst
    isProgramTrade = entered.isProgramTrade != 0
    selfMatch = SelfMatchInstruction(rawValue: entered.selfMatchInstruction) ?? .cancelNewest
  }
}
