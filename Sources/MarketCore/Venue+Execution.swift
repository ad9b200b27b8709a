import Market
import Matching
import Memory
import Records
import Titles

extension Venue {
  /// Sends an order that has passed all guards on its way. MinQty(110) is looked at on entry only.
  mutating func execute(_ slot: UInt32, isEntry: Bool, into events: inout RecordBuffer) {
    if orders[slot].waitsForTrigger { return awaitTrigger(slot, into: &events) }
    switch arrival(of: orders[slot].timeInForce, in: orders[slot].instrument) {
    case .matches: trade(slot, isEntry: isEntry, into: &events)
    case .rests: rest(slot, into: &events)
    case .waits: wait(slot)
    }
  }

  /// Matches an order, then rests or cancels what is left.
  private mutating func trade(_ slot: UInt32, isEntry: Bool, into events: inout RecordBuffer) {
    let needed = orders[slot].lotsAtOnce(isEntry: isEntry)
    guard needed > 0 || books.crosses(incomingOrder(orders[slot])) else {
      return restOrCancel(slot, into: &events)
    }
    meet(slot, needed: needed, into: &events)
  }

  /// Matches an order that finds somebody, or must be filled at once. Not inlined, since most orders only
  /// rest (benchmark venue).
  @inline(never)
  private mutating func meet(_ slot: UInt32, needed: UInt32, into events: inout RecordBuffer) {
    let band = reference[orders[slot].instrument].dynamicBand
    let filledBefore = orders[slot].filledLots
    guard
      needed > 0 || judgesRestingOrders || filters(reference[orders[slot].instrument])
        || beginsOutside(band, slot)
    else {
      let outcome = match(slot, within: band, into: &events)
      if orders[slot].filledLots > filledBefore { endOpposite(of: slot) }
      return settle(slot, outcome, into: &events)
    }
    let outcome = walk(slot, within: band)
    if orders[slot].leavesLots - outcome.lotsLeft >= needed {
      performWalk(of: slot, into: &events)
      if orders[slot].filledLots > filledBefore { endOpposite(of: slot) }
      settle(slot, outcome, into: &events)
    } else if orders[slot].isAllOrNone && orders[slot].mayRest {
      rest(slot, into: &events)
    } else {
      cancel(slot, into: &events)
    }
  }

  /// What became of an order in the match: it is filled, or its remainder rests or is cancelled.
  private mutating func settle(
    _ slot: UInt32, _ outcome: MatchOutcome, into events: inout RecordBuffer
  ) {
    precondition(outcome.lotsLeft == orders[slot].leavesLots, "book and order count alike")
    switch outcome.stop {
    case .done:
      orders.finish(slot, at: now)
    case .noMore:
      restOrCancel(slot, into: &events)
    case .wouldTradeWithItself:
      cancel(
        slot, refusal: OrderRefusal(.wouldTradeWithItself), reason: Execution.other, into: &events)
    case .lookedAtLimit:
      cancel(slot, reason: Execution.other, into: &events)
    case .outsideBand:
      if orders[slot].mayRest {
        restInCall(slot, into: &events)
      } else {
        cancel(slot, reason: Execution.other, into: &events)
      }
      interrupt(orders[slot].instrument, into: &events)
    case .notPlain:
      preconditionFailure("a walk goes on where a match stops")
    }
  }

  /// What is left of an order rests where it may.
  private mutating func restOrCancel(_ slot: UInt32, into events: inout RecordBuffer) {
    guard orders[slot].mayRest else { return cancel(slot, into: &events) }
    rest(slot, into: &events)
  }

  /// Ends a live order whose time is over; one behind a fence is cancelled by that.
  mutating func expire(_ slot: UInt32, into events: inout RecordBuffer) {
    if let fence = fences.fence(over: orders[slot]) {
      return end(slot, behind: fence, into: &events)
    }
    withdraw(slot, as: .expired, into: &events)
    report(slot, Execution(.expired), into: &events)
  }

