import Simulation
import Testing

@Suite struct SimulationShrinkerTests {
  @Test("what is not needed for the failure is left out")
  func shrinks() {
    var attempts = 0
    var shrinker = SimulationShrinker(SimulationPlan(seed: 7)) { plan in
      attempts += 1
      return plan.faults.isSuperset(of: [.kill, .cut]) && plan.steps >= 400
    }
    shrinker.shrink()
    #expect(shrinker.plan.faults == [.kill, .cut])
    #expect((400...408).contains(shrinker.plan.steps))
    #expect(shrinker.plan.traders == 2 && shrinker.plan.seed == 7)
    #expect(attempts < 60)
  }

  @Test("a plan says how it is given to the command")
  func arguments() {
    var plan = SimulationPlan(seed: 3, steps: 50, traders: 2, mutation: .syncLies)
    plan.faults.subtract([.cut, .powerLoss])
    #expect(
      plan.arguments
        == "--seed 3 --steps 50 --without cut,power-loss --traders 2 --mutation sync-lies")
    #expect(SimulationPlan(seed: 1).arguments == "--seed 1 --steps 3000")
  }
}
