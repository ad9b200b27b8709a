import Market
import Oracle
import Testing

/// Orders that one order may look at: 4,096, in a match and in a call.
@Suite struct WalkLimitTests {
  static func order(
    _ session: Int, _ name: Int, _ side: Side, _ lots: Int64,
    _ change: (inout OrderTerms) -> Void = { _ in }
  ) -> Step {
    var terms = OrderTerms(
      name: name, instrument: 0, side: side, price: 1_000_000, quantity: lots * 1_000)
    change(&terms)
    return Step(session: session, .new(terms))
  }

  /// Performs steps in the venue and by the rules, which must agree; what has happened in each.
  static func lines(_ steps: [Step]) -> [[TraceLine]] {
    var market = MarketTerms()
    market.money = 100_000_000
    market.documents = 5_000
    var comparison = Comparison(market, commands: steps.count)
    return steps.enumerated().map { place, step in
      let found = comparison.perform(step, comparesState: place % 1_000 == 0 || place > 4_096)
      #expect(found == nil, "\(step): \(String(describing: found))")
      return comparison.lines
    }
  }

  @Test("the 4,096th resting order trades; behind it an order is cancelled, 378=99")
  func match() {
    var steps = [Step(session: 0, .phase(0, .open))]
    steps += (1...4_095).map { Self.order(1, $0, .buy, 2) { $0.isAllOrNone = true } }
    steps += [
      Self.order(1, 5_001, .buy, 1),
      Self.order(2, 5_002, .sell, 1) { $0.force = .immediateOrCancel },
      Self.order(1, 5_003, .buy, 2) { $0.isAllOrNone = true }, Self.order(1, 5_004, .buy, 1),
      Self.order(2, 5_005, .sell, 1) { $0.force = .immediateOrCancel },
    ]
    let lines = Self.lines(steps)
    #expect(lines[4_097].map(\.kind) == [.new, .fill, .fill, .trade])
    #expect(lines[4_100].map(\.kind) == [.new, .canceled])
    #expect(lines[4_100].last?.restatement == 99)
  }

  @Test("in a call an order may cross 4,096 others, and no more")
  func call() {
    var steps = [Step(session: 0, .phase(0, .preOpen))]
    steps += (1...4_096).map { Self.order(1, $0, .buy, 1) }
    steps += [
      Self.order(2, 5_001, .sell, 1), Self.order(1, 5_002, .buy, 1), Self.order(2, 5_003, .sell, 1),
    ]
    let lines = Self.lines(steps)
    #expect(lines[4_097].map(\.kind) == [.new])
    #expect(lines[4_099].map(\.reason) == [.tooManyOrders])
  }
}
