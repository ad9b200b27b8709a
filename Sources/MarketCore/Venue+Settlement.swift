import Funds
import Market
import Memory
import Records
import Titles

/// From the match to delivery versus payment: market rules 2.2. The venue moves neither title nor money by
/// itself: it instructs clearing and the registry, and books what they answer.
extension Venue {
  /// The state that a trade that is just made comes to by itself; nothing is told of it yet.
  mutating func beginSettlement(of slot: UInt32) {
    if terms(of: slot).signing == .automatic {
      trades[slot].state = .signed
      if awaitsDelivery(slot) { return setDeadline(of: slot) }
      secure(slot)
    } else {
      move(slot, to: .matched)
    }
  }

  /// A bound trade: a full payment is there already, a guarantee waits for the rest.
  private mutating func secure(_ slot: UInt32) {
    switch trades[slot].cashMargin {
    case .cash: move(slot, to: .funded)
    case .performanceGuarantee: move(slot, to: .balanceDue)
    }
  }

  /// What a trade asks of others in the state that it has come to.
  mutating func instruct(_ slot: UInt32, into events: inout RecordBuffer) {
    switch trades[slot].state {
    case .matched:
      requestConfirmation(of: slot, .buy, into: &events)
      requestConfirmation(of: slot, .sell, into: &events)
    case .funded where trades[slot].fundsLeg.answer == .done:
      change(slot, to: .titleLocked, .fundsSettled, into: &events)
    case .funded where !awaitsNetRun(slot): instructClearing(slot, into: &events)
    case .titleLocked: instructRegistry(slot, into: &events)
    case .balanceDue: judgeGuarantee(of: slot, into: &events)
    case .signed, .funded, .guaranteed, .dvpDone, .weightFinal, .invoiced, .closed,
      .bust, .buyerDefault, .sellerDefault, .dispute:
      break
    }
  }

  /// A trade comes to another state: the venue's record tells it, and where `tellsParties` theirs.
  mutating func change(
    _ slot: UInt32, to state: TradeState, _ reason: TradeReason, tellsParties: Bool = false,
    into events: inout RecordBuffer
  ) {
    let from = trades[slot].state
    precondition(from.allows(state), "the table of states allows the change")
    move(slot, to: state)
    tell(slot, from: from, reason, tellsParties: tellsParties, into: &events)
    instruct(slot, into: &events)
    if state.isFinal { trades.close(slot) }
  }

  /// Whether the day of its delivery has not begun.
  private func awaitsDelivery(_ slot: UInt32) -> Bool { trades[slot].settlDate > now }

  /// Both parties have affirmed the trade.
  mutating func sign(_ slot: UInt32, into events: inout RecordBuffer) {
    change(slot, to: .signed, .affirmed, into: &events)
    if !awaitsDelivery(slot) { deliver(slot, into: &events) }
  }

  /// Both parties are bound, and the day of delivery has come: the price is asked for.
  mutating func deliver(_ slot: UInt32, into events: inout RecordBuffer) {
    guard trades[slot].cashMargin == .performanceGuarantee else {
      return change(slot, to: .funded, .none, into: &events)
    }
    change(slot, to: .guaranteed, .none, into: &events)
    change(slot, to: .balanceDue, .none, tellsParties: true, into: &events)
  }

  private mutating func move(_ slot: UInt32, to state: TradeState) {
    if trades[slot].state == .balanceDue {
      endCall(of: slot)
      leaveBalances(slot)
    }
    trades[slot].state = state
    if state == .funded && awaitsNetRun(slot) {
      deadlines.set(.none, of: slot, in: &trades)
    } else {
      setDeadline(of: slot)
    }
    if state == .balanceDue {
      joinBalances(slot)
      payBalances(of: trades[slot].buyer.firm)
    }
  }

  private mutating func setDeadline(of slot: UInt32) {
    if trades[slot].state == .signed && trades[slot].settlDate != .none {
      return deadlines.set(trades[slot].settlDate, of: slot, in: &trades)
    }
    let nanos = terms(of: slot).nanos(in: trades[slot].state)
    deadlines.set(
      nanos == 0 ? Instant.none : now.adding(nanoseconds: nanos), of: slot, in: &trades)
  }

  /// A trade that waits for net clearing is settled by itself.
  mutating func settleGross(_ slot: UInt32, into events: inout RecordBuffer) {
    setDeadline(of: slot)
    instructClearing(slot, into: &events)
  }

  func terms(of slot: UInt32) -> SettlementTerms {
    reference[trades[slot].instrument].settlement
  }

  /// Clearing is asked to settle the funds leg.
  private mutating func instructClearing(_ slot: UInt32, into events: inout RecordBuffer) {
    trades[slot].fundsLeg = SettlementLeg(instruction: numbers.nextInstructionID())
    let offset = tellClearing(of: slot, trades[slot].fundsLeg.instruction, into: &events)
    events[SettlementInstructed.self, at: offset].deadline = trades[slot].deadline
  }

