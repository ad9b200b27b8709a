import Market
import Memory
import Negotiation
import Records

/// Quotes: two firms make each other offers, of which the last one stands, until one takes it (rule book Art. 7(1)).
extension Venue {
  /// Quote(S), QuoteResponse(AJ) or QuoteCancel(Z) of a firm.
  mutating func answerQuote(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let entered = body(AnswerQuote.self, of: command, into: &events) else { return }
    guard reference.knows(cause.session) else {
      return refuse(.unknownSession, detail: Int64(cause.session.rawValue), into: &events)
    }
    guard let kind = QuoteKind(rawValue: entered.kindCode), kind != .requests else {
      return refuse(.invalidValue, detail: Int64(entered.kindCode), into: &events)
    }
    guard mayTrade(cause.session) else {
      let msgType = OrderMessage.msgType(of: kind)
      return reject(msgType, entered.answerID.first16, .notAuthorised, into: &events)
    }
    var answer = QuoteAnswered(entered)
    do throws(QuoteFailure) {
      switch kind {
      case .quotes: try quote(entered, &answer, into: &events)
      case .counters: try counter(entered, &answer, into: &events)
      case .hits: return try hit(entered, command, &answer, into: &events)
      case .passes: try close(entered, .passed, &answer, into: &events)
      case .lapses: try close(entered, .expired, &answer, into: &events)
      case .withdraws: try withdraw(entered, &answer, into: &events)
      case .withdrawsRequest: try withdrawRequest(entered, &answer)
      case .requests: preconditionFailure("the caller has sorted the kinds")
      }
    } catch {
      answer.take(error)
    }
    tell(&answer, to: cause.session, into: &events)
  }

  /// A firm that is asked makes an offer: the first one, or one in the place of that which stands.
  private mutating func quote(
    _ entered: AnswerQuote, _ answer: inout QuoteAnswered, into events: inout RecordBuffer
  ) throws(QuoteFailure) {
    let firm = reference[cause.session].firm
    guard let request = quotes.request(entered.requestNumber), isOpen(request: request),
      quotes.isAsked(firm, about: request)
    else { throw QuoteFailure(.unknownRequest) }
    let standing = quotes.quote(about: request, with: firm)
    if let standing, answers(entered, quotes[quote: standing], of: firm, &answer) { return }
    var offer = Quote()
    offer.request = request
    offer.firm = firm
    try make(&offer, entered)
    let slot = try stand(offer, in: standing)
    try told(of: slot, &answer, into: &events)
  }

  /// A firm answers an offer by another one.
  private mutating func counter(
    _ entered: AnswerQuote, _ answer: inout QuoteAnswered, into events: inout RecordBuffer
  ) throws(QuoteFailure) {
    let firm = reference[cause.session].firm
    let slot = try standing(entered)
    let old = quotes[quote: slot]
    answer.take(old, of: quotes[request: old.request], until: .none)
    var offer = Quote()
    offer.request = old.request
    offer.firm = old.firm
    offer.session = old.session
    offer.isOfAsker = firm != old.firm
    try make(&offer, entered)
    try told(of: try stand(offer, in: slot), &answer, into: &events)
  }

  /// The terms of an offer, judged by all guards that need nothing of anybody.
  private func make(_ offer: inout Quote, _ entered: AnswerQuote) throws(QuoteFailure) {
    let request = quotes[request: offer.request]
    offer.kind = entered.kindCode == QuoteKind.quotes.rawValue ? .quotes : .counters
    offer.offerID = entered.answerID
    offer.clOrdID = entered.clOrdID.text.isEmpty ? ClOrdID(entered.answerID) : entered.clOrdID
    offer.account = entered.account
    offer.price = entered.price
    offer.quantity = entered.quantity == .zero ? request.quantity : entered.quantity
    if !offer.isOfAsker { offer.session = cause.session }
    offer.end = try end(entered.validUntil, in: request.instrument, atMost: request.end)
    let side = offer.isOfAsker ? request.side : request.side.opposite
    guard entered.sideCode == 0 || entered.sideCode == side.rawValue,
      entered.symbol == reference[request.instrument].symbol,
      entered.settlDate == .none || entered.settlDate == request.settlDate
    else { throw QuoteFailure(.termsDiffer) }
    var deal = deal(about: offer)
    do throws(DealRefusal) {
      try judgeParties(of: deal)
      try judgeTerms(&deal)
      try judgeName(side, of: deal)
    } catch {
      throw QuoteFailure(error)
    }
  }

