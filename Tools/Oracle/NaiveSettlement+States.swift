import Market
import Titles

/// From the match to the end of a trade.
extension NaiveSettlement {
  /// The state that a trade comes to with its match, and what it asks then.
  mutating func begin(_ number: Int) {
    if market.instruments[self[number].instrument].affirms {
      enter(number, .matched)
    } else if self[number].settles > now {
      enter(number, .signed)
    } else {
      enter(number, self[number].byGuarantee ? .balanceDue : .funded)
    }
    ask(number)
  }

  /// A trade's state changes, and its time begins anew.
  private mutating func enter(_ number: Int, _ state: TradeState) {
    if self[number].state == .balanceDue {
      unpaid.removeAll { $0 == number }
      endCall(of: number)
    }
    self[number].state = state
    let waitsForRun = state == .funded && awaitsNetRun(number)
    setDeadline(number, waitsForRun ? 0 : terms(number).nanos(in: state))
    if state == .signed { self[number].deadline = self[number].settles }
    if state == .balanceDue {
      unpaid.append(number)
      payBalances(of: self[number].buyer)
    }
  }

  private func terms(_ number: Int) -> DealTerms { market.instruments[self[number].instrument] }

  private mutating func setDeadline(_ number: Int, _ nanos: Int64) {
    self[number].deadline = nanos == 0 ? NaiveTrade.never : now + nanos
  }

  /// A trade of a net market is settled by itself.
  mutating func settleGross(_ number: Int) {
    setDeadline(number, terms(number).nanos(in: .funded))
    askClearing(number)
  }

  private mutating func askClearing(_ number: Int) {
    lastInstruction += 1
    self[number].funds = NaiveTrade.Leg(instruction: lastInstruction)
    lines.append(.settle(lastInstruction, self[number].facts, to: SettlementMarket.clearing))
  }

  /// What a state asks of others.
  private mutating func ask(_ number: Int) {
    let trade = self[number]
    switch trade.state {
    case .matched:
      lines.append(.confirm(.buy, trade.facts, to: trade.buyer))
      lines.append(.confirm(.sell, trade.facts, to: trade.seller))
    case .funded where trade.funds.answer == .done:
      change(number, to: .titleLocked, .fundsSettled)
    case .funded where !awaitsNetRun(number): askClearing(number)
    case .titleLocked:
      lastInstruction += 1
      self[number].title = NaiveTrade.Leg(instruction: lastInstruction)
      lines.append(.transfer(lastInstruction, trade.facts, to: SettlementMarket.registry))
    case .balanceDue: judgeGuarantee(of: number)
    case .signed, .funded, .guaranteed, .dvpDone, .weightFinal, .invoiced, .closed,
      .bust, .buyerDefault, .sellerDefault, .dispute:
      break
    }
  }

  mutating func change(
    _ number: Int, to state: TradeState, _ reason: TradeReason, tellsBoth: Bool = false
  ) {
    let from = self[number].state
    enter(number, state)
    let trade = self[number]
    var step = TradeStep(
      from: Int(from.rawValue), state: Int(state.rawValue), reason: Int(reason.rawValue),
      difference: trade.difference, resale: trade.resale, request: request)
    lines.append(.trade(trade.facts, step, to: 0))
    if tellsBoth {
      for (side, dealer) in [(Side.buy, trade.buyer), (.sell, trade.seller)] {
        step.side = Int(side.rawValue)
        lines.append(.trade(trade.facts, step, to: dealer))
      }
    }
    ask(number)
  }

  /// Both have affirmed.
  mutating func sign(_ number: Int) {
    change(number, to: .signed, .affirmed)
    let settles = self[number].settles
    if settles > now {
      features.insert(.signedBeforeItsDay)
    } else {
      if settles != NaiveTrade.never { features.insert(.signedOnItsDay) }
      askPrice(of: number)
    }
  }

  /// Both are bound, and the day of delivery has come, where one is agreed on.
  private mutating func askPrice(of number: Int) {
    guard self[number].byGuarantee else { return change(number, to: .funded, .none) }
    change(number, to: .guaranteed, .none)
    change(number, to: .balanceDue, .none, tellsBoth: true)
  }

  /// The time of a trade's state is over, or that of a call to its buyer.
  mutating func endState(_ number: Int) {
    let trade = self[number]
    if trade.topUpBy != NaiveTrade.never && trade.topUpBy == trade.end
      && trade.topUpBy != trade.deadline
    {
      if !topUp(number) { forfeit(number, .topUpMissed) }
      return
    }
    switch self[number].state {
    case .matched: undo(number, .bust, .deadline)
    case .signed:
      features.insert(awaitsNetRun(number) ? .dayBeforeNetRun : .dayHasCome)
      if trade.byGuarantee { features.insert(.restDueOnItsDay) }
      askPrice(of: number)
    case .balanceDue: if !pay(number) { forfeit(number, .deadline) }
    case .titleLocked where hasFrozen(number):
      undo(number, .sellerDefault, .documentFrozen)
    case .funded, .titleLocked: dispute(number, .deadline)
    case .dvpDone: finish(number, .deadline)
    case .guaranteed, .weightFinal, .invoiced, .closed, .bust, .buyerDefault, .sellerDefault,
      .dispute:
      object("trade \(number) has no end by itself")
    }
  }

  /// Nobody owes anything: documents and money are free.
  mutating func undo(_ number: Int, _ state: TradeState, _ reason: TradeReason) {
    due[self[number].buyer] -= self[number].secured
    bind(self[number].hold ?? [:], times: -1, forTrade: true)
    end(number, state, reason)
  }

