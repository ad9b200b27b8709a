import Funds
import Market
import Testing

@Suite struct GuaranteeTests {
  /// What the table says, written again: a row for each state, a word for each action that goes on.
  static let table: [(GuaranteeState, [GuaranteeAction])] = [
    (.required, [.cover, .declareDefault, .apply, .release]),
    (.held, [.fallShort, .releaseExcess, .declareDefault, .apply, .release]),
    (.topUpDue, [.cover, .fallShort, .recover, .declareDefault, .apply, .release]),
    (.defaulted, [.forfeit]),
    (.applied, []), (.released, []), (.forfeited, []),
  ]
  static let ends: [GuaranteeAction: GuaranteeState] = [
    .cover: .held, .fallShort: .topUpDue, .recover: .held, .releaseExcess: .held,
    .declareDefault: .defaulted, .apply: .applied, .release: .released, .forfeit: .forfeited,
  ]

  @Test("the table has these rows and no others", arguments: table)
  func transitions(_ state: GuaranteeState, _ actions: [GuaranteeAction]) {
    let all = GuaranteeTransition.all
    var rows: [GuaranteeAction: GuaranteeState] = [:]
    for row in 0..<all.count where all[row].from == state { rows[all[row].action] = all[row].to }
    #expect(rows == Self.ends.filter { actions.contains($0.key) })
  }

  @Test("raw values are stored, so they stay")
  func rawValues() {
    #expect(GuaranteeState.allCases.map(\.rawValue) == Array(1...7))
    #expect(GuaranteeAction.allCases.map(\.rawValue) == Array(1...8))
    #expect(GuaranteeRefusal.allCases.map(\.rawValue) == Array(1...3))
    #expect(Self.table.map { $0.0 } == GuaranteeState.allCases)
  }

  @Test("nothing is done in a state in which the table does not permit it", arguments: table)
  func refused(_ state: GuaranteeState, _ actions: [GuaranteeAction]) throws {
    for action in GuaranteeAction.allCases {
      var bench = try GuaranteeBench()
      var guarantee = try bench.guarantee(in: state)
      let before = guarantee
      #expect(guarantee.permits(action) == actions.contains(action))
      let refusal = bench.perform(action, &guarantee)
      switch action {
      case .fallShort, .recover: #expect(refusal == nil)
      case .cover, .releaseExcess, .declareDefault, .apply, .release, .forfeit:
        #expect((refusal == .notPermitted) == !actions.contains(action))
        #expect(actions.contains(action) || guarantee == before)
      }
      let finding = bench.ledger.audit()
      #expect(finding == nil)
    }
  }

  private func expect(
    _ guarantee: inout Guarantee, _ deadline: Int64, _ expected: GuaranteeJudgement,
    _ bench: borrowing GuaranteeBench
  ) {
    let judgement = bench.recheck(&guarantee, deadline)
    #expect(judgement == expected)
  }

