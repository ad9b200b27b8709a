import Market

/// A stream of steps from one seed, biased to where rules meet: few prices, few firms, small lots,
/// equal times, names that are done, phases in bad moments.
public struct CommandStream: Sendable {
  public let seed: UInt64
  public internal(set) var market = MarketTerms()
  public private(set) var steps: [Step] = []
  let features: Set<Feature>
  var random: SeededGenerator
  private var lastName = 0
  var used: [UsedName] = []
  var now: Int64 = Self.start
  /// 1 in so many steps changes a phase.
  private(set) var phaseInterval = 0
  /// Orders of a burst that are still to come, and what they are like.
  private var burst: (left: Int, step: Step)?
  /// Instruments that have been set to another phase than open.
  var notOpen: [Int] = []
  /// Whom the operator has stopped.
  var stopped: [Scope] = []
  var connections = StreamConnections()
  /// Crosses, and trades that firms have alleged and that a step may answer.
  var crosses: [CrossTerms] = []
  var reports: [UsedReport] = []
  /// Steps that belong together and are still to come.
  var planned: [Step] = []
  /// Requests for quotes, and offers that a step may answer.
  var asks: [UsedAsk] = []
  /// Lots that firms have applied for.
  var applications: [UsedLot] = []
  var offers: [UsedOffer] = []

  /// The time of a stream's first step: nanoseconds since 1970.
  public static let start: Int64 = 1_000_000_000_000

  public init(seed: UInt64, commands: Int, features: Set<Feature> = Feature.standard) {
    self.seed = seed
    self.features = features
    random = SeededGenerator(seed: seed)
    chooseMarket(commands)
    for index in market.instruments.indices {
      steps.append(Step(session: 0, .phase(index, .open)))
      if market.instruments[index].hasDealHours {
        steps.append(Step(session: 0, .scheduleDeals(index, true, 0)))
      }
    }
    while steps.count < commands { steps.append(hasPremiums ? nextOfPremiums() : nextStep()) }
  }

  /// Some of the steps, at the times that they have in the whole stream.
  public func steps(at places: [Int]) -> [Step] {
    var kept: [Step] = []
    var behind = 0
    for place in places {
      var step = steps[place]
      step.wait = steps[behind...place].reduce(0) { $0 + $1.wait }
      kept.append(step)
      behind = place + 1
    }
    return kept
  }

  private mutating func chooseMarket(_ commands: Int) {
    if !features.contains(.crossFirm) || random.chance(1, of: 4) { market.groups = [0, 0, 0, 0] }
    if random.chance(1, of: 4) { market.instruments.append(InstrumentTerms()) }
    if features.contains(.noBand), random.chance(1, of: 3) {
      var terms = InstrumentTerms()
      terms.bandBasisPoints = 0
      terms.maxLots = 4
      market.instruments.append(terms)
    }
    if features.contains(.atTheEnds) {
      for index in market.instruments.indices {
        market.instruments[index].hasOpeningCall = random.chance(2, of: 3)
        market.instruments[index].hasClosingCall = random.chance(2, of: 3)
      }
    }
    if features.contains(.dynamicBand) {
      for index in market.instruments.indices where random.chance(1, of: 3) {
        market.instruments[index].dynamicBasisPoints = dynamicBand()
        market.instruments[index].interruptionSeconds = 1 + Int64(random.below(20))
      }
    }
    for index in market.instruments.indices where features.contains(.intervals) {
      market.instruments[index] = withInterval(market.instruments[index])
    }
    for index in market.instruments.indices where dealsBesideBook {
      market.instruments[index] = withDeals(market.instruments[index])
    }
    for index in market.instruments.indices where features.contains(.auctions) {
      market.instruments[index] = withAuctions(market.instruments[index])
    }
    for index in market.instruments.indices where features.contains(.quotes) {
      market.instruments[index] = withQuotes(market.instruments[index])
    }
    if hasPremiums { addPremiums() }
    market.documents = random.chance(1, of: 5) ? 20 : commands / 4 + 64
    if random.chance(1, of: 5) { market.money = 2_000 }
    phaseInterval = [10, 100, 1_000][random.below(3)]
  }

