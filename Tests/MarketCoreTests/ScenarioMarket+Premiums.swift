import Market

/// What rows say of premiums over a benchmark.
extension ScenarioMarket {
  func setBasis(_ row: Row, _ body: inout DefineInstrument) {
    guard let name = row["benchmark"] else { return }
    body.priceBasisCode = PriceBasis.premium.rawValue
    body.benchmark = BenchmarkRef(text16(String(name))) ?? .none
    body.benchmarkBandBasisPoints = row["bmband"].flatMap { UInt32($0) } ?? 500
  }

  func setBasis(_ row: Row, _ body: inout NewOrder) {
    body.priceType = row.has("premium") ? 6 : 0
    body.priceBasisCode = row["basis"]?.utf8.first ?? 0
    body.benchmark = row["benchmark"].flatMap { BenchmarkRef(text16(String($0))) } ?? .none
  }
}
