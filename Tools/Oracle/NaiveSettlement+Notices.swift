import Market

/// What dealers, institutions and the operator say.
extension NaiveSettlement {
  mutating func notice(_ action: SettlementAction, _ named: NamedThings) throws(NoticeFault) {
    let number = named.trade
    if case .answerNet(let terms) = action {
      return try answerNet(terms, named.instruction, number: named.number)
    }
    if case .answer(let terms) = action, number == 0 {
      let answer = NetAnswer(session: terms.session, named: .none, result: terms.result)
      return try answerNet(answer, named.instruction, number: named.number)
    }
    guard isTrade(number) else { throw NoticeFault(.unknownTrade) }
    while let end = self[number].end, end <= now { endState(number) }
    switch action {
    case .affirm(let session, _, let isAffirmed): try affirm(number, session, isAffirmed)
    case .answer(let terms):
      if terms.session == 0 { request = named.number }
      try answer(number, terms, named.instruction)
    case .weigh(let session, _, _, let weight):
      try weigh(number, session, named.document, weight)
    case .object(let session, _): try object(number, session)
    case .order, .cross, .cancel, .control, .credit, .creditMember, .netRun, .answerNet, .title,
      .grade, .drain, .money, .tick:
      break
    }
  }

  /// What a step names, as things stand before it.
  func things(of action: SettlementAction, number: Int) -> NamedThings {
    let trade = action.back < 0 ? firstAwaiting(action) : max(0, trades.count - action.back)
    var named = NamedThings(number: number, trade: trade)
    switch action {
    case .answer(let terms): named.instruction = instruction(terms.named, of: named.trade)
    case .weigh(_, _, let place, _):
      let documents = isTrade(named.trade) ? self[named.trade].documents : []
      let awaited = documents.first { isAwaited($0, in: named.trade) }
      let chosen = place < documents.count ? documents[place] : 0
      named.document = action.back < 0 ? awaited ?? chosen : chosen
    case .answerNet(let answer):
      named.trade = 0
      named.instruction = instruction(of: answer)
    case .drain(let firm): named.available = available(firm)
    case .money(.assign(let terms)):
      named.available = terms.amount ?? available(account(of: terms))
    case .title(let ask): named.title = self.named(ask)
    case .order, .cross, .cancel, .affirm, .object, .control, .credit, .creditMember, .netRun,
      .grade, .money, .tick:
      break
    }
    return named
  }

  /// The account of which a release takes all that is available.
  private func account(of terms: AssignTerms) -> NaivePosting.Account {
    let isBanks = SettlementMarket.banks.contains(terms.session)
    let firm = isBanks ? terms.firm : SettlementMarket.firm(of: terms.session)
    return NaivePosting.Account(
      kind: terms.kind, number: min(firm, SettlementMarket.firms), currency: terms.currency)
  }

  /// The first trade that waits for this; the last one where none does.
  private func firstAwaiting(_ action: SettlementAction) -> Int {
    let trade = trades.first { trade in
      switch action {
      case .affirm(let session, _, _):
        trade.state == .matched && isParty(session, trade.number)
          && !trade.affirmed.contains(session)
      case .answer(let terms):
        trade.state == (terms.named == .title ? .titleLocked : .funded)
      case .weigh: trade.documents.contains { isAwaited($0, in: trade.number) }
      case .object: trade.state == .dvpDone
      case .control: trade.state == .dispute
      case .money: trade.state == .buyerDefault || trade.state == .sellerDefault
      case .order, .cross, .cancel, .credit, .creditMember, .netRun, .answerNet, .title, .grade,
        .drain, .tick:
        false
      }
    }
    return trade?.number ?? trades.count
  }

  private func isAwaited(_ document: Int, in trade: Int) -> Bool {
    let document = documents[document - 1]
    return document.awaitsWeight && document.deliveredIn == trade && self[trade].state == .dvpDone
  }

  private func instruction(_ named: AnswerTerms.Named, of trade: Int) -> Int {
    switch named {
    case .none: 0
    case .other: lastInstruction + 1
    case .funds: isTrade(trade) ? self[trade].funds.instruction : 0
    case .title: isTrade(trade) ? self[trade].title.instruction : 0
    }
  }

  private func isParty(_ session: Int, _ number: Int) -> Bool {
    session == self[number].buyer || session == self[number].seller
  }

  private mutating func affirm(_ number: Int, _ session: Int, _ isAffirmed: Bool)
    throws(NoticeFault)
  {
    guard isParty(session, number) else { throw NoticeFault(.notAddressed) }
    if self[number].affirmed.contains(session) {
      throw NoticeFault(isAffirmed ? .repeated : .contradicts)
    }
    guard self[number].state == .matched else {
      throw NoticeFault(self[number].state == .bust ? .late : .wrongState)
    }
    guard isAffirmed else { return undo(number, .bust, .notAffirmed) }
    self[number].affirmed.insert(session)
    if self[number].affirmed.count == 2 { sign(number) }
  }

