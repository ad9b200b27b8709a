import Foundation
import Oracle

/// What a soak has done until now.
struct Tally {
  private(set) var commands = 0
  private var kinds: [TraceLine.Kind: Int] = [:]
  private var told = 0

  /// Whether a twentieth of a million commands or more have passed since the last word.
  var isTimeToTell: Bool { commands - told >= 500_000 }

  /// Runs one stream; on a disagreement shrinks and prints it.
  mutating func add(_ stream: CommandStream, isTraced: Bool) -> Bool {
    if isTraced { VenueTable.rows([], in: stream.market).forEach(say) }
    var comparison = Comparison(stream.market, commands: stream.steps.count)
    for step in stream.steps {
      if isTraced { VenueTable.rows(of: step).forEach(say) }
      if let found = comparison.perform(step) { return report(stream, found) }
    }
    if var found = comparison.recount() {
      found.step -= 1
      return report(stream, found)
    }
    commands += stream.steps.count
    kinds.merge(comparison.counts, uniquingKeysWith: +)
    return true
  }

  mutating func tell(since begin: UInt64, seed: UInt64) {
    told = commands
    let seconds = Double(DispatchTime.now().uptimeNanoseconds - begin) / 1e9
    let lines = kinds.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    say("seed \(seed): \(commands) commands, \(Int(Double(commands) / seconds))/s, \(lines)")
  }

  private func report(_ stream: CommandStream, _ found: Disagreement) -> Bool {
    say("seed \(stream.seed), step \(found.step): \(found.what) differ; shrinking")
    var shrinker = Shrinker(stream.steps, found) { Comparison.run($0, in: stream.market) }
    shrinker.shrink()
    say("# seed \(stream.seed), shrunk to \(shrinker.steps.count) steps")
    for row in VenueTable.rows(shrinker.steps, in: stream.market) { say(row) }
    say("# \(shrinker.disagreement.what)")
    for line in shrinker.disagreement.rules { say("# rules: \(line)") }
    for line in shrinker.disagreement.venue { say("# venue: \(line)") }
    return false
  }
}

/// A line on standard output, at once.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
