import Testing

@testable import Recorder

@Suite struct PriceFiguresTests {
  private static func figures(_ trades: [(price: Int64, weight: Int64)]) -> PriceFigures {
    var figures = PriceFigures()
    for trade in trades { figures.add(price: trade.price, weight: trade.weight, turnoverFen: 1) }
    return figures
  }

  @Test("the average is the sum of price times weight by the sum of weight: Art. 33")
  func average() {
    let figures = Self.figures([(684_000_000, 25_000), (690_000_000, 50_000)])
    #expect(figures.average == 688_000_000)
    #expect((figures.last, figures.high, figures.low) == (690_000_000, 690_000_000, 684_000_000))
    #expect((figures.trades, figures.weight, figures.turnoverFen) == (2, 75_000, 2))
    #expect(PriceFigures().average == nil)
  }

  @Test(
    "it is rounded half up, below zero too",
    arguments: [
      ([(1, 1), (2, 1)], 2), ([(1, 2), (2, 1)], 1), ([(-1, 1), (-2, 1)], -1),
      ([(-1, 1), (-2, 2)], -2),
    ] as [([(Int64, Int64)], Int64)])
  func rounding(_ trades: [(Int64, Int64)], _ expected: Int64) {
    #expect(Self.figures(trades.map { (price: $0.0, weight: $0.1) }).average == expected)
  }

  @Test("large sums do not overflow")
  func large() {
    let trade = (price: Int64(9_000_000_000_000_000), weight: Int64(2_000_000_000_000))
    #expect(Self.figures([trade, trade]).average == trade.price)
  }
}
