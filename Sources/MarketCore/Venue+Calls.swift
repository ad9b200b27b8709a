import Market
import Matching
import Memory
import Records

/// How an order goes on that has passed all guards.
enum Arrival {
  /// It is matched, and what is left rests or is cancelled.
  case matches
  /// It rests without matching, in a call.
  case rests
  /// It waits for the closing call.
  case waits
}

/// Orders of call phases: their guards, and those that wait for the closing call.
extension Venue {
  @inline(__always)  // asked twice of each order (benchmark `venue`)
  func arrival(of timeInForce: TimeInForce, in instrument: InstrumentID) -> Arrival {
    let phase = reference[instrument].phase
    if timeInForce == .atTheClose && phase != .closingCall { return .waits }
    return phase.isCall ? .rests : .matches
  }

  /// Guard 8 in a call: it crosses no resting order of its own control group, so that an uncross
  /// never pairs two of one.
  func checkOwnOrders(crossedBy incoming: IncomingOrder) throws(OrderRefusal) {
    switch ownOrders(crossedBy: incoming).outcome {
    case .none: break
    case .found: throw OrderRefusal(.wouldTradeWithItself)
    case .lookedAtLimit: throw OrderRefusal(.tooManyOrders)
    }
  }

  private func ownOrders(crossedBy incoming: IncomingOrder) -> OwnOrderSearch {
    let judges = judgesRestingOrders
    return books.ownOrders(crossedBy: incoming) { judges && hasEnded($0) }
  }

  /// Keeps an order outside the book until the closing call.
  mutating func wait(_ slot: UInt32) {
    enlist(slot, in: .atClose)
    countLive(slot)
  }

  /// Takes a waiting order out of its list.
  mutating func stopWaiting(_ slot: UInt32) {
    precondition(orders[slot].list == .atClose, "the order waits")
    delist(slot)
    uncountLive(slot)
  }

  /// The closing call takes the first waiting order into the book.
  mutating func enterOneAtClose(
    of id: InstrumentID, _ budget: inout WorkBudget, into events: inout RecordBuffer
  ) {
    let slot = reference[id].lists[.atClose].first
    guard slot != Order.none else {
      reference[id].progress.isEnteringAtClose = false
      return
    }
    budget.orders -= 1
    guard !(judgesRestingOrders && hasEnded(slot)) else { return endOver(slot, into: &events) }
    stopWaiting(slot)
    if reference[id].lists[.atClose].isEmpty {
      reference[id].progress.isEnteringAtClose = false
    }
    guard reference[id].band.contains(orders[slot].tick) else {
      return cancel(slot, reason: Execution.exchangeOption, into: &events)
    }
    budget.looks -= restInCall(slot, into: &events)
  }

  /// An order comes to a book that may be crossed: it rests there, or is cancelled where it would
  /// cross an own one. Returns how many orders were looked at.
  @discardableResult
  mutating func restInCall(_ slot: UInt32, into events: inout RecordBuffer) -> Int {
    let own = ownOrders(crossedBy: incomingOrder(orders[slot]))
    switch own.outcome {
    case .none: rest(slot, into: &events)
    case .found:
      cancel(
        slot, refusal: OrderRefusal(.wouldTradeWithItself), reason: Execution.other,
        into: &events)
    case .lookedAtLimit:
      cancel(
        slot, refusal: OrderRefusal(.tooManyOrders), reason: Execution.other, into: &events)
    }
    return own.lookedAt
  }
}

extension Instrument {
  /// Guard 3: whether orders of this type are taken now: in a call no market order but for the
  /// uncross, and without a band none that has no limit; of
  /// premiums, which may be zero, none whose prices may be left out.
  func takes(_ type: OrdType, _ timeInForce: TimeInForce) -> Bool {
    switch type {
    case .limit: true
    case .stopLimit: !benchmark.isUsed
    case .stop: hasBand && !benchmark.isUsed
    case .market: hasBand && (!phase.isCall || timeInForce.isForUncross)
    case .marketToLimit: !phase.isCall && !benchmark.isUsed
    }
  }

  /// Guard 3: whether orders of this time in force are taken now: nothing in a call that must trade
  /// at once, and nothing for a call that does not come.
  func takes(_ timeInForce: TimeInForce) -> Bool {
    switch timeInForce {
    case .day, .goodTillCancel, .goodTillDate: true
    case .immediateOrCancel, .fillOrKill: !phase.isCall
    case .atTheOpening:
      calls.contains(.opening) && (phase == .preOpen || phase == .openingCall)
    case .atTheClose: calls.contains(.closing)
    }
  }
}

extension TimeInForce {
  /// At the opening or at the close.
  fileprivate var isForUncross: Bool { self == .atTheOpening || self == .atTheClose }
}
