import Funds
import Market
import Testing

/// What orders by guarantee hold, and what becomes of it at a fill.
@Suite struct GuaranteeHoldTests {
  /// What is taken of the guarantee in CNY, of cash and of dollars.
  private func expectParts(
    of hold: GuaranteeHold?, _ expected: [Int64]?, _ bench: borrowing GuaranteeBench
  ) {
    let usd = bench.usd
    let parts = hold.map { [$0[.cny].fen, $0.cash.fen, $0[usd].fen] }
    #expect(parts == expected)
  }

  private func expectHeld(_ expected: [Int64], _ bench: borrowing GuaranteeBench) {
    let held = bench.held
    #expect(held == expected)
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Free in the guarantee in CNY, in cash and in dollars.
    let free: [Int64]
    let required: Int64
    let lots: UInt32
    /// What a lot holds of each; nil where the money does not cover it.
    let expected: [Int64]?
    init(
      _ name: String, _ free: [Int64], _ required: Int64, _ lots: UInt32, _ expected: [Int64]?
    ) {
      testDescription = name
      self.free = free
      self.required = required
      self.lots = lots
      self.expected = expected
    }
  }

  static let rows: [Row] = [
    Row("the guarantee in CNY first", [300, 300, 300], 100, 3, [100, 0, 0]),
    Row("a fen less there is a fen of cash for each lot", [299, 300, 300], 100, 3, [99, 1, 0]),
    Row("cash alone, to the fen", [0, 300, 0], 100, 3, [0, 100, 0]),
    Row("a fen less", [0, 299, 0], 100, 3, nil),
    // 1.00 / (7.1050 x 0.95) = 0.1482 dollars for each lot.
    Row("dollars alone, to the cent", [0, 0, 45], 100, 3, [0, 0, 15]),
    Row("a cent less", [0, 0, 44], 100, 3, nil),
    Row("all three", [90, 120, 300], 100, 3, [30, 40, 5]),
    Row("the rule text's", [0, 0, 5_070_559], 34_225_000, 1, [0, 0, 5_070_559]),
    Row("a cent less than that", [0, 0, 5_070_558], 34_225_000, 1, nil),
    Row("nothing is required", [0, 0, 0], 0, 64, [0, 0, 0]),
  ]

  @Test("what each lot of an order holds", arguments: rows)
  func hold(_ row: Row) throws {
    var bench = try GuaranteeBench(free: row.free)
    let hold = bench.hold(row.required, lots: row.lots)
    expectParts(of: hold, row.expected, bench)
    expectHeld((row.expected ?? [0, 0, 0]).map { $0 * Int64(row.lots) }, bench)
    if let hold {
      let currencies = bench.ledger.currencies
      #expect(currencies.value(of: hold).fen >= row.required)
      bench.ledger.releaseGuarantee(hold, lots: row.lots, of: bench.buyer)
      expectHeld([0, 0, 0], bench)
    }
  }

  @Test("goods at a warehouse of grade B take more dollars, and as much CNY")
  func gradeB() throws {
    var bench = try GuaranteeBench(free: [100, 0, 6_000_000])
    var demand = GuaranteeDemand(of: bench.buyer, perLot: Amount(fen: 34_225_100), lots: 1)
    demand.haircutAddition = CurrencyTable.haircutBelowGradeA
    let hold = bench.ledger.holdGuarantee(demand)
    expectParts(of: hold, [100, 0, 5_352_256], bench)
  }

  @Test("currencies are drawn on in the order in which they were added, one without a fixing not")
  func order() throws {
    var bench = try GuaranteeBench(free: [0, 0, 10])
    let codes = try ["EUR", "HKD"].map { try #require(Currency.code($0)) }
    let eur = try bench.ledger.addCurrency(codes[0], haircutBasisPoints: 0)
    let hkd = try bench.ledger.addCurrency(codes[1], haircutBasisPoints: 0)
    try bench.ledger.fix(hkd, at: Fixing(tenMillionths: 9_000_000))
    try bench.pay(1_000, .guarantee(bench.buyer), eur)
    try bench.pay(1_000, .guarantee(bench.buyer), hkd)
    // Ten cents are worth 67 fen; 33 more are 0.37 Hong Kong dollars.
    let hold = bench.hold(100, lots: 1)
    expectParts(of: hold, [0, 0, 10], bench)
    #expect(hold?[hkd].fen == 37)
    #expect(hold?[eur].fen == 0)
  }

  @Test("each fill takes its lots' share, keeps what its trade needs and frees the rest")
  func fills() throws {
    var bench = try GuaranteeBench(free: [90, 120, 300])
    let taken = bench.hold(100, lots: 3)
    let hold = try #require(taken)
    // 170 of the 200 that two lots cover: 60, 80, and 30 fen in dollars.
    let first = bench.ledger.settleGuarantee(
      hold, lots: 2, required: Amount(fen: 170), of: bench.buyer)
    #expect(first.state == .held)
    expectParts(of: first.held, [60, 80, 5], bench)
    expectHeld([90, 40, 10], bench)
    let second = bench.ledger.settleGuarantee(
      hold, lots: 1, required: Amount(fen: 50), of: bench.buyer)
    expectParts(of: second.held, [30, 20, 0], bench)
    expectHeld([90, 0, 5], bench)
    let due = bench.ledger[bench.buyer].due.fen
    #expect(due == 100)
    let finding = bench.ledger.audit()
    #expect(finding == nil)
  }

  @Test("a fixing between order and fill may leave the trade short")
  func fixingBeforeFill() throws {
    var bench = try GuaranteeBench(free: [0, 0, 5_070_559])
    let taken = bench.hold(34_225_000, lots: 1)
    let hold = try #require(taken)
    try bench.fix(71_049)
    var guarantee = bench.ledger.settleGuarantee(
      hold, lots: 1, required: Amount(fen: 34_225_000), of: bench.buyer)
    let judgement = bench.recheck(&guarantee, 5)
    #expect(judgement == .short(Amount(fen: 477)))
  }

  @Test(
    "a replaced order holds anew out of what it had and what is free, or keeps what it had",
    arguments: [(200, true), (201, false)])
  func exchange(_ required: Int64, _ isCovered: Bool) throws {
    var bench = try GuaranteeBench(free: [200, 200, 0])
    let taken = bench.hold(100, lots: 3)
    let hold = try #require(taken)
    let demand = GuaranteeDemand(of: bench.buyer, perLot: Amount(fen: required), lots: 2)
    let changed = bench.ledger.exchangeGuarantee(hold, lots: 3, for: demand)
    #expect((changed != nil) == isCovered)
    expectHeld(isCovered ? [200, 200, 0] : [198, 102, 0], bench)
  }
}
