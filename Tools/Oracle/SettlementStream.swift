import Market

/// A stream of commands about settlement from one seed: orders that trade, and answers that are right,
/// wrong, late, repeated, contradicting, or never come.
public struct SettlementStream: Sendable {
  public let seed: UInt64
  public private(set) var market = SettlementMarket()
  public private(set) var steps: [SettlementStep] = []
  var random: SeededGenerator
  private var lastName = 0
  private var lastDay = 20_000
  /// Nanoseconds behind the first step.
  private(set) var elapsed: Int64 = 0
  /// How seldom an institution is wrong: streams of all kinds are made.
  private let patience: Int
  /// Whether documents go through more than trades.
  private let hasTitles: Bool
  /// Whether there is foreign money.
  private let hasForeign: Bool
  /// Whose orders meet more often, the fewer there are.
  private var instruments: [Int] = []
  /// Answers that are still to come.
  var planned: [SettlementAction] = []

  public init(seed: UInt64, commands: Int) {
    self.seed = seed
    random = SeededGenerator(seed: seed &+ 0x5e77)
    patience = [3, 8, 30][random.below(3)]
    hasTitles = random.chance(1, of: 2)
    if hasTitles, random.chance(1, of: 4) {
      market.documentLimit = market.drafts(from: 0).count + random.below(12)
    }
    hasForeign = random.chance(1, of: 2)
    if random.chance(1, of: 3) { market.money = 300_000 }
    if hasForeign { market.money = [0, 50_000, 300_000, 2_000_000][random.below(4)] }
    instruments = market.instruments.indices.filter { _ in random.chance(2, of: 5) }
    if hasForeign {
      instruments = [[2, 3, 5][random.below(3)]] + instruments.prefix(random.below(2))
    }
    if instruments.isEmpty { instruments = [random.below(market.instruments.count)] }
    while steps.count < commands { steps.append(nextStep()) }
  }

  /// Some of the steps, at the times that they have in the whole stream.
  public func steps(at places: [Int]) -> [SettlementStep] {
    var kept: [SettlementStep] = []
    var behind = 0
    for place in places {
      var step = steps[place]
      step.wait = steps[behind...place].reduce(0) { $0 + $1.wait }
      kept.append(step)
      behind = place + 1
    }
    return kept
  }

  private mutating func nextStep() -> SettlementStep {
    var wait: Int64 = 0
    if random.chance(1, of: 3) { wait = Int64(random.below(3)) * 500_000_000 }
    if random.chance(1, of: 5 * patience) { wait = Int64(random.below(8)) * 1_000_000_000 }
    elapsed += wait
    return SettlementStep(wait: wait, nextAction())
  }

  private mutating func nextAction() -> SettlementAction {
    if !planned.isEmpty, random.chance(2, of: 3) {
      return planned.remove(at: random.chance(1, of: 4) ? random.below(planned.count) : 0)
    }
    if market.instruments.indices.contains(where: {
      instruments.contains($0) && market.instruments[$0].isNet
    }),
      random.chance(1, of: 6)
    {
      return netAction()
    }
    if instruments.contains(where: { market.instruments[$0].hasPremiums }),
      random.chance(1, of: 12)
    {
      return benchmark()
    }
    if hasForeign, random.chance(1, of: 3) { return moneyAction() }
    if hasTitles, random.chance(1, of: 3) { return titleAction() }
    switch random.below(40) {
    case 0..<24: return order()
    case 24: return .cancel(firm: dealer(), name: max(1, lastName - random.below(6)))
    case 25..<27: return .affirm(session: session(), back: back(), isAffirmed: !isWrong())
    case 27..<32: return .answer(answer())
    case 32..<34: return weigh()
    case 34..<36: return .object(session: session(), back: back())
    case 36: return .control(back: back(), TradeControl.allCases[random.below(6)])
    case 37 where random.chance(1, of: 3): return .drain(firm: dealer())
    case 37:
      return .credit(firm: dealer(), fen: (Int64(random.below(9)) - 3) * 100_000)
    default: return .tick
    }
  }

