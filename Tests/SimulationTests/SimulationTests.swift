import Simulation
import Testing

/// Whole venues with faults, from a few seeds; `Tools/simulate` runs many.
@Suite struct SimulationTests {
  private static func run(
    _ seed: UInt64, steps: Int = 1_000, mutation: Mutation? = nil
  ) -> SimulationOutcome {
    Simulation(SimulationPlan(seed: seed, steps: steps, mutation: mutation)).run()
  }

  @Test("all comes to rest, and everybody knows the same", arguments: 1...3 as ClosedRange<UInt64>)
  func rests(_ seed: UInt64) {
    let outcome = Self.run(seed)
    #expect(outcome.failure == nil, "seed \(seed)")
    #expect(outcome.messages > 20 && outcome.commands > 100)
  }

  @Test("the same seed is the same run, byte for byte; another one is another")
  func repeats() {
    let (first, again, other) = (Self.run(11), Self.run(11), Self.run(12))
    #expect(first.failure == nil && other.failure == nil)
    #expect(first.digest == again.digest && first.messages == again.messages)
    #expect(first.stops == again.stops && first.faults == again.faults)
    #expect(first.digest != other.digest)
  }

  @Test("trades come to delivery, and a follower is promoted")
  func settlesAndPromotes() {
    let (delivered, promoted) = (Self.run(4), Self.run(6, steps: 1_200))
    #expect(delivered.failure == nil && delivered.delivered > 0)
    #expect(promoted.failure == nil && promoted.faults[.promotion, default: 0] > 0)
  }

  @Test(
    "what is planted is found",
    arguments: [Mutation.possDupMissing, .copySkipped, .paymentRepeated])
  func finds(_ mutation: Mutation) {
    let found = (1...6 as ClosedRange<UInt64>).contains { seed in
      Self.run(seed, mutation: mutation).failure != nil
    }
    #expect(found, "\(mutation)")
  }
}
