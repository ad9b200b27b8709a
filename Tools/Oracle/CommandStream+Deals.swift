import Market

/// A report that a stream has a firm make, and its session.
struct UsedReport: Sendable {
  let session: Int
  let terms: ReportTerms
}

/// Steps in which firms deal with each other beside the book.
extension CommandStream {
  /// The same terms, mostly of an instrument in which firms may deal.
  mutating func withDeals(_ terms: InstrumentTerms) -> InstrumentTerms {
    var terms = terms
    terms.isNegotiated = random.chance(15, of: 16)
    terms.dealBandBasisPoints = [0, 0, 200, 1_000][random.below(4)]
    terms.answerSeconds = [0, 2, 10, 60][random.below(4)]
    terms.hasDealHours = random.chance(1, of: 3)
    terms.deliveryDays = Int64(random.below(3))
    return terms
  }

  /// A day on which a deal might be delivered: most often none is said.
  mutating func settles() -> Int? {
    random.chance(2, of: 3) ? nil : [-1, 0, 1, 1, 2, 3][random.below(6)]
  }

  /// The calendar opens or closes the deals of an instrument; nil where none has such hours.
  mutating func hours(_ wait: Int64) -> Step? {
    let own = market.instruments.indices.filter { market.instruments[$0].hasDealHours }
    guard !own.isEmpty, random.chance(1, of: 2) else { return nil }
    let seconds = Int64(random.below(4))
    return Step(
      wait: wait, session: 0,
      .scheduleDeals(own[random.below(own.count)], random.chance(3, of: 4), seconds))
  }

  /// A cross, or a step of a trade that is alleged; nil where it is no time for one.
  mutating func deal(_ wait: Int64) -> Step? {
    if features.contains(.crosses), random.chance(1, of: 20) { return cross(wait) }
    guard features.contains(.reports), random.chance(1, of: 10) else { return nil }
    guard let old = reports.last, random.chance(2, of: 3) else { return alleged(wait) }
    if random.chance(3, of: 4) { reports.removeLast() }
    return answer(old, wait)
  }

  private mutating func cross(_ wait: Int64) -> Step {
    if let old = crosses.last, random.chance(1, of: 8) {
      var terms = old
      terms.isResent = random.chance(1, of: 2)
      if !terms.isResent, random.chance(3, of: 4) {
        (terms.buy.name, terms.sell.name) = (newName(), newName())
      }
      return Step(wait: wait, session: market.brokerSession, .cross(terms))
    }
    let quantity = quantity()
    let buyer = random.below(market.broker)
    var terms = CrossTerms(
      cross: crosses.count + 1, instrument: instrument(), price: price(),
      buy: CrossParty(firm: buyer, name: newName(), quantity: quantity),
      sell: CrossParty(
        firm: (buyer + 1 + random.below(market.firms)) % market.broker, name: newName(),
        quantity: quantity))
    terms.settles = settles()
    if random.chance(1, of: 30) { terms.sell.quantity += 1_000 }
    if random.chance(1, of: 30) { terms.sell.firm = market.broker + 4 }
    crosses.append(terms)
    let session = random.chance(1, of: 30) ? 1 + random.below(market.firms) : market.brokerSession
    return Step(wait: wait, session: session, .cross(terms))
  }

  private mutating func instrument() -> Int {
    random.below(market.instruments.count + (random.chance(1, of: 60) ? 1 : 0))
  }

  private mutating func alleged(_ wait: Int64) -> Step {
    let session = 1 + random.below(market.firms * 2)
    let firm = market.firm(ofSession: session)
    if let old = reports.last, random.chance(1, of: 10) {
      var terms = old.terms
      terms.isResent = random.chance(1, of: 2)
      return Step(wait: wait, session: old.session, .report(terms))
    }
    var terms = ReportTerms(
      .alleges, name: newName(), instrument: instrument(),
      side: random.chance(1, of: 2) ? .buy : .sell, price: price(), quantity: quantity(),
      contra: (firm + random.below(market.firms - 1)) % market.firms + 1)
    if random.chance(1, of: 30) { terms.contra = random.chance(1, of: 2) ? firm : 9 }
    if random.chance(1, of: 3) { terms.order = newName() }
    terms.settles = settles()
    reports.append(UsedReport(session: session, terms: terms))
    return Step(wait: wait, session: session, .report(terms))
  }

  /// Mostly what the other firm says of the same terms, sometimes its own firm takes it back.
  private mutating func answer(_ old: UsedReport, _ wait: Int64) -> Step {
    let firm = market.firm(ofSession: old.session)
    let kinds: [TradeReportKind] = [.accepts, .accepts, .accepts, .declines, .takesBack]
    var terms = old.terms
    terms.kind = kinds[random.below(kinds.count)]
    terms.name = newName()
    terms.order = 0
    terms.about = OrderName(firm: firm, name: old.terms.name)
    var session = old.session
    if terms.kind != .takesBack {
      session = min(old.terms.contra, market.firms)
      if random.chance(1, of: 4) { session += market.firms }
      terms.side = old.terms.side.opposite
      terms.contra = firm
    }
    if random.chance(1, of: 20) { session = 1 + random.below(market.firms * 2) }
    if random.chance(1, of: 30) { terms.settles = settles() }
    if random.chance(1, of: 20) { terms.contra = 1 + random.below(market.broker + 1) }
    switch random.below(30) {
    case 0: terms.price = 1_010_000
    case 1: terms.quantity += 1_000
    case 2: terms.side = terms.side.opposite
    case 3: terms.order = newName()
    default: break
    }
    return Step(wait: wait, session: session, .report(terms))
  }
}