  /// Cancels a live order without a request for it, or what is left of one that does not rest; one
  /// behind a fence is cancelled by that. Not inlined, since it is rare where orders rest (benchmark venue).
  @inline(never)
  mutating func cancel(
    _ slot: UInt32, refusal: OrderRefusal? = nil, reason: UInt8? = nil,
    into events: inout RecordBuffer
  ) {
    if let fence = fences.fence(over: orders[slot]) {
      return end(slot, behind: fence, into: &events)
    }
    withdraw(slot, as: .canceled, into: &events)
    var execution = Execution(.canceled)
    execution.refusal = refusal
    execution.restatementReason = reason
    report(slot, execution, into: &events)
  }

  /// Takes an order out of book and list, where it is there, frees what it holds, and ends it.
  mutating func withdraw(
    _ slot: UInt32, as status: OrdStatus, into events: inout RecordBuffer
  ) {
    precondition(!orders[slot].status.isFinal, "only a live order ends")
    unrest(slot, into: &events)
    releaseReservation(of: slot)
    orders[slot].status = status
    orders.finish(slot, at: now)
  }

  /// Takes an order out of its book, or out of those that wait, where it is there.
  mutating func unrest(_ slot: UInt32, into events: inout RecordBuffer) {
    if orders[slot].list == .atClose { return stopWaiting(slot) }
    guard orders[slot].bookSlot != Order.none else { return }
    if orders[slot].waitsForTrigger { passSweep(slot) }
    let left = books.cancel(OrderSlot(rawValue: orders[slot].bookSlot))
    precondition(left.lots == orders[slot].leavesLots, "book and order count alike")
    leaveBook(slot)
    tellBook(slot, BookChange(lots: 0, level: left.level), into: &events)
  }

  /// Notes that the order is no longer in its book.
  mutating func leaveBook(_ slot: UInt32) {
    orders[slot].bookSlot = Order.none
    uncountLive(slot)
    delist(slot)
    if orders[slot].expiryPlace != Order.none { expiries.remove(slot, in: &orders) }
  }

  /// Puts an order where it rests, or waits for its trigger.
  mutating func rest(_ slot: UInt32, into events: inout RecordBuffer) {
    let leaves = orders[slot].leavesLots
    precondition(
      orders[slot].side == .buy || orders[slot].documents.count == leaves,
      "a resting sell has a document for each lot")
    var resting = RestingOrder(incoming: place(of: orders[slot]), lots: leaves, tag: slot)
    resting.maxFloor = orders[slot].floorLots
    resting.isAllOrNone = orders[slot].isAllOrNone
    guard let place = books.rest(resting) else {
      return cancel(slot, reason: Execution.other, into: &events)
    }
    enterBook(slot, at: place)
    tellBook(slot, books.shown(place), isNew: true, into: &events)
  }

  /// Notes where the order rests, and what ends it there.
  private mutating func enterBook(_ slot: UInt32, at place: OrderSlot) {
    orders[slot].bookSlot = place.rawValue
    countLive(slot)
    switch orders[slot].timeInForce {
    case .day: enlist(slot, in: orders[slot].isAllOrNone ? .allOrNone : .day)
    case .goodTillDate: expiries.add(slot, in: &orders)
    case .goodTillCancel: break
    case .atTheOpening, .atTheClose: enlist(slot, in: .auction)
    case .immediateOrCancel, .fillOrKill:
      preconditionFailure("an order rests that may rest")
    }
  }

  /// Counts an order among the live ones of its instrument, firm and account.
  mutating func countLive(_ slot: UInt32) {
    reference[orders[slot].instrument].liveOrders += 1
    reference[orders[slot].session].liveOrders += 1
    fillTimes.countLive(orders[slot].side, orders[slot].fillTimes)
    let isFirst = accountBooks.enter(slot, in: &orders)
    if isFirst && !massStatuses.isEmpty { noteFirstOfBook(slot) }
  }

  /// Counts an order no more: it has ended, or is on its way to another place.
  mutating func uncountLive(_ slot: UInt32) {
    reference[orders[slot].instrument].liveOrders -= 1
    reference[orders[slot].session].liveOrders -= 1
    fillTimes.uncountLive(orders[slot].side, orders[slot].fillTimes)
    accountBooks.leave(slot, in: &orders)
  }
}
