import Foundation
import Market
import Oracle

/// `soak venue`: random streams about settlement against the venue and the naive settlement.
struct SettlementSoak {
  private var commands = 1_000_000
  private var seed: UInt64 = 1
  private var length = 1_000
  private var counts: [SettlementLine.Kind: Int] = [:]
  private var reasons: Set<TradeReason> = []
  private var refusals: Set<NoticeRefusal> = []
  private var netRuns: Set<NetRunState> = []
  private var commandRefusals: Set<CommandRefusal> = []
  private var titleRefusals: Set<TitleActionRefusal> = []
  private var titleWays: Set<String> = []

  init?(_ arguments: ArraySlice<String>) {
    guard arguments.first == "venue" else { return nil }
    var words = arguments.dropFirst()
    while let word = words.popFirst() {
      if word == "--quick" {
        commands = 50_000
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
    let kinds = SettlementLine.Kind.allCases.map { "\($0)=\(counts[$0, default: 0])" }
    say("seeds \(seed) to \(next - 1): \(done) commands, \(kinds.joined(separator: " "))")
    say("reasons of trades \(reasons.map { "\($0)" }.sorted().joined(separator: ","))")
    say("net runs \(netRuns.map { "\($0)" }.sorted().joined(separator: ","))")
    say("refused commands \(commandRefusals.map { "\($0)" }.sorted().joined(separator: ","))")
    say("documents unchanged \(titleRefusals.map { "\($0)" }.sorted().joined(separator: ","))")
    say("ways of documents \(titleWays.sorted().joined(separator: ","))")
    say("refusals \(refusals.map { "\($0)" }.sorted().joined(separator: ","))")
    say("agreed")
    return true
  }

  private mutating func agrees(_ stream: SettlementStream) -> Bool {
    var comparison = SettlementComparison(stream.market, commands: stream.steps.count)
    for step in stream.steps {
      if let found = comparison.perform(step) { return report(stream, found) }
    }
    if let found = comparison.recount() { return report(stream, found) }
    counts.merge(comparison.counts, uniquingKeysWith: +)
    reasons.formUnion(comparison.tradeReasons)
    refusals.formUnion(comparison.noticeRefusals)
    netRuns.formUnion(comparison.netRunStates)
    commandRefusals.formUnion(comparison.commandRefusals)
    titleRefusals.formUnion(comparison.titleRefusals)
    titleWays.formUnion(comparison.titleWays)
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
