import Market
import Testing

@Suite struct CommandTests {
  @Test("a stored order reads its code sets back")
  func codes() {
    var order = NewOrder()
    order.sideCode = Side.sell.rawValue
    order.ordTypeCode = OrdType.limit.rawValue
    order.timeInForceCode = TimeInForce.fillOrKill.rawValue
    #expect(order.side == .sell)
    #expect(order.ordType == .limit)
    #expect(order.timeInForce == .fillOrKill)
  }

  @Test("a code outside its set stops the process: the decoder lets none through")
  func strangers() async {
    await #expect(processExitsWith: .failure) {
      var order = NewOrder()
      order.sideCode = 0x39
      _ = order.side
    }
  }

  @Test("a type's number is used once")
  func typeNumbers() {
    #expect(Set(CommandType.allCases.map(\.rawValue)).count == CommandType.allCases.count)
    #expect(Set(EventType.allCases.map(\.rawValue)).count == EventType.allCases.count)
  }
}
