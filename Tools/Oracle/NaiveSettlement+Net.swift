import Market

/// Net clearing: what members owe and get is added up anew each time it is asked for.
extension NaiveSettlement {
  mutating func beginNetRun(_ terms: NetTerms, number: Int) {
    let isOperators = terms.day == 0
    if !isOperators && terms.day <= lastNetDay { return }
    if terms.rounds == 0 {
      return lines.append(
        .refused(.invalidValue, detail: 0, request: isOperators ? number : 0))
    }
    guard netRun.stage == .over else {
      if isOperators {
        return lines.append(
          .refused(.netRunUnderWay, detail: netRun.number, request: number))
      }
      if terms.day <= nextNetRun?.day ?? 0 { return }
      nextNetRun = terms
      return tellNetRun(.nextDue)
    }
    openNetRun(terms, request: isOperators ? number : 0)
  }

  private mutating func openNetRun(_ terms: NetTerms, request number: Int) {
    if terms.day > 0 { lastNetDay = terms.day }
    netRun = NaiveNetRun(
      number: netRun.number + 1, terms: terms, begunAt: now, last: trades.count,
      stage: .collecting)
    request = number
    tellNetRun(.begun)
    request = 0
  }

  /// Whether a trade waits for a run.
  func awaitsNetRun(_ number: Int) -> Bool {
    market.instruments[self[number].instrument].isNet && self[number].funds.instruction == 0
      && self[number].funds.answer == nil
  }

  /// One trade or one member.
  mutating func workOnNetRun(_ effort: inout NaiveEffort) {
    effort.looks -= 1
    switch netRun.stage {
    case .over: object("no run to work on")
    case .paying: concludeNetRun()
    case .publishing, .repaying:
      guard netRun.passed < netRun.members.count else { return endMembers() }
      effort.orders -= 1
      netRun.passed += 1
      if netRun.stage == .publishing {
        publish(netRun.passed - 1)
      } else {
        repay(netRun.members[netRun.passed - 1])
      }
    case .collecting, .failing, .settling, .grossing:
      guard netRun.passed < trades.count else { return endTrades() }
      netRun.passed += 1
      look(at: netRun.passed, &effort)
    }
  }

  private mutating func look(at number: Int, _ effort: inout NaiveEffort) {
    if netRun.stage == .collecting {
      if self[number].state == .funded, awaitsNetRun(number), number <= netRun.last {
        collect(number)
      }
      return
    }
    guard netRun.holds(number) else { return }
    effort.orders -= 16
    switch netRun.stage {
    case .failing: takeOut(number)
    case .settling: settleInRun(number)
    default:
      netRun.released.insert(number)
      if self[number].state == .funded { settleGross(number) }
    }
  }

  private mutating func collect(_ number: Int) {
    netRun.trades.append(number)
    netRun.add(SettlementMarket.member(of: self[number].buyer))
    netRun.add(SettlementMarket.member(of: self[number].seller))
    if self[number].fees > 0 { netRun.add(0) }
  }

  /// Which sides of trades in the run are a member's, and what each gets.
  private func sides(of member: Int) -> [Int64] {
    netRun.trades.flatMap { number in
      let trade = self[number]
      let sides = [
        (SettlementMarket.member(of: trade.buyer), -trade.buyerPays),
        (SettlementMarket.member(of: trade.seller), trade.sellerGets), (0, trade.fees),
      ]
      return sides.filter { $0.0 == member && (member > 0 || $0.1 > 0) }.map(\.1)
    }
  }

  private func net(of member: Int) -> Int64 { sides(of: member).reduce(0, +) }

  private func onAccount(_ member: Int) -> Int64 {
    member == 0 ? 0 : balances[.member(member), default: 0]
  }

  private mutating func publish(_ place: Int) {
    var member = netRun.members[place]
    if netRun.round == 1 { member.before = onAccount(member.firm) }
    member.toPay = max(0, -net(of: member.firm) - onAccount(member.firm))
    member.previous = member.instruction
    member.answer = nil
    member.hasFailed = false
    if member.firm > 0 {
      lastInstruction += 1
      member.instruction = lastInstruction
    }
    netRun.members[place] = member
    let told =
      [0]
      + (member.firm == 0
        ? [] : [SettlementMarket.clearing, SettlementMarket.mailbox(of: member.firm)])
    for session in told {
      lines.append(
        .net(
          member, netRun, net: net(of: member.firm), sides: sides(of: member.firm).count,
          to: session))
    }
  }

  private mutating func endMembers() {
    if netRun.stage == .repaying { return endNetRun() }
    netRun.go(to: .paying)
    tellNetRun(.published, payers: netRun.members.count { $0.toPay > 0 })
    if netRun.awaited == 0 { concludeNetRun() }
  }

  private mutating func endNetRun() {
    tellNetRun(.ended)
    netRun.go(to: .over)
    guard let next = nextNetRun else { return }
    nextNetRun = nil
    openNetRun(next, request: 0)
  }

  private mutating func endTrades() {
    let isEmpty = netRun.trades.isEmpty
    let isFirst = netRun.stage == .collecting
    if !isEmpty && (isFirst || netRun.stage == .failing && netRun.round < netRun.terms.rounds) {
      netRun.round += 1
      let seconds = Int64(netRun.round == 1 ? netRun.terms.pay : netRun.terms.cure)
      netRun.deadline = seconds == 0 ? NaiveTrade.never : now + seconds * 1_000_000_000
      netRun.go(to: .publishing)
    } else if !isEmpty && netRun.stage == .failing {
      tellNetRun(.gross)
      netRun.go(to: .grossing)
    } else {
      netRun.go(to: .repaying)
    }
  }

