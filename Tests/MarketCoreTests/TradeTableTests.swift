import Funds
import Market
import Memory
import Testing

@testable import MarketCore

/// The table of trades: closed ones give their places to later ones.
@Suite struct TradeTableTests {
  @Test("the memory that VenueLimits tells")
  func size() {
    #expect(MemoryLayout<Trade>.stride == 360)
    #expect(MemoryLayout<Guarantee>.stride == 104)
    #expect(MemoryLayout<GuaranteeHold>.stride == 72)
    #expect(MemoryLayout<TradeDeadline>.stride == 24)
    #expect(MemoryLayout<Delivery>.stride == 16)
  }

  @Test("a closed trade is known until its place is needed, the one first that was closed first")
  func reuse() {
    var table = TradeTable(capacity: 3)
    for number in 1...3 as ClosedRange<UInt64> { _ = table.begin(TradeID(rawValue: number)) }
    #expect(table.hasRoom(for: 0) && !table.hasRoom(for: 1))
    for number in [2, 1] as [UInt64] {
      guard let slot = table.slot(of: TradeID(rawValue: number)) else { continue }
      table[slot].state = .closed
      table.close(slot)
    }
    #expect(table.openCount == 1 && table.hasRoom(for: 2) && !table.hasRoom(for: 3))
    let place = table.slot(of: TradeID(rawValue: 2))
    #expect(table.begin(TradeID(rawValue: 4)) == place)
    let known = (1...4 as ClosedRange<UInt64>).filter {
      table.slot(of: TradeID(rawValue: $0)) != nil
    }
    #expect(known == [1, 3, 4])
  }
}
