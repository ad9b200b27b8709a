import Foundation
import Oracle

/// What a soak has done until now.
struct Tally {
  private(set) var commands = 0
  private var kinds: [TraceLine.Kind: Int] = [:]
  private var reasons: [Reason: Int] = [:]
  private var told = 0

  /// Whether half a million commands or more have passed since the last word.
  var isTimeToTell: Bool { commands - told >= 500_000 }

  /// Runs one stream; on a disagreement shrinks and prints it.
  mutating func add(_ stream: CommandStream) -> Bool {
    var comparison = Comparison(stream.market, commands: stream.steps.count)
    for step in stream.steps {
      if let found = comparison.perform(step) { return report(stream, found) }
    }
    if let found = comparison.recount() { return report(stream, found) }
    commands += stream.steps.count
    kinds.merge(comparison.counts, uniquingKeysWith: +)
    reasons.merge(comparison.reasons, uniquingKeysWith: +)
    return true
  }

  mutating func line(since begin: UInt64, seed: UInt64) -> String {
    told = commands
    let seconds = Double(DispatchTime.now().uptimeNanoseconds - begin) / 1e9
    let lines = kinds.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    return "seed \(seed): \(commands) commands, \(Int(Double(commands) / seconds))/s, \(lines)"
  }

  /// How often each reason was given.
  var reasonsLine: String {
    let counts = reasons.sorted { $0.key.rawValue < $1.key.rawValue }
    return "reasons " + counts.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
  }

  private func report(_ stream: CommandStream, _ found: Disagreement) -> Bool {
    say("seed \(stream.seed), step \(found.step): \(found.what) differ; shrinking")
    var shortest = found
    var shrinker = Shrinker(Array(stream.steps.indices)) { kept in
      guard let found = Comparison.run(stream.steps(at: kept), in: stream.market) else {
        return false
      }
      shortest = found
      return true
    }
    shrinker.shrink()
    let steps = StepRanges.text(of: shrinker.kept)
    say("# seed \(stream.seed), \(stream.steps.count) commands, shrunk to steps \(steps)")
    VenueTable.say(stream.steps(at: shrinker.kept), in: stream.market, say)
    say("# \(shortest.what)")
    for line in shortest.rules { say("# rules: \(line)") }
    for line in shortest.venue { say("# venue: \(line)") }
    return false
  }
}
