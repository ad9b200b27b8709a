import Funds
import Market
import Testing

@Suite struct MoneyTermsTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let limit: Int64
    let premium: Int64
    let unit: Int64
    let tolerance: UInt32
    let fee: UInt32
    let minimum: Int64
    let transfer: Int64
    let expected: Int64?
  }

  static let rows: [Row] = [
    // 68,510 x 25.5 = 1,747,005.00; 174.7005 up; 25.50
    Row(
      testDescription: "copper", limit: 684_500_000, premium: 600_000, unit: 25_000,
      tolerance: 200, fee: 100, minimum: 100, transfer: 100, expected: 174_720_521),
    // 106,500 x 6.18 = 658,170.00; 65.817 up; 6.18
    Row(
      testDescription: "nickel", limit: 1_063_500_000, premium: 1_500_000, unit: 6_000,
      tolerance: 300, fee: 100, minimum: 100, transfer: 100, expected: 65_824_200),
    // 487.3 x 950,000 x 1.05 = 486,081,750.00; 48,608.175 up; 997,500.00
    Row(
      testDescription: "crude by bill of lading", limit: 4_873_000, premium: 0,
      unit: 950_000_000, tolerance: 500, fee: 100, minimum: 100, transfer: 100,
      expected: 48_712_785_818),
    Row(
      testDescription: "the least fee where the rate gives less", limit: 1_000_000, premium: 0,
      unit: 1_000, tolerance: 0, fee: 100, minimum: 100, transfer: 0, expected: 10_100),
    Row(
      testDescription: "a part of a fen counts as a fen", limit: 1, premium: 0, unit: 1,
      tolerance: 0, fee: 0, minimum: 0, transfer: 0, expected: 1),
    Row(
      testDescription: "a negative price holds the fees only", limit: -1_000_000, premium: 0,
      unit: 1_000, tolerance: 0, fee: 100, minimum: 100, transfer: 0, expected: 100),
    Row(
      testDescription: "more than Int64", limit: .max, premium: .max, unit: 1_000_000,
      tolerance: 0, fee: 0, minimum: 0, transfer: 0, expected: nil),
  ]

  @Test("what one document may cost at most", arguments: rows)
  func worstCost(_ row: Row) {
    var terms = MoneyTerms()
    terms.documentUnit = Quantity(thousandths: row.unit)
    terms.highestPremium = Price(tenThousandths: row.premium)
    terms.toleranceBasisPoints = row.tolerance
    terms.tradeFeePerMillion = row.fee
    terms.minimumTradeFee = Amount(fen: row.minimum)
    terms.titleTransferFeePerUnit = Amount(fen: row.transfer)
    let cost = terms.worstCost(at: Price(tenThousandths: row.limit))
    #expect(cost?.fen == row.expected)
    #expect(terms.holdPerLot(at: Price(tenThousandths: row.limit), .cash) == cost)
  }

  @Test(
    "the guarantee's share, a part of a fen up",
    arguments: [
      (100_000, 2_000, 20_000), (10_001, 2_500, 2_501), (1, 1, 1), (0, 2_000, 0), (-5, 2_000, 0),
    ])
  func guarantee(_ cost: Int64, _ basisPoints: UInt32, _ expected: Int64) {
    var terms = MoneyTerms()
    terms.guaranteeBasisPoints = basisPoints
    #expect(terms.secured(Amount(fen: cost), by: .performanceGuarantee)?.fen == expected)
  }

  @Test(
    "the trading fee, half a fen up, at least the minimum",
    arguments: [(1_005_000, 101), (1_004_999, 100), (0, 100), (1_014_999, 101), (1_015_000, 102)])
  func tradeFee(_ amount: Int64, _ expected: Int64) {
    var terms = MoneyTerms()
    terms.tradeFeePerMillion = 100
    terms.minimumTradeFee = Amount(fen: 100)
    #expect(terms.tradeFee(of: Amount(fen: amount))?.fen == expected)
  }

  @Test(
    "the buyer's fee for the title, half a fen up", arguments: [(25_134, 2_513), (25_135, 2_514)])
  func titleTransferFee(_ weight: Int64, _ expected: Int64) {
    var terms = MoneyTerms()
    terms.titleTransferFeePerUnit = Amount(fen: 100)
    #expect(terms.titleTransferFee(of: Quantity(thousandths: weight))?.fen == expected)
  }

  @Test(
    "a document is one unit within the tolerance",
    arguments: [
      (24_499, false), (24_500, true), (25_000, true), (25_500, true), (25_501, false), (0, false),
      (-25_000, false),
    ])
  func tolerance(_ weight: Int64, _ isPermitted: Bool) {
    var terms = MoneyTerms()
    terms.documentUnit = Quantity(thousandths: 25_000)
    terms.toleranceBasisPoints = 200
    #expect(terms.permits(Quantity(thousandths: weight)) == isPermitted)
  }

  @Test("no permitted document costs more than was held for it")
  func holdsCover() {
    var terms = MoneyTerms()
    terms.documentUnit = Quantity(thousandths: 1_003)
    terms.toleranceBasisPoints = 333
    terms.tradeFeePerMillion = 777
    terms.minimumTradeFee = Amount(fen: 3)
    terms.titleTransferFeePerUnit = Amount(fen: 7)
    terms.highestPremium = Price(tenThousandths: 77)
    for limit in stride(from: Int64(1), to: 200_000, by: 997) {
      guard let hold = terms.worstCost(at: Price(tenThousandths: limit)) else { continue }
      for weight in 969...1_036 where terms.permits(Quantity(thousandths: Int64(weight))) {
        let weight = Quantity(thousandths: Int64(weight))
        let amount = Amount(Price(tenThousandths: limit + 77), times: weight) ?? .zero
        let fee = terms.tradeFee(of: amount) ?? .zero
        let transfer = terms.titleTransferFee(of: weight) ?? .zero
        #expect(amount.fen + fee.fen + transfer.fen <= hold.fen)
      }
    }
  }
}
