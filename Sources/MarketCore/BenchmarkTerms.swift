import Market

/// The benchmark to which an instrument's premiums are added, in ticks of the instrument; none, and zero, where its
/// prices are full.
struct BenchmarkTerms: Equatable, BitwiseCopyable {
  var name = BenchmarkRef.none
  /// Where its value may lie, both ends included.
  var lowest: Int32 = 0
  var highest: Int32 = 0
  /// The value published last.
  var tick: Int32 = 0
  var isKnown = false

  /// Whether the instrument's prices are premiums.
  var isUsed: Bool { name != .none }

  /// Whether an order may come: its trade would have a price.
  var hasValue: Bool { isKnown || !isUsed }
}

extension Instrument {
  /// The price at which lots change hands that trade at a tick: the benchmark's value and the premium, or the tick's.
  func finalPrice(of tick: Int32) -> Price {
    Price(tenThousandths: (Int64(tick) + Int64(benchmark.tick)) * self.tick.tenThousandths)
  }

  /// The highest price at which lots may change hands that trade at a tick, whatever the benchmark does.
  func worstPrice(of tick: Int32) -> Price {
    Price(tenThousandths: (Int64(tick) + Int64(benchmark.highest)) * self.tick.tenThousandths)
  }

  /// The tag of the first field of an order that says another kind of price, or another benchmark, than the
  /// instrument's.
  func tagOfOtherBasis(in order: NewOrder) -> Int64? {
    let basis: PriceBasis = benchmark.isUsed ? .premium : .full
    let mayLeaveOut = basis == .full
    if order.priceType != basis.priceType && !(mayLeaveOut && order.priceType == 0) { return 423 }
    if order.priceBasisCode != 0 && order.priceBasisCode != basis.rawValue { return 7770 }
    return order.benchmark == .none || order.benchmark == benchmark.name ? nil : 7771
  }

  /// Takes over what a definition says of premiums: they trade in a book, within a band, of market and limit
  /// orders. A value that was published stays while it lies in the benchmark's band.
  mutating func setBenchmark(_ body: DefineInstrument, formerTick: Price)
    throws(DefinitionRefusal)
  {
    guard body.priceBasisCode == PriceBasis.premium.rawValue else {
      guard body.priceBasisCode == 0 || body.priceBasisCode == PriceBasis.full.rawValue,
        body.benchmark == .none, body.benchmarkBandBasisPoints == 0
      else { throw DefinitionRefusal(.invalidValue, Int64(body.priceBasisCode)) }
      return benchmark = BenchmarkTerms()
    }
    guard body.benchmark != .none, body.modes & 28 == 0, body.bookModeCode != 0,
      body.bandBasisPoints > 0, body.dynamicBandBasisPoints == 0,
      let middle = exactTick(of: body.referencePrice),
      let band = PriceBand(around: middle, basisPoints: body.benchmarkBandBasisPoints),
      band.lowest > 0
    else { throw DefinitionRefusal(.invalidValue, Int64(body.priceBasisCode)) }
    var terms = BenchmarkTerms()
    terms.name = body.benchmark
    terms.lowest = band.lowest
    terms.highest = band.highest
    if benchmark.name == terms.name, benchmark.isKnown, formerTick == tick,
      band.contains(benchmark.tick)
    {
      terms.tick = benchmark.tick
      terms.isKnown = true
    }
    benchmark = terms
  }

  /// Where premiums may lie: as far either side of nothing as full prices may from the reference price. No price that
  /// comes of one is zero, and none is beyond what a price holds.
  func premiumBand(_ around: PriceBand, of reference: Int32) throws(DefinitionRefusal) -> PriceBand
  {
    let highest = Int64(around.highest) + Int64(benchmark.highest)
    guard let band = around.moved(by: -reference),
      Int64(band.lowest) + Int64(benchmark.lowest) > 0,
      !highest.multipliedReportingOverflow(by: tick.tenThousandths).overflow
    else { throw DefinitionRefusal(.invalidValue, Int64(reference)) }
    return band
  }
}

extension PriceBand {
  /// The band that lies so many ticks higher; nil where an end is beyond what a book holds.
  func moved(by ticks: Int32) -> PriceBand? {
    let (low, isLow) = lowest.addingReportingOverflow(ticks)
    let (high, isHigh) = highest.addingReportingOverflow(ticks)
    guard !isLow, !isHigh else { return nil }
    return PriceBand(lowest: low, highest: high)
  }
}
