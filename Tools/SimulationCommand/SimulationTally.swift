import Dispatch
import Simulation

/// What many seeds have come to.
struct SimulationTally {
  private var seeds = 0
  private var steps = 0
  private var messages = 0
  private var commands = 0
  private var delivered = 0
  private var faults: [FaultKind: Int] = [:]
  private var stops: [String: Int] = [:]
  private let begin = DispatchTime.now().uptimeNanoseconds

  mutating func add(_ outcome: SimulationOutcome) {
    seeds += 1
    steps += outcome.steps
    messages += outcome.messages
    commands += outcome.commands
    delivered += outcome.delivered
    faults.merge(outcome.faults) { $0 + $1 }
    stops.merge(outcome.stops) { $0 + $1 }
  }

  var lines: [String] {
    let seconds = Double(DispatchTime.now().uptimeNanoseconds - begin) / 1e9
    let missing = FaultKind.allCases.filter { faults[$0] == nil }.map(\.rawValue)
    return [
      "\(seeds) seeds, \(steps) steps, \(messages) arrivals, \(commands) commands applied again, "
        + "\(delivered) trades delivered, "
        + "\(Int(Double(steps) / seconds)) steps and \(Int(Double(seeds) / seconds * 10)) tenths of a "
        + "seed per second",
      "faults: " + faults.map { "\($0.key.rawValue) \($0.value)" }.sorted().joined(separator: ", ")
        + (missing.isEmpty ? "" : "; none of " + missing.joined(separator: ", ")),
      "stopped within calls: "
        + stops.map { "\($0.key) \($0.value)" }.sorted().joined(separator: ", "),
    ]
  }
}
