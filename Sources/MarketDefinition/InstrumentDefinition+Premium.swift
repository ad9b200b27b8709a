import Market

/// Instruments whose prices are premiums over a benchmark.
extension InstrumentDefinition {
  mutating func readPriceBasis(_ node: ConfigurationNode) {
    let basis = node.child("priceBasis")
    priceBasis = basis?.choice([("full", PriceBasis.full), ("premium", .premium)]) ?? .full
    guard priceBasis == .premium else {
      for key in ["benchmark", "benchmarkBandPercent"] {
        node.child(key)?.complain("'\(key)' means nothing where 'priceBasis' is not premium")
      }
      return
    }
    let name = node.required("benchmark")?.value("a name of 4 to 8 printable ASCII characters") {
      Text16($0).flatMap { BenchmarkRef($0) }
    }
    benchmark = name ?? .none
    benchmarkBandBasisPoints = node.required("benchmarkBandPercent")?.basisPoints ?? 0
    if modes & 28 != 0 || bookMode == nil {
      node.child("listingMode")?.complain(
        "premiums trade in a book alone: 'listingMode' has listing or continuous and nothing else")
    }
    if dynamicBandBasisPoints > 0 {
      node.child("dynamicBandPercent")?.complain(
        "'dynamicBandPercent' means nothing of premiums, which may be zero")
    }
    if bandBasisPoints == 0 || bandBasisPoints + benchmarkBandBasisPoints >= 10_000 {
      node.child("bandPercent")?.complain(
        "premiums need a band, and prices above zero: 'bandPercent' and 'benchmarkBandPercent' together are "
          + "less than 100")
    }
  }
}
