import Market

/// A request of a stream, or an offer about one, and the session that has made it.
struct UsedAsk: Sendable {
  let session: Int
  let terms: AskTerms
}
struct UsedOffer: Sendable {
  let session: Int
  let terms: QuoteTerms
  let ask: UsedAsk
  /// The firm that was asked.
  let asked: Int
}

/// Steps in which firms ask each other for quotes and answer.
extension CommandStream {
  /// The same terms with times and rounds for quotes.
  mutating func withQuotes(_ terms: InstrumentTerms) -> InstrumentTerms {
    var terms = terms
    terms.isNegotiated = random.chance(15, of: 16)
    terms.quoteSeconds = [0, 2, 4, 4, 8, 30][random.below(6)]
    terms.quoteRounds = [0, 1, 3][random.below(3)]
    return terms
  }

  /// A step of a negotiation; nil where it is no time for one.
  mutating func quoting(_ wait: Int64) -> Step? {
    guard features.contains(.quotes), random.chance(1, of: 12) else { return nil }
    guard let ask = asks.last, random.chance(4, of: 5) else { return ask(wait) }
    if random.chance(1, of: 15) {
      asks.removeLast()
      var terms = QuoteTerms(.withdrawsRequest, name: newName(), instrument: ask.terms.instrument)
      terms.request = OrderName(firm: firm(of: ask), name: ask.terms.name)
      return Step(wait: wait, session: stranger(or: ask.session), .quote(terms))
    }
    guard let offer = offers.last, random.chance(1, of: 2) else { return offer(ask, wait) }
    if random.chance(1, of: 3) { offers.removeLast() }
    return random.chance(1, of: 12) ? withdrawal(offer, wait) : answer(offer, wait)
  }

  private func firm(of ask: UsedAsk) -> Int { market.firm(ofSession: ask.session) }

  private mutating func stranger(or session: Int) -> Int {
    random.chance(1, of: 25) ? 1 + random.below(market.firms * 2) : session
  }

  private mutating func ask(_ wait: Int64) -> Step {
    let session = 1 + random.below(market.firms * 2)
    if let old = asks.last, random.chance(1, of: 12) {
      var terms = old.terms
      terms.isResent = random.chance(1, of: 2)
      return Step(wait: wait, session: old.session, .ask(terms))
    }
    var terms = AskTerms(
      name: newName(), instrument: random.below(market.instruments.count),
      side: random.chance(1, of: 2) ? .buy : .sell, quantity: quantity())
    if random.chance(1, of: 60) { terms.instrument = market.instruments.count }
    if random.chance(1, of: 2) {
      for firm in 1...market.firms where random.chance(1, of: 2) { terms.firms.append(firm) }
      terms.firms.removeAll { market.party($0) == market.party(market.firm(ofSession: session)) }
      if random.chance(1, of: 12) { terms.firms.append(1 + random.below(market.firms + 3)) }
    }
    if random.chance(1, of: 5) { terms.until = now + Int64(random.below(8)) * 1_000_000_000 }
    terms.settles = settles()
    asks.append(UsedAsk(session: session, terms: terms))
    if random.chance(4, of: 5) { converse(UsedAsk(session: session, terms: terms)) }
    return Step(wait: wait, session: session, .ask(terms))
  }

  /// What firms that are asked might say, and what they are answered.
  private mutating func converse(_ ask: UsedAsk) {
    let party = market.party(firm(of: ask))
    let firms = ask.terms.firms.isEmpty ? Array(1...market.firms) : ask.terms.firms
    let others = firms.filter { $0 <= market.firms && market.party($0) != party }
    guard !others.isEmpty else { return }
    for place in 0..<1 + random.below(others.count) {
      planned.append(offer(ask, of: others[place], 0))
    }
    for _ in 0..<random.below(6) {
      let recent = min(others.count, offers.count)
      planned.append(answer(offers[offers.count - 1 - random.below(recent)], 0))
    }
  }

  /// A Quote(S) of a firm that may have been asked.
  private mutating func offer(_ ask: UsedAsk, _ wait: Int64) -> Step {
    let asker = firm(of: ask)
    if let old = offers.last, random.chance(1, of: 15) {
      var terms = old.terms
      terms.isResent = random.chance(3, of: 4)
      return Step(wait: wait, session: old.session, .quote(terms))
    }
    var asked = (asker + random.below(market.firms - 1)) % market.firms + 1
    if let named = ask.terms.firms.first, random.chance(3, of: 4) {
      asked = min(named, market.firms)
    }
    return offer(ask, of: asked, wait)
  }

  private mutating func offer(_ ask: UsedAsk, of asked: Int, _ wait: Int64) -> Step {
    var terms = QuoteTerms(.quotes, name: newName(), instrument: ask.terms.instrument)
    terms.request = OrderName(firm: firm(of: ask), name: ask.terms.name)
    terms.side = ask.terms.side.opposite
    fill(&terms)
    let session = asked + (random.chance(1, of: 3) ? market.firms : 0)
    offers.append(UsedOffer(session: session, terms: terms, ask: ask, asked: asked))
    return Step(wait: wait, session: session, .quote(terms))
  }

  /// Price and quantity of an offer, and what goes wrong with it.
  private mutating func fill(_ terms: inout QuoteTerms) {
    terms.price = random.chance(3, of: 4) ? 1_000_000 : price()
    if random.chance(1, of: 4) { terms.quantity = quantity() }
    if random.chance(1, of: 6) { terms.order = newName() }
    if random.chance(1, of: 6) { terms.until = now + Int64(random.below(6)) * 1_000_000_000 }
    if random.chance(1, of: 30) { terms.settles = settles() }
    if random.chance(1, of: 30) { terms.side = random.chance(1, of: 2) ? .buy : .sell }
    if random.chance(1, of: 40) { terms.instrument = random.below(market.instruments.count) }
  }

  private mutating func withdrawal(_ offer: UsedOffer, _ wait: Int64) -> Step {
    var terms = QuoteTerms(.withdraws, name: offer.terms.name, instrument: offer.terms.instrument)
    terms.request = OrderName(firm: firm(of: offer.ask), name: offer.ask.terms.name)
    return Step(wait: wait, session: stranger(or: offer.session), .quote(terms))
  }

  /// What the other firm says to an offer.
  private mutating func answer(_ offer: UsedOffer, _ wait: Int64) -> Step {
    let kinds: [QuoteKind] = [
      .hits, .hits, .hits, .counters, .counters, .counters, .passes, .lapses,
    ]
    let maker = market.firm(ofSession: offer.session)
    let isOfAsked = maker == offer.asked
    var terms = QuoteTerms(
      kinds[random.below(kinds.count)], name: newName(), instrument: offer.terms.instrument)
    terms.offer = OrderName(firm: maker, name: offer.terms.name)
    var session = isOfAsked ? firm(of: offer.ask) : offer.asked
    if random.chance(1, of: 3) { session += market.firms }
    session = stranger(or: session)
    if terms.kind == .counters {
      terms.side = isOfAsked ? offer.ask.terms.side : offer.ask.terms.side.opposite
      fill(&terms)
      offers.append(
        UsedOffer(session: session, terms: terms, ask: offer.ask, asked: offer.asked))
    } else if terms.kind == .hits {
      if random.chance(1, of: 3) { terms.price = offer.terms.price }
      if random.chance(1, of: 12) { terms.price = 1_010_000 }
      if random.chance(1, of: 20) { terms.quantity = 1_000 }
      if random.chance(1, of: 4) { terms.order = newName() }
      terms.isResent = random.chance(1, of: 20)
    }
    return Step(wait: wait, session: session, .quote(terms))
  }
}
