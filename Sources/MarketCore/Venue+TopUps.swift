import Funds
import Market
import Memory
import Records

/// Guarantees with foreign money at another fixing: the buyer is called for what is missing, has back what
/// is not needed, and defaults where it does not pay in time (market rules 2.7).
extension Venue {
  /// Looks at the guarantee of a trade that waits for its balance: at the match, at a fixing, behind a dispute.
  mutating func judgeGuarantee(of slot: UInt32, into events: inout RecordBuffer) {
    let nanos = terms(of: slot).topUpNanos
    let deadline = nanos == 0 ? Instant.none : now.adding(nanoseconds: nanos)
    switch money.recheck(&guarantees.ofTrades[slot], topUpBy: deadline) {
    case nil, .covered: endCall(of: slot)
    case .excess(let excess):
      endCall(of: slot)
      freeExcess(of: slot)
      if excess > .zero { tellCollateral(of: slot, .marginExcess, excess, into: &events) }
    case .short(let missing):
      call(slot, until: deadline)
      tellCollateral(of: slot, .marginDeficiency, missing, into: &events)
      payBalances(of: trades[slot].buyer.firm)
    }
  }

  private mutating func freeExcess(of slot: UInt32) {
    do throws(GuaranteeRefusal) {
      try money.releaseExcess(of: &guarantees.ofTrades[slot])
    } catch {
      preconditionFailure("a guarantee that has more than it needs is held")
    }
  }

  /// A call that stands keeps its time; one that a dispute has interrupted has the whole time anew.
  private mutating func call(_ slot: UInt32, until deadline: Instant) {
    guard !trades[slot].isCalled else { return }
    guarantees.ofTrades[slot].renewCall(until: deadline)
    joinCalls(slot)
    deadlines.set(topUpBy: deadline, of: slot, in: &trades)
  }

  /// The trade's buyer is not called any more.
  mutating func endCall(of slot: UInt32) {
    guard trades[slot].isCalled else { return }
    leaveCalls(slot)
    deadlines.set(topUpBy: .none, of: slot, in: &trades)
  }

  /// Takes what is missing of the buyer's free money; false, and nothing done, where it is not there.
  mutating func topUp(_ slot: UInt32, into events: inout RecordBuffer) -> Bool {
    do throws(GuaranteeRefusal) {
      try money.cover(&guarantees.ofTrades[slot])
    } catch {
      return false
    }
    endCall(of: slot)
    tellCollateral(of: slot, nil, .zero, into: &events)
    return true
  }

  /// The next trade is looked at after a fixing.
  mutating func recheckNext(
    _ slot: UInt32, _ budget: inout WorkBudget, into events: inout RecordBuffer
  ) {
    budget.looks -= 1
    guarantees.nextToRecheck = slot + 1 < trades.count ? slot + 1 : nil
    guard slot < trades.count, trades[slot].state == .balanceDue,
      guarantees.ofTrades[slot].held.hasForeign
    else { return }
    budget.orders -= 1
    judgeGuarantee(of: slot, into: &events)
  }

  /// The buyer of a trade, and its bank, are told how its guarantee stands.
  private mutating func tellCollateral(
    of slot: UInt32, _ reason: CollAsgnReason?, _ amount: Amount,
    into events: inout RecordBuffer
  ) {
    let trade = trades[slot]
    let guarantee = guarantees.ofTrades[slot]
    let status: CollStatus = reason == .marginDeficiency ? .partiallyAssigned : .assigned
    var body = CollateralTold()
    body.number = numbers.nextInstructionID()
    body.tradeID = trade.tradeID
    body.required = guarantee.required
    body.value = money.currencies.value(
      of: guarantee.held, addition: guarantee.haircutAddition)
    body.amount = amount
    body.deadline = trade.topUpBy
    body.matchedAt = trade.matchedAt
    body.orderID = trade.buyer.orderID
    body.clOrdID = trade.buyer.clOrdID
    body.account = trade.buyer.account
    body.symbol = reference[trade.instrument].symbol
    body.instrument = trade.instrument
    body.firm = trade.buyer.firm
    body.reasonCode = (reason ?? .marginDeficiency).rawValue
    body.statusCode = status.rawValue
    body.haircutAddition = guarantee.haircutAddition
    if let currency = guarantee.held.foreignCurrency {
      body.haircutBasisPoints =
        money.currencies[currency].haircutBasisPoints + guarantee.haircutAddition
      body.reference = guarantees.fixingReferences[Int(currency.rawValue)]
    }
    let type: EventType = reason == nil ? .collateralReported : .collateralRequested
    events.append(eventHead(type, for: trade.buyer.session), body: body)
    let bank = reference.bank(of: trade.buyer.firm)
    if bank != .venue { events.append(eventHead(type, for: bank), body: body) }
  }
}

/// The trades of each buyer that it is called for, the first called first.
extension Venue {
  private mutating func joinCalls(_ slot: UInt32) {
    let firm = trades[slot].buyer.firm
    let last = reference[firm].lastCall
    trades[slot].isCalled = true
    trades[slot].previousCall = last
    trades[slot].nextCall = Trade.none
    if last == Trade.none {
      reference[firm].firstCall = slot
    } else {
      trades[last].nextCall = slot
    }
    reference[firm].lastCall = slot
  }

  private mutating func leaveCalls(_ slot: UInt32) {
    let trade = trades[slot]
    trades[slot].isCalled = false
    if trade.previousCall == Trade.none {
      reference[trade.buyer.firm].firstCall = trade.nextCall
    } else {
      trades[trade.previousCall].nextCall = trade.nextCall
    }
    if trade.nextCall == Trade.none {
      reference[trade.buyer.firm].lastCall = trade.previousCall
    } else {
      trades[trade.nextCall].previousCall = trade.previousCall
    }
  }
}
