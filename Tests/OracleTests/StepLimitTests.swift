import Market
import Oracle
import Testing

/// What a step of work may look at: 4,096 orders, prices, or instruments that it passes over.
@Suite struct StepLimitTests {
  /// In which of the steps something of a kind has happened first.
  static func first(_ kind: TraceLine.Kind, in steps: [Step]) -> Int? {
    WalkLimitTests.lines(steps).firstIndex { lines in lines.contains { $0.kind == kind } }
  }

  @Test(
    "the price of an uncross is found with 4,096 orders where lots are hidden, or goes on",
    arguments: [4_094, 4_095, 4_096])
  func search(_ buys: Int) {
    var steps = [
      Step(session: 0, .phase(0, .preOpen)), WalkLimitTests.order(2, 5_001, .sell, 1),
    ]
    steps += (1...buys).map { number in
      WalkLimitTests.order(1, number, .buy, 2) { $0.maxFloor = 1_000 }
    }
    steps.append(Step(session: 0, .phase(0, .open)))
    let opening = steps.count - 1
    steps += [Step(session: 0, .tick), Step(session: 0, .tick)]
    // The sell is looked at too; a step that has looked at 4,096 ends.
    #expect(Self.first(.trade, in: steps) == (buys + 1 < 4_096 ? opening : opening + 1))
  }

  @Test("an order that ends meanwhile makes the search begin again")
  func searchAgain() {
    var steps = [
      Step(session: 0, .phase(0, .preOpen)), WalkLimitTests.order(2, 5_001, .sell, 1),
    ]
    steps += (1...4_100).map { number in
      WalkLimitTests.order(1, number, .buy, 2) {
        $0.maxFloor = 1_000
        $0.force = number == 4_000 ? .goodTillDate : .day
        $0.expireTime = number == 4_000 ? CommandStream.start + 1_000_000_000 : 0
      }
    }
    steps.append(Step(session: 0, .phase(0, .open)))
    let opening = steps.count - 1
    steps += [
      Step(wait: 1_000_000_000, session: 0, .tick), Step(session: 0, .tick),
      Step(session: 0, .tick),
    ]
    #expect(Self.first(.trade, in: steps) == opening + 2)
  }

  @Test("a firm, and all together, may have so many mass cancels pending")
  func pending() {
    var steps = [Step(session: 0, .phase(0, .open))]
    steps += (1...1_100).map { WalkLimitTests.order(1, $0, .buy, 1) }
    let sessions = [1, 1, 1, 2, 2, 2]
    steps += sessions.enumerated().map { number, session in
      Step(session: session, .massCancel(2_000 + number, MassCancelTerms()))
    }
    let lines = WalkLimitTests.lines(steps).suffix(6).compactMap(\.first)
    #expect(
      lines.map(\.reason) == [
        .none, .none, .firmHasTooManyPending, .none, .tooManyPending, .none,
      ])
    #expect(lines.map(\.last) == [1_100, 844, 0, 0, 0, 0])
  }

  @Test("a session may have one mass status request pending, and all together so many")
  func pendingStatuses() {
    var steps = [Step(session: 0, .phase(0, .open))]
    steps += (1...1_000).map { WalkLimitTests.order(1, $0, .buy, 1) }
    let sessions = [1, 1, 5, 2]
    steps += sessions.enumerated().map { number, session in
      Step(session: session, .massStatus(2_000 + number, MassCancelTerms()))
    }
    let lines = WalkLimitTests.lines(steps).suffix(4).compactMap(\.first)
    #expect(lines.map(\.reason) == [.none, .massStatusPending, .none, .none])
    #expect(lines.map(\.last) == [1_000, 0, 1_000, 0])
  }

  @Test(
    "a mass cancel passes over 4,096 orders in a step, and comes to its own behind them",
    arguments: [4_095, 4_096])
  func passing(_ sells: Int) {
    var steps = [Step(session: 0, .phase(0, .open))]
    steps += (1...sells).map { WalkLimitTests.order(1, $0, .sell, 1) }
    steps += [WalkLimitTests.order(1, 5_001, .buy, 1) { $0.price = 990_000 }]
    let request = Step(session: 1, .massCancel(5_002, MassCancelTerms(side: .buy)))
    steps += [request, Step(session: 0, .tick), Step(session: 0, .tick)]
    let canceled = Self.first(.canceled, in: steps)
    #expect(canceled == (sells < 4_096 ? steps.count - 3 : steps.count - 2))
  }

  @Test("cancels, phases and mass status requests have their turns")
  func turns() {
    var steps = [Step(session: 0, .phase(0, .open))]
    steps += (1...4_500).map { WalkLimitTests.order(1, $0, .buy, 1) }
    steps += (1...600).map { WalkLimitTests.order(2, 5_000 + $0, .buy, 1) }
    let passing = MassCancelTerms(side: .sell)
    steps += [
      Step(session: 2, .massStatus(6_000, MassCancelTerms())),
      Step(session: 1, .massCancel(6_001, passing)), Step(session: 1, .massCancel(6_002, passing)),
      Step(session: 0, .phase(0, .closed)), Step(session: 5, .massStatus(6_003, MassCancelTerms())),
      Step(session: 1, .massCancel(6_004, passing)),
      Step(session: 2, .massCancel(6_005, MassCancelTerms())), Step(session: 0, .phase(0, .open)),
    ]
    steps += (0..<60).map { _ in Step(session: 0, .tick) }
    let lines = WalkLimitTests.lines(steps)
    let kinds = lines.suffix(68).map { step in Set(step.map(\.kind)) }
    // The requests' steps and those of the close follow each other.
    #expect(kinds.count { $0.contains(.expired) && $0.contains(.status) } < 5)
    #expect(kinds.count { $0.contains(.expired) } >= 4_500 / 256)
    #expect(lines.joined().count { $0.kind == .status } == 600 + 4_500)
  }

  @Test("what is cancelled while a book uncrosses leaves it uncrossed, at another price if need be")
  func uncrossedAgain() {
    var steps = [Step(session: 0, .phase(0, .preOpen))]
    func order(_ session: Int, _ name: Int, _ side: Side, _ price: Int64) -> Step {
      WalkLimitTests.order(session, name, side, 1) { $0.price = price }
    }
    steps += (1...300).map { order(1, $0, .sell, 1_000_000) }
    steps += [order(2, 301, .sell, 1_010_000)]
    steps += (401...500).map { order(3, $0, .buy, 1_020_000) }
    steps += (501...700).map { order(3, $0, .buy, 1_000_000) }
    steps += [
      Step(session: 0, .phase(0, .open)), Step(session: 1, .massCancel(801, MassCancelTerms())),
    ]
    steps += (0..<3).map { _ in Step(session: 0, .tick) }
    let trades = WalkLimitTests.lines(steps).joined().filter { $0.kind == .trade }
    #expect(trades.map(\.lastPx).dropLast().allSatisfy { $0 == 1_000_000 })
    #expect(trades.last.map(\.lastPx) == 1_010_000)
  }
}
