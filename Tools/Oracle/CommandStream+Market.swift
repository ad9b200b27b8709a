import Market

/// Steps that change the market: its phases, its terms, whose orders it takes.
extension CommandStream {
  mutating func phase(_ wait: Int64) -> Step {
    if dealsBesideBook, random.chance(1, of: 3), let step = hours(wait) { return step }
    var phases: [Phase] = [.open, .open, .open, .halted, .pause]
    if features.contains(.days) { phases.append(.closed) }
    if features.contains(.calls) {
      phases += [.preOpen, .openingCall, .closingCall, .interrupted]
    }
    let phase = phases[random.below(phases.count)]
    let instrument = random.below(market.instruments.count)
    if phase != .open { notOpen.append(instrument) }
    if features.contains(.calendar), random.chance(1, of: 4) {
      let seconds = Int64(random.below(4)) - (random.chance(1, of: 8) ? 1 : 0)
      return Step(wait: wait, session: 0, .schedule(instrument, phase, seconds))
    }
    return Step(wait: wait, session: 0, .phase(instrument, phase))
  }

  mutating func redefinition(_ wait: Int64) -> Step {
    let index = random.below(market.instruments.count)
    var terms = market.instruments[index]
    if random.chance(1, of: 2) { terms.referencePrice = 960_000 + Int64(random.below(9)) * 10_000 }
    if random.chance(1, of: 2) {
      terms.bandBasisPoints = [0, 100, 300, 500, 1_000][random.below(5)]
    }
    if features.contains(.dynamicBand) {
      terms.dynamicBasisPoints = random.chance(1, of: 2) ? 0 : dynamicBand()
      if random.chance(1, of: 10) { terms.dynamicBasisPoints = 10_001 }
      terms.interruptionSeconds = Int64(random.below(10))
    }
    if features.contains(.intervals) { terms = withInterval(terms) }
    if dealsBesideBook, random.chance(1, of: 3) { terms = withDeals(terms) }
    if features.contains(.auctions), random.chance(1, of: 6) { terms = withAuctions(terms) }
    if features.contains(.quotes), random.chance(1, of: 3) { terms = withQuotes(terms) }
    if random.chance(1, of: 20) { terms.referencePrice += 1 }
    return Step(wait: wait, session: 0, .define(index, terms))
  }

  /// The same terms, now and then with a minimum interval.
  mutating func withInterval(_ terms: InstrumentTerms) -> InstrumentTerms {
    guard random.chance(1, of: 4) else { return terms }
    var terms = terms
    terms.intervalSeconds = [0, 1, 3][random.below(3)]
    terms.intervalDays = random.chance(1, of: 3) ? 1 + random.below(2) : 0
    return terms
  }

  /// Has an order name one that came before, mostly one that may rest and that it might trade with.
  mutating func nameListing(_ terms: inout OrderTerms) {
    guard let old = offer() ?? usedName() else { return }
    terms.listing = OrderName(firm: market.firm(ofSession: old.session), name: old.name)
    terms.instrument = old.terms.instrument
    terms.side = old.terms.side.opposite
    if random.chance(1, of: 12) { terms.side = old.terms.side }
    if random.chance(1, of: 12) { terms.instrument = random.below(market.instruments.count) }
    if random.chance(9, of: 10) { (terms.type, terms.stopPx) = (.limit, 0) }
    if random.chance(2, of: 3) { terms.price = terms.side == .buy ? 1_040_000 : 960_000 }
  }

  /// One of the last orders that may rest, now and then the one furthest from the middle.
  private mutating func offer() -> UsedName? {
    let offers = used.suffix(60).filter { name in
      let isAway =
        name.terms.side == .sell
        ? name.terms.price >= 1_000_000 : name.terms.price <= 1_000_000
      return name.terms.type == .limit && isAway
        && [.day, .goodTillCancel].contains(name.terms.force)
    }
    guard !offers.isEmpty, random.chance(9, of: 10) else { return nil }
    if random.chance(1, of: 4) {
      return offers.max { abs($0.terms.price - 1_000_000) < abs($1.terms.price - 1_000_000) }
    }
    return offers[offers.count - 1 - random.below(min(8, offers.count))]
  }

  /// A firm's list of those with whom it deals, mostly a long one or none.
  mutating func counterparties(_ wait: Int64) -> Step {
    let firm = 1 + random.below(market.firms)
    guard random.chance(1, of: 2) else {
      return Step(wait: wait, session: 0, .counterparties(firm, nil))
    }
    var others: [Int] = []
    for other in 1...market.firms where random.chance(2, of: 3) { others.append(other) }
    return Step(wait: wait, session: 0, .counterparties(firm, others))
  }

  mutating func dynamicBand() -> Int64 { [50, 100, 101, 200, 10_000][random.below(5)] }

  /// Mostly a member's mass cancel, else the operator stops somebody or lifts that.
  mutating func massCancel(_ wait: Int64) -> Step {
    let session = 1 + random.below(market.firms * 2)
    if random.chance(3, of: 4) {
      let terms = someOrders()
      return Step(wait: wait, session: session, .massCancel(newName(), terms))
    }
    let scopes: [Scope] = [.session(session), .firm(market.firm(ofSession: session)), .venue]
    let scope = scopes[random.below(3)]
    let isOn = random.chance(9, of: 10)
    if isOn { stopped.append(scope) }
    return Step(wait: wait, session: 0, .kill(scope, isOn))
  }

  /// Now and then a session logs on or is gone, or the venue is; nil else.
  mutating func connection(_ wait: Int64) -> Step? {
    if connections.isRestarting, random.chance(1, of: 4) {
      connections.isRestarting = false
      return Step(wait: wait, session: 0, .resume)
    }
    guard random.chance(1, of: phaseInterval) else { return nil }
    if random.chance(1, of: 10) {
      connections = StreamConnections(isRestarting: true)
      return Step(wait: wait, session: 0, .restart)
    }
    let session = connections.loggedOn.first ?? 1 + random.below(market.firms * 2)
    if !connections.loggedOn.isEmpty, random.chance(2, of: 3) {
      connections.loggedOn.removeFirst()
      return Step(
        wait: wait, session: session, .disconnect(isOrderly: random.chance(1, of: 3)))
    }
    connections.loggedOn.append(session)
    let types = CancelOnDisconnectType.allCases
    let terms = DisconnectTerms(
      types[random.below(types.count)], seconds: Int64(random.below(4)),
      cancelsGoodTill: random.chance(1, of: 2))
    return Step(wait: wait, session: session, .logOn(terms))
  }

  /// Orders of a firm: all, or those of an instrument, which may be unknown, or of a side.
  mutating func someOrders() -> MassCancelTerms {
    var terms = MassCancelTerms()
    if random.chance(1, of: 2) {
      terms.instrument = random.below(
        market.instruments.count + (random.chance(1, of: 9) ? 1 : 0))
    }
    if random.chance(1, of: 3) { terms.side = random.chance(1, of: 2) ? .buy : .sell }
    return terms
  }
}

/// Sessions that a stream has logged on, the first to do so first, and whether nobody can since the venue
/// has restarted.
struct StreamConnections: Sendable {
  var loggedOn: [Int] = []
  var isRestarting = false
}

/// A name that a stream has used, and the order that it may name.
struct UsedName: Sendable {
  let session: Int
  let name: Int
  let terms: OrderTerms

  init(session: Int, name: Int? = nil, terms: OrderTerms) {
    self.session = session
    self.name = name ?? terms.name
    self.terms = terms
  }
}
