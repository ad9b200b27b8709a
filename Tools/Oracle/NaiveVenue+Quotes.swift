import Market

/// Quote(S), QuoteResponse(AJ) and QuoteCancel(Z): firms make each other offers until one takes the last one.
extension NaiveVenue {
  mutating func quote(_ terms: QuoteTerms, session: Int) {
    var line = TraceLine(.quoteAnswered)
    line.name = terms.name
    line.session = session
    line.kindCode = terms.kind.rawValue
    switch terms.kind {
    case .quotes, .withdraws:
      line.last = terms.request.flatMap { requestNumbers[$0] } ?? Self.noNumber
    case .counters, .hits, .passes, .lapses:
      line.order = terms.offer.flatMap { offerNumbers[$0] } ?? Self.noNumber
    case .requests, .withdrawsRequest: line.origName = terms.request?.name ?? 0
    }
    let outcome = perform(terms, session, &line)
    switch outcome {
    case .dealt: return
    case .taken: break
    case .refused(let reason, let side):
      line.deadline = 0
      line.reason = reason
      line.liquidity = side?.rawValue ?? 0
    }
    tell(line)
  }

  private mutating func perform(
    _ terms: QuoteTerms, _ session: Int, _ line: inout TraceLine
  ) -> QuoteOutcome {
    switch terms.kind {
    case .requests: preconditionFailure("a request is asked")
    case .quotes: return offer(terms, session, &line)
    case .counters: return counter(terms, session, &line)
    case .hits: return hit(terms, session, &line)
    case .passes: return close(.passed, session, &line)
    case .lapses: return close(.expired, session, &line)
    case .withdraws: return withdraw(terms, session, &line)
    case .withdrawsRequest: return withdrawRequest(session, &line)
    }
  }

  /// A line about quotes. Who has asked is told his own QuoteReqID(131).
  mutating func tell(_ line: TraceLine) {
    var line = line
    let firm = market.firm(ofSession: line.session)
    let request = quotes.requests.taken.first { $0.number == line.last }
    if let request, request.firm == firm { line.origName = request.terms.name }
    lines.append(line)
  }

  private mutating func offer(
    _ terms: QuoteTerms, _ session: Int, _ line: inout TraceLine
  ) -> QuoteOutcome {
    let firm = market.firm(ofSession: session)
    guard let place = openRequest(line.last), let request = quotes.requests[place],
      request.asked.contains(firm)
    else { return .refused(.unknownRequest) }
    let standing = quotes.quote(about: place, with: firm)
    if terms.isResent, let old = standing.flatMap({ quotes.quotes[$0] }), !old.isOfAsker,
      old.name == terms.name
    {
      about(old, &line, until: old.end)
      return .taken
    }
    guard let end = end(terms.until, in: request.terms.instrument, atMost: request.end) else {
      return .refused(.invalidEnd)
    }
    let quote = NaiveQuote(
      kind: .quotes, name: terms.name, order: terms.order == 0 ? terms.name : terms.order,
      price: terms.price, quantity: terms.quantity == 0 ? request.terms.quantity : terms.quantity,
      end: end, request: place, firm: firm, session: session, isOfAsker: false)
    return stand(quote, terms, in: standing, session, &line)
  }

  private mutating func counter(
    _ terms: QuoteTerms, _ session: Int, _ line: inout TraceLine
  ) -> QuoteOutcome {
    let firm = market.firm(ofSession: session)
    guard let place = standing(line.order, firm), let old = quotes.quotes[place],
      let request = quotes.requests[old.request]
    else { return .refused(.unknownQuote) }
    about(old, &line)
    guard let end = end(terms.until, in: request.terms.instrument, atMost: request.end) else {
      return .refused(.invalidEnd)
    }
    let isOfAsker = firm != old.firm
    let quote = NaiveQuote(
      kind: .counters, name: terms.name, order: terms.order == 0 ? terms.name : terms.order,
      price: terms.price, quantity: terms.quantity == 0 ? request.terms.quantity : terms.quantity,
      end: end, request: old.request, firm: old.firm,
      session: isOfAsker ? old.session : session, isOfAsker: isOfAsker)
    return stand(quote, terms, in: place, session, &line)
  }

  /// An offer that is judged stands, in the place of the one before it, and the other firm is told.
  private mutating func stand(
    _ offer: NaiveQuote, _ terms: QuoteTerms, in place: Int?, _ session: Int,
    _ line: inout TraceLine
  ) -> QuoteOutcome {
    guard let request = quotes.requests[offer.request] else { return .refused(.unknownRequest) }
    let side = offer.isOfAsker ? request.terms.side : request.terms.side.opposite
    guard (terms.side ?? side) == side, terms.instrument == request.terms.instrument,
      terms.settles == nil || terms.settles == request.terms.settles
    else { return .refused(.termsDiffer) }
    let deal = deal(about: offer, request)
    let refusal =
      partyRefusal(deal, by: session) ?? termsRefusal(deal) ?? nameRefusal(deal[side])
    if let refusal { return .refused(refusal) }
    var offer = offer
    offer.wakes = waking(offer.end, in: request.terms.instrument)
    if let place, let old = quotes.quotes[place] {
      guard old.rounds < instruments[request.terms.instrument].terms.quoteRounds else {
        return .refused(.roundsUsedUp)
      }
      offer.rounds = old.rounds + 1
      offer.number = quotes.nextNumber()
      quotes.quotes[place] = offer
    } else {
      guard !quotes.quotes.isFull else { return .refused(.tooManyOpen) }
      offer.number = quotes.nextNumber()
      let taken = quotes.quotes.take(offer)
      quotes.requests[offer.request]?.quotes.insert(taken, at: 0)
    }
    offerNumbers[OrderName(firm: market.firm(ofSession: session), name: offer.name)] = offer.number
    about(offer, &line, until: offer.end)
    tell(offer, request)
    return .taken
  }