  /// An offer takes its place; the slot of the quote.
  private mutating func stand(_ offer: Quote, in slot: UInt32?) throws(QuoteFailure) -> UInt32 {
    guard let slot else {
      do throws(QuoteRefusal) {
        return try quotes.open(offer, waking: waking(offer))
      } catch {
        throw QuoteFailure(.tooManyOpen)
      }
    }
    let instrument = reference[quotes[request: offer.request].instrument]
    guard quotes[quote: slot].rounds < instrument.quotes.rounds else {
      throw QuoteFailure(.roundsUsedUp)
    }
    quotes.replace(slot, by: offer, waking: waking(offer))
    return slot
  }

  private func waking(_ offer: Quote) -> Instant {
    waking(offer.end, in: quotes[request: offer.request].instrument)
  }

  /// Until when an offer stands, as its firms are told.
  private func deadline(of offer: Quote) -> Instant {
    time(of: offer.end, in: quotes[request: offer.request].instrument)
  }

  /// Both firms are told of the offer that stands.
  private mutating func told(
    of slot: UInt32, _ answer: inout QuoteAnswered, into events: inout RecordBuffer
  ) throws(QuoteFailure) {
    let offer = quotes[quote: slot]
    answer.take(offer, of: quotes[request: offer.request], until: deadline(of: offer))
    tell(offer, into: &events)
  }

  /// Both deal at the offer that stands, and the reports of their fills are the answer; or it is over, and both are
  /// told which side has failed.
  private mutating func hit(
    _ entered: AnswerQuote, _ command: RawSpan, _ answer: inout QuoteAnswered,
    into events: inout RecordBuffer
  ) throws(QuoteFailure) {
    let firm = reference[cause.session].firm
    let clOrdID = entered.clOrdID.text.isEmpty ? ClOrdID(entered.answerID) : entered.clOrdID
    if cause.flags.contains(.possResend), let known = orders.slot(firm: firm, clOrdID),
      orders[known].mode == .negotiated
    {
      return reportStatus(of: known, into: &events)
    }
    let slot = try standing(entered)
    let offer = quotes[quote: slot]
    let request = quotes[request: offer.request]
    answer.take(offer, of: request, until: .none)
    let side = offer.isOfAsker ? request.side.opposite : request.side
    guard entered.repeats(offer, side, of: reference[request.instrument].symbol),
      entered.settlDate == .none || entered.settlDate == request.settlDate
    else {
      throw QuoteFailure(.termsDiffer)
    }
    var deal = deal(about: offer)
    deal[side].session = cause.session
    deal[side].clOrdID = clOrdID
    deal[side].account = entered.account
    do throws(OrderRefusal) { _ = try negotiableInstrument(entered.symbol) } catch {
      throw QuoteFailure(error)
    }
    quotes.close(quote: slot)
    do throws(DealRefusal) {
      try dealAsAgreed(&deal, of: command, into: &events)
    } catch {
      tell(offer, .orderRule, error, to: .maker, into: &events)
      throw QuoteFailure(error)
    }
    quotes.end(request: offer.request, .dealtElsewhere)
  }

  /// A firm has no use for an offer, or for any of the other firm about this request.
  private mutating func close(
    _ entered: AnswerQuote, _ reason: QuoteReason, _ answer: inout QuoteAnswered,
    into events: inout RecordBuffer
  ) throws(QuoteFailure) {
    let slot = try standing(entered)
    let offer = quotes[quote: slot]
    answer.take(offer, of: quotes[request: offer.request], until: .none)
    if reason == .passed { quotes.set(offer.firm, isAsked: false, about: offer.request) }
    quotes.close(quote: slot)
    tell(offer, reason, nil, to: .maker, into: &events)
  }

