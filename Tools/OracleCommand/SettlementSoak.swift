import Foundation
import Oracle

/// `soak venue`: random streams about settlement against the venue and the naive settlement.
struct SettlementSoak {
  private var commands = 1_000_000
  private var seed: UInt64 = 1
  private var length = 1_000
  private var reach = SettlementReach()
  /// Whether the streams have to come to everything.
  private var isQuick = false

  init?(_ arguments: ArraySlice<String>) {
    guard arguments.first == "venue" else { return nil }
    var words = arguments.dropFirst()
    while let word = words.popFirst() {
      if word == "--quick" {
        commands = 80_000
        isQuick = true
        continue
      }
      guard let value = words.popFirst(), let number = Int(value), number > 0 else { return nil }
      switch word {
      case "--commands": commands = number
      case "--seed": seed = UInt64(number)
      case "--length": length = number
      default: return nil
      }
    }
  }

  /// Whether everything has agreed.
  mutating func run() -> Bool {
    var done = 0
    var next = seed
    while done < commands {
      let count = min(length, commands - done)
      complain(StreamLabel(seed: next, commands: count).text)
      guard agrees(SettlementStream(seed: next, commands: count)) else { return false }
      done += count
      next += 1
    }
    let kinds = SettlementLine.Kind.allCases.map { "\($0)=\(reach.counts[$0, default: 0])" }
    say("seeds \(seed) to \(next - 1): \(done) commands, \(kinds.joined(separator: " "))")
    let missing = reach.missing
    if !missing.isEmpty { say("not come to: \(missing.joined(separator: ", "))") }
    say("agreed")
    return !isQuick || missing.isEmpty
  }

  private mutating func agrees(_ stream: SettlementStream) -> Bool {
    var comparison = SettlementComparison(stream.market, commands: stream.steps.count)
    for step in stream.steps {
      if let found = comparison.perform(step) { return report(stream, found) }
    }
    if let found = comparison.recount() { return report(stream, found) }
    reach.formUnion(comparison.reach)
    return true
  }

  private func report(_ stream: SettlementStream, _ found: Disagreement) -> Bool {
    say("seed \(stream.seed), step \(found.step): \(found.what) differ; shrinking")
    var shortest = found
    var shrinker = Shrinker(Array(stream.steps.indices)) { kept in
      let found = SettlementComparison.run(stream.steps(at: kept), in: stream.market)
      if let found { shortest = found }
      return found != nil
    }
    shrinker.shrink()
    say(
      "# seed \(stream.seed), \(stream.steps.count) commands, each dealer \(stream.market.money) fen"
    )
    for step in stream.steps(at: shrinker.kept) {
      say("\(step.wait / 1_000_000) ms \(step.action)")
    }
    say("# \(shortest.what)")
    for line in shortest.rules { say("# rules: \(line)") }
    for line in shortest.venue { say("# venue: \(line)") }
    return false
  }
}
