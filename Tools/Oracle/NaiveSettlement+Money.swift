import Market

/// Accounts, and money that comes, moves or leaves without a trade.
extension NaiveSettlement {
  /// A dealer's money in fen.
  func money(of dealer: Int) -> FirmMoney {
    FirmMoney(held: held[dealer], due: due[dealer], available: available(dealer))
  }

  /// Balance and what is held of a dealer's guarantees, in each currency.
  func guarantees(of dealer: Int) -> [Int64] {
    SettlementMarket.currencies.indices.flatMap { currency in
      let account = NaivePosting.Account.guarantee(dealer, currency)
      return [balances[account, default: 0], bound[account, default: 0]]
    }
  }

  func available(_ dealer: Int) -> Int64 { available(.cash(dealer)) }

  func available(_ account: NaivePosting.Account) -> Int64 {
    let balance = balances[account, default: 0]
    switch account.kind {
    case 1 where account.currency == 0:
      return balance - held[account.number] - due[account.number]
    case 2: return balance - bound[account, default: 0]
    default: return balance
    }
  }

  /// Posts amounts, all of them or none; why not.
  mutating func post(_ postings: [NaivePosting]) -> PostingFault? {
    let before = balances
    for posting in postings where posting.fen != 0 {
      var fault: PostingFault?
      if posting.from.kind != 9 && available(posting.from) < posting.fen { fault = .insufficient }
      let room =
        posting.into.kind == 9
        ? Int64.max : Self.highestBalance - balances[posting.into, default: 0]
      if fault == nil && posting.fen > room { fault = .overflow }
      if let fault {
        balances = before
        return fault
      }
      balances[posting.from, default: 0] -= posting.fen
      balances[posting.into, default: 0] += posting.fen
    }
    return nil
  }

  /// The same, by which nothing else is to be known.
  mutating func post(_ postings: [NaivePosting], trade: Int) -> Bool { post(postings) == nil }

  mutating func tell(_ postings: [NaivePosting], trade: Int, request: Int = 0) {
    for posting in postings where posting.fen != 0 {
      lines.append(.funds(posting, trade: trade, request: request))
    }
  }

  mutating func credit(_ firm: Int, _ fen: Int64, to account: NaivePosting.Account) {
    if fen == 0 { return }
    let posting =
      fen > 0
      ? NaivePosting(reason: 1, fen: fen, from: .bank(in: 0), into: account)
      : NaivePosting(reason: 2, fen: -fen, from: account, into: .bank(in: 0))
    switch post([posting]) {
    case .insufficient:
      return lines.append(
        .refused(.insufficientFunds, detail: Int(available(account)), request: 0))
    case .overflow:
      return lines.append(.refused(.amountOverflow, detail: Int(Self.highestBalance), request: 0))
    case nil: break
    }
    tell([posting], trade: 0)
    payBalances(of: firm)
  }

  /// Money has come to a dealer, or a trade that waits for it: its balances are paid as a step of work.
  mutating func payBalances(of dealer: Int) {
    let waits = unpaid.contains { self[$0].buyer == dealer }
    if waits && !payers.contains(dealer) { payers.append(dealer) }
  }

  mutating func deal(_ action: MoneyAction, _ named: NamedThings) {
    switch action {
    case .assign(let terms): assign(terms, named)
    case .fix(let terms): fix(terms, named.number)
    case .benchmark(let isKnown, let tenMillionths):
      publish(tenMillionths, isKnown: isKnown, named.number)
    case .haircut(let currency, let basisPoints):
      currencies.haircuts[currency] = basisPoints
      recheckGuarantees()
    case .useReserve(_, let fen): useReserve(named, fen)
    }
  }

  /// A benchmark's value is a tick, and so far from the reference price at most.
  private mutating func publish(_ tenMillionths: Int64, isKnown: Bool, _ number: Int) {
    guard isKnown else {
      return lines.append(.refused(.unknownBenchmark, detail: 0, request: number))
    }
    let value = tenMillionths / 1_000
    let distance = abs(value - SettlementMarket.referencePrice)
    guard tenMillionths % 1_000 == 0, value % SettlementMarket.tick == 0,
      distance * 10_000 <= SettlementMarket.referencePrice * SettlementMarket.benchmarkBasisPoints
    else {
      return lines.append(.refused(.invalidValue, detail: Int(tenMillionths), request: number))
    }
    benchmark = value
    lines.append(.benchmark(tenMillionths, request: number))
  }

  private mutating func recheckGuarantees() { nextToRecheck = trades.isEmpty ? nil : 1 }

  /// Clearing, or the operator's hand, says what a unit of a currency is worth.
  private mutating func fix(_ terms: FixTerms, _ number: Int) {
    if terms.session != 0 && terms.session != SettlementMarket.clearing {
      return refuse(.notAddressed, to: terms.session)
    }
    guard SettlementMarket.currencies.indices.contains(terms.currency) else {
      let code = Int(SettlementMarket.code(of: terms.currency))
      guard terms.session == 0 else { return refuse(.unknownCurrency, to: terms.session) }
      return lines.append(.refused(.unknownCurrency, detail: code, request: number))
    }
    let isPossible = terms.tenMillionths > 0 && terms.tenMillionths <= 10_000_000_000_000
    guard terms.currency > 0, isPossible else {
      guard terms.session == 0 else { return refuse(.invalidValue, to: terms.session) }
      let detail = terms.currency == 0 ? 6 : 4
      return lines.append(.refused(.invalidValue, detail: detail, request: number))
    }
    currencies.fixings[terms.currency] = terms.tenMillionths
    currencies.references[terms.currency] = number
    lines.append(.fixing(terms, reference: number, request: terms.session == 0 ? number : 0))
    recheckGuarantees()
  }

