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
  let begin: Int64
  var now: Int64
  /// The benchmark's last value, 1/10,000 CNY; nil before the first one.
  var benchmark: Int64?
  /// What trades have come to.
  var features: Set<SettlementFeature> = []
  /// The operator's request that is being done.
  var request = 0
  /// What every account has; together they have nothing.
  var balances: [NaivePosting.Account: Int64] = [:]
  /// What firms' orders hold of their cash, and what is due for their trades; by firm.
  var held = [Int64](repeating: 0, count: SettlementMarket.firms + 1)
  var due = [Int64](repeating: 0, count: SettlementMarket.firms + 1)
  /// What is held on accounts of guarantees, for orders and trades.
  var bound: [NaivePosting.Account: Int64] = [:]
  var currencies = NaiveCurrencies()
  /// Trades whose buyers are called for more, the first called first.
  var calls: [Int] = []
  /// The next trade that is looked at after a fixing.
  var nextToRecheck: Int?
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
    begin = now
    self.now = now
    titles = NaiveTitles(now: Instant(nanoseconds: now))
    titles.capacity = market.documentLimit ?? .max
    for draft in market.drafts(from: now) { admit(draft) }
    for dealer in 1...SettlementMarket.dealers {
      balances[.cash(dealer)] = market.money
      balances[.bank(in: 0), default: 0] -= market.money
    }
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
    case .cross(let cross): take(cross, told)
    case .cancel: for deal in told { take(deal, of: nil) }
    case .credit(let firm, let fen): credit(firm, fen, to: .cash(firm))
    case .drain(let firm): credit(firm, -named.available, to: .cash(firm))
    case .money(let action): deal(action, named)
    case .control(_, let action): control(named, action)
    case .creditMember(let member, let fen): credit(member, fen, to: .member(member))
    case .netRun(let terms): beginNetRun(terms, number: named.number)
    case .title(let ask): askTitle(ask, named)
    case .grade(let terms): grade(terms, number: named.number)
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
    for currency in SettlementMarket.currencies.indices
    where balances.filter({ $0.key.currency == currency }).values.reduce(0, +) != 0 {
      object("accounts in currency \(currency) do not add up to zero")
    }
  }

  mutating func object(_ text: String) { objections.append(text) }

  func isTrade(_ number: Int) -> Bool { number >= 1 && number <= trades.count }

  func state(of trade: Int) -> Int { Int(self[trade].state.rawValue) }

  subscript(trade: Int) -> NaiveTrade {
    get { trades[trade - 1] }
    _modify { yield &trades[trade - 1] }
  }

  /// States that are over end, the net run goes on, and balances are paid, as much as a step does.
  private mutating func work() {
    var effort = NaiveEffort()
    while effort.isLeft {
      if let first = firstDue {
        effort.orders -= 16
        endState(first)
      } else if let next = nextToRecheck {
        recheckNext(next, &effort)
      } else if netRun.isDue(at: now) {
        workOnNetRun(&effort)
      } else if let payer = payers.first {
        effort.orders -= 16
        if !topUpFirst(of: payer) && !payFirst(of: payer) { payers.removeFirst() }
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
    trades.filter { $0.end ?? .max <= now }
      .min { ($0.end ?? .max, $0.number) < ($1.end ?? .max, $1.number) }?.number
  }

  private mutating func topUpFirst(of payer: Int) -> Bool {
    calls.first { self[$0].buyer == payer }.map { topUp($0) } ?? false
  }

  private mutating func payFirst(of payer: Int) -> Bool {
    unpaid.first { self[$0].buyer == payer }.map { pay($0) } ?? false
  }
}

/// An order that was taken.
struct DealtOrder {
  var terms: DealOrder
  var lots: Int
  var filled = 0
  var heldPerLot: Int64 = 0
  /// What each lot of an order by guarantee holds.
  var guarantee: NaiveHold = [:]
  var documents: [Int] = []
  var status = OrdStatus.new
  /// The benchmark's value when it came.
  var benchmark: Int64?
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
  /// When the day of delivery begins; never for at once.
  var settles: Int64
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
    case .control(let back, _), .money(.useReserve(let back, _)): back
    case .order, .cross, .cancel, .credit, .creditMember, .netRun, .answerNet, .title, .grade,
      .drain, .money, .tick:
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
    case .cross: SettlementMarket.broker
    case .cancel(let firm, _): firm
    case .control, .credit, .creditMember, .netRun, .title, .grade, .drain, .money, .tick: 0
    }
  }
}