  /// A firm that was asked takes its offer back.
  private mutating func withdraw(
    _ entered: AnswerQuote, _ answer: inout QuoteAnswered, into events: inout RecordBuffer
  ) throws(QuoteFailure) {
    let firm = reference[cause.session].firm
    guard let request = quotes.request(entered.requestNumber), isOpen(request: request) else {
      throw QuoteFailure(.unknownRequest)
    }
    guard let slot = quotes.quote(about: request, with: firm), isOpen(quote: slot),
      !quotes[quote: slot].isOfAsker, quotes[quote: slot].offerID == entered.answerID
    else { throw QuoteFailure(.unknownQuote) }
    let offer = quotes[quote: slot]
    answer.take(offer, of: quotes[request: request], until: .none)
    quotes.close(quote: slot)
    tell(offer, .withdrawn, nil, to: .other, into: &events)
  }

  /// The firm that asks takes its request back: what has come of it ends by work.
  private mutating func withdrawRequest(
    _ entered: AnswerQuote, _ answer: inout QuoteAnswered
  ) throws(QuoteFailure) {
    guard let slot = quotes.request(entered.reqID, of: reference[cause.session].firm),
      isOpen(request: slot)
    else { throw QuoteFailure(.unknownRequest) }
    answer.take(quotes[request: slot], until: .none)
    quotes.end(request: slot, .withdrawn)
  }

  /// The offer that waits for an answer of the sender's firm.
  private func standing(_ entered: AnswerQuote) throws(QuoteFailure) -> UInt32 {
    guard let slot = quotes.quote(entered.number), isOpen(quote: slot) else {
      throw QuoteFailure(.unknownQuote)
    }
    let offer = quotes[quote: slot]
    let answers = offer.isOfAsker ? offer.firm : quotes[request: offer.request].firm
    guard answers == reference[cause.session].firm else { throw QuoteFailure(.unknownQuote) }
    return slot
  }

  private func isOpen(request slot: UInt32) -> Bool {
    let request = quotes[request: slot]
    return request.over == nil && request.end > reading(of: request.instrument, at: now)
  }

  private func isOpen(quote slot: UInt32) -> Bool {
    let quote = quotes[quote: slot]
    let id = quotes[request: quote.request].instrument
    return quote.end > reading(of: id, at: now) && isOpen(request: quote.request)
  }

  /// Whether an offer has come again with PossResend(97)=Y, and stands.
  private func answers(
    _ entered: AnswerQuote, _ offer: Quote, of firm: FirmID, _ answer: inout QuoteAnswered
  ) -> Bool {
    guard cause.flags.contains(.possResend), !offer.isOfAsker, offer.offerID == entered.answerID
    else { return false }
    answer.take(offer, of: quotes[request: offer.request], until: deadline(of: offer))
    return true
  }

  /// Both sides as an offer has them; who answers it adds its own.
  private func deal(about offer: Quote) -> Deal {
    let request = quotes[request: offer.request]
    var deal = Deal(reference[request.instrument].symbol, at: offer.price)
    deal.settlDate = request.settlDate
    deal.buy.orderQty = offer.quantity
    deal.sell.orderQty = offer.quantity
    let maker = offer.isOfAsker ? request.side : request.side.opposite
    deal[request.side].firm = request.firm
    deal[request.side].session = request.session
    deal[request.side.opposite].firm = offer.firm
    deal[request.side.opposite].session = offer.session
    deal[maker].clOrdID = offer.clOrdID
    deal[maker].account = offer.account
    return deal
  }
}

extension AnswerQuote {
  /// Whether what it says of the terms is what is offered.
  fileprivate func repeats(_ offer: Quote, _ side: Side, of symbol: Symbol) -> Bool {
    self.symbol == symbol && (sideCode == 0 || sideCode == side.rawValue)
      && (price == .zero || price == offer.price)
      && (quantity == .zero || quantity == offer.quantity)
  }
}
