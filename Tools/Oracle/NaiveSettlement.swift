import Market
import Titles

/// Titles, money and trades as a clerk would keep them with lists on paper: market rules 2.1, 2.2, 2.7.
///
/// Which orders meet is the book's matter, and told to it; whether an order could be taken, which
/// documents it has, and all that follows from a trade it says itself. It is written from the rules
/// and not from the venue.
struct NaiveSettlement {
  let market: SettlementMarket
  /// What the last step has made.
  var lines: [SettlementLine] = []
  /// What was told in the last step and can't be.
  private(set) var objections: [String] = []
  var now: Int64
  /// The operator's request that is being done.
  var request = 0
  /// What every account has; together they have nothing.
  var balances: [NaivePosting.Account: Int64] = [:]
  /// What dealers' orders hold, and what is due for their trades; by dealer.
  var held = [Int64](repeating: 0, count: SettlementMarket.dealers + 1)
  var due = [Int64](repeating: 0, count: SettlementMarket.dealers + 1)
  var documents: [NaiveDocument] = []
  /// What the law knows of them.
  var titles: NaiveTitles
  /// What others let happen to a document.
  var given: [Int: NaiveConsents] = [:]
  /// Documents that settled when their turn to expire came.
  var passedOver: Set<Int> = []
  var warehouseGrade = UInt8(ascii: "A")
  var orders: [Int: DealtOrder] = [:]
  /// The trade with number n stands at n - 1.
  var trades: [NaiveTrade] = []
  var lastInstruction = 0
  /// Trades that wait for their buyers' balance, the first to wait first.
  var unpaid: [Int] = []
  /// Dealers to whom money has come, the first first.
  var payers: [Int] = []
  var netRun = NaiveNetRun()
  /// A day's run that is due, and waits for the end of that one.
  var nextNetRun: NetTerms?
  var lastNetDay = 0

  init(_ market: SettlementMarket, now: Int64) {
    self.market = market
    self.now = now
    titles = NaiveTitles(now: Instant(nanoseconds: now))
    for draft in market.drafts(from: now) { admit(draft) }
    for dealer in 1...SettlementMarket.dealers { book(market.money, dealer) }
  }

  private mutating func admit(_ draft: TitleDraft) {
    let number = documents.count + 1
    var document = NaiveDocument(
      number: number, instrument: Int(draft.instrument.rawValue) - 1)
    document.controller = draft.holder
    documents.append(document)
    var legal = NaiveTitles.Document(draft)
    legal.status = SettlementMarket.status(ofDraft: number)
    let validity = draft.validity
    legal.until = [validity.storedUntil, validity.feePaidTo].filter { $0 != .none }.min() ?? .none
    titles.documents[draft.id] = legal
  }

  /// Performs a step, which names these things; of orders it is told what has become of them.
  mutating func perform(_ step: SettlementStep, _ named: NamedThings, told: [ToldDeal]) {
    now += step.wait
    lines.removeAll(keepingCapacity: true)
    objections.removeAll()
    switch step.action {
    case .order(let order): for deal in told { take(deal, of: order) }
    case .cancel: for deal in told { take(deal, of: nil) }
    case .credit(let firm, let fen): credit(firm, fen, to: .cash(firm))
    case .drain(let firm): credit(firm, -named.available, to: .cash(firm))
    case .control(_, let action): control(named, action)
    case .creditMember(let member, let fen): credit(member, fen, to: .member(member))
    case .netRun(let terms): beginNetRun(terms, number: named.number)
    case .title(let ask): askTitle(ask, named)
    case .grade(let code, let knows): grade(code, knows: knows, number: named.number)
    case .affirm, .answer, .answerNet, .weigh, .object:
      do throws(NoticeFault) {
        try notice(step.action, named)
      } catch {
        lines.append(
          .refused(
            error, named, state: isTrade(named.trade) ? state(of: named.trade) : 0,
            to: step.action.session))
      }
      request = 0
    case .tick: break
    }
    work()
    if balances.values.reduce(0, +) != 0 { object("accounts do not add up to zero") }
  }

  mutating func object(_ text: String) { objections.append(text) }

  func isTrade(_ number: Int) -> Bool { number >= 1 && number <= trades.count }

  func state(of trade: Int) -> Int { Int(self[trade].state.rawValue) }

  subscript(trade: Int) -> NaiveTrade {
    get { trades[trade - 1] }
    _modify { yield &trades[trade - 1] }
  }

  /// A dealer's money in fen.
  func money(of dealer: Int) -> FirmMoney {
    FirmMoney(held: held[dealer], due: due[dealer], available: available(dealer))
  }

  func available(_ dealer: Int) -> Int64 {
    balances[.cash(dealer), default: 0] - held[dealer] - due[dealer]
  }

