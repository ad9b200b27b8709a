import Foundation
import Simulation

/// `simulate`: whole venues with their counterparties, one seed after the other, until a number has come to rest.
@main
enum SimulateCommand {
  private static let usage = """
    usage: simulate [--seeds N] [--seed S] [--steps N] [--without KIND,...] [--traders N] [--mutation NAME]
           simulate --mutations [--seeds N]
    Runs a venue, its network, disk, clock and counterparties in one thread, from a seed, with faults. What
    must not be ends it with exit code 1, after the plan that shows it is made small and the command is
    printed that replays it.
      --seeds N     seeds, by default 200
      --seed S      the first one, by default 1; alone it is the only one
      --steps N     steps before all comes to rest, by default 3,000
      --without     kinds of faults that do not happen, of
                    \(FaultKind.allCases.map(\.rawValue).joined(separator: ","))
      --traders N   firms that trade, 2 to 4
      --mutation    plants a mistake, one of
                    \(Mutation.allCases.map(\.rawValue).joined(separator: ","))
      --mutations   plants each of them: every one must be found, within 200 seeds unless said otherwise
      --alone       in this process, which tells each seed as it begins
    """

  static func main() {
    guard let order = SimulationOrder(CommandLine.arguments.dropFirst()) else {
      complain(usage)
      exit(2)
    }
    exit(order.run() ? 0 : 1)
  }
}

/// What one run does.
struct SimulationOrder {
  private(set) var plan = SimulationPlan(seed: 1)
  private(set) var seeds: Int?
  private var hasSeed = false
  private var isAlone = false
  private var plantsAll = false

  init?(_ arguments: ArraySlice<String>) {
    var words = arguments
    while let word = words.popFirst() {
      switch word {
      case "--alone": isAlone = true
      case "--mutations": plantsAll = true
      default:
        guard let value = words.popFirst(), take(word, value) else { return nil }
      }
    }
  }

  private mutating func take(_ word: String, _ value: String) -> Bool {
    switch word {
    case "--seeds": seeds = Int(value)
    case "--seed":
      plan.seed = UInt64(value) ?? 0
      hasSeed = true
    case "--steps": plan.steps = Int(value) ?? 0
    case "--traders": plan.traders = Int(value) ?? 0
    case "--mutation":
      plan.mutation = Mutation(rawValue: value)
      return plan.mutation != nil
    case "--without":
      let kinds = value.split(separator: ",").map { FaultKind(rawValue: String($0)) }
      plan.faults.subtract(kinds.compactMap { $0 })
      return !kinds.contains(nil)
    default: return false
    }
    return (seeds ?? 1) > 0 && plan.seed > 0 && plan.steps > 0 && (2...4).contains(plan.traders)
  }

  private var count: Int { seeds ?? (hasSeed ? 1 : 200) }

  /// Whether all has come to rest; of planted mistakes, whether each was found.
  func run() -> Bool {
    if plantsAll { return plantAll() }
    return isAlone ? runAlone() : SeedSupervisor(plan, count).run()
  }

  /// A seed that takes so many seconds of the processor is ended by a signal: it would not come to rest at all.
  private static let mostSeconds = 600

  private func limitSeed() {
    var limit = itimerval()
    limit.it_value.tv_sec = Self.mostSeconds
    _ = unsafe setitimer(CInt(ITIMER_PROF.rawValue), &limit, nil)
  }

  private func runAlone() -> Bool {
    var tally = SimulationTally()
    for place in 0..<count {
      var plan = plan
      plan.seed += UInt64(place)
      say("seed \(plan.seed)")
      limitSeed()
      let outcome = Simulation(plan).run()
      tally.add(outcome)
      guard let failure = outcome.failure else { continue }
      say("failure at step \(outcome.steps): \(failure)")
      return false
    }
    for line in tally.lines { say(line) }
    return true
  }

  private func plantAll() -> Bool {
    var isFound = true
    for mutation in Mutation.allCases {
      var plan = plan
      plan.mutation = mutation
      let found = SeedSupervisor(plan, count).firstFailure { _ in }
      let seeds = found.map { "found in seed \($0.seed)" } ?? "NOT FOUND in \(count) seeds"
      say("\(mutation.rawValue): \(seeds)")
      if found == nil { isFound = false }
    }
    return isFound
  }
}

/// A line on standard output, at once.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

/// A line on standard error.
func complain(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
