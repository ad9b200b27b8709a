import Market

/// A trade that one firm alleges and the other has not answered.
struct NaiveAllegedTrade {
  let number: Int
  let terms: ReportTerms
  let session: Int
  let firm: Int
  /// When its time is over, by the clock of its instrument, and when that is looked at, by that of durations.
  let expires: Int64
  var wakes: Int64
}

/// TradeCaptureReport(AE) of a firm: it alleges a trade, answers one, or takes its own back.
extension NaiveVenue {
  /// As many may be open as in `VenueLimits.small`.
  static var allegedTrades: Int { 3 }
  static var allegedTradesPerFirm: Int { 2 }

  mutating func report(_ terms: ReportTerms, session: Int) {
    var line = TraceLine(.reportAnswered)
    line.name = terms.name
    line.session = session
    line.kindCode = terms.kind.rawValue
    let isAnswer = terms.kind == .accepts || terms.kind == .declines
    if isAnswer { line.order = terms.about.flatMap { reportNumbers[$0] } ?? Self.noNumber }
    switch terms.kind {
    case .alleges: allege(terms, session, &line)
    case .accepts: if accept(terms, session, &line) { return }
    case .declines: decline(terms, session, &line)
    case .takesBack: takeBack(terms, session, &line)
    }
    lines.append(line)
  }

  /// The number of a report that nobody has alleged.
  static var noNumber: Int { 1_000_000_000 }

  private mutating func allege(_ terms: ReportTerms, _ session: Int, _ line: inout TraceLine) {
    let firm = market.firm(ofSession: session)
    let own = alleged.first { $0.firm == firm && $0.terms.name == terms.name }
    if terms.isResent, let open = own.flatMap({ alleged[$0] }) { return take(open, &line) }
    guard isKnown(firm: terms.contra) else { return line.reason = .unknownFirm }
    let deal = deal(terms, session)
    if let refusal = partyRefusal(deal, by: session) ?? termsRefusal(deal) {
      return refuse(refusal, &line)
    }
    let seconds = instruments[terms.instrument].terms.answerSeconds
    guard seconds > 0 else { return line.reason = .modeNotOffered }
    guard own == nil else { return line.reason = .duplicateReportID }
    guard alleged.taken.count(where: { $0.firm == firm }) < Self.allegedTradesPerFirm,
      !alleged.isFull
    else { return line.reason = .tooManyOpen }
    lastReport += 1
    let expires = reading(of: terms.instrument, at: now) + seconds * 1_000_000_000
    let trade = NaiveAllegedTrade(
      number: lastReport, terms: terms, session: session, firm: firm, expires: expires,
      wakes: waking(expires, in: terms.instrument))
    alleged.take(trade)
    reportNumbers[OrderName(firm: firm, name: terms.name)] = lastReport
    tell(trade, over: .none)
    take(trade, &line)
  }

  private func take(_ trade: NaiveAllegedTrade, _ line: inout TraceLine) {
    line.order = trade.number
    line.deadline = time(of: trade.expires, in: trade.terms.instrument)
  }

  private func refuse(_ refusal: NaiveDealRefusal, _ line: inout TraceLine) {
    line.reason = refusal.reason
    line.liquidity = refusal.side?.rawValue ?? 0
  }

  /// Both sides as a report has them. The other firm's session is the one that speaks for it.
  private func deal(_ terms: ReportTerms, _ session: Int) -> NaiveDeal {
    let own = NaiveOrder(
      dealing: terms.side, terms.order == 0 ? terms.name : terms.order, in: terms.instrument,
      at: terms.price, terms.quantity, session: session, market: market)
    var other = NaiveOrder(
      dealing: terms.side.opposite, 0, in: terms.instrument, at: terms.price, terms.quantity,
      session: market.mailbox(of: terms.contra), market: market)
    // Which of its sessions will answer is not known: none is judged.
    other.session = 0
    let isBuy = terms.side == .buy
    return NaiveDeal(
      buy: isBuy ? own : other, sell: isBuy ? other : own,
      entered: (terms.quantity, terms.quantity), settles: terms.settles)
  }

  /// The open one that a firm is asked about by its number.
  private func asked(_ line: TraceLine, _ session: Int) -> Int? {
    alleged.first {
      $0.number == line.order && !isOver($0)
        && $0.terms.contra == market.firm(ofSession: session)
    }
  }

