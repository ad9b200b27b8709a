import Market
import Matching
import Memory
import Records
import Titles

extension Venue {
  /// Matches an order that has passed all guards, then rests or cancels what is left.
  mutating func execute(_ slot: UInt32, into events: inout RecordBuffer) {
    let order = orders[slot]
    let incoming = incomingOrder(order)
    if order.timeInForce == .fillOrKill, walk(incoming).lotsLeft > 0 {
      return cancelRest(of: slot, refusal: nil, reason: nil, into: &events)
    }
    let outcome = books.match(incoming, into: &fills)
    for index in 0..<fills.count { trade(slot, with: fills[index], into: &events) }
    precondition(outcome.lotsLeft == orders[slot].leavesLots, "book and order count alike")
    switch outcome.stop {
    case .done:
      orders.finish(slot, at: now)
    case .noMore where order.mayRest:
      rest(slot)
    case .noMore, .notPlain:
      cancelRest(of: slot, refusal: nil, reason: nil, into: &events)
    case .wouldTradeWithItself:
      cancelRest(
        of: slot, refusal: OrderRefusal(.wouldTradeWithItself), reason: 99, into: &events)
    case .lookedAtLimit:
      cancelRest(of: slot, refusal: nil, reason: 99, into: &events)
    }
  }

  /// What a match would do, without doing it.
  private mutating func walk(_ incoming: IncomingOrder) -> MatchOutcome {
    var walk = books.walk(incoming)
    fills.removeAll()
    while let order = books.next(&walk, fills) { walk.meet(order, into: &fills) }
    return MatchOutcome(lotsLeft: walk.lotsLeft, stop: walk.stop ?? .done)
  }

  /// Takes a resting order out of book and list, frees what it holds, and ends it.
  mutating func withdraw(_ slot: UInt32, as status: OrdStatus) {
    precondition(!orders[slot].status.isFinal, "only a live order ends")
    unrest(slot)
    releaseReservation(of: slot)
    orders[slot].status = status
    orders.finish(slot, at: now)
  }

  /// Takes an order out of its book, where it is in one.
  mutating func unrest(_ slot: UInt32) {
    guard orders[slot].bookSlot != Order.none else { return }
    let lots = books.cancel(OrderSlot(rawValue: orders[slot].bookSlot))
    precondition(lots == orders[slot].leavesLots, "book and order count alike")
    leaveBook(slot)
  }

  /// Notes that the order is no longer in its book.
  mutating func leaveBook(_ slot: UInt32) {
    let instrument = orders[slot].instrument
    orders[slot].bookSlot = Order.none
    reference[instrument].restingOrders -= 1
    delist(slot)
  }

  private mutating func rest(_ slot: UInt32) {
    let order = orders[slot]
    precondition(
      order.side == .buy || order.documents.count == order.leavesLots,
      "a resting sell has a document for each lot")
    let resting = RestingOrder(
      incoming: incomingOrder(order), lots: order.leavesLots, tag: slot)
    guard let place = books.rest(resting) else {
      preconditionFailure("a guard has made sure of the room")
    }
    orders[slot].bookSlot = place.rawValue
    reference[order.instrument].restingOrders += 1
    if order.timeInForce == .day { enlist(slot, in: .day) }
  }

  private mutating func cancelRest(
    of slot: UInt32, refusal: OrderRefusal?, reason: UInt8?, into events: inout RecordBuffer
  ) {
    releaseReservation(of: slot)
    orders[slot].status = .canceled
    orders.finish(slot, at: now)
    var execution = Execution(.canceled)
    execution.refusal = refusal
    execution.restatementReason = reason
    report(orders[slot], execution, into: &events)
  }

  private func incomingOrder(_ order: Order) -> IncomingOrder {
    IncomingOrder(
      book: reference[order.instrument].book, side: order.side, limitTick: order.tick,
      lots: order.leavesLots, owner: reference[order.firm].controlGroup)
  }
}
