import Market
import Testing

@Suite struct PriceTests {
  struct Row: Sendable {
    let price: Int64
    let weight: Int64
    let halfUp: Int64?
    let ceiling: Int64?
  }

  /// Prices in 1/10,000 CNY, weights in 1/1,000 of the unit, amounts in fen.
  static let rows: [Row] = [
    Row(price: 684_500_000, weight: 25_134, halfUp: 172_042_230, ceiling: 172_042_230),
    Row(price: 684_500_000, weight: 24_987, halfUp: 171_036_015, ceiling: 171_036_015),
    Row(price: 123_550_000, weight: 10_080, halfUp: 12_453_840, ceiling: 12_453_840),
    Row(price: 1_063_500_000, weight: 6_003, halfUp: 63_841_905, ceiling: 63_841_905),
    Row(price: 4_873_000, weight: 947_812_500, halfUp: 46_186_903_125, ceiling: 46_186_903_125),
    Row(price: 6_870_000, weight: 171_234_000, halfUp: 11_763_775_800, ceiling: 11_763_775_800),
    Row(price: 1, weight: 49_999, halfUp: 0, ceiling: 1),
    Row(price: 1, weight: 50_000, halfUp: 1, ceiling: 1),
    Row(price: 1, weight: 100_000, halfUp: 1, ceiling: 1),
    Row(price: 1, weight: 100_001, halfUp: 1, ceiling: 2),
    Row(price: -1, weight: 50_000, halfUp: 0, ceiling: 0),
    Row(price: -1, weight: 50_001, halfUp: -1, ceiling: 0),
    Row(price: -1, weight: 100_000, halfUp: -1, ceiling: -1),
    Row(price: 0, weight: .max, halfUp: 0, ceiling: 0),
    Row(price: 100_000, weight: .max, halfUp: .max, ceiling: .max),
    Row(price: 100_001, weight: .max, halfUp: nil, ceiling: nil),
    Row(price: .min, weight: .max, halfUp: nil, ceiling: nil),
  ]

  @Test("price times weight is rounded half up, a hold up, and nothing overflows", arguments: rows)
  func amount(_ row: Row) {
    let price = Price(tenThousandths: row.price)
    let weight = Quantity(thousandths: row.weight)
    #expect(Amount(price, times: weight)?.fen == row.halfUp)
    #expect(Amount(ceiling: price, times: weight)?.fen == row.ceiling)
  }

  @Test("the product of the extremes is exact")
  func product() {
    for a in [.min, -1, 0, 7, .max] as [Int64] {
      for b in [.min, -3, 1, .max] as [Int64] {
        #expect(Int128(a, times: b) == Int128(a) * Int128(b))
      }
    }
  }

  @Test("a later instant is greater")
  func instants() {
    let noon = Instant(nanoseconds: 12)
    #expect(noon.adding(nanoseconds: 1) > noon)
    #expect(noon.adding(nanoseconds: -12) == .none)
  }
}