  mutating func refuse(_ refusal: NoticeRefusal, to session: Int) {
    lines.append(
      .refused(NoticeFault(refusal), NamedThings(number: 0), state: 0, to: session))
  }

  /// A bank or a dealer says that money has come, moves or leaves; both of them are told.
  private mutating func assign(_ terms: AssignTerms, _ named: NamedThings) {
    var answer = NaiveAssignment(number: named.number, terms: terms, fen: named.available)
    do throws(CollateralFault) {
      answer.firm = try assignee(of: terms)
      let posting = try posting(of: terms, named.available, firm: answer.firm)
      switch post([posting]) {
      case .insufficient: throw CollateralFault(refusal: .insufficient)
      case .overflow: throw CollateralFault(refusal: .overflow)
      case nil: break
      }
      let account = posting.into.kind == 9 ? posting.from : posting.into
      answer.available = available(account)
      if account.kind == 2 && account.currency > 0 {
        answer.haircut = currencies.haircuts[account.currency]
        answer.reference = currencies.references[account.currency]
      }
      tell([posting], trade: 0)
      let bank = SettlementMarket.bank(of: answer.firm)
      let isBank = SettlementMarket.banks.contains(terms.session)
      let other = isBank ? SettlementMarket.mailbox(of: answer.firm) : bank
      lines.append(.assigned(answer, nil, to: terms.session))
      if other != terms.session { lines.append(.assigned(answer, nil, to: other)) }
      payBalances(of: answer.firm)
    } catch {
      lines.append(.assigned(answer, error.refusal, to: terms.session))
    }
  }

  private func assignee(of terms: AssignTerms) throws(CollateralFault) -> Int {
    guard !terms.isResent else { throw CollateralFault(refusal: .possResend) }
    let own = SettlementMarket.firm(of: terms.session)
    guard SettlementMarket.banks.contains(terms.session) else {
      // What is no dealer has no guarantees.
      guard (1...SettlementMarket.dealers).contains(terms.session),
        terms.firm == 0 || terms.firm == own
      else { throw CollateralFault(refusal: .notAddressed) }
      return own
    }
    guard (1...SettlementMarket.firms).contains(terms.firm) else {
      throw CollateralFault(refusal: .unknownFirm)
    }
    guard SettlementMarket.bank(of: terms.firm) == terms.session else {
      throw CollateralFault(refusal: .notAddressed)
    }
    return terms.firm
  }

  private func posting(of terms: AssignTerms, _ fen: Int64, firm: Int)
    throws(CollateralFault) -> NaivePosting
  {
    guard terms.type == 0 || terms.type == 3, terms.kind == 1 || terms.kind == 2, fen > 0 else {
      throw CollateralFault(refusal: .invalidValue)
    }
    guard SettlementMarket.currencies.indices.contains(terms.currency) else {
      throw CollateralFault(refusal: .unknownCurrency)
    }
    var account = NaivePosting.Account.guarantee(firm, terms.currency)
    account.kind = terms.kind
    let bank = NaivePosting.Account.bank(in: terms.currency)
    if terms.type == 3 {
      guard !calls.contains(where: { self[$0].buyer == firm }) else {
        throw CollateralFault(refusal: .called)
      }
      return NaivePosting(reason: 2, fen: fen, from: account, into: bank)
    }
    if SettlementMarket.banks.contains(terms.session) {
      return NaivePosting(reason: 1, fen: fen, from: bank, into: account)
    }
    guard terms.kind == 2 else { throw CollateralFault(refusal: .notAddressed) }
    return NaivePosting(
      reason: 3, fen: fen, from: .cash(firm, in: terms.currency), into: account)
  }

  /// The risk reserve pays who has not defaulted: Art. 28.
  private mutating func useReserve(_ named: NamedThings, _ fen: Int64) {
    func refuse(_ refusal: CommandRefusal, _ detail: Int64) {
      lines.append(.refused(refusal, detail: Int(detail), request: named.number))
    }
    guard isTrade(named.trade) else { return refuse(.unknownTrade, 0) }
    let trade = self[named.trade]
    guard trade.state == .buyerDefault || trade.state == .sellerDefault else {
      return refuse(.wrongTradeState, Int64(trade.state.rawValue))
    }
    let firm = trade.state == .buyerDefault ? trade.seller : trade.buyer
    guard fen > 0 else { return refuse(.invalidValue, fen) }
    let damage = max(0, trade.gross - trade.difference)
    guard fen <= damage else { return refuse(.exceedsDamage, damage) }
    let posting = NaivePosting(reason: 13, fen: fen, from: .riskReserve, into: .cash(firm))
    switch post([posting]) {
    case .insufficient: return refuse(.insufficientFunds, balances[.riskReserve, default: 0])
    case .overflow: return refuse(.amountOverflow, Self.highestBalance)
    case nil: break
    }
    self[named.trade].difference += fen
    tell([posting], trade: named.trade, request: named.number)
    payBalances(of: firm)
  }
}

enum PostingFault { case insufficient, overflow }

struct CollateralFault: Error {
  let refusal: CollateralRefusal
}

/// What is answered to an assignment.
struct NaiveAssignment {
  var number: Int
  var terms: AssignTerms
  var fen: Int64
  var firm = 0
  var available: Int64 = 0
  var haircut: Int64 = 0
  var reference = 0
}