  /// The buyer has not paid: its guarantee is the seller's, or as much of a full payment as that would be.
  /// Where an account of the seller's can't take it, the trade stands in dispute.
  mutating func forfeit(_ number: Int, _ reason: TradeReason) {
    let hold = self[number].hold
    guard let postings = hold.map({ forfeitGuarantee(of: number, $0) }) ?? forfeitCash(of: number)
    else {
      if self[number].state != .dispute { dispute(number, .accountFull) }
      return
    }
    tell(postings, trade: number)
    end(number, .buyerDefault, reason)
  }

  private mutating func forfeitCash(of number: Int) -> [NaivePosting]? {
    let trade = self[number]
    let share = secured(trade.buyerPays, trade.instrument, byGuarantee: true)
    let posting = NaivePosting(
      reason: 11, fen: min(share, trade.secured), from: .cash(trade.buyer),
      into: .cash(trade.seller))
    due[trade.buyer] -= trade.secured
    guard post([posting]) == nil else {
      due[trade.buyer] += trade.secured
      return nil
    }
    self[number].difference = posting.fen
    return [posting]
  }

  private mutating func end(_ number: Int, _ state: TradeState, _ reason: TradeReason) {
    self[number].secured = 0
    self[number].hold = nil
    takeBackFunds(number)
    for document in self[number].documents { free(document) }
    change(number, to: state, reason, tellsBoth: true)
    undoFill(number, self[number].buyOrder, to: self[number].buyer)
    undoFill(number, self[number].sellOrder, to: self[number].seller)
  }

  /// What clearing has settled for a trade that is undone, it pays back.
  private mutating func takeBackFunds(_ number: Int) {
    let settled = self[number].funds
    guard settled.answer == .done else { return }
    lastInstruction += 1
    var facts = self[number].facts
    facts.deadline = NaiveTrade.never
    lines.append(
      .settle(
        lastInstruction, facts, takesBack: settled.instruction, to: SettlementMarket.clearing))
  }

  private mutating func undoFill(_ number: Int, _ id: Int, to session: Int) {
    guard var order = orders[id] else { return }
    order.lots -= self[number].lots
    order.filled -= self[number].lots
    if order.status == .partiallyFilled && order.filled == 0 { order.status = .new }
    orders[id] = order
    lines.append(
      .undone(
        id,
        UndoneFill(
          trade: number, status: Int(order.status.rawValue), leaves: Int64(order.leaves),
          cum: Int64(order.filled), lots: Int64(self[number].lots), price: self[number].price),
        to: session))
  }

  mutating func dispute(_ number: Int, _ reason: TradeReason) {
    self[number].disputed = self[number].state
    change(number, to: .dispute, reason, tellsBoth: true)
  }

  /// The weights are final.
  mutating func finish(_ number: Int, _ reason: TradeReason) {
    change(number, to: .weightFinal, reason)
    change(number, to: .invoiced, .none, tellsBoth: true)
    change(number, to: .closed, .none)
  }

  /// Title and money change hands.
  mutating func deliver(_ number: Int) throws(NoticeFault) {
    let trade = self[number]
    let buyer = NaivePosting.Account.cash(trade.buyer)
    let seller = NaivePosting.Account.cash(trade.seller)
    let postings = [
      NaivePosting(reason: 4, fen: trade.gross, from: buyer, into: seller),
      NaivePosting(reason: 6, fen: trade.titleFee, from: buyer, into: .titleFees),
      NaivePosting(reason: 5, fen: trade.fee, from: buyer, into: .tradeFees),
      NaivePosting(reason: 5, fen: trade.fee, from: seller, into: .tradeFees),
      NaivePosting(reason: 7, fen: trade.reserve, from: .tradeFees, into: .riskReserve),
    ]
    let before = balances
    due[trade.buyer] -= trade.secured
    guard post(postings, trade: number) else {
      due[trade.buyer] += trade.secured
      throw NoticeFault(.wrongState)
    }
    if let place = trade.documents.firstIndex(where: { legal($0).status != .active }) {
      balances = before
      due[trade.buyer] += trade.secured
      throw NoticeFault(.wrongState as TitleActionRefusal, part: place + 1)
    }
    self[number].secured = 0
    for document in trade.documents { hand(document, to: trade) }
    tell(postings, trade: number)
    self[number].awaited = trade.lots
    self[number].resale = now
    change(number, to: .dvpDone, .titleTransferred, tellsBoth: true)
    for document in trade.documents where legal(document).warehouse != 0 {
      lines.append(
        .delivery(
          document, self[number].facts, weight: legal(document).weight,
          to: SettlementMarket.warehouse))
    }
    for document in trade.documents { noteDelivery(of: document, in: number) }
    if market.instruments[trade.instrument].weight == 0 { finish(number, .none) }
  }

  private mutating func hand(_ document: Int, to trade: NaiveTrade) {
    free(document)
    let id = SettlementNames.document(document)
    titles.documents[id]?.holder = FirmID(rawValue: UInt32(trade.buyer))
    titles.documents[id]?.version += 1
    var asked = TitleRequest()
    asked.action = .transfer
    asked.actor = .registry
    var step = enter(document, asked, from: .active)
    step.request = 0
    lines.append(.title(step, trade: trade.number, to: 0))
  }

  /// Who has sold a document on has accepted its weight.
  private mutating func noteDelivery(of document: Int, in number: Int) {
    let before = documents[document - 1]
    documents[document - 1].deliveredIn = number
    documents[document - 1].awaitsWeight = true
    guard before.awaitsWeight, self[before.deliveredIn].state == .dvpDone else { return }
    self[before.deliveredIn].awaited -= 1
    if self[before.deliveredIn].awaited == 0 { finish(before.deliveredIn, .weighed) }
  }
}
