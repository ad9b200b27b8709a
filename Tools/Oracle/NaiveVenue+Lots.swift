import Market

/// Applications for lots, deposits, and what the operator does with lots.
extension NaiveVenue {
  /// The number of a lot that nobody has applied for.
  static var noLot: Int { 999_999 }

  /// SecurityDefinitionRequest(c) of a firm.
  mutating func apply(_ terms: LotTerms, session: Int) {
    var line = TraceLine(.lotAnswered)
    line.name = terms.name
    line.session = session
    line.kindCode = LotAnswer.application
    let name = OrderName(
      firm: session == 0 ? terms.pledgee : market.firm(ofSession: session), name: terms.name)
    let known = terms.isResent ? lots.places.first { $0.name == name } : nil
    if let lot = known.flatMap({ lots.places[$0] }) {
      take(lot, &line)
    } else if let reason = applicationReason(terms, name, session) {
      line.reason = reason
    } else {
      take(enter(terms, name, session), &line)
    }
    lines.append(line)
  }

  private func take(_ lot: NaiveLot, _ line: inout TraceLine) {
    line.order = lot.number
    line.cum = Int(lot.shown.rawValue)
  }

  /// The first rule that an application breaks.
  private mutating func applicationReason(
    _ terms: LotTerms, _ name: OrderName, _ session: Int
  ) -> Reason? {
    if session == 0 ? isStopped(firm: name.firm) : isStopped(session) { return .stoppedByOperator }
    if names[name] != nil { return .duplicateClOrdID }
    guard instruments.indices.contains(terms.instrument) else { return .unknownSymbol }
    let instrument = instruments[terms.instrument].terms
    let order = lotOrder(terms, session)
    if let reason = quantityReason(order.entered, instrument) { return reason }
    if terms.isForeclosure && terms.side == .buy {
      foreclosures.insert(.buys)
      return Foreclosure.buys.reason
    }
    if let reason = lotReason(terms, instrument) { return reason }
    if lots.places.isFull { return .tooManyLots }
    if let reason = boundReason(order) { return reason }
    guard terms.isForeclosure else { return meansReason(order, lots: order.quantity, instead: nil) }
    let fault = foreclosureFault(terms, name.firm, session)
    foreclosures.insert(fault ?? .entered)
    return fault?.reason
  }

  /// The operator alone forecloses, what is pledged to whom it sells for, behind a declared default, and each document
  /// once; one for each lot.
  private func foreclosureFault(_ terms: LotTerms, _ firm: Int, _ session: Int) -> Foreclosure? {
    if session != 0 { return .notByOperator }
    if Int64(terms.foreclosed.count) * 1_000 != terms.quantity { return .countDiffers }
    for (place, document) in terms.foreclosed.enumerated() {
      if document >= MarketTerms.pledged { return .unknownDocument }
      if market.pledgee(of: document) != firm { return .notPledgedToIt }
      if foreclosed.contains([terms.instrument, document]) { return .soldBefore }
      if document == MarketTerms.pledged - 1 { return .notDeclared }
      if terms.foreclosed[..<place].contains(document) { return .namedTwice }
    }
    return nil
  }

  /// Whether the lot's own terms are in order.
  private func lotReason(_ terms: LotTerms, _ instrument: InstrumentTerms) -> Reason? {
    let rules = instrument.auctions
    if !rules.offers(terms) { return .notOffered }
    if terms.start <= 0 || terms.start % instrument.tick != 0 { return .startPriceInvalid }
    if terms.step <= 0 || terms.step % instrument.tick != 0 { return .stepInvalid }
    let way = (terms.limit - terms.start) * (terms.isAscending ? 1 : -1)
    if terms.limit == 0 {
      if !terms.isByBids { return .limitInvalid }
    } else if terms.limit < 0 || way < 0 || way % terms.step != 0 {
      return .limitInvalid
    }
    if let reason = noticeReason(terms, rules) { return reason }
    return terms.isByBids == (terms.closes > terms.opens)
      && (terms.isByBids || terms.closes == 0) ? nil : .closeInvalid
  }

  private func noticeReason(_ terms: LotTerms, _ rules: AuctionRules) -> Reason? {
    terms.opens > now && terms.opens - now >= rules.noticeSeconds * 1_000_000_000
      ? nil : .noticeTooShort
  }

  /// What binds a firm until the lot is over: no interval pending, nothing waiting on the other side.
  func boundReason(_ order: NaiveOrder) -> Reason? {
    if let reason = intervalReason(order) { return reason }
    let waits = orders.contains {
      !$0.isDone && $0.place != .nowhere && $0.instrument == order.instrument
        && $0.side != order.side && $0.party == order.party
    }
    return waits ? instruments[order.instrument].terms.intervalReason : nil
  }

  /// The order behind a lot: a buyer's holds what it may cost at most.
  private func lotOrder(_ terms: LotTerms, _ session: Int) -> NaiveOrder {
    var order = NaiveOrder(
      OrderTerms(
        name: terms.name, instrument: terms.instrument, side: terms.side, price: terms.start,
        quantity: terms.quantity), id: 0,
      session: session == 0 ? market.mailbox(of: terms.pledgee) : session, market: market)
    order.limit = terms.isByBids || terms.limit == 0 ? terms.start : terms.limit
    order.isAuctioned = true
    return order
  }