  /// Whether firms deal beside the book.
  var dealsBesideBook: Bool { features.contains(.crosses) || features.contains(.reports) }

  mutating func nextStep() -> Step {
    if let step = nextOfBurst() { return step }
    let wait = random.chance(1, of: 3) ? Int64(random.below(3)) * 500_000_000 : 0
    now += wait
    if features.contains(.phases), random.chance(1, of: phaseInterval) { return phase(wait) }
    if features.contains(.redefinition), random.chance(1, of: 3 * phaseInterval) {
      return redefinition(wait)
    }
    if features.contains(.listings), random.chance(1, of: phaseInterval) {
      return counterparties(wait)
    }
    if features.contains(.massCancels), random.chance(1, of: phaseInterval) {
      return massCancel(wait)
    }
    if features.contains(.massStatuses), random.chance(1, of: phaseInterval) {
      let session = 1 + random.below(market.firms * 2)
      return Step(wait: wait, session: session, .massStatus(newName(), someOrders()))
    }
    if features.contains(.disconnects), let step = connection(wait) { return step }
    if !stopped.isEmpty, random.chance(1, of: 6) {
      return Step(wait: wait, session: 0, .kill(stopped.removeFirst(), false))
    }
    if !notOpen.isEmpty, random.chance(1, of: 8) {
      let phase = random.chance(1, of: 4) ? nil : Phase.open
      return Step(wait: wait, session: 0, .phase(notOpen.removeFirst(), phase))
    }
    if !planned.isEmpty, random.chance(2, of: 3) {
      var step = planned.removeFirst()
      now += step.wait
      step.wait += wait
      return step
    }
    if let step = deal(wait) ?? quoting(wait) ?? auction(wait) { return step }
    switch random.below(20) {
    case 0..<12: return order(wait)
    case 12..<15: return cancel(wait)
    case 15..<19: return replace(wait)
    default: return Step(wait: wait, session: 0, .tick)
    }
  }

  mutating func order(_ wait: Int64) -> Step {
    let session = 1 + random.below(market.firms * 2)
    var terms = OrderTerms(
      name: newName(), instrument: random.below(market.instruments.count),
      side: random.chance(1, of: 2) ? .buy : .sell, price: price(), quantity: quantity())
    if random.chance(1, of: 100) { terms.instrument = market.instruments.count }
    terms.force = force()
    if features.contains(.market), random.chance(1, of: 12) {
      (terms.type, terms.price) = (.market, 0)
      terms.force = [.day, .immediateOrCancel, .fillOrKill][random.below(3)]
    }
    if features.contains(.atTheEnds), random.chance(1, of: 10) {
      terms.force = random.chance(1, of: 2) ? .atTheOpening : .atTheClose
    }
    if random.chance(1, of: 3) { chooseType(&terms) }
    if random.chance(1, of: 3) { qualify(&terms) }
    if random.chance(1, of: 40) { misuse(&terms) }
    if features.contains(.listings), random.chance(1, of: 6) { nameListing(&terms) }
    if random.chance(1, of: 100) { terms.maxFloor = [500, -1_000][random.below(2)] }
    if random.chance(1, of: 100) { terms.minQty = [500, -1_000, 5_000][random.below(3)] }
    used.append(UsedName(session: session, terms: terms))
    let step = Step(wait: wait, session: session, .new(terms))
    if features.contains(.bursts), random.chance(1, of: 500) {
      burst = (left: 60 + random.below(240), step: step)
    }
    return step
  }

