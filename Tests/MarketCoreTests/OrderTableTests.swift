import Market
import Memory
import Testing

@testable import MarketCore

@Suite struct OrderTableTests {
  static let firm = FirmID(rawValue: 1)

  static func order(_ number: UInt64) -> Order {
    var order = Order()
    order.orderID = OrderID(rawValue: number)
    order.clOrdID = name("N\(number)")
    order.firm = firm
    return order
  }

  static func name(_ text: String) -> ClOrdID { ClOrdID(text32(text)) }

  @Test("an order is found by its number and by each of its names, for its firm only")
  func find() {
    var table = OrderTable(capacity: 4, clOrdIDs: 8, seed: HashSeed(rawValue: 1))
    let slot = table.add(Self.order(7))
    let isNamed = table.name(slot, Self.name("X"))
    #expect(isNamed)
    let found = [
      table.slot(OrderID(rawValue: 7)), table.slot(firm: Self.firm, Self.name("N7")),
      table.slot(firm: Self.firm, Self.name("X")),
    ]
    #expect(found == [slot, slot, slot])
    let strange = [
      table.slot(OrderID(rawValue: 8)), table.slot(firm: FirmID(rawValue: 2), Self.name("N7")),
      table.slot(firm: Self.firm, Self.name("Y")),
    ]
    #expect(strange == [nil, nil, nil])
  }

  @Test("an order as entered is found as any other, also where another one was")
  func entered() {
    var table = OrderTable(capacity: 1, clOrdIDs: 2, seed: HashSeed(rawValue: 1))
    var former = Self.order(7)
    former.status = .filled
    former.tick = 12
    let formerSlot = table.add(former)
    table.finish(formerSlot, at: Instant(nanoseconds: 0))
    let hasRoom = table.makeRoom(at: Instant(nanoseconds: VenueLimits.retentionNanos))
    var entered = NewOrder()
    entered.clOrdID = Self.name("N8")
    entered.sideCode = Side.sell.rawValue
    entered.ordTypeCode = OrdType.limit.rawValue
    entered.timeInForceCode = TimeInForce.day.rawValue
    let slot = table.add(
      entered, of: Self.firm, from: SessionID(rawValue: 3), as: OrderID(rawValue: 8),
      hash: table.hash(firm: Self.firm, entered.clOrdID))
    let found = [table.slot(OrderID(rawValue: 8)), table.slot(firm: Self.firm, Self.name("N8"))]
    #expect(hasRoom && found == [slot, slot])
    let order = table[slot]
    #expect(order.firm == Self.firm && order.session == SessionID(rawValue: 3))
    #expect(order.side == .sell && order.status == .new && order.tick == 0)
  }

  @Test(
    "a full table takes an order when the first finished one has been kept long enough",
    arguments: [-1, 0, 1])
  func room(_ late: Int64) {
    var table = OrderTable(capacity: 2, clOrdIDs: 8, seed: HashSeed(rawValue: 1))
    let start = Instant(nanoseconds: 5)
    var finished = Self.order(1)
    finished.status = .filled
    let slot = table.add(finished)
    let isNamed = table.name(slot, Self.name("X"))
    #expect(isNamed)
    table.finish(slot, at: start)
    _ = table.add(Self.order(2))
    let hasRoom = table.makeRoom(at: start.adding(nanoseconds: VenueLimits.retentionNanos + late))
    #expect(hasRoom == (late >= 0))
    let found = [
      table.slot(firm: Self.firm, Self.name("N1")), table.slot(firm: Self.firm, Self.name("X")),
    ]
    #expect(found == (late >= 0 ? [nil, nil] : [slot, slot]))
    let live = table.slot(OrderID(rawValue: 2))
    #expect(live != nil)
  }

  @Test("names run out before orders do")
  func names() {
    var table = OrderTable(capacity: 4, clOrdIDs: 2, seed: HashSeed(rawValue: 1))
    let slot = table.add(Self.order(1))
    let first = table.name(slot, Self.name("X"))
    let second = table.name(slot, Self.name("Y"))
    let hasRoom = table.makeRoom(at: Instant(nanoseconds: 1))
    #expect([first, second, hasRoom] == [true, false, false])
  }

  @Test("only an order with a final status is finished")
  func preconditions() async {
    await #expect(processExitsWith: .failure) {
      var table = OrderTable(capacity: 2, clOrdIDs: 2, seed: HashSeed(rawValue: 1))
      let slot = table.add(Self.order(1))
      table.finish(slot, at: Instant(nanoseconds: 1))
    }
  }
}
