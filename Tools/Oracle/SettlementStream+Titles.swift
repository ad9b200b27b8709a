import Market

/// Requests about documents: mostly such as are right, and what must be said before them.
extension SettlementStream {
  mutating func titleAction() -> SettlementAction {
    if random.chance(1, of: 14) {
      let grades: [Character] = ["A", "A", "B", "C", "D", "E"]
      guard let grade = grades[random.below(6)].asciiValue else { return .tick }
      if grade > UInt8(ascii: "B") {
        planned.append(.title(TitleAsk(.activate)))
        planned.append(.grade(GradeTerms(grade: UInt8(ascii: "A"))))
      }
      var terms = GradeTerms(grade: grade, isKnown: !isWrong())
      if random.chance(1, of: 2) {
        terms.session = isWrong() ? 1 + random.below(9) : SettlementMarket.registry
      }
      return .grade(terms)
    }
    var ask = TitleAsk(Self.titleActions[random.below(Self.titleActions.count)])
    ask.which = .possible(random.below(16))
    if ask.action == .freeze, random.chance(1, of: 3) { ask.which = .settling(random.below(16)) }
    if isWrong() { ask.which = .number(random.below(400)) }
    if isWrong() { ask.asker = asker() }
    if [.freeze, .refuse].contains(ask.action), !isWrong() {
      ask.reason = [.doubt, .dispute, .court, .error][random.below(4)]
    }
    if ask.action == .pledge { ask.recipient = isWrong() ? random.below(8) : 6 + random.below(2) }
    if ask.action == .enforce { ask.recipient = random.below(8) }
    if isWrong() { ask.consents = UInt8(random.below(16)) }
    ask.parts = isWrong() ? random.below(5) : ask.action == .split ? 2 + random.below(2) : 2
    ask.seconds = 10 + random.below(100)
    ask.isBill = ask.action == .amend || ask.action == .issue && random.chance(1, of: 4)
    if isWrong() { ask.isBill.toggle() }
    if isWrong() {
      ask.fault = TitleAsk.Fault.allCases[random.below(TitleAsk.Fault.allCases.count)]
    }
    if ask.action == .split, random.chance(1, of: 8) { ask.fault = .weight }
    if [.issue, .convert, .amend].contains(ask.action), random.chance(1, of: 2) {
      ask.flags ^= 1 << UInt8(random.below(5))
    }
    if ask.action == .register, random.chance(1, of: 6) { ask.fault = .digest }
    return .title(preceded(ask))
  }

  /// What others have to say first is said first.
  private mutating func preceded(_ ask: TitleAsk) -> TitleAsk {
    let needsWord: [TitleAction] = [.pledge, .enforce, .convert, .withdraw]
    guard needsWord.contains(ask.action), !isWrong() else { return ask }
    planned.insert(.title(ask), at: 0)
    var word = ask
    word.purpose = .consent
    word.asker = isWrong() ? asker() : .entitled
    if isWrong() {
      var back = word
      back.purpose = .takeBack
      planned.insert(.title(back), at: 0)
    }
    return word
  }

  private mutating func asker() -> TitleAsk.Asker {
    let actors: [TitleActor] = [
      .warehouse, .carrier, .operator, .registry, .holder, .pledgee, .court, .clock,
    ]
    return random.chance(1, of: 2)
      ? .session(1 + random.below(9)) : .hand(actors[random.below(actors.count)])
  }

  private static var titleActions: [TitleAction] {
    [
      .issue, .issue, .approve, .approve, .approve, .register, .register, .register, .activate,
      .activate, .activate, .transfer, .pledge, .pledge, .release, .release, .enforce, .freeze,
      .freeze, .unfreeze, .unfreeze, .unfreeze, .deimmobilise, .deimmobilise, .withdraw, .loadOut,
      .giveUp, .split, .split, .merge, .merge, .convert, .amend, .expire, .renew, .renew, .renew,
      .renew, .refuse,
    ]
  }

  /// Documents that a sell names, mostly its dealer's own.
  mutating func documents(of order: DealOrder) -> [Int] {
    let count = SettlementMarket.documents
    let first = (order.instrument * SettlementMarket.dealers + order.firm - 1) * count
    return (0..<order.lots - (isWrong() ? 1 : 0)).map { _ in
      isWrong() ? random.below(450) : first + 1 + random.below(count)
    }
  }
}