  /// The same order again under a new name: what waits, expires or is passed over goes by steps.
  private mutating func nextOfBurst() -> Step? {
    guard let (left, step) = burst, case .new(var terms) = step.action else { return nil }
    burst = left > 1 ? (left: left - 1, step: step) : nil
    if left == 1, features.contains(.massCancels), random.chance(1, of: 2) {
      return Step(session: step.session, .massCancel(newName(), MassCancelTerms()))
    }
    if left == 1, features.contains(.massStatuses), random.chance(1, of: 2) {
      return Step(session: step.session, .massStatus(newName(), MassCancelTerms()))
    }
    terms.name = newName()
    if random.chance(9, of: 10) { terms.quantity = 1_000 }
    used.append(UsedName(session: step.session, terms: terms))
    return Step(session: step.session, .new(terms))
  }

  private mutating func force() -> TimeInForce {
    var forces: [TimeInForce] = [.day, .day, .day, .goodTillCancel]
    if features.contains(.immediate) { forces += [.immediateOrCancel, .fillOrKill] }
    return forces[random.below(forces.count)]
  }

  private mutating func chooseType(_ terms: inout OrderTerms) {
    if features.contains(.marketToLimit), random.chance(1, of: 4) {
      terms.type = .marketToLimit
      terms.price = 0
    }
    guard features.contains(.stops), random.chance(1, of: 2) else { return }
    terms.type = random.chance(1, of: 2) ? .stop : .stopLimit
    terms.stopPx = price()
    if random.chance(1, of: 40) { terms.stopPx += 500 }
    if terms.type == .stop { terms.price = 0 }
    if random.chance(9, of: 10) { terms.force = .day }
  }

  private mutating func qualify(_ terms: inout OrderTerms) {
    if features.contains(.icebergs), random.chance(1, of: 3) {
      terms.maxFloor = Int64(1 + random.below(2)) * 1_000
      if random.chance(9, of: 10) { terms.force = .day }
    }
    if features.contains(.postOnly), random.chance(1, of: 6) { terms.isPostOnly = true }
    if features.contains(.allOrNone), random.chance(1, of: 4) {
      terms.isAllOrNone = true
      if random.chance(9, of: 10) { terms.maxFloor = 0 }
    }
    if features.contains(.minQty), random.chance(1, of: 5) {
      terms.minQty =
        random.chance(1, of: 3) ? terms.quantity : Int64(1 + random.below(3)) * 1_000
    }
    if features.contains(.selfMatch), random.chance(1, of: 2) {
      terms.selfMatch = [0x4f, 0x4e, 0x42][random.below(3)]
    }
    if features.contains(.goodTillDate), random.chance(1, of: 4) {
      terms.force = .goodTillDate
      terms.expireTime = now + Int64(random.below(20)) * 500_000_000
      if random.chance(1, of: 20) { terms.force = .day }
    }
  }

  /// Mostly a new name, sometimes one that was used.
  mutating func newName() -> Int {
    if random.chance(1, of: 60), lastName > 0 { return 1 + random.below(lastName) }
    lastName += 1
    return lastName
  }

  mutating func usedName() -> UsedName? {
    guard !used.isEmpty else { return nil }
    let recent = min(used.count, random.chance(1, of: 4) ? 100 : 6)
    return used[used.count - 1 - random.below(recent)]
  }

  mutating func price() -> Int64 {
    let edges: [Int64] = [
      950_000, 1_050_000, 940_000, 1_060_000, 1_005_000, 0, -1_000_000, 21_474_836_460_000,
      21_474_836_470_000, -21_474_836_470_000, -21_474_836_480_000, 922_337_203_685_470_000,
      9_223_372_036_854_770_000, 10_000,
    ]
    if random.chance(1, of: 25) { return edges[random.below(edges.count)] }
    if features.contains(.listings), random.chance(1, of: 5) {
      return 960_000 + Int64(random.below(9)) * 10_000
    }
    return 980_000 + Int64(random.below(5)) * 10_000
  }

  mutating func quantity() -> Int64 {
    if random.chance(1, of: 60) { return [0, -1_000, 500, 64_000, 65_000, 1_500][random.below(6)] }
    if features.contains(.manyLots), random.chance(1, of: 20) { return 64_000 }
    return Int64(1 + random.below(4)) * 1_000
  }
}
