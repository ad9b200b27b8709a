import Testing

@testable import MarketCore

@Suite struct PriceBandTests {
  struct Row: Sendable {
    let tick: Int32
    let basisPoints: UInt32
    let ends: ClosedRange<Int32>?
  }

  @Test(
    "a band is rounded inwards, also around prices below zero",
    arguments: [
      Row(tick: 6_845, basisPoints: 600, ends: 6_435...7_255),
      Row(tick: 10_000, basisPoints: 500, ends: 9_500...10_500),
      Row(tick: 9_999, basisPoints: 500, ends: 9_500...10_498),
      Row(tick: 10_001, basisPoints: 500, ends: 9_501...10_501),
      Row(tick: -6_845, basisPoints: 600, ends: -7_255 ... -6_435),
      Row(tick: 1, basisPoints: 9_999, ends: 1...1),
      Row(tick: 1, basisPoints: 10_000, ends: 0...2),
      Row(tick: 0, basisPoints: 10_000, ends: 0...0),
      Row(tick: .max - 1, basisPoints: 0, ends: .max - 1 ... .max - 1),
      Row(tick: .max, basisPoints: 0, ends: nil),
      Row(tick: .min + 1, basisPoints: 0, ends: .min + 1 ... .min + 1),
      Row(tick: .min, basisPoints: 0, ends: nil),
      Row(tick: .max / 2, basisPoints: 10_000, ends: 0 ... .max - 1),
      Row(tick: .max / 2 + 1, basisPoints: 10_000, ends: nil),
      Row(tick: .max - 1, basisPoints: .max, ends: nil),
    ])
  func ends(_ row: Row) {
    let band = PriceBand(around: row.tick, basisPoints: row.basisPoints)
    #expect(band?.lowest == row.ends?.lowerBound)
    #expect(band?.highest == row.ends?.upperBound)
    if let band, let ends = row.ends {
      #expect(band.contains(ends.lowerBound) && band.contains(ends.upperBound))
      #expect(!band.contains(ends.lowerBound - 1) && !band.contains(ends.upperBound + 1))
    }
  }

  @Test("a narrower band at either end leaves some outside")
  func narrower() throws {
    let band = try #require(PriceBand(around: 1_000, basisPoints: 1_000))
    for (tick, basisPoints, excludes) in [
      (1_000, 1_000, false), (1_000, 1_100, false), (1_000, 990, true), (1_001, 1_000, true),
      (999, 1_000, true),
    ] as [(Int32, UInt32, Bool)] {
      let next = try #require(PriceBand(around: tick, basisPoints: basisPoints))
      #expect(next.excludesSome(of: band) == excludes, "\(tick) \(basisPoints)")
    }
    #expect(!PriceBand.none.excludesSome(of: band))
    #expect(band.excludesSome(of: .none))
  }
}
