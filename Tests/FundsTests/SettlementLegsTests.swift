import Funds
import Market
import Testing

@Suite struct SettlementLegsTests {
  static let buyer = FirmID(rawValue: 1)
  static let seller = FirmID(rawValue: 2)

  /// 0.01 percent a side, at least 1 CNY; 1 CNY per unit for the title.
  static var terms: MoneyTerms {
    var terms = MoneyTerms()
    terms.tradeFeePerMillion = 100
    terms.minimumTradeFee = Amount(fen: 100)
    terms.titleTransferFeePerUnit = Amount(fen: 100)
    return terms
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// 1/10,000 CNY, and 1/1,000 of the unit.
    let price: Int64
    let weight: Int64
    let reserve: UInt32
    /// Price, title transfer fee, one side's trading fee, reserve.
    let expected: [Int64]
    init(_ name: String, _ price: Int64, _ weight: Int64, _ reserve: UInt32, _ expected: [Int64]) {
      testDescription = name
      self.price = price
      self.weight = weight
      self.reserve = reserve
      self.expected = expected
    }
  }

  static let rows: [Row] = [
    Row(
      "25.134 t at 68,450", 684_500_000, 25_134, 1, [172_042_230, 2_513, 17_204, 17_204]),
    Row(
      "24.987 t at 68,450", 684_500_000, 24_987, 1, [171_036_015, 2_499, 17_104, 17_104]),
    Row("10.080 t at 12,355", 123_550_000, 10_080, 2, [12_453_840, 1_008, 1_245, 2_490]),
    Row("6.003 t at 106,350", 1_063_500_000, 6_003, 0, [63_841_905, 600, 6_384, 0]),
    Row(
      "947,812.5 bbl at 487.3", 4_873_000, 947_812_500, 3,
      [46_186_903_125, 94_781_250, 4_618_690, 9_237_380]),
    Row(
      "171,234 dmt at 687.0", 6_870_000, 171_234_000, 1,
      [11_763_775_800, 17_123_400, 1_176_378, 1_176_378]),
    Row("the least fee where the rate gives less", 10_000, 1_000, 10_000, [100, 100, 100, 100]),
    Row("a reserve of no more than the fees are", 10_000, 4_000, 10_000, [400, 400, 100, 200]),
    Row("a price below zero", -1_000_000, 1_000, 1, [-10_000, 100, 100, 1]),
  ]

  private func legs(_ row: Row) throws -> SettlementLegs {
    let weight = Quantity(thousandths: row.weight)
    let price = try #require(Amount(Price(tenThousandths: row.price), times: weight))
    let fee = try #require(Self.terms.titleTransferFee(of: weight))
    let legs = SettlementLegs(
      price: price, titleTransferFee: fee, terms: Self.terms, reserveBasisPoints: row.reserve)
    return try #require(legs)
  }

  @Test("what a trade of one document moves", arguments: rows)
  func amounts(_ row: Row) throws {
    let legs = try legs(row)
    let amounts = [legs.price, legs.titleTransferFee, legs.tradeFee, legs.reserve].map(\.fen)
    #expect(amounts == row.expected)
    #expect(legs.buyerPays.fen == legs.sellerGets.fen + legs.fees.fen)
  }

  @Test("more than an amount can be is none", arguments: [0, 1])
  func overflow(_ more: Int64) {
    var terms = MoneyTerms()
    terms.minimumTradeFee = Amount(fen: 1 + more)
    let price = Amount(fen: .max - 3)
    let legs = SettlementLegs(
      price: price, titleTransferFee: Amount(fen: 1), terms: terms, reserveBasisPoints: 0)
    #expect((legs == nil) == (more > 0))
    let lowest = SettlementLegs(
      price: Amount(fen: .min), titleTransferFee: .zero, terms: terms, reserveBasisPoints: 0)
    #expect(lowest == nil)
  }

  /// Balances of buyer and seller, fees for trades and titles, reserve.
  private func expectBalances(_ ledger: borrowing Ledger, _ expected: [Int64]) {
    let balances = balances(ledger)
    #expect(balances == expected)
  }

  private func balances(_ ledger: borrowing Ledger) -> [Int64?] {
    [
      ledger[Self.buyer].balance.fen, ledger[Self.seller].balance.fen,
      ledger[.tradeFees, in: .cny]?.balance.fen, ledger[.titleFees, in: .cny]?.balance.fen,
      ledger[.riskReserve, in: .cny]?.balance.fen,
    ]
  }

  /// A trade of 1,000 CNY.
  private var thousand: SettlementLegs {
    get throws { try legs(Row("", 10_000_000, 1_000, 1, [])) }
  }

