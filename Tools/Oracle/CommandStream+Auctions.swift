import Market

/// A lot that a stream has a firm apply for.
struct UsedLot: Sendable {
  let session: Int
  let terms: LotTerms
  let name: OrderName
}

/// Steps about lots of auctions.
extension CommandStream {
  /// The same terms, mostly with auctions.
  mutating func withAuctions(_ terms: InstrumentTerms) -> InstrumentTerms {
    var terms = terms
    terms.auctions.offersAscending = random.chance(15, of: 16)
    terms.auctions.offersDescending = random.chance(15, of: 16)
    terms.auctions.noticeSeconds = Int64(random.below(2))
    terms.auctions.extensionSeconds = Int64(random.below(4))
    terms.auctions.extensions = random.below(3)
    terms.auctions.stepSeconds = [0, 1, 1, 2, 3][random.below(5)]
    terms.auctions.depositBasisPoints = [0, 500, 1_000][random.below(3)]
    return terms
  }

  /// A step of an auction, mostly an application and all that may follow; nil where it is no time for one.
  mutating func auction(_ wait: Int64) -> Step? {
    // A stream of little else has more of them.
    let interval = features.count > 8 ? 40 : 8
    guard features.contains(.auctions), random.chance(1, of: interval) else { return nil }
    guard let lot = applications.last, random.chance(1, of: 2) else { return application(wait) }
    switch random.below(5) {
    case 0: return control(.cancel, lot, wait)
    case 1: return control(random.chance(1, of: 2) ? .announce : .refuse, lot, wait)
    case 2:
      var terms = lot.terms
      terms.isResent = random.chance(1, of: 2)
      return Step(wait: wait, session: lot.session, .apply(terms))
    case 3: return deposit(lot, by: 1 + random.below(market.firms), wait)
    default: return bid(lot, by: 1 + random.below(market.firms), steps: random.below(30), wait)
    }
  }

  private func control(_ what: LotControl.What, _ lot: UsedLot, _ wait: Int64) -> Step {
    Step(wait: wait, session: 0, .control(LotControl(what, lot: lot.name)))
  }

  private mutating func application(_ wait: Int64) -> Step {
    let session = 1 + random.below(market.firms * 2)
    var terms = LotTerms(
      name: newName(), instrument: random.below(market.instruments.count),
      side: random.chance(1, of: 2) ? .buy : .sell, isAscending: random.chance(1, of: 2),
      quantity: Int64(1 + random.below(4)) * 1_000, start: 1_000_000, step: 10_000)
    let isForeclosure = random.chance(1, of: 4)
    if isForeclosure && random.chance(11, of: 12) { terms.side = .sell }
    terms.opens = now + Int64(1 + random.below(3)) * 1_000_000_000
    if terms.isByBids {
      terms.closes = terms.opens + Int64(2 + random.below(5)) * 1_000_000_000
    }
    if !terms.isByBids || random.chance(1, of: 3) {
      let steps = Int64(random.below(5)) * (terms.isAscending ? 1 : -1)
      terms.limit = terms.start + steps * terms.step
    }
    if random.chance(1, of: 6) { spoil(&terms) }
    if isForeclosure { foreclose(&terms) }
    let sender = isForeclosure && random.chance(9, of: 10) ? 0 : session
    let firm = sender == 0 ? terms.pledgee : market.firm(ofSession: session)
    let lot = UsedLot(
      session: sender, terms: terms, name: OrderName(firm: firm, name: terms.name))
    applications.append(lot)
    plan(lot)
    return Step(wait: wait, session: sender, .apply(terms))
  }

  /// Documents that are pledged are sold for one to whom, mostly, they are.
  private mutating func foreclose(_ terms: inout LotTerms) {
    let first = random.below(MarketTerms.pledged)
    terms.foreclosed = [first]
    if random.chance(1, of: 3) { terms.foreclosed.append(random.below(MarketTerms.pledged + 1)) }
    terms.pledgee =
      random.chance(1, of: 12) ? 1 + random.below(market.firms) : market.pledgee(of: first)
    if random.chance(11, of: 12) { terms.quantity = Int64(terms.foreclosed.count) * 1_000 }
  }

