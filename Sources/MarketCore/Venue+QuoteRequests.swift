import Market
import Memory
import Negotiation
import Records

/// How firms may ask each other for quotes in an instrument.
struct QuoteTerms: BitwiseCopyable {
  /// How long a request stands at most; zero where none may be made.
  var longestNanos: Int64 = 0
  /// How many offers may follow the first one between two firms.
  var rounds: UInt16 = 0
}

/// Why a message about quotes does nothing, or what it ends in.
struct QuoteFailure: Error {
  let reason: QuoteReason
  var guardRefusal: DealRefusal?

  init(_ reason: QuoteReason) { self.reason = reason }

  init(_ refusal: DealRefusal) {
    reason = .orderRule
    guardRefusal = refusal
  }

  init(_ refusal: OrderRefusal, of side: Side? = nil) {
    self.init(DealRefusal(refusal, of: side))
  }
}

/// Requests for quotes: a firm asks others what they would deal at (rule book Art. 7(1)).
extension Venue {
  /// QuoteRequest(R) of a firm.
  mutating func requestQuote(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let entered = body(RequestQuote.self, of: command, into: &events) else { return }
    guard reference.knows(cause.session) else {
      return refuse(.unknownSession, detail: Int64(cause.session.rawValue), into: &events)
    }
    precondition(
      Int(entered.firmCount) <= Limits.firmsPerQuoteRequest, "the decoder counts the firms")
    guard mayTrade(cause.session) else {
      return rejectUnauthorised(.requestQuote, command, into: &events)
    }
    var answer = QuoteAnswered()
    answer.answerID = entered.reqID
    answer.reqID = entered.reqID
    answer.symbol = entered.symbol
    answer.kindCode = QuoteKind.requests.rawValue
    do throws(QuoteFailure) {
      let slot = try ask(entered, command, into: &events)
      let request = quotes[request: slot]
      answer.take(request, until: time(of: request.end, in: request.instrument))
    } catch {
      answer.take(error)
    }
    tell(&answer, to: cause.session, into: &events)
  }

  /// The slot of the request, which is a new one unless it comes again with PossResend(97)=Y.
  private mutating func ask(
    _ entered: RequestQuote, _ command: RawSpan, into events: inout RecordBuffer
  ) throws(QuoteFailure) -> UInt32 {
    let firm = reference[cause.session].firm
    if cause.flags.contains(.possResend), let known = quotes.request(entered.reqID, of: firm),
      quotes[request: known].over == nil
    {
      return known
    }
    var request = try judge(entered)
    request.nextFirm = entered.firmCount == 0 ? 1 : 0
    for index in 0..<Int(entered.firmCount) {
      let code = command.loadTrailing(CompID.self, index, behind: RequestQuote.self)
      try checkNamed(code, for: request)
    }
    let slot = try open(request)
    for index in 0..<Int(entered.firmCount) {
      let code = command.loadTrailing(CompID.self, index, behind: RequestQuote.self)
      if let named = reference.firm(code) { ask(named, about: slot, into: &events) }
    }
    return slot
  }

  /// Guards 1 to 3 and 5 of the firm that asks, and when its request ends.
  private func judge(_ entered: RequestQuote) throws(QuoteFailure) -> QuoteRequest {
    var request = QuoteRequest()
    request.reqID = entered.reqID
    request.quantity = entered.quantity
    request.firm = reference[cause.session].firm
    request.session = cause.session
    request.side = entered.side
    request.settlDate = entered.settlDate
    do throws(OrderRefusal) {
      try checkFirm(request.firm, AccountCode())
      request.instrument = try negotiableInstrument(entered.symbol)
      guard reference[request.instrument].quotes.longestNanos > 0 else {
        throw OrderRefusal(.modeNotOffered)
      }
      _ = try wholeLots(of: entered.quantity, in: reference[request.instrument])
      try checkDelivery(on: request.settlDate, of: reference[request.instrument])
    } catch {
      throw QuoteFailure(error, of: request.side)
    }
    let latest = now.adding(nanoseconds: reference[request.instrument].quotes.longestNanos)
    request.end = try end(
      entered.expireTime, in: request.instrument,
      atMost: reading(of: request.instrument, at: latest))
    return request
  }

  /// When a request or an offer ends, by the clock of its instrument: when its sender says, or else as late as it may.
  func end(
    _ said: Instant, in id: InstrumentID, atMost latest: Instant
  ) throws(QuoteFailure) -> Instant {
    guard said != .none else { return latest }
    let end = reading(of: id, at: said)
    guard said > now, end <= latest else { throw QuoteFailure(.invalidEnd) }
    return end
  }

  /// A firm that is named can be asked: it trades here, and is not of the control group of the one that asks.
  private func checkNamed(_ code: CompID, for request: QuoteRequest) throws(QuoteFailure) {
    guard let firm = reference.firm(code), takesRequests(firm) else {
      throw QuoteFailure(.unknownFirm)
    }
    guard reference[firm].controlGroup != reference[request.firm].controlGroup else {
      throw QuoteFailure(OrderRefusal(.wouldTradeWithItself))
    }
  }

  private mutating func open(_ request: QuoteRequest) throws(QuoteFailure) -> UInt32 {
    do throws(QuoteRefusal) {
      return try quotes.open(request, waking: waking(request.end, in: request.instrument))
    } catch {
      switch error {
      case .duplicate: throw QuoteFailure(.duplicateReqID)
      case .firmHasTooMany, .full: throw QuoteFailure(.tooManyOpen)
      }
    }
  }

  /// Whether a firm deals, and has a session that is told of requests.
  private func takesRequests(_ firm: FirmID) -> Bool {
    let mailbox = reference[firm].mailbox
    return mailbox != .venue && reference[mailbox].role.mayTrade && mayDeal(firm)
      && !reference[firm].isOperator
  }

  /// One more firm is asked, where all are that may deal with the one that asks.
  mutating func askNext(
    about slot: UInt32, _ budget: inout WorkBudget, into events: inout RecordBuffer
  ) {
    let request = quotes[request: slot]
    let firm = FirmID(rawValue: request.nextFirm)
    guard reference.knows(firm) else {
      quotes.askNext(0, about: slot)
      return quotes.finishWork()
    }
    budget.looks -= 1
    quotes.askNext(firm.rawValue + 1, about: slot)
    guard takesRequests(firm),
      reference[firm].controlGroup != reference[request.firm].controlGroup
    else { return }
    budget.orders -= 1
    ask(firm, about: slot, into: &events)
  }

  private mutating func ask(
    _ firm: FirmID, about slot: UInt32, into events: inout RecordBuffer
  ) {
    guard !quotes.isAsked(firm, about: slot) else { return }
    quotes.set(firm, isAsked: true, about: slot)
    let request = quotes[request: slot]
    var body = QuoteRequested()
    body.number = request.number
    body.symbol = reference[request.instrument].symbol
    body.quantity = request.quantity
    body.deadline = time(of: request.end, in: request.instrument)
    body.settlDate = request.settlDate
    body.requestedAt = now
    body.firm = firm
    body.contraFirm = request.firm
    body.instrument = request.instrument
    body.sideCode = request.side.rawValue
    events.append(eventHead(.quoteRequested, for: reference[firm].mailbox), body: body)
  }
}