  private mutating func answer(_ number: Int, _ terms: AnswerTerms, _ named: Int)
    throws(NoticeFault)
  {
    if named != 0, named == self[number].funds.instruction {
      try check(
        self[number].funds, terms, by: SettlementMarket.clearing,
        isAsked: self[number].state == .funded)
      self[number].funds.answer = terms.result
      switch terms.result {
      case .done: change(number, to: .titleLocked, .fundsSettled)
      case .refused: forfeit(number, .fundsRefused)
      }
    } else if named != 0, named == self[number].title.instruction {
      try check(
        self[number].title, terms, by: SettlementMarket.registry,
        isAsked: self[number].state == .titleLocked)
      guard terms.result == .refused || terms.isCountersigned else {
        throw NoticeFault(.countersignatureMissing)
      }
      switch terms.result {
      case .done: try deliver(number)
      case .refused: undo(number, .sellerDefault, .titleRefused)
      }
      self[number].title.answer = terms.result
    } else {
      throw NoticeFault(.unknownInstruction)
    }
  }

  private func check(
    _ leg: NaiveTrade.Leg, _ terms: AnswerTerms, by asked: Int, isAsked: Bool
  ) throws(NoticeFault) {
    guard terms.session == 0 || terms.session == asked else { throw NoticeFault(.notAddressed) }
    if let answer = leg.answer {
      throw NoticeFault(answer == terms.result ? .repeated : .contradicts)
    }
    guard isAsked else { throw NoticeFault(.late) }
  }

  private mutating func weigh(_ number: Int, _ session: Int, _ document: Int, _ weight: Int64)
    throws(NoticeFault)
  {
    guard document != 0, documents[document - 1].deliveredIn == number else {
      throw NoticeFault(.unknownDocument)
    }
    let isStored = legal(document).warehouse != 0
    guard session == 0 || session == SettlementMarket.warehouse && isStored else {
      throw NoticeFault(.notAddressed)
    }
    guard weight > 0 else { throw NoticeFault(.invalidValue) }
    guard self[number].state == .dvpDone else { throw NoticeFault(.late) }
    guard documents[document - 1].awaitsWeight else { throw NoticeFault(.repeated) }
    documents[document - 1].awaitsWeight = false
    self[number].awaited -= 1
    let allowed = SettlementMarket.unit * SettlementMarket.toleranceBasisPoints / 10_000
    guard abs(weight - SettlementMarket.unit) <= allowed else {
      return dispute(number, .weightOutsideTolerance)
    }
    payDifference(number, document, weight)
  }

  private mutating func payDifference(_ number: Int, _ document: Int, _ weight: Int64) {
    let trade = self[number]
    let title = documents[document - 1]
    let owed =
      title.amount(at: trade.price, weight: weight)
      - title.amount(at: trade.price, weight: legal(document).weight)
    if owed != 0 {
      let (payer, payee) = owed > 0 ? (trade.buyer, trade.seller) : (trade.seller, trade.buyer)
      let posting = NaivePosting(
        reason: 8, fen: abs(owed), from: .cash(payer), into: .cash(payee))
      guard post([posting], trade: number) else { return dispute(number, .weightUnpaid) }
      self[number].difference += owed
      tell([posting], trade: number)
    }
    if self[number].awaited == 0 { finish(number, .weighed) }
  }

  private mutating func object(_ number: Int, _ session: Int) throws(NoticeFault) {
    guard isParty(session, number) else { throw NoticeFault(.notAddressed) }
    switch self[number].state {
    case .dvpDone: dispute(number, .objection)
    case .dispute: throw NoticeFault(.repeated)
    case .weightFinal, .invoiced, .closed: throw NoticeFault(.late)
    case .matched, .signed, .funded, .guaranteed, .balanceDue, .titleLocked, .bust, .buyerDefault,
      .sellerDefault:
      throw NoticeFault(.wrongState)
    }
  }

  /// The operator decides.
  mutating func control(_ named: NamedThings, _ action: TradeControl) {
    guard isTrade(named.trade) else {
      return lines.append(.refused(.unknownTrade, detail: 0, request: named.number))
    }
    request = named.number
    if !decide(named.trade, action) {
      lines.append(
        .refused(.wrongTradeState, detail: state(of: named.trade), request: request))
    }
    request = 0
  }

  /// False where the trade's state does not let it.
  private mutating func decide(_ number: Int, _ action: TradeControl) -> Bool {
    let trade = self[number]
    let isDisputed = trade.state == .dispute
    let ends: [TradeControl] = [.bust, .declareBuyerDefault, .declareSellerDefault]
    if netRun.holds(number) && ends.contains(action) { return false }
    switch action {
    case .bust:
      guard trade.isDeliverable else { return false }
      if trade.state == .signed { features.insert(.undoneBeforeItsDay) }
      undo(number, .bust, .operatorDecision)
    case .declareSellerDefault:
      guard isDisputed && trade.isDeliverable else { return false }
      undo(number, .sellerDefault, .operatorDecision)
    case .declareBuyerDefault:
      guard isDisputed && trade.isDeliverable else { return false }
      forfeit(number, .operatorDecision)
      return self[number].state != .dispute
    case .dispute:
      guard trade.state.isBeforeDelivery || trade.state == .dvpDone else { return false }
      dispute(number, .operatorDecision)
    case .resume:
      guard isDisputed else { return false }
      if trade.disputed == .signed && trade.settles <= now { features.insert(.disputedOverItsDay) }
      change(number, to: trade.disputed, .operatorDecision, tellsBoth: true)
    case .settle:
      guard isDisputed && trade.disputed == .dvpDone else { return false }
      finish(number, .operatorDecision)
    }
    return true
  }
}