  private mutating func enter(
    _ terms: LotTerms, _ name: OrderName, _ session: Int
  ) -> NaiveLot {
    for document in terms.foreclosed {
      foreclosed.insert([terms.instrument, document])
      firms[name.firm - 1].documents[terms.instrument] += 1
    }
    let id = enter(lotOrder(terms, session))
    self[id].status = .new
    let rules = instruments[terms.instrument].terms.auctions
    lots.lastNumber += 1
    let way = terms.limit == 0 ? 0 : abs(terms.limit - terms.start) / terms.step
    let lot = NaiveLot(
      number: lots.lastNumber, terms: terms, firm: name.firm, order: id, rules: rules,
      lots: self[id].quantity,
      deposit: rules.deposit(for: self[id].quantity, at: terms.start), opens: terms.opens,
      closes: terms.isByBids
        ? terms.closes : terms.opens + (way + 1) * rules.stepSeconds * 1_000_000_000)
    lots.places.take(lot)
    lotNumbers[name] = lot.number
    return lot
  }

  /// CollateralAssignment(AY) with AuctionID(7762).
  mutating func deposit(_ terms: LotDeposit, session: Int) {
    var line = TraceLine(.lotAnswered)
    line.name = terms.name
    line.session = session
    line.kindCode = LotAnswer.deposit
    line.liquidity = terms.isRelease ? 3 : 0
    line.order = lotNumbers[terms.lot] ?? Self.noLot
    if let place = lots.place(of: line.order), let lot = lots.places[place] {
      line.cum = Int(lot.shown.rawValue)
      if let reason = deposit(terms, place, lot, session, &line) { line.reason = reason }
    } else {
      line.reason = .unknownAuction
    }
    lines.append(line)
  }

  private mutating func deposit(
    _ terms: LotDeposit, _ place: Int, _ lot: NaiveLot, _ session: Int, _ line: inout TraceLine
  ) -> Reason? {
    let firm = market.firm(ofSession: session)
    let known = lot.deposits.firstIndex { $0.firm == firm }
    if terms.isResent, !terms.isRelease, known != nil {
      line.amount = lot.deposit
      return nil
    }
    if isStopped(session) { return .stoppedByOperator }
    guard lot.state == .announced, now < lot.opens else { return .wrongState }
    guard !terms.isRelease else {
      guard let known else { return .depositUnchanged }
      free(known, place)
      return nil
    }
    guard known == nil, lot.deposit > 0 else { return .depositUnchanged }
    if market.party(firm) == market.party(lot.firm) { return .isInitiator }
    guard [0, lot.deposit].contains(terms.amount) else { return .amountDiffers }
    let all = lots.places.taken.reduce(0) { $0 + $1.deposits.count }
    guard all < NaiveLots.deposits else { return .tooManyDeposits }
    guard lot.deposit * 100 <= firms[firm - 1].available else { return .insufficientFunds }
    firms[firm - 1].held += lot.deposit * 100
    let put = NaiveDeposit(
      firm: firm, session: session, name: terms.name, held: lot.deposit * 100)
    lots.places[place]?.deposits.insert(put, at: 0)
    line.amount = lot.deposit
    return nil
  }

  private mutating func free(_ index: Int, _ place: Int) {
    guard let put = lots.places[place]?.deposits.remove(at: index) else { return }
    firms[put.firm - 1].held -= put.held
  }

  /// The first deposit of a lot that is over is given back.
  mutating func giveBack(_ place: Int) {
    guard let lot = lots.places[place], let put = lot.deposits.first else { return }
    free(0, place)
    var line = TraceLine(.lotAnswered)
    line.name = put.name
    line.session = put.session
    line.kindCode = LotAnswer.deposit
    line.liquidity = 3
    take(lot, &line)
    lines.append(line)
  }

  /// What the operator does with a lot.
  mutating func control(_ terms: LotControl) {
    var line = TraceLine(.lotAnswered)
    line.kindCode = LotAnswer.control
    line.order = lotNumbers[terms.lot] ?? Self.noLot
    if case .voidBid(let name) = terms.what {
      let known = names[name].flatMap { self[$0].entered.lot == nil ? nil : $0 }
      line.origName = known ?? 0
    }
    if let place = lots.place(of: line.order) {
      catchUp(place)
      if let reason = control(terms.what, place, line.origName) {
        line.reason = reason
      } else if let lot = lots.places[place] {
        take(lot, &line)
      }
    } else {
      line.reason = .unknownAuction
    }
    lines.append(line)
  }

  private mutating func control(_ what: LotControl.What, _ place: Int, _ bid: Int) -> Reason? {
    guard let lot = lots.places[place] else { return .unknownAuction }
    switch what {
    case .announce:
      guard lot.state == .applied else { return .wrongState }
      let rules = instruments[lot.terms.instrument].terms.auctions
      if let reason = noticeReason(lot.terms, rules) { return reason }
      lots.places[place]?.state = .announced
      tellAnnounced(place)
      tell(place, .announced)
    case .refuse:
      guard lot.state == .applied else { return .wrongState }
      var line = TraceLine(.lotAnswered)
      line.name = lot.terms.name
      line.session = self[lot.order].session
      line.kindCode = LotAnswer.application
      line.reason = .byOperator
      lots.end(place, as: .cancelled)
      if let ended = lots.places[place] { take(ended, &line) }
      lines.append(line)
    case .cancel:
      guard lot.state == .announced || lot.isOpen else { return .wrongState }
      lots.end(place, as: .cancelled)
      tell(place, .byOperator)
    case .voidBid:
      guard lot.isOpen, lot.terms.isByBids else { return .wrongState }
      guard lot.bids.contains(bid) else { return .unknownBid }
      endBid(bid, place)
      tell(place, .bidVoided)
    }
    return nil
  }
}

/// Which command a line about a lot answers.
enum LotAnswer {
  static var application: UInt8 { 1 }
  static var deposit: UInt8 { 2 }
  static var control: UInt8 { 3 }
}