  /// A net run and the answers for its members.
  private mutating func netAction() -> SettlementAction {
    switch random.below(8) {
    case 0:
      lastDay += random.below(2)
      return .netRun(NetTerms(day: lastDay, rounds: 1 + random.below(2), pay: 4, cure: 3))
    case 1...2:
      return .netRun(
        NetTerms(rounds: isWrong() ? 0 : 1 + random.below(3), pay: random.below(3) * 3, cure: 2))
    case 3:
      return .creditMember(
        member: SettlementMarket.member(of: dealer()),
        fen: (Int64(random.below(7)) - 2) * 40_000)
    default:
      let named: NetAnswer.Named =
        switch random.below(isWrong() ? 4 : 1) {
        case 0: .waiting
        case 1: .place(random.below(5))
        case 2: .roundBefore(random.below(5))
        default: .none
        }
      return .answerNet(
        NetAnswer(
          session: isWrong() ? random.below(10) : SettlementMarket.clearing, named: named,
          result: isWrong() ? .refused : .done))
    }
  }

  /// An order, and mostly what its trade would need, if it makes one.
  private mutating func order() -> SettlementAction {
    var order = DealOrder(
      firm: dealer(), name: newName(), instrument: instruments[random.below(instruments.count)],
      side: random.chance(1, of: 2) ? .buy : .sell,
      price: 980_000 + Int64(random.below(5)) * 10_000, lots: 1 + random.below(4))
    let terms = market.instruments[order.instrument]
    let hasGuarantee = terms.guaranteeBasisPoints > 0
    order.byGuarantee =
      order.side == .buy && hasGuarantee && random.chance(hasForeign ? 3 : 2, of: 4)
    if order.side == .sell, random.chance(1, of: 6) { order.named = documents(of: order) }
    if terms.hasPremiums {
      order.price -= SettlementMarket.referencePrice
      if isWrong() { order.price *= 3 }
    }
    if isWrong() { order.saysOtherKind = random.chance(1, of: 2) }
    if random.chance(1, of: 2) { plan(terms) }
    return terms.deliveryDays != nil && random.chance(1, of: 3) ? cross(order) : .order(order)
  }

  mutating func newName() -> Int {
    lastName += 1
    return lastName
  }

  private mutating func plan(_ terms: DealTerms) {
    if isWrong() { return }
    for dealer in 1...SettlementMarket.dealers where terms.affirms && random.chance(2, of: 3) {
      planned.append(.affirm(session: dealer, back: back(), isAffirmed: !isWrong()))
    }
    for session in [SettlementMarket.clearing, SettlementMarket.registry] where !isWrong() {
      var terms = answer()
      terms.session = session
      terms.named = session == SettlementMarket.clearing ? .funds : .title
      if !isWrong() { (terms.result, terms.isCountersigned) = (.done, true) }
      planned.append(.answer(terms))
    }
    if isWrong() { planned.append(.drain(firm: dealer())) }
    for _ in 0..<random.below(4) { planned.append(weigh()) }
    if isWrong() { planned.append(.object(session: dealer(), back: back())) }
  }

  private mutating func answer() -> AnswerTerms {
    let names: [AnswerTerms.Named] = [.funds, .funds, .title, .title, .none, .other]
    let named = names[random.below(isWrong() ? 6 : 4)]
    let asked =
      named == .title ? SettlementMarket.registry : SettlementMarket.clearing
    return AnswerTerms(
      session: isWrong() ? random.below(8) : asked, back: back(), named: named,
      result: isWrong() ? .refused : .done, isCountersigned: !isWrong())
  }

  private mutating func weigh() -> SettlementAction {
    let weights: [Int64] = [9_800, 9_900, 10_000, 10_003, 10_200, 10_201, 9_799, 0, -1]
    return .weigh(
      session: isWrong() ? random.below(8) : SettlementMarket.warehouse, back: back(),
      place: random.below(4), weight: weights[random.below(isWrong() ? 9 : 5)])
  }

  mutating func isWrong() -> Bool { random.chance(1, of: patience) }
  mutating func dealer() -> Int { 1 + random.below(SettlementMarket.dealers) }
  private mutating func session() -> Int { 1 + random.below(isWrong() ? 7 : 4) }
  /// Mostly the first trade that waits for it, else one of the last.
  private mutating func back() -> Int {
    isWrong() ? random.below(12) : -1
  }
}
