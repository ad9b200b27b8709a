import Testing

@testable import Agents

/// What resends may take of the gateway's time.
@Suite struct ResendBudgetTests {
  @Test("in a duty cycle without other work there is one turn")
  func idle() {
    var budget = ResendBudget()
    for _ in 0..<3 {
      budget.begin(otherNanos: 1_000, isBusy: false)
      #expect(budget.allowsTurn)
      budget.tookTurn(nanos: 50_000)
      #expect(!budget.allowsTurn)
    }
    #expect(budget.resendNanos == 150_000)
    #expect(budget.busyNanos == 0 && budget.busyResendNanos == 0)
  }

  @Test(
    "in duty cycles with other work turns take a quarter at most, however long either is",
    arguments: [(10_000, 20_000), (200_000, 20_000), (3_000, 90_000), (1_000_000, 500)])
  func busy(_ other: Int, _ turn: Int) {
    var budget = ResendBudget()
    var turns = 0
    for _ in 0..<10_000 {
      budget.begin(otherNanos: Int64(other), isBusy: true)
      while budget.allowsTurn {
        budget.tookTurn(nanos: Int64(turn))
        turns += 1
      }
    }
    #expect(turns > 100)
    #expect(budget.busyResendNanos == Int64(turns * turn))
    #expect(budget.busyNanos == Int64(turns * turn + 10_000 * other))
    #expect(budget.busyResendNanos * 4 <= budget.busyNanos + 4 * Int64(turn))
  }

  @Test("what was saved up has a limit, and so has what one turn was too long")
  func limits() {
    var budget = ResendBudget()
    budget.begin(otherNanos: 60_000_000, isBusy: true)
    var turns = 0
    while budget.allowsTurn {
      budget.tookTurn(nanos: 20_000)
      turns += 1
    }
    #expect(turns == 5)
    budget.begin(otherNanos: 60_000_000, isBusy: true)
    budget.tookTurn(nanos: 10_000_000)
    #expect(!budget.allowsTurn)
    budget.begin(otherNanos: 300_000, isBusy: true)
    #expect(!budget.allowsTurn)
    budget.begin(otherNanos: 3, isBusy: true)
    #expect(budget.allowsTurn)
  }

  @Test("short turns end as well: at most eight in a duty cycle")
  func many() {
    var budget = ResendBudget()
    budget.begin(otherNanos: 1_000_000, isBusy: true)
    for _ in 0..<8 {
      #expect(budget.allowsTurn)
      budget.tookTurn(nanos: 1)
    }
    #expect(!budget.allowsTurn)
  }
}
