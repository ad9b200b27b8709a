import Market

/// NewOrderCross(s): a broker has two firms trade with each other, or neither does.
extension NaiveVenue {
  mutating func cross(_ terms: CrossTerms, session: Int) {
    guard session == market.brokerSession else {
      return businessReject(.notAuthorised, session)
    }
    if terms.isResent, let known = sides(of: terms) {
      for id in known { report(.status, id) { $0.session = session } }
      return
    }
    if let refusal = crossRefusal(terms, by: session) {
      return refuse(terms, refusal, session)
    }
    if let refusal = dealAsBrokered(deal(terms)) { return refuse(terms, refusal, session) }
    crosses.insert(terms.cross)
  }

  mutating func businessReject(_ reason: Reason, _ session: Int) {
    var line = TraceLine(.businessReject)
    line.session = session
    line.reason = reason
    lines.append(line)
  }

  /// Both orders of a cross that comes again, where both are known as a deal's.
  private func sides(of terms: CrossTerms) -> [Int]? {
    let known = [terms.buy, terms.sell].compactMap {
      names[OrderName(firm: firm(of: $0), name: $0.name)]
    }
    return known.count == 2 && known.allSatisfy { self[$0].isDealt } ? known : nil
  }

  private func firm(of side: CrossParty) -> Int { side.firm == 0 ? market.broker : side.firm }

  /// What is judged before the terms: the broker, each side's firm and its name, the cross's own.
  private func crossRefusal(_ terms: CrossTerms, by session: Int) -> NaiveDealRefusal? {
    if isStopped(firm: market.broker) || stopped.contains(.session(session)) {
      return NaiveDealRefusal(reason: .stoppedByOperator)
    }
    for (side, entered) in [(Side.buy, terms.buy), (.sell, terms.sell)] {
      if let reason = partyReason(entered) { return NaiveDealRefusal(reason: reason, side: side) }
    }
    return crosses.contains(terms.cross) ? NaiveDealRefusal(reason: .duplicateCrossID) : nil
  }

  private func partyReason(_ side: CrossParty) -> Reason? {
    let firm = firm(of: side)
    guard market.isServed(firm) else { return .brokerNotNamed }
    if isStopped(firm: firm) { return .stoppedByOperator }
    return names[OrderName(firm: firm, name: side.name)] == nil ? nil : .duplicateClOrdID
  }

  private func deal(_ terms: CrossTerms) -> NaiveDeal {
    func order(_ side: Side, _ entered: CrossParty) -> NaiveOrder {
      NaiveOrder(
        dealing: side, entered.name, in: terms.instrument, at: terms.price, entered.quantity,
        session: market.mailbox(of: firm(of: entered)), market: market)
    }
    return NaiveDeal(
      buy: order(.buy, terms.buy), sell: order(.sell, terms.sell),
      entered: (terms.buy.quantity, terms.sell.quantity), settles: terms.settles)
  }

  /// Both sides are refused, to the broker alone: the one at fault with its reason.
  private mutating func refuse(
    _ terms: CrossTerms, _ refusal: NaiveDealRefusal, _ session: Int
  ) {
    for (side, entered) in [(Side.buy, terms.buy), (.sell, terms.sell)] {
      var line = TraceLine(.rejected)
      line.name = entered.name
      line.session = session
      line.status = .rejected
      line.price = terms.price
      line.reason = (refusal.side ?? side) == side ? refusal.reason : .otherSideRefused
      lines.append(line)
    }
  }
}
