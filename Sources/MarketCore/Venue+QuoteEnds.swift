import Market
import Memory
import Negotiation
import Records

/// What ends requests and quotes without an answer, and who is told.
extension Venue {
  /// Goes on with a request that has work to do, ends what is over by the clock, or looks at the next one.
  mutating func workOnQuotes(_ budget: inout WorkBudget, into events: inout RecordBuffer) {
    if let slot = quotes.nextWork {
      goOn(slot, &budget, into: &events)
    } else if let due = quotes.nextEnd, due.at <= durations.reading(at: now) {
      guard isOver(due) else { return wakeAnew(due, &budget) }
      end(due, .expired, &budget, into: &events)
    } else if quotes.hasMoreToLookAt {
      budget.looks -= 1
      guard let next = quotes.lookAtNext() else { return }
      if mayStillDeal(next) { return wakeAnew(next, &budget) }
      end(next, .ended, &budget, into: &events)
    }
  }

  private func isOver(_ end: QuoteEnd) -> Bool {
    let (reading, id) = self.end(of: end)
    return reading <= self.reading(of: id, at: now)
  }

  /// When a request or a quote ends, by the clock of its instrument.
  private func end(of end: QuoteEnd) -> (reading: Instant, InstrumentID) {
    if end.isOfRequest {
      return (quotes[request: end.slot].end, quotes[request: end.slot].instrument)
    }
    let quote = quotes[quote: end.slot]
    return (quote.end, quotes[request: quote.request].instrument)
  }

  private mutating func wakeAnew(_ end: QuoteEnd, _ budget: inout WorkBudget) {
    budget.looks -= 1
    let (reading, id) = self.end(of: end)
    quotes.wake(end, at: waking(reading, in: id))
  }

  /// Whether `workOnQuotes` has something to do.
  var hasQuoteWork: Bool {
    quotes.nextWork != nil || quotes.hasMoreToLookAt
      || quotes.nextEnd.map { $0.at <= durations.reading(at: now) } ?? false
  }

  private func mayStillDeal(_ end: QuoteEnd) -> Bool {
    if end.isOfRequest {
      let request = quotes[request: end.slot]
      return mayNegotiate(request.instrument) && !reference[request.session].isStopped
        && mayDeal(request.firm)
    }
    let quote = quotes[quote: end.slot]
    return !reference[quote.session].isStopped && mayDeal(quote.firm)
  }

  /// A request is over, and the firm that asks is told; or an offer, and both firms are.
  private mutating func end(
    _ end: QuoteEnd, _ reason: QuoteReason, _ budget: inout WorkBudget,
    into events: inout RecordBuffer
  ) {
    budget.orders -= 2
    guard end.isOfRequest else {
      let offer = quotes[quote: end.slot]
      quotes.close(quote: end.slot)
      tell(offer, reason, nil, to: .maker, into: &events)
      return tell(offer, reason, nil, to: .other, into: &events)
    }
    quotes.end(request: end.slot, reason)
    let request = quotes[request: end.slot]
    var answer = QuoteAnswered()
    answer.answerID = request.reqID
    answer.kindCode = QuoteKind.requests.rawValue
    answer.symbol = reference[request.instrument].symbol
    answer.take(request, until: .none)
    answer.reasonCode = reason.rawValue
    tell(&answer, to: request.session, into: &events)
  }

  /// One more firm is asked; or, where the request is over, one more of its quotes ends. The firm that asks knows that.
  private mutating func goOn(
    _ slot: UInt32, _ budget: inout WorkBudget, into events: inout RecordBuffer
  ) {
    let request = quotes[request: slot]
    guard let reason = request.over else { return askNext(about: slot, &budget, into: &events) }
    budget.looks -= 1
    guard request.firstQuote != QuoteRequest.none else { return quotes.finishWork() }
    budget.orders -= 1
    let offer = quotes[quote: request.firstQuote]
    quotes.close(quote: request.firstQuote)
    tell(offer, reason, nil, to: .asked, into: &events)
  }
}

/// Which of the two firms is told.
enum QuoteParty {
  /// The one that has made the offer, and the one that was to answer it.
  case maker, other
  /// The one that was asked.
  case asked
}

/// What is told of quotes.
extension Venue {
  /// To the firm that is to answer: an offer stands.
  mutating func tell(_ offer: Quote, into events: inout RecordBuffer) {
    let request = quotes[request: offer.request]
    var body = QuoteOffered()
    body.number = offer.number
    body.requestNumber = request.number
    body.symbol = reference[request.instrument].symbol
    body.price = offer.price
    body.quantity = offer.quantity
    body.deadline = time(of: offer.end, in: request.instrument)
    body.settlDate = request.settlDate
    body.offeredAt = now
    body.firm = offer.isOfAsker ? offer.firm : request.firm
    body.contraFirm = offer.isOfAsker ? request.firm : offer.firm
    body.instrument = request.instrument
    body.rounds = offer.rounds
    body.sideCode = (offer.isOfAsker ? request.side : request.side.opposite).rawValue
    if !offer.isOfAsker {
      body.reqID = request.reqID
      body.isToAsker = 1
    }
    let session = offer.isOfAsker ? offer.session : request.session
    events.append(eventHead(.quoteOffered, for: session), body: body)
  }

  /// To one of the two firms: an offer is over.
  mutating func tell(
    _ offer: Quote, _ reason: QuoteReason, _ refusal: DealRefusal?, to party: QuoteParty,
    into events: inout RecordBuffer
  ) {
    let request = quotes[request: offer.request]
    let isMaker = party == .maker || (party == .asked && !offer.isOfAsker)
    let isAsker = party != .asked && isMaker == offer.isOfAsker
    var answer = QuoteAnswered()
    answer.symbol = reference[request.instrument].symbol
    answer.take(offer, of: request, until: .none)
    if isMaker {
      answer.answerID = offer.offerID
      answer.kindCode = offer.kind.rawValue
    }
    var failure = QuoteFailure(reason)
    failure.guardRefusal = refusal
    answer.take(failure)
    tell(&answer, to: isAsker ? request.session : offer.session, into: &events)
  }

  mutating func tell(
    _ answer: inout QuoteAnswered, to session: SessionID, into events: inout RecordBuffer
  ) {
    answer.firm = reference[session].firm
    if let slot = quotes.request(answer.requestNumber) {
      let request = quotes[request: slot]
      if request.firm == answer.firm { answer.reqID = request.reqID }
      if answer.symbol.text.isEmpty { answer.symbol = reference[request.instrument].symbol }
    }
    events.append(eventHead(.quoteAnswered, for: session), body: answer)
  }
}

extension QuoteAnswered {
  init(_ entered: AnswerQuote) {
    self.init()
    answerID = entered.answerID
    reqID = entered.reqID
    number = entered.number
    requestNumber = entered.requestNumber
    symbol = entered.symbol
    kindCode = entered.kindCode
  }

  /// What it is about.
  mutating func take(_ request: QuoteRequest, until deadline: Instant) {
    requestNumber = request.number
    reqID = request.reqID
    self.deadline = deadline
  }

  mutating func take(_ offer: Quote, of request: QuoteRequest, until deadline: Instant) {
    number = offer.number
    requestNumber = request.number
    self.deadline = deadline
  }

  /// It is refused or over.
  mutating func take(_ failure: QuoteFailure) {
    deadline = .none
    reasonCode = failure.reason.rawValue
    guard let refusal = failure.guardRefusal else { return }
    orderRejectCode = refusal.refusal.reject.rawValue
    rejectDetail = refusal.refusal.detail
    sideCode = refusal.side?.rawValue ?? 0
  }
}