  @Test("a fixing calls for more, a later one keeps the deadline, a better one needs nothing")
  func fixings() throws {
    var bench = try GuaranteeBench()
    var guarantee = try bench.usdGuarantee(of: 34_225_000)
    #expect(guarantee.held[bench.usd].fen == 5_070_559)
    expect(&guarantee, 100, .covered, bench)
    // 50,705.59 x 7.1049 x 0.95 = 342,245.2391
    try bench.fix(71_049)
    expect(&guarantee, 100, .short(Amount(fen: 477)), bench)
    #expect(guarantee.state == .topUpDue)
    try bench.fix(71_000)
    expect(&guarantee, 200, .short(Amount(fen: 24_080)), bench)
    #expect(guarantee.topUpBy == Instant(nanoseconds: 100))
    #expect(
      [99, 100].map { guarantee.isTopUpOverdue(at: Instant(nanoseconds: $0)) } == [false, true])
    try bench.fix(71_050)
    expect(&guarantee, 300, .covered, bench)
    #expect(guarantee.state == .held)
    #expect(guarantee.topUpBy == .none)
    // 342,250.00 / (7.2000 x 0.95) = 50,036.55
    try bench.fix(72_000)
    expect(&guarantee, 300, .excess(Amount(fen: 457_623)), bench)
    try bench.ledger.releaseExcess(of: &guarantee)
    #expect(guarantee.held[bench.usd].fen == 5_003_655)
    expect(&guarantee, 300, .covered, bench)
  }

  @Test(
    "more is taken of free money: guarantee in CNY, cash, then foreign",
    arguments: [(19_994, true), (19_993, false)])
  func topUp(_ cash: Int64, _ isCovered: Bool) throws {
    var bench = try GuaranteeBench()
    var guarantee = try bench.usdGuarantee(of: 34_225_000)
    let before = guarantee.held
    try bench.fix(71_000)
    expect(&guarantee, 100, .short(Amount(fen: 24_080)), bench)
    try bench.pay(80, .guarantee(bench.buyer))
    try bench.pay(cash, .cash(bench.buyer))
    // 5.94 x 7.1000 x 0.95 = 40.0653: with 0.80 and 199.94 it makes 240.80.
    try bench.pay(594, .guarantee(bench.buyer), bench.usd)
    let refusal = bench.perform(.cover, &guarantee)
    #expect(refusal == (isCovered ? nil : .insufficient))
    let due = bench.ledger[bench.buyer].due
    if isCovered {
      #expect(guarantee.state == .held)
      #expect(guarantee.held[.cny].fen == 80)
      #expect(guarantee.held.cash.fen == cash)
      #expect(guarantee.held[bench.usd].fen == before[bench.usd].fen + 594)
      #expect(due.fen == cash)
    } else {
      #expect(guarantee.state == .topUpDue)
      #expect(guarantee.held == before)
      #expect(due == .zero)
    }
  }

  @Test(
    "a guarantee in CNY is part of the price, the rest comes of cash", arguments: [79_999, 80_000])
  func applied(_ cash: Int64) throws {
    var bench = try GuaranteeBench()
    try bench.pay(20_000, .guarantee(bench.buyer))
    var guarantee = Guarantee(of: bench.buyer, required: Amount(fen: 20_000))
    try bench.ledger.cover(&guarantee)
    try bench.pay(cash, .cash(bench.buyer))
    let before = guarantee
    do throws(GuaranteeRefusal) {
      let postings = try bench.ledger.apply(&guarantee, to: Amount(fen: 100_000))
      #expect(postings.count == 1)
      #expect(postings[0].amount.fen == 20_000)
      #expect(guarantee.state == .applied)
      #expect(guarantee.held == GuaranteeHold())
    } catch {
      #expect(error == .insufficient)
      #expect(guarantee == before)
    }
    let account = bench.ledger[bench.buyer]
    #expect(account.due.fen == (cash < 80_000 ? 0 : 100_000))
    #expect(account.balance.fen == (cash < 80_000 ? cash : 100_000))
    let finding = bench.ledger.audit()
    #expect(finding == nil)
  }

  @Test("foreign money secures and never pays: it is free once the price is there")
  func foreign() throws {
    var bench = try GuaranteeBench()
    var guarantee = try bench.usdGuarantee(of: 34_225_000)
    try bench.pay(100_000_000, .cash(bench.buyer))
    let postings = try bench.ledger.apply(&guarantee, to: Amount(fen: 100_000_000))
    #expect(postings.count == 0)
    let account = bench.ledger[.guarantee(bench.buyer), in: bench.usd]
    #expect(account?.available.fen == 5_070_559)
    let due = bench.ledger[bench.buyer].due.fen
    #expect(due == 100_000_000)
  }

  @Test("more in CNY than the price is free again")
  func moreThanThePrice() throws {
    var bench = try GuaranteeBench()
    try bench.pay(20_000, .guarantee(bench.buyer))
    var guarantee = Guarantee(of: bench.buyer, required: Amount(fen: 20_000))
    try bench.ledger.cover(&guarantee)
    _ = try bench.ledger.apply(&guarantee, to: Amount(fen: 15_000))
    let left = bench.ledger[.guarantee(bench.buyer), in: .cny]
    #expect(left?.available.fen == 5_000)
    let due = bench.ledger[bench.buyer].due.fen
    #expect(due == 15_000)
  }

  @Test("a defaulted guarantee is the seller's, in each currency, and what is too much the buyer's")
  func forfeited() throws {
    var bench = try GuaranteeBench()
    try bench.pay(100, .guarantee(bench.buyer))
    try bench.pay(50, .cash(bench.buyer))
    try bench.pay(5_070_559, .guarantee(bench.buyer), bench.usd)
    var guarantee = Guarantee(of: bench.buyer, required: Amount(fen: 34_225_000))
    try bench.ledger.cover(&guarantee)
    try bench.fix(72_000)
    try guarantee.declareDefault()
    let postings = try bench.ledger.forfeit(&guarantee, to: bench.seller)
    #expect(postings.count == 3)
    // (342,250.00 - 1.50) / (7.2000 x 0.95) = 50,036.3304...
    let seller = [
      bench.ledger[.cash(bench.seller), in: .cny], bench.ledger[.cash(bench.seller), in: bench.usd],
    ].map { $0?.available.fen }
    #expect(seller == [150, 5_003_634])
    let buyer = bench.ledger[.guarantee(bench.buyer), in: bench.usd]
    #expect(buyer?.balance.fen == 66_925)
    #expect(buyer?.held == .zero)
    #expect(guarantee.state == .forfeited)
    #expect(guarantee.held == GuaranteeHold())
    let finding = bench.ledger.audit()
    #expect(finding == nil)
  }

  @Test("a seller whose account is full is not given anything, and nothing is lost")
  func fullAccount() throws {
    var bench = try GuaranteeBench()
    var guarantee = try bench.usdGuarantee(of: 34_225_000)
    try bench.pay(7, .cash(bench.buyer))
    try bench.fillSeller()
    try guarantee.declareDefault()
    let before = bench.ledger[.guarantee(bench.buyer), in: bench.usd]
    let refusal = bench.perform(.forfeit, &guarantee)
    #expect(refusal == .overflow)
    #expect(guarantee.state == .defaulted)
    let after = bench.ledger[.guarantee(bench.buyer), in: bench.usd]
    #expect(after == before)
  }

  @Test("a trade that is over gives back what was held for it")
  func released() throws {
    var bench = try GuaranteeBench()
    try bench.pay(100, .cash(bench.buyer))
    var guarantee = try bench.usdGuarantee(of: 34_225_000, cash: 100)
    try bench.ledger.release(&guarantee)
    let cash = bench.ledger[bench.buyer]
    #expect(cash.available.fen == 100)
    let usd = bench.ledger[.guarantee(bench.buyer), in: bench.usd]
    #expect(usd?.available == usd?.balance)
    #expect(guarantee.state == .released)
  }
}
