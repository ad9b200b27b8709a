import Market
import Testing

@testable import Agents

/// A share of a processor, whatever is to be done.
@Suite struct ProcessorBudgetTests {
  private func at(_ milliseconds: Int64) -> Instant {
    Instant(nanoseconds: milliseconds * 1_000_000)
  }

  @Test("a thread below its share never rests")
  func below() {
    var budget = ProcessorBudget(percent: 25)
    for step in 0..<1_000 as Range<Int64> {
      #expect(budget.rest(ranNanos: step * 2_499_999, now: at(step * 10)) == 0)
    }
  }

  @Test("a burst is free as long as it lasts, its last nanosecond too")
  func burst() {
    var budget = ProcessorBudget(percent: 25)
    #expect(budget.rest(ranNanos: 7, now: at(0)) == 0)
    let burst = ProcessorBudget.burstNanos
    #expect(budget.rest(ranNanos: 7 + burst - 1, now: at(0)) == 0)
    #expect(budget.usedPercent == 100)
    #expect(budget.rest(ranNanos: 7 + burst, now: at(0)) == 0)
    #expect(budget.rest(ranNanos: 7 + burst + 1, now: at(0)) == 4)
    #expect(budget.rest(ranNanos: 7 + burst + 1_000_000_000, now: at(0)) == 50_000_000)
  }

  @Test("a thread that would always run gets its share and no more", arguments: [10, 25, 50, 100])
  func share(_ percent: Int64) {
    var budget = ProcessorBudget(percent: percent)
    var now: Int64 = 0
    var ran: Int64 = 0
    while now < 100_000_000_000 {
      ran += 1_000_000
      now += 1_000_000
      now += budget.rest(ranNanos: ran, now: Instant(nanoseconds: now))
    }
    let share = Double(ran - ProcessorBudget.burstNanos) * 100 / Double(now)
    #expect(abs(share - Double(percent)) < 0.3)
  }
}