  /// Both sides as an offer has them; who answers it has no name yet.
  private func deal(about offer: NaiveQuote, _ request: NaiveRequest) -> NaiveDeal {
    func order(_ side: Side) -> NaiveOrder {
      let isAsker = side == request.terms.side
      return NaiveOrder(
        dealing: side, isAsker == offer.isOfAsker ? offer.order : 0,
        in: request.terms.instrument, at: offer.price, offer.quantity,
        session: isAsker ? request.session : offer.session, market: market)
    }
    return NaiveDeal(
      buy: order(.buy), sell: order(.sell), entered: (offer.quantity, offer.quantity),
      settles: request.terms.settles)
  }

  private mutating func hit(
    _ terms: QuoteTerms, _ session: Int, _ line: inout TraceLine
  ) -> QuoteOutcome {
    let firm = market.firm(ofSession: session)
    let name = terms.order == 0 ? terms.name : terms.order
    if terms.isResent, let id = names[OrderName(firm: firm, name: name)], self[id].isDealt {
      report(.status, id) { $0.session = session }
      return .dealt
    }
    guard let place = standing(line.order, firm), let offer = quotes.quotes[place],
      let request = quotes.requests[offer.request]
    else { return .refused(.unknownQuote) }
    about(offer, &line)
    let side = offer.isOfAsker ? request.terms.side.opposite : request.terms.side
    guard terms.instrument == request.terms.instrument, (terms.side ?? side) == side,
      [0, offer.price].contains(terms.price), [0, offer.quantity].contains(terms.quantity),
      terms.settles == nil || terms.settles == request.terms.settles
    else { return .refused(.termsDiffer) }
    var agreed = deal(about: offer, request)
    agreed[side].session = session
    agreed[side].name = name
    if let reason = negotiationReason(request.terms.instrument) { return .refused(reason) }
    _ = quotes.close(quote: place)
    if let refusal = dealAsAgreed(agreed, by: session) {
      tell(offer, request, over: refusal.reason, refusal.side, isToMaker: true)
      return .refused(refusal)
    }
    quotes.end(request: offer.request, .dealtElsewhere)
    return .dealt
  }

  private mutating func close(
    _ reason: Reason, _ session: Int, _ line: inout TraceLine
  ) -> QuoteOutcome {
    guard let place = standing(line.order, market.firm(ofSession: session)),
      let offer = quotes.quotes[place], let request = quotes.requests[offer.request]
    else { return .refused(.unknownQuote) }
    about(offer, &line)
    if reason == .passed { quotes.requests[offer.request]?.asked.remove(offer.firm) }
    _ = quotes.close(quote: place)
    tell(offer, request, over: reason, isToMaker: true)
    return .taken
  }

  private mutating func withdraw(
    _ terms: QuoteTerms, _ session: Int, _ line: inout TraceLine
  ) -> QuoteOutcome {
    let firm = market.firm(ofSession: session)
    guard let about = openRequest(line.last), let request = quotes.requests[about] else {
      return .refused(.unknownRequest)
    }
    guard let place = quotes.quote(about: about, with: firm), let offer = quotes.quotes[place],
      offer.end > reading(of: request.terms.instrument, at: now), !offer.isOfAsker,
      offer.name == terms.name
    else { return .refused(.unknownQuote) }
    self.about(offer, &line)
    _ = quotes.close(quote: place)
    tell(offer, request, over: .withdrawn, isToMaker: false)
    return .taken
  }

  private mutating func withdrawRequest(
    _ session: Int, _ line: inout TraceLine
  ) -> QuoteOutcome {
    let firm = market.firm(ofSession: session)
    let place = quotes.requests.first { $0.firm == firm && $0.terms.name == line.origName }
    guard let place, let request = quotes.requests[place], isOpen(request) else {
      return .refused(.unknownRequest)
    }
    line.last = request.number
    quotes.end(request: place, .withdrawn)
    return .taken
  }

  /// An answer is about an offer.
  private func about(_ offer: NaiveQuote, _ line: inout TraceLine, until end: Int64? = nil) {
    line.order = offer.number
    line.last = quotes.requests[offer.request]?.number ?? 0
    let index = quotes.requests[offer.request]?.terms.instrument ?? 0
    line.deadline = end.map { time(of: $0, in: index) } ?? 0
  }

  private func isOpen(_ request: NaiveRequest) -> Bool {
    request.over == nil && request.end > reading(of: request.terms.instrument, at: now)
  }

  private func openRequest(_ number: Int) -> Int? {
    quotes.requests.first { $0.number == number && isOpen($0) }
  }

  /// The offer of a number that waits for an answer of a firm.
  private func standing(_ number: Int, _ firm: Int) -> Int? {
    quotes.quotes.first { offer in
      guard offer.number == number, let request = quotes.requests[offer.request],
        offer.end > reading(of: request.terms.instrument, at: now), isOpen(request)
      else { return false }
      return (offer.isOfAsker ? offer.firm : request.firm) == firm
    }
  }
}