  /// Whether both deal; their fills are the answer.
  private mutating func accept(
    _ terms: ReportTerms, _ session: Int, _ line: inout TraceLine
  ) -> Bool {
    guard let place = asked(line, session), let trade = alleged[place] else {
      line.reason = .unknownReport
      return false
    }
    guard isKnown(firm: terms.contra) else {
      line.reason = .unknownFirm
      return false
    }
    let (theirs, ours) = (trade.terms, terms)
    guard ours.side == theirs.side.opposite, ours.contra == trade.firm,
      ours.price == theirs.price, ours.quantity == theirs.quantity,
      ours.instrument == theirs.instrument, ours.settles == theirs.settles
    else {
      line.reason = .termsDiffer
      return false
    }
    var agreed = deal(terms, session)
    agreed[theirs.side] = deal(theirs, trade.session)[theirs.side]
    if let reason = negotiationReason(terms.instrument) {
      line.reason = reason
      return false
    }
    alleged.leave(place)
    guard let refusal = dealAsAgreed(agreed, by: session) else { return true }
    tellReporter(of: trade, refusal.reason, refusal.side)
    refuse(refusal, &line)
    return false
  }

  private mutating func decline(_ terms: ReportTerms, _ session: Int, _ line: inout TraceLine) {
    guard let place = asked(line, session) else { return line.reason = .unknownReport }
    tellReporter(of: alleged.leave(place), .declined, nil)
  }

  private mutating func takeBack(_ terms: ReportTerms, _ session: Int, _ line: inout TraceLine) {
    let firm = market.firm(ofSession: session)
    let place = alleged.first { $0.firm == firm && terms.about == $0.name }
    guard let place else { return line.reason = .unknownReport }
    let trade = alleged.leave(place)
    line.order = trade.number
    tell(trade, over: .takenBack)
  }

  /// To the firm that is to answer: it is alleged, or over.
  private mutating func tell(_ trade: NaiveAllegedTrade, over reason: Reason) {
    var line = TraceLine(.alleged)
    line.order = trade.number
    line.session = market.mailbox(of: trade.terms.contra)
    line.last = Int(trade.terms.quantity / 1_000)
    line.lastPx = trade.terms.price
    line.liquidity = trade.terms.side.opposite.rawValue
    line.deadline = time(of: trade.expires, in: trade.terms.instrument)
    line.reason = reason
    lines.append(line)
  }

  /// To the session that has alleged it: it is over.
  private mutating func tellReporter(
    of trade: NaiveAllegedTrade, _ reason: Reason, _ side: Side?
  ) {
    var line = TraceLine(.reportAnswered)
    line.name = trade.terms.name
    line.order = trade.number
    line.session = trade.session
    line.kindCode = TradeReportKind.alleges.rawValue
    line.reason = reason
    line.liquidity = side?.rawValue ?? 0
    lines.append(line)
  }

  private func isOver(_ trade: NaiveAllegedTrade) -> Bool {
    trade.expires <= reading(of: trade.terms.instrument, at: now)
  }

  /// The one that is to be looked at first by now, of one instant the older.
  private var overdue: Int? {
    let due = alleged.places.filter { place in
      alleged[place].map { $0.wakes <= durations.reading(at: now) } ?? false
    }
    return due.min { one, other in
      guard let one = alleged[one], let other = alleged[other] else { return false }
      return (one.wakes, one.number) < (other.wakes, other.number)
    }
  }

  var hasAllegedTradeWork: Bool {
    !alleged.isEmpty && (allegedLooks > 0 || overdue != nil)
  }

  /// Ends what nobody has answered in time, or looks at the next place whether the two may still deal.
  mutating func workOnAllegedTrades(_ budget: inout Budget) {
    if let place = overdue, let trade = alleged[place] {
      guard isOver(trade) else { return wakeAnew(place, &budget) }
      budget.orders -= 2
      return endAlleged(place, .expired)
    }
    budget.looks -= 1
    allegedLooks -= 1
    let place = nextAllegedLook
    nextAllegedLook = (place + 1) % Self.allegedTrades
    guard let trade = alleged[place] else { return }
    let mayDeal =
      mayNegotiate(trade.terms.instrument) && !stopped.contains(.session(trade.session))
      && !isStopped(firm: trade.firm) && !isStopped(firm: trade.terms.contra)
    if mayDeal { return wakeAnew(place, &budget) }
    budget.orders -= 2
    endAlleged(place, .ended)
  }

  private mutating func wakeAnew(_ place: Int, _ budget: inout Budget) {
    budget.looks -= 1
    guard let trade = alleged[place] else { return }
    let wakes = waking(trade.expires, in: trade.terms.instrument)
    alleged[place]?.wakes = wakes
  }

  private mutating func endAlleged(_ place: Int, _ reason: Reason) {
    let trade = alleged.leave(place)
    tellReporter(of: trade, reason, nil)
    tell(trade, over: reason)
  }
}

extension NaiveAllegedTrade {
  var name: OrderName { OrderName(firm: firm, name: terms.name) }
}