  /// A trade is undone: what clearing has settled for it, it pays back.
  mutating func takeBackFunds(of slot: UInt32, into events: inout RecordBuffer) {
    guard trades[slot].fundsLeg.answer == .done else { return }
    let offset = tellClearing(of: slot, numbers.nextInstructionID(), into: &events)
    events[SettlementInstructed.self, at: offset].takesBack = trades[slot].fundsLeg.instruction
  }

  private mutating func tellClearing(
    of slot: UInt32, _ instruction: InstructionID, into events: inout RecordBuffer
  ) -> Int {
    let offset = append(
      .settlementInstructed, for: reference.clearing, zeroed: SettlementInstructed.self,
      trades[slot].documents, into: &events)
    fill(&events[SettlementInstructed.self, at: offset], slot)
    events[SettlementInstructed.self, at: offset].instruction = instruction
    return offset
  }

  /// Fills in a body that says nothing yet, where it stands.
  private func fill(_ body: inout SettlementInstructed, _ slot: UInt32) {
    let instrument = trades[slot].instrument
    body.tradeID = trades[slot].tradeID
    body.instrument = instrument
    body.buyFirm = trades[slot].buyer.firm
    body.sellFirm = trades[slot].seller.firm
    body.currency = Currency.cny
    body.symbol = reference[instrument].symbol
    body.lastPx = trades[slot].lastPx
    body.lastQty = reference[instrument].quantity(of: trades[slot].lots)
    body.weight = trades[slot].weight
    body.grossTradeAmt = trades[slot].legs.price
    body.buyerFees = trades[slot].legs.buyerFees
    body.sellerFees = trades[slot].legs.tradeFee
    body.matchedAt = trades[slot].matchedAt
    body.buyOrderID = trades[slot].buyer.orderID
    body.sellOrderID = trades[slot].seller.orderID
    body.buyClOrdID = trades[slot].buyer.clOrdID
    body.sellClOrdID = trades[slot].seller.clOrdID
    body.documentCount = UInt16(trades[slot].documents.count)
    body.modeCode = (trades[slot].mode ?? reference[instrument].bookMode)?.rawValue ?? 0
    body.ruleVersion = trades[slot].ruleVersion
  }

  /// The registry is asked to move the documents to the buyer.
  private mutating func instructRegistry(_ slot: UInt32, into events: inout RecordBuffer) {
    trades[slot].titleLeg = SettlementLeg(instruction: numbers.nextInstructionID())
    let offset = append(
      .transferInstructed, for: reference.registry, zeroed: TransferInstructed.self,
      trades[slot].documents, into: &events)
    fill(&events[TransferInstructed.self, at: offset], slot)
  }

  private func fill(_ body: inout TransferInstructed, _ slot: UInt32) {
    body.instruction = trades[slot].titleLeg.instruction
    body.tradeID = trades[slot].tradeID
    body.instrument = trades[slot].instrument
    body.sellFirm = trades[slot].seller.firm
    body.buyFirm = trades[slot].buyer.firm
    body.documentCount = UInt16(trades[slot].documents.count)
    body.symbol = reference[trades[slot].instrument].symbol
    body.deadline = trades[slot].deadline
    body.fundsInstruction = trades[slot].fundsLeg.instruction
  }

  /// A party is asked to affirm the trade.
  private mutating func requestConfirmation(
    of slot: UInt32, _ side: Side, into events: inout RecordBuffer
  ) {
    let trade = trades[slot]
    let party = trade.party(side)
    let instrument = reference[trade.instrument]
    var body = ConfirmationRequested()
    body.tradeID = trade.tradeID
    body.instrument = trade.instrument
    body.firm = party.firm
    body.contraFirm = trade.party(side.opposite).firm
    body.sideCode = side.rawValue
    body.documentCount = UInt16(trade.documents.count)
    body.symbol = instrument.symbol
    body.lastPx = trade.lastPx
    body.lastQty = instrument.quantity(of: trade.lots)
    body.weight = trade.weight
    body.grossTradeAmt = trade.legs.price
    body.fees = side == .buy ? trade.legs.buyerFees : trade.legs.tradeFee
    body.deadline = trade.deadline
    body.matchedAt = trade.matchedAt
    body.orderID = party.orderID
    body.execID = party.execID
    body.clOrdID = party.clOrdID
    body.account = party.account
    body.settlDate = trade.settlDate
    let offset = append(
      .confirmationRequested, for: party.session, zeroed: ConfirmationRequested.self,
      trade.documents, into: &events)
    events[ConfirmationRequested.self, at: offset] = body
  }
}