  /// A buyer whose cost of that trade is due, with this much more; a seller with nothing.
  private func ledger(more: Int64 = 0) throws -> Ledger {
    let legs = try thousand
    var ledger = Ledger(firms: 2, warehouses: 1)
    try ledger.credit(Amount(fen: legs.buyerPays.fen + more), to: Self.buyer)
    let isFunded = ledger.fund(legs.buyerPays, of: Self.buyer)
    #expect(isFunded)
    return ledger
  }

  @Test("delivery versus payment posts all legs out of what is due, and unwinding takes them back")
  func settling() throws {
    let legs = try thousand
    var ledger = try ledger(more: 7)
    try ledger.settle(legs, buyer: Self.buyer, seller: Self.seller, secured: legs.buyerPays)
    let reasons = (0..<SettlementLegs.steps).map {
      legs.posting(at: $0, buyer: Self.buyer, seller: Self.seller)?.reason
    }
    #expect(reasons == [.price, .titleTransferFee, .tradeFee, .tradeFee, .reserveAccrual])
    expectBalances(ledger, [7, 99_900, 190, 100, 10])
    let account = ledger[Self.buyer]
    #expect(account.available.fen == 7)
    try ledger.unwind(legs, buyer: Self.buyer, seller: Self.seller)
    expectBalances(ledger, [legs.buyerPays.fen + 7, 0, 0, 0, 0])
    let finding = ledger.audit()
    #expect(finding == nil)
  }

  @Test("what was due beyond the cost is free again")
  func rest() throws {
    let legs = try thousand
    var ledger = try ledger(more: 50)
    let isFunded = ledger.fund(Amount(fen: 50), of: Self.buyer)
    #expect(isFunded)
    try ledger.settle(
      legs, buyer: Self.buyer, seller: Self.seller,
      secured: Amount(fen: legs.buyerPays.fen + 50))
    let account = ledger[Self.buyer]
    #expect(account.available.fen == 50)
  }

  @Test(
    "a seller whose fee is above the price pays the rest, or nothing is posted",
    arguments: [39, 40])
  func fee(_ cash: Int64) throws {
    let legs = try legs(Row("", 6_000, 1_000, 0, []))
    var ledger = Ledger(firms: 2, warehouses: 1)
    try ledger.credit(legs.buyerPays, to: Self.buyer)
    try ledger.credit(Amount(fen: cash), to: Self.seller)
    let isFunded = ledger.fund(legs.buyerPays, of: Self.buyer)
    #expect(isFunded)
    var refusal: PostingRefusal?
    do throws(PostingRefusal) {
      try ledger.settle(
        legs, buyer: Self.buyer, seller: Self.seller, secured: legs.buyerPays)
    } catch {
      refusal = error
    }
    #expect(refusal == (cash < 40 ? .insufficient : nil))
    let due = ledger[Self.buyer].due
    #expect(due == (cash < 40 ? legs.buyerPays : .zero))
    expectBalances(ledger, (cash < 40 ? [260, 39, 0, 0, 0] : [0, 0, 200, 100, 0]))
  }

  @Test("what the seller has spent can't be taken back", arguments: [99_899, 99_900])
  func unwinding(_ left: Int64) throws {
    let legs = try thousand
    var ledger = try ledger()
    try ledger.settle(legs, buyer: Self.buyer, seller: Self.seller, secured: legs.buyerPays)
    try ledger.credit(Amount(fen: left - 99_900), to: Self.seller)
    let before = balances(ledger)
    var refusal: PostingRefusal?
    do throws(PostingRefusal) {
      try ledger.unwind(legs, buyer: Self.buyer, seller: Self.seller)
    } catch {
      refusal = error
    }
    #expect(refusal == (left < 99_900 ? .insufficient : nil))
    let after = balances(ledger)
    #expect((after == before) == (left < 99_900))
  }

  @Test(
    "a weight that differs changes the price, for whom it is more",
    arguments: [(100, 101, 1), (101, 100, -1), (100, 100, 0), (Int64.min, 1, 0), (0, Int64.min, 0)])
  func weightDifference(_ paid: Int64, _ price: Int64, _ expected: Int64) {
    let posting = Posting.weightDifference(
      from: Amount(fen: paid), to: Amount(fen: price), buyer: Self.buyer, seller: Self.seller)
    let (payer, payee) =
      expected > 0 ? (Self.buyer, Self.seller) : (Self.seller, Self.buyer)
    let leg = Posting(
      .weightDifference, Amount(fen: abs(expected)), from: .cash(payer), to: .cash(payee))
    #expect(posting == (expected == 0 ? nil : leg))
  }
}
