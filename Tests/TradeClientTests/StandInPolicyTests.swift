import FIX44
import Market
import Testing
import TradeClient

@Suite struct StandInPolicyTests {
  /// Which of thirty trades clearing refuses.
  static func refused(_ pattern: StandInPattern, seed: UInt64 = 0) -> [Int] {
    var policy = StandInPolicy()
    policy.refusals = [pattern]
    policy.seed = seed
    var standIn = StandIn(.clearing, policy)
    return (1...30).filter { trade in
      _ = standIn.received(
        StandInTests.instruction(trade, trade: trade), now: StandInTests.now)
      let answer = standIn.takeDue(now: StandInTests.now)
      return answer?.message?.fields.contains { $0.value == "1" && $0.tag == .trdRptStatus }
        ?? false
    }
  }

  @Test("patterns choose by number, trade, document and symbol")
  func patterns() throws {
    #expect(Self.refused(try StandInPattern("all")).count == 30)
    #expect(Self.refused(try StandInPattern("1/10")) == [10, 20, 30])
    #expect(Self.refused(try StandInPattern("trade:7")) == [7])
    #expect(Self.refused(try StandInPattern("document:R1")).count == 30)
    #expect(Self.refused(try StandInPattern("document:R2")) == [])
    #expect(Self.refused(try StandInPattern("symbol:CU-BW-A")).count == 30)
    #expect(Self.refused(try StandInPattern("symbol:AL-BW-P")) == [])
  }

  @Test("a share is the same for the same seed, and another for another")
  func share() throws {
    #expect(Self.refused(try StandInPattern("0%")) == [])
    #expect(Self.refused(try StandInPattern("100%")).count == 30)
    let half = Self.refused(try StandInPattern("50%"))
    #expect(half == Self.refused(try StandInPattern("50%")))
    #expect(half != Self.refused(try StandInPattern("50%"), seed: 1))
    #expect((5...25).contains(half.count))
  }

  @Test(
    "what is no pattern is refused",
    arguments: ["", "none", "1/0", "1/x", "101%", "-1%", "0.001%", "trade", "trade7", "lot:7"])
  func noPattern(_ text: String) {
    #expect(throws: CommandError.self) { try StandInPattern(text) }
  }

  @Test("delays are a time, or from one to another")
  func delays() throws {
    #expect(try StandInPolicy.delay("200ms") == 200_000_000...200_000_000)
    #expect(try StandInPolicy.delay("1s-3s") == 1_000_000_000...3_000_000_000)
    #expect(try StandInPolicy.delay("2min") == 120_000_000_000...120_000_000_000)
    #expect(try StandInPolicy.delay("1h") == 3_600_000_000_000...3_600_000_000_000)
    for text in ["", "2", "s", "-1s", "3s-1s", "1s-2s-3s", "1.5s", "100001s"] {
      #expect(throws: CommandError.self) { try StandInPolicy.delay(text) }
    }
  }

  @Test("a delay by the seed lies in its range, and is the question's own")
  func spread() {
    var policy = StandInPolicy()
    policy.delayNanos = 1_000...2_000
    let times = (1...20).map { trade -> Int64 in
      var standIn = StandIn(.clearing, policy)
      _ = standIn.received(StandInTests.instruction(1, trade: trade), now: StandInTests.now)
      return standIn.nextDue.nanoseconds - StandInTests.now.nanoseconds
    }
    #expect(times.allSatisfy { (1_000...2_000).contains($0) })
    #expect(Set(times).count > 10)
  }

  @Test("what a warehouse weighs more is a percentage with two decimals")
  func outturn() throws {
    #expect(try StandInPolicy.outturn("-0.3%") == -30)
    #expect(try StandInPolicy.outturn("2%") == 200)
    for text in ["0.3", "", "%", "0.001%", "-100%"] {
      #expect(throws: CommandError.self) { try StandInPolicy.outturn(text) }
    }
  }
}
