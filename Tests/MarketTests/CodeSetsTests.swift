import Market
import Testing

@Suite struct CodeSetsTests {
  @Test("only dealers, brokers and market makers trade", arguments: SessionRole.allCases)
  func mayTrade(_ role: SessionRole) {
    let trades: Set<SessionRole> = [.dealer, .broker, .marketMaker]
    #expect(role.mayTrade == trades.contains(role))
  }

  @Test("the other side of the other side is the side")
  func opposite() {
    #expect(Side.buy.opposite == .sell)
    #expect(Side.sell.opposite.opposite == .sell)
  }

  @Test("an order is done when it is filled, canceled, rejected or expired")
  func final() {
    let open: [OrdStatus] = [.new, .partiallyFilled]
    let done: [OrdStatus] = [.filled, .canceled, .rejected, .expired]
    #expect(open.allSatisfy { !$0.isFinal })
    #expect(done.allSatisfy { $0.isFinal })
  }
}