  private mutating func spoil(_ terms: inout LotTerms) {
    switch random.below(9) {
    case 0: terms.instrument = market.instruments.count
    case 1: terms.quantity = [0, 1_500, 65_000][random.below(3)]
    case 2: terms.start = [0, 1_000_001][random.below(2)]
    case 3: terms.step = [0, 5_000][random.below(2)]
    case 4: terms.limit = terms.limit == 0 ? 900_000 : 0
    case 5: terms.opens = now
    case 6: terms.closes = terms.closes == 0 ? terms.opens + 100_000 : 0
    case 7: terms.step = 30_000
    default: terms.isAscending.toggle()
    }
  }

  /// What follows an application: the operator's word, deposits, bids, and time.
  private mutating func plan(_ lot: UsedLot) {
    if random.chance(1, of: 12) {
      planned.append(control(.refuse, lot, 0))
      return
    }
    planned.append(control(.announce, lot, 0))
    let first = random.below(market.firms)
    let bidders = (1...3).map { (first + $0) % market.firms + 1 }
    for firm in bidders where random.chance(5, of: 6) { planned.append(deposit(lot, by: firm, 0)) }
    planned.append(
      Step(wait: max(0, lot.terms.opens - now), session: 0, .tick))
    var steps = 0
    for _ in 0..<random.below(10) {
      steps += random.below(3)
      let firm = bidders[random.below(bidders.count)]
      let wait = random.chance(1, of: 5) ? Int64(random.below(3)) * 500_000_000 : 0
      planned.append(bid(lot, by: firm, steps: steps, wait))
    }
    if random.chance(1, of: 8), case .new(let terms)? = planned.last?.action, terms.lot != nil {
      let firm = market.firm(ofSession: planned.last?.session ?? 1)
      planned.append(control(.voidBid(OrderName(firm: firm, name: terms.name)), lot, 0))
    }
    if random.chance(1, of: 12) { planned.append(control(.cancel, lot, 0)) }
    planned.append(Step(wait: Int64(random.below(4)) * 1_000_000_000, session: 0, .tick))
  }

  private mutating func deposit(_ lot: UsedLot, by firm: Int, _ wait: Int64) -> Step {
    var terms = LotDeposit(name: newName(), lot: lot.name)
    terms.isRelease = random.chance(1, of: 10)
    if random.chance(1, of: 10) { terms.amount = 100 }
    terms.isResent = random.chance(1, of: 10)
    return Step(wait: wait, session: firm, .deposit(terms))
  }

  private mutating func bid(
    _ lot: UsedLot, by firm: Int, steps: Int, _ wait: Int64
  ) -> Step {
    let way = Int64(steps) * lot.terms.step * (lot.terms.isAscending ? 1 : -1)
    var terms = OrderTerms(
      name: newName(), instrument: lot.terms.instrument, side: lot.terms.side.opposite,
      price: lot.terms.start + way,
      quantity: min(lot.terms.quantity, Int64(1 + random.below(2)) * 1_000))
    terms.force = lot.terms.isByBids ? .day : .fillOrKill
    if random.chance(1, of: 10) { terms.quantity = lot.terms.quantity }
    switch random.below(50) {
    case 0: terms.side = lot.terms.side
    case 1: terms.force = .goodTillCancel
    case 2: terms.price += 1
    case 3: terms.quantity = 5_000
    case 4: terms.maxFloor = 1_000
    case 5: terms.isPostOnly = true
    case 6: (terms.type, terms.price) = (.market, 0)
    case 7: terms.instrument = random.below(market.instruments.count)
    default: break
    }
    terms.lot = lot.name
    let session = firm + (random.chance(1, of: 4) ? market.firms : 0)
    used.append(UsedName(session: session, terms: terms))
    return Step(wait: wait, session: session, .new(terms))
  }
}
