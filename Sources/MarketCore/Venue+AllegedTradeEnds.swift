import Market
import Memory
import Negotiation
import Records

/// What ends without an answer: alleged trades here, requests and quotes in `Venue+QuoteEnds`.
extension Venue {
  /// Whether one is over, or may be, or a request for quotes has work to do.
  @inline(__always)  // as `hasWork`
  var hasNegotiationWork: Bool {
    guard allegedTrades.count > 0 || quotes.requestCount > 0 else { return false }
    return hasWorkOfNegotiations
  }

  private var hasWorkOfNegotiations: Bool {
    hasAllegedTradeWork || (quotes.requestCount > 0 && hasQuoteWork)
  }

  private var hasAllegedTradeWork: Bool {
    allegedTrades.count > 0
      && (allegedTrades.hasMoreToLookAt
        || allegedTrades.due(at: durations.reading(at: now)) != nil)
  }

  /// When the next one is over by the clock; nil where none is open, or while no durations run.
  var nextNegotiationEnd: Instant? {
    guard durations.isRunning, allegedTrades.count > 0 || quotes.requestCount > 0 else {
      return nil
    }
    return earlier(allegedTrades.nextEnd, quotes.nextEnd?.at).map { durations.time(of: $0) }
  }

  /// Something has changed by which open ones may be over: work comes to each of them.
  mutating func reviewNegotiation() {
    allegedTrades.lookAtAll()
    quotes.lookAtAll()
  }

  mutating func workOnNegotiation(_ budget: inout WorkBudget, into events: inout RecordBuffer) {
    if hasAllegedTradeWork {
      workOnAllegedTrades(&budget, into: &events)
    } else {
      workOnQuotes(&budget, into: &events)
    }
  }

  /// Ends one whose time is over, or looks at the next one.
  private mutating func workOnAllegedTrades(
    _ budget: inout WorkBudget, into events: inout RecordBuffer
  ) {
    if let slot = allegedTrades.due(at: durations.reading(at: now)) {
      guard isOver(allegedTrades[slot]) else { return wakeAnew(slot, &budget) }
      budget.orders -= 2
      return end(slot, .expired, into: &events)
    }
    budget.looks -= 1
    guard let slot = allegedTrades.lookAtNext() else { return }
    if mayStillDeal(allegedTrades[slot]) { return wakeAnew(slot, &budget) }
    budget.orders -= 2
    end(slot, .ended, into: &events)
  }

  func isOver(_ trade: AllegedTrade) -> Bool {
    trade.expires <= reading(of: trade.instrument, at: now)
  }

  private mutating func wakeAnew(_ slot: UInt32, _ budget: inout WorkBudget) {
    budget.looks -= 1
    let trade = allegedTrades[slot]
    allegedTrades.wake(slot, at: waking(trade.expires, in: trade.instrument))
  }

  private func mayStillDeal(_ trade: AllegedTrade) -> Bool {
    mayNegotiate(trade.instrument) && !reference[trade.session].isStopped && mayDeal(trade.firm)
      && mayDeal(trade.counterparty)
  }

  /// One is over without an answer: both firms are told.
  private mutating func end(
    _ slot: UInt32, _ reason: TradeReportReason, into events: inout RecordBuffer
  ) {
    let alleged = allegedTrades[slot]
    allegedTrades.close(slot)
    tellReporter(of: alleged, reason, nil, into: &events)
    tell(alleged, isOver: reason, into: &events)
  }
}

/// What is told of alleged trades.
extension Venue {
  /// To the firm that is to answer: a trade is alleged, or it is over.
  mutating func tell(
    _ trade: AllegedTrade, isOver reason: TradeReportReason? = nil,
    into events: inout RecordBuffer
  ) {
    let mailbox = reference[trade.counterparty].mailbox
    guard mailbox != .venue else { return }
    var body = TradeAlleged()
    body.number = trade.number
    body.execID = numbers.nextExecID()
    body.symbol = reference[trade.instrument].symbol
    body.price = trade.price
    body.quantity = trade.quantity
    body.deadline = time(of: trade.expires, in: trade.instrument)
    body.allegedAt = now
    body.settlDate = trade.settlDate
    body.firm = trade.counterparty
    body.contraFirm = trade.firm
    body.instrument = trade.instrument
    body.reasonCode = reason?.rawValue ?? 0
    body.sideCode = trade.side.opposite.rawValue
    events.append(eventHead(.tradeAlleged, for: mailbox), body: body)
  }

  /// To the session that has alleged it: it is over.
  mutating func tellReporter(
    of trade: AllegedTrade, _ reason: TradeReportReason, _ refusal: DealRefusal?,
    into events: inout RecordBuffer
  ) {
    var answer = TradeReportAnswered()
    answer.reportID = trade.reportID
    answer.number = trade.number
    answer.symbol = reference[trade.instrument].symbol
    answer.firm = trade.firm
    answer.kindCode = TradeReportKind.alleges.rawValue
    answer.take(reason, refusal)
    tell(&answer, to: trade.session, into: &events)
  }

  mutating func tell(
    _ answer: inout TradeReportAnswered, to session: SessionID, into events: inout RecordBuffer
  ) {
    answer.execID = numbers.nextExecID()
    events.append(eventHead(.tradeReportAnswered, for: session), body: answer)
  }
}

extension TradeReportAnswered {
  init(_ report: ReportTrade, of firm: FirmID) {
    self.init()
    reportID = report.reportID
    number = report.number
    symbol = report.symbol
    kindCode = report.kindCode
    self.firm = firm
  }

  /// It is taken, and waits for the other firm.
  mutating func take(_ trade: AllegedTrade, until deadline: Instant) {
    number = trade.number
    self.deadline = deadline
  }

  /// It is refused or over.
  mutating func take(_ reason: TradeReportReason, _ refusal: DealRefusal?) {
    reasonCode = reason.rawValue
    guard let refusal else { return }
    orderRejectCode = refusal.refusal.reject.rawValue
    rejectDetail = refusal.refusal.detail
    sideCode = refusal.side?.rawValue ?? 0
  }
}
