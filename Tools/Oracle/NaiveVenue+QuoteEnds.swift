import Market

/// What ends requests and quotes without an answer, and who is told of quotes.
extension NaiveVenue {
  var hasQuoteWork: Bool {
    guard !quotes.requests.isEmpty else { return false }
    return !quotes.work.isEmpty || quotes.looks > 0 || nextQuoteIsDue
  }

  private var nextQuoteIsDue: Bool {
    quotes.nextEnd.map { $0.at <= durations.reading(at: now) } ?? false
  }

  /// Asks one more firm or ends one more quote of a request, ends what is over by the clock, or looks at a place.
  mutating func workOnQuotes(_ budget: inout Budget) {
    if let place = quotes.work.first {
      goOn(place, &budget)
    } else if nextQuoteIsDue, let (place, _) = quotes.nextEnd {
      guard isOver(place) else { return wakeAnew(place, &budget) }
      end(place, .expired, &budget)
    } else {
      budget.looks -= 1
      guard let place = quotes.lookAtNext() else { return }
      if mayStillDeal(place) { return wakeAnew(place, &budget) }
      end(place, .ended, &budget)
    }
  }

  /// When something ends, by the clock of which instrument.
  private func end(of place: NaiveQuotes.Place) -> (reading: Int64, instrument: Int)? {
    switch place {
    case .request(let place):
      return quotes.requests[place].map { ($0.end, $0.terms.instrument) }
    case .quote(let place):
      guard let quote = quotes.quotes[place], let request = quotes.requests[quote.request] else {
        return nil
      }
      return (quote.end, request.terms.instrument)
    }
  }

  private func isOver(_ place: NaiveQuotes.Place) -> Bool {
    end(of: place).map { $0.reading <= reading(of: $0.instrument, at: now) } ?? false
  }

  private mutating func wakeAnew(_ place: NaiveQuotes.Place, _ budget: inout Budget) {
    budget.looks -= 1
    guard let (end, instrument) = end(of: place) else { return }
    let wakes = waking(end, in: instrument)
    switch place {
    case .request(let place): quotes.requests[place]?.wakes = wakes
    case .quote(let place): quotes.quotes[place]?.wakes = wakes
    }
  }

  private func mayStillDeal(_ place: NaiveQuotes.Place) -> Bool {
    switch place {
    case .request(let place):
      guard let request = quotes.requests[place] else { return true }
      return mayNegotiate(request.terms.instrument) && !isStopped(request.session)
    case .quote(let place):
      guard let quote = quotes.quotes[place] else { return true }
      return !stopped.contains(.session(quote.session)) && !stopped.contains(.firm(quote.firm))
    }
  }

  private mutating func end(
    _ place: NaiveQuotes.Place, _ reason: Reason, _ budget: inout Budget
  ) {
    budget.orders -= 2
    switch place {
    case .request(let place):
      quotes.end(request: place, reason)
      guard let request = quotes.requests[place] else { return }
      var line = TraceLine(.quoteAnswered)
      line.name = request.terms.name
      line.last = request.number
      line.session = request.session
      line.kindCode = QuoteKind.requests.rawValue
      line.reason = reason
      tell(line)
    case .quote(let place):
      let offer = quotes.close(quote: place)
      guard let request = quotes.requests[offer.request] else { return }
      tell(offer, request, over: reason, isToMaker: true)
      tell(offer, request, over: reason, isToMaker: false)
    }
  }

  private mutating func goOn(_ place: Int, _ budget: inout Budget) {
    guard let request = quotes.requests[place] else { return }
    guard let reason = request.over else { return askNext(place, &budget) }
    budget.looks -= 1
    guard let first = request.quotes.first else {
      quotes.work.removeFirst()
      quotes.requests.leave(place)
      return
    }
    budget.orders -= 1
    let offer = quotes.close(quote: first)
    tell(offer, request, over: reason, isToMaker: !offer.isOfAsker)
  }

  /// To the firm that is to answer: an offer stands.
  mutating func tell(_ offer: NaiveQuote, _ request: NaiveRequest) {
    var line = TraceLine(.quoteOffered)
    line.order = offer.number
    line.origName = offer.isOfAsker ? 0 : request.terms.name
    line.session = offer.isOfAsker ? offer.session : request.session
    line.last = request.number
    line.leaves = Int(offer.quantity / 1_000)
    line.cum = offer.rounds
    line.lastPx = offer.price
    line.liquidity =
      (offer.isOfAsker ? request.terms.side : request.terms.side.opposite).rawValue
    line.deadline = time(of: offer.end, in: request.terms.instrument)
    lines.append(line)
  }

  /// To one of the two firms: an offer is over.
  mutating func tell(
    _ offer: NaiveQuote, _ request: NaiveRequest, over reason: Reason, _ side: Side? = nil,
    isToMaker: Bool
  ) {
    var line = TraceLine(.quoteAnswered)
    if isToMaker {
      line.name = offer.name
      line.kindCode = offer.kind.rawValue
    }
    line.order = offer.number
    line.last = request.number
    line.session = isToMaker == offer.isOfAsker ? request.session : offer.session
    line.reason = reason
    line.liquidity = side?.rawValue ?? 0
    tell(line)
  }
}
