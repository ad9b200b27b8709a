import Market
import Memory
import Records
import Titles

extension Venue {
  /// NewOrderSingle(D): refused by the first guard that fails, or acknowledged and then matched.
  mutating func enterOrder(_ command: RawSpan, into events: inout RecordBuffer) {
    let firm = reference[cause.session].firm
    let entered = command.loadBody(NewOrder.self)
    let hash = orders.hash(firm: firm, entered.clOrdID)
    if let known = orders.slot(firm: firm, entered.clOrdID, hash: hash) {
      if cause.flags.contains(.possResend) { return reportStatus(of: known, into: &events) }
      return refuse(entered, OrderRefusal(.duplicateClOrdID), into: &events)
    }
    do throws(OrderRefusal) {
      try checkRate()
      try checkFirm(firm, entered.account)
      guard orders.makeRoom(at: now) else { throw OrderRefusal(.tooManyOrders) }
    } catch {
      return refuse(entered, error, into: &events)
    }
    if entered.auction != 0 { return enterBid(command, entered, into: &events) }
    let slot = orders.add(
      entered, of: firm, from: cause.session, as: numbers.nextOrderID(), hash: hash)
    do throws(OrderRefusal) {
      try checkTerms(entered, of: slot)
      try checkMeeting(entered, of: slot)
      try reserve(command, entered, for: slot)
    } catch {
      return reject(slot, error, into: &events)
    }
    acknowledge(slot, taking: entered.listingOrderID, into: &events)
  }

  /// What fails the guards of the participant is reported, and leaves no trace.
  private mutating func refuse(
    _ entered: NewOrder, _ refusal: OrderRefusal, into events: inout RecordBuffer
  ) {
    var order = Order()
    order.enter(entered, of: reference[cause.session].firm, from: cause.session)
    if entered.auction != 0 { order.bids(by: entered) }
    order.reject(refusal)
    report(order, .rejected(refusal), into: &events)
  }

  /// What fails a later guard is reported, and keeps its ClOrdID(11) for the day.
  private mutating func reject(
    _ slot: UInt32, _ refusal: OrderRefusal, into events: inout RecordBuffer
  ) {
    orders[slot].reject(refusal)
    report(slot, .rejected(refusal), into: &events)
    orders.finish(slot, at: now)
  }

  /// A bid or an acceptance comes into the table when it is taken, or refused.
  private mutating func enterBid(
    _ command: RawSpan, _ entered: NewOrder, into events: inout RecordBuffer
  ) {
    var order = Order()
    order.enter(entered, of: reference[cause.session].firm, from: cause.session)
    order.bids(by: entered)
    order.orderID = numbers.nextOrderID()
    do throws(OrderRefusal) {
      try bid(command, entered, &order, into: &events)
    } catch {
      reject(orders.add(order), error, into: &events)
    }
  }

  private mutating func acknowledge(
    _ slot: UInt32, taking listing: OrderID, into events: inout RecordBuffer
  ) {
    let documents = orders[slot].documents
    precondition(
      orders[slot].side == .buy || documents.count == orders[slot].lots,
      "a sell has its documents")
    if documents.count > 0 { titles.claim(documents, by: slot) }
    if orders[slot].isByGuarantee { guarantees.ofOrders[slot] = guarantees.entering }
    var execution = Execution(.new)
    execution.documents = documents
    execution.rateMark = rateMark
    report(slot, execution, into: &events)
    if listing != .none { return take(listing, by: slot, into: &events) }
    execute(slot, isEntry: true, into: &events)
  }
}

extension Execution {
  fileprivate static func rejected(_ refusal: OrderRefusal) -> Execution {
    var execution = Execution(.rejected)
    execution.refusal = refusal
    return execution
  }
}

extension Order {
  fileprivate mutating func reject(_ refusal: OrderRefusal) {
    status = .rejected
    rejectCode = refusal.reject.rawValue
  }

  /// Makes an order that says nothing yet one as entered, before any guard, where it stands.
  mutating func enter(_ entered: NewOrder, of firm: FirmID, from session: SessionID) {
    clOrdID = entered.clOrdID
    account = entered.account
    symbol = entered.symbol
    side = entered.side
    ordType = entered.ordType
    timeInForce = entered.timeInForce
    price = ordType.hasLimit ? entered.price : .zero
    stopPx = entered.stopPx
    orderQty = entered.orderQty
    expireTime = entered.expireTime
    self.firm = firm
    self.session = session
    cashMargin = CashMargin(rawValue: entered.cashMarginCode) ?? .cash
    execInst = entered.execInst
    isProgramTrade = entered.isProgramTrade != 0
    selfMatch = SelfMatchInstruction(rawValue: entered.selfMatchInstruction) ?? .cancelNewest
  }
}