  /// Posts amounts, all of them or none; false where an account of a dealer has less.
  mutating func post(_ postings: [NaivePosting], trade: Int) -> Bool {
    let before = balances
    for posting in postings where posting.fen != 0 {
      balances[posting.from, default: 0] -= posting.fen
      balances[posting.into, default: 0] += posting.fen
      guard posting.from == .bank || hasEnough(posting.from) else {
        balances = before
        return false
      }
    }
    return true
  }

  private func hasEnough(_ account: NaivePosting.Account) -> Bool {
    (account.kind == 1 ? available(account.number) : balances[account, default: 0]) >= 0
  }

  mutating func tell(_ postings: [NaivePosting], trade: Int) {
    for posting in postings where posting.fen != 0 { lines.append(.funds(posting, trade: trade)) }
  }

  private mutating func book(_ fen: Int64, _ dealer: Int) {
    balances[.cash(dealer), default: 0] += fen
    balances[.bank, default: 0] -= fen
  }

  private mutating func credit(_ firm: Int, _ fen: Int64, to account: NaivePosting.Account) {
    if fen == 0 { return }
    let posting =
      fen > 0
      ? NaivePosting(reason: 1, fen: fen, from: .bank, into: account)
      : NaivePosting(reason: 2, fen: -fen, from: account, into: .bank)
    guard post([posting], trade: 0) else {
      let has = account.kind == 1 ? available(firm) : balances[account, default: 0]
      return lines.append(.refused(.insufficientFunds, detail: Int(has), request: 0))
    }
    tell([posting], trade: 0)
    payBalances(of: firm)
  }

  /// Money has come to a dealer, or a trade that waits for it: its balances are paid as a step of work.
  mutating func payBalances(of dealer: Int) {
    let waits = unpaid.contains { self[$0].buyer == dealer }
    if waits && !payers.contains(dealer) { payers.append(dealer) }
  }

  /// States that are over end, the net run goes on, and balances are paid, as much as a step does.
  private mutating func work() {
    var effort = NaiveEffort()
    while effort.isLeft {
      if let first = firstDue {
        effort.orders -= 16
        endState(first)
      } else if netRun.isDue(at: now) {
        workOnNetRun(&effort)
      } else if let payer = payers.first {
        effort.orders -= 16
        guard let trade = unpaid.first(where: { self[$0].buyer == payer }), pay(trade) else {
          payers.removeFirst()
          continue
        }
      } else if hasEndingTitle {
        effort.orders -= 16
        expireTitle()
      } else {
        return
      }
    }
  }

  /// The trade whose state ends first, and has.
  private var firstDue: Int? {
    trades.filter { $0.deadline != NaiveTrade.never && $0.deadline <= now }
      .min { ($0.deadline, $0.number) < ($1.deadline, $1.number) }?.number
  }
}

/// An order that was taken.
struct DealtOrder {
  var terms: DealOrder
  var lots: Int
  var filled = 0
  var heldPerLot: Int64 = 0
  var documents: [Int] = []
  var status = OrdStatus.new
  var leaves: Int { status.isFinal ? 0 : lots - filled }
}

/// What the book has done.
enum ToldDeal: Equatable {
  case accepted(order: Int, documents: [Int])
  case rejected(OrderReject)
  case canceled(order: Int)
  /// Because of a document that backs it.
  case ended(order: Int)
  case matched(MatchedDeal)
}

struct MatchedDeal: Equatable {
  var trade: Int
  var buy: Int
  var sell: Int
  var price: Int64
  var lots: Int
  var documents: [Int]
  var state: UInt8
}

/// A notice that changes nothing.
struct NoticeFault: Error {
  let refusal: NoticeRefusal
  /// Why a document is not changed, and which of a request's.
  var title: TitleActionRefusal?
  var part = 0
  init(_ refusal: NoticeRefusal) { self.refusal = refusal }

  init(_ title: TitleActionRefusal, part: Int = 0) {
    refusal = .titleUnchanged
    self.title = title
    self.part = part
  }
}

extension SettlementAction {
  /// Which trade a notice is about.
  var back: Int {
    switch self {
    case .affirm(_, let back, _), .weigh(_, let back, _, _), .object(_, let back): back
    case .answer(let terms): terms.back
    case .control(let back, _): back
    case .order, .cancel, .credit, .creditMember, .netRun, .answerNet, .title, .grade, .drain,
      .tick:
      0
    }
  }

  /// Who sends it.
  var session: Int {
    switch self {
    case .affirm(let session, _, _), .weigh(let session, _, _, _), .object(let session, _): session
    case .answer(let terms): terms.session
    case .answerNet(let terms): terms.session
    case .order(let order): order.firm
    case .cancel(let firm, _): firm
    case .control, .credit, .creditMember, .netRun, .title, .grade, .drain, .tick: 0
    }
  }
}
