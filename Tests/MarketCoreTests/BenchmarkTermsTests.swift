import Market
import Testing

@testable import MarketCore

/// Premiums over a benchmark: what a definition may say, and at which price a tick trades.
@Suite struct BenchmarkTermsTests {
  private static func body(_ change: (inout DefineInstrument) -> Void = { _ in })
    -> DefineInstrument
  {
    var body = DefineInstrument()
    body.symbol = Symbol(Text16("PR-BW-A")!)
    body.documentUnit = Quantity(thousandths: 25_000)
    body.tick = Price(tenThousandths: 100_000)
    body.referencePrice = Price(tenThousandths: 684_500_000)
    body.bandBasisPoints = 200
    body.modes = 1
    body.bookModeCode = TradingMode.listing.rawValue
    body.maxLots = 64
    body.priceBasisCode = PriceBasis.premium.rawValue
    body.benchmark = BenchmarkRef(Text16("SHFECU")!)!
    body.benchmarkBandBasisPoints = 500
    change(&body)
    return body
  }

  private static func isTaken(_ body: DefineInstrument) -> Bool {
    var instrument = Instrument()
    do throws(DefinitionRefusal) { try instrument.define(body) } catch { return false }
    return true
  }

  @Test("a premium may be negative, and its price is the benchmark's value and the premium")
  func prices() throws {
    var instrument = Instrument()
    try instrument.define(Self.body())
    #expect(instrument.band == PriceBand(lowest: -136, highest: 136))
    #expect([instrument.benchmark.lowest, instrument.benchmark.highest] == [6_503, 7_187])
    #expect([instrument.referenceTick, instrument.worthTick] == [0, 6_845])
    #expect(!instrument.benchmark.hasValue)
    instrument.benchmark.tick = 7_000
    instrument.benchmark.isKnown = true
    #expect(instrument.finalPrice(of: -136) == Price(tenThousandths: 686_400_000))
    #expect(instrument.worstPrice(of: -136) == Price(tenThousandths: 705_100_000))
    try instrument.define(Self.body())
    #expect(instrument.benchmark.tick == 7_000 && instrument.benchmark.isKnown)
    try instrument.define(Self.body { $0.benchmarkBandBasisPoints = 226 })
    #expect(instrument.benchmark.highest == 6_999 && !instrument.benchmark.isKnown)
  }

  @Test("premiums trade in a book, within a band, and no price of theirs is zero")
  func definitions() {
    let refused: [(inout DefineInstrument) -> Void] = [
      { $0.benchmark = .none }, { $0.modes = 5 }, { $0.modes = 9 }, { $0.bandBasisPoints = 0 },
      {
        $0.modes = 0; $0.bookModeCode = 0
      }, { $0.priceBasisCode = 0x58 },
      {
        $0.dynamicBandBasisPoints = 100; $0.interruptionSeconds = 60
      },
      { $0.priceBasisCode = 0 }, { $0.priceBasisCode = 0x46 },
      { $0.benchmarkBandBasisPoints = 9_999 }, { $0.benchmarkBandBasisPoints = 9_802 },
      { $0.referencePrice = .zero },
    ]
    for change in refused { #expect(!Self.isTaken(Self.body(change))) }
    #expect(Self.isTaken(Self.body()))
    #expect(Self.isTaken(Self.body { $0.benchmarkBandBasisPoints = 9_801 }))
    #expect(
      Self.isTaken(
        Self.body {
          $0.priceBasisCode = 0x46
          $0.benchmark = .none
          $0.benchmarkBandBasisPoints = 0
        }))
  }

  @Test(
    "a benchmark's name has 4 to 8 characters",
    arguments: [("USD", false), ("SHFE", true), ("SHFECU12", true), ("SHFECU123", false)])
  func names(_ name: String, _ isOne: Bool) {
    let benchmark = BenchmarkRef(Text16(name)!)
    #expect((benchmark != nil) == isOne)
    #expect(benchmark == nil || "\(benchmark!)" == name)
  }
}