  private func hasPaid(_ member: NaiveNetRun.Member) -> Bool {
    let owes = -net(of: member.firm)
    return owes <= 0 || member.answer != .refused && onAccount(member.firm) >= owes
  }

  /// All or nothing.
  private mutating func concludeNetRun() {
    let failed = netRun.members.indices.filter { !hasPaid(netRun.members[$0]) }
    for place in failed { netRun.members[place].hasFailed = true }
    guard failed.isEmpty else {
      tellNetRun(.failed, payers: failed.count)
      return netRun.go(to: .failing)
    }
    // Who pays comes first.
    for member in netRun.members.sorted(by: { net(of: $0.firm) < net(of: $1.firm) }) {
      if !post(nettings(of: member.firm), trade: 0) { object("what was paid is not there") }
    }
    netRun.isSettled = true
    tellNetRun(.settled)
    netRun.go(to: .settling)
  }

  private func nettings(of member: Int) -> [NaivePosting] {
    let net = net(of: member)
    let account = member == 0 ? NaivePosting.Account.bank(in: 0) : .member(member)
    if net < 0 { return [NaivePosting(reason: 12, fen: -net, from: account, into: .clearing)] }
    return [NaivePosting(reason: 12, fen: net, from: .clearing, into: account)]
  }

  /// What a failed member had to pay for is out.
  private mutating func takeOut(_ number: Int) {
    let trade = self[number]
    func fails(_ dealer: Int, owes: Int64) -> Bool {
      let member = SettlementMarket.member(of: dealer)
      return owes > 0 && netRun.members.contains { $0.firm == member && $0.hasFailed }
    }
    let buyerFails = fails(trade.buyer, owes: trade.buyerPays)
    guard buyerFails || fails(trade.seller, owes: -trade.sellerGets) else { return }
    netRun.trades.removeAll { $0 == number }
    guard trade.state == .funded else { return }
    if buyerFails {
      forfeit(number, .netRunFailed)
    } else {
      undo(number, .sellerDefault, .netRunFailed)
    }
  }

  /// The funds leg is settled by the payment of the buyer's member.
  private mutating func settleInRun(_ number: Int) {
    netRun.released.insert(number)
    let payer = SettlementMarket.member(of: self[number].buyer)
    let instruction = netRun.members.first { $0.firm == payer }?.instruction ?? 0
    self[number].funds = NaiveTrade.Leg(instruction: instruction, answer: .done)
    if self[number].state == .funded { change(number, to: .titleLocked, .fundsSettled) }
  }

  /// What the run has moved is told; what a member has beyond what it had leaves its account.
  private mutating func repay(_ member: NaiveNetRun.Member) {
    if netRun.isSettled { tell(nettings(of: member.firm), trade: 0) }
    let excess = onAccount(member.firm) - member.before
    guard member.firm > 0, excess > 0, netRun.round > 0 else { return }
    let posting = NaivePosting(
      reason: 2, fen: excess, from: .member(member.firm), into: .bank(in: 0))
    if !post([posting], trade: 0) { object("what is there may leave") }
    tell([posting], trade: 0)
  }

  private mutating func tellNetRun(_ state: NetRunState, payers: Int = 0) {
    lines.append(
      .netRun(
        netRun, state, payers: payers,
        until: state == .published ? netRun.deadline : NaiveTrade.never, request: request))
  }

  /// Clearing answers for a member; `named` is the instruction.
  mutating func answerNet(_ terms: NetAnswer, _ named: Int, number: Int) throws(NoticeFault) {
    guard terms.session == 0 || terms.session == SettlementMarket.clearing else {
      throw NoticeFault(.notAddressed)
    }
    guard named > 0, let place = netRun.members.firstIndex(where: { $0.instruction == named })
    else {
      let isOld = named > 0 && netRun.members.contains { $0.previous == named }
      throw NoticeFault(isOld ? .late : .unknownInstruction)
    }
    if let answer = netRun.members[place].answer {
      throw NoticeFault(answer == terms.result ? .repeated : .contradicts)
    }
    guard netRun.stage == .publishing || netRun.stage == .paying, !netRun.isOver(at: now) else {
      throw NoticeFault(.late)
    }
    guard netRun.members[place].toPay > 0 else { throw NoticeFault(.wrongState) }
    if terms.result == .done {
      let posting = NaivePosting(
        reason: 1, fen: netRun.members[place].toPay, from: .bank(in: 0),
        into: .member(netRun.members[place].firm))
      if !post([posting], trade: 0) { object("the bank can't pay") }
      tell([posting], trade: 0)
    }
    netRun.members[place].answer = terms.result
    request = terms.session == 0 ? number : 0
    if netRun.stage == .paying && netRun.awaited == 0 {
      concludeNetRun()
    } else if request != 0 {
      tellNetRun(.published, payers: netRun.awaited)
    }
    request = 0
  }

  /// The instruction that an answer names, as things stand before it.
  func instruction(of answer: NetAnswer) -> Int {
    switch answer.named {
    case .waiting:
      netRun.members.first { $0.toPay > 0 && $0.answer == nil }?.instruction
        ?? netRun.members.last { $0.firm > 0 }?.instruction ?? 0
    case .place(let place):
      place < netRun.members.count ? netRun.members[place].instruction : 0
    case .roundBefore(let place):
      place < netRun.members.count ? netRun.members[place].previous : 0
    case .none: 0
    }
  }
}

/// What a step of work may still do: ends, balances and trades count as sixteen orders each.
struct NaiveEffort {
  var orders = 256
  var looks = 4_096
  var isLeft: Bool { orders > 0 && looks > 0 }
}
