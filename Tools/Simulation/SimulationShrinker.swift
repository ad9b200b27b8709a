/// Makes a plan that fails small: fewer kinds of faults, fewer firms, fewer steps.
public struct SimulationShrinker {
  private let fails: (SimulationPlan) -> Bool
  public private(set) var plan: SimulationPlan

  /// `fails` says whether a plan fails; `plan` does.
  public init(_ plan: SimulationPlan, fails: @escaping (SimulationPlan) -> Bool) {
    self.plan = plan
    self.fails = fails
  }

  public mutating func shrink() {
    cutSteps()
    for kind in FaultKind.allCases where plan.faults.contains(kind) {
      attempt { $0.faults.remove(kind) }
    }
    for traders in 2..<max(2, plan.traders) where plan.traders > traders {
      attempt { $0.traders = traders }
    }
    cutSteps()
  }

  /// The fewest steps with which it fails, as far as halving tells.
  private mutating func cutSteps() {
    var (enough, tooFew) = (plan.steps, 0)
    while enough - tooFew > 8 {
      let steps = (enough + tooFew) / 2
      var other = plan
      other.steps = steps
      if fails(other) { enough = steps } else { tooFew = steps }
    }
    plan.steps = enough
  }

  private mutating func attempt(_ change: (inout SimulationPlan) -> Void) {
    var other = plan
    change(&other)
    if fails(other) { plan = other }
  }
}
