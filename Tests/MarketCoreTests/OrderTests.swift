import Market
import Testing

@testable import MarketCore

@Suite struct OrderTests {
  @Test(
    "AvgPx(6) is rounded half up to 1/10,000",
    arguments: [
      (3, 20_536, 10, 68_453), (3, 1, 10, 3), (3, 2, 10, 7), (2, 1, 1, 1), (2, -1, 1, 0),
      (2, -3, 1, -1), (0, 0, 10, 0), (4, 1, 2, 1), (4, -1, 2, 0),
    ])
  func avgPx(_ lots: UInt32, _ ticks: Int64, _ tick: Int64, _ expected: Int64) {
    var order = Order()
    order.filledLots = lots
    order.filledTicks = ticks
    #expect(order.avgPx(tickSize: Price(tenThousandths: tick)).tenThousandths == expected)
  }

  @Test("the memory that VenueLimits tells")
  func size() { #expect(MemoryLayout<Order>.stride == 224) }

  @Test("what is left of a finished order is nothing")
  func leaves() {
    var order = Order()
    order.lots = 5
    order.filledLots = 2
    order.holdPerLot = Amount(fen: 10)
    #expect(order.leavesLots == 3)
    #expect(order.held.fen == 30)
    order.status = .canceled
    #expect(order.leavesLots == 0)
    #expect(order.held == .zero)
  }
}
