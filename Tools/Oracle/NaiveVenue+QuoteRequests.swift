import Market

/// QuoteRequest(R): a firm asks those that it names, or all.
extension NaiveVenue {
  mutating func ask(_ terms: AskTerms, session: Int) {
    var line = TraceLine(.quoteAnswered)
    line.name = terms.name
    line.origName = terms.name
    line.session = session
    line.kindCode = QuoteKind.requests.rawValue
    switch open(terms, session) {
    case .success(let place):
      guard let request = quotes.requests[place] else { break }
      line.last = request.number
      line.deadline = time(of: request.end, in: request.terms.instrument)
    case .failure(let refusal):
      line.reason = refusal.reason
      line.liquidity = refusal.side?.rawValue ?? 0
    }
    lines.append(line)
  }

  /// The place of the request.
  private mutating func open(
    _ terms: AskTerms, _ session: Int
  ) -> Result<Int, NaiveDealRefusal> {
    let firm = market.firm(ofSession: session)
    let own = quotes.requests.first { $0.firm == firm && $0.terms.name == terms.name }
    if terms.isResent, let own, quotes.requests[own]?.over == nil { return .success(own) }
    if let reason = askReason(terms, session) {
      return .failure(NaiveDealRefusal(reason: reason, side: terms.side))
    }
    let seconds = instruments[terms.instrument].terms.quoteSeconds
    let latest = reading(of: terms.instrument, at: now + seconds * 1_000_000_000)
    guard let end = end(terms.until, in: terms.instrument, atMost: latest) else {
      return .failure(NaiveDealRefusal(reason: .invalidEnd))
    }
    for named in terms.firms {
      guard let reason = namedReason(named, firm) else { continue }
      return .failure(NaiveDealRefusal(reason: reason))
    }
    guard own == nil else { return .failure(NaiveDealRefusal(reason: .duplicateReqID)) }
    guard
      quotes.requests.taken.count(where: { $0.firm == firm }) < NaiveQuotes.requestsPerFirm,
      !quotes.requests.isFull
    else { return .failure(NaiveDealRefusal(reason: .tooManyOpen)) }
    var request = NaiveRequest(
      number: quotes.nextNumber(), terms: terms, firm: firm, session: session, end: end,
      wakes: waking(end, in: terms.instrument))
    request.nextFirm = terms.firms.isEmpty ? 1 : 0
    requestNumbers[request.name] = request.number
    let place = quotes.requests.take(request)
    if terms.firms.isEmpty { quotes.work.append(place) }
    for named in terms.firms { ask(named, place) }
    return .success(place)
  }

  private func askReason(_ terms: AskTerms, _ session: Int) -> Reason? {
    if isStopped(session) { return .stoppedByOperator }
    if let reason = negotiationReason(terms.instrument) { return reason }
    let instrument = instruments[terms.instrument].terms
    guard instrument.quoteSeconds > 0 else { return .modeNotOffered }
    let quantity = OrderTerms(
      name: 0, instrument: terms.instrument, side: terms.side, price: 0, quantity: terms.quantity)
    return quantityReason(quantity, instrument) ?? deliveryReason(terms.settles, instrument)
  }

  /// When what is said to end at a time ends by the clock of its instrument; nil where it may not.
  func end(_ said: Int64, in index: Int, atMost latest: Int64) -> Int64? {
    guard said != 0 else { return latest }
    let end = reading(of: index, at: said)
    return said > now && end <= latest ? end : nil
  }

  private func namedReason(_ firm: Int, _ asker: Int) -> Reason? {
    guard takesRequests(firm) else { return .unknownFirm }
    return market.party(firm) == market.party(asker) ? .wouldTradeWithItself : nil
  }

  private func takesRequests(_ firm: Int) -> Bool {
    isKnown(firm: firm) && !stopped.contains(.firm(firm))
  }

  private mutating func ask(_ firm: Int, _ place: Int) {
    guard let request = quotes.requests[place], !request.asked.contains(firm) else { return }
    quotes.requests[place]?.asked.insert(firm)
    var line = TraceLine(.quoteRequested)
    line.order = request.number
    line.session = market.mailbox(of: firm)
    line.leaves = Int(request.terms.quantity / 1_000)
    line.liquidity = request.terms.side.rawValue
    line.deadline = time(of: request.end, in: request.terms.instrument)
    lines.append(line)
  }

  /// One more firm is asked, where all are.
  mutating func askNext(_ place: Int, _ budget: inout Budget) {
    guard let request = quotes.requests[place] else { return }
    let firm = request.nextFirm
    guard isKnown(firm: firm) else {
      quotes.requests[place]?.nextFirm = 0
      quotes.work.removeFirst()
      return
    }
    budget.looks -= 1
    quotes.requests[place]?.nextFirm = firm + 1
    guard takesRequests(firm), market.party(firm) != market.party(request.firm) else { return }
    budget.orders -= 1
    ask(firm, place)
  }
}
